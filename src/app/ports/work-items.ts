import type { Standing, TrackerSite, WorkItemAddress, WorkItemFacts } from '../../domain/work-item';
import type { Page, Sight, Slice } from './slices';

/** An issue or pull request that tickets are linked to. */
export interface WorkItem extends WorkItemAddress, WorkItemFacts {
  readonly id: string;
}

/** An item of a ticket whose tracker told us something that the ticket does not show yet. */
export interface ItemBehind {
  readonly item: WorkItem;
  readonly shown: Standing;
}

/** A link to an older name of an item, and the item. */
export interface JoinedLink {
  readonly former: WorkItem;
  readonly item: WorkItem;
}

/** What a tracker knows an item by, and what people may know it by. */
export interface WorkItemNames {
  readonly address: WorkItemAddress;
  /** Stays when the item moves to another project, team or repository; null: not told. */
  readonly externalId: string | null;
  /** What it was called before, as far as its tracker says. */
  readonly formerKeys: readonly string[];
}

/** Work items inside one transaction of one tenant. */
export interface WorkItemStore {
  /** In the order they were linked. */
  ofTicket(ticketId: string): Promise<readonly WorkItem[]>;
  /** The one of this address or that once had it, new where there was none; it does not change until we are done. */
  named(address: WorkItemAddress): Promise<WorkItem>;
  /** False when it is linked already. */
  link(ticketId: string, item: WorkItem, at: Date): Promise<boolean>;
  /** False when it was not linked. */
  unlink(ticketId: string, workItemId: string): Promise<boolean>;
  /**
   * Whatever is meant by these names: none if no ticket was ever linked to it, and two if one was
   * linked by an old address and one by a new. They do not change until we are done.
   */
  locked(names: WorkItemNames): Promise<readonly WorkItem[]>;
  /** From now on it is called so and known by that id; what it was called still finds it. */
  called(workItemId: string, address: WorkItemAddress, externalId: string | null): Promise<void>;
  /** From now on the others are older names of this one; their tickets are brought to it by the sweep. */
  join(workItemId: string, others: readonly string[], at: Date): Promise<void>;
  /** The ticket's links to older names. */
  joined(ticketId: string): Promise<readonly JoinedLink[]>;
  /** Brings a link to the item. False when the ticket was linked to it as well: then one is left. */
  bring(ticketId: string, link: JoinedLink): Promise<boolean>;
  /** Keeps what its tracker said, and has its tickets told. */
  follow(workItemId: string, facts: WorkItemFacts, at: Date): Promise<void>;
  behind(ticketId: string): Promise<readonly ItemBehind[]>;
  /** From now on the ticket shows what stands. */
  caughtUp(ticketId: string, workItemId: string, shown: Standing): Promise<void>;
}

/** A tracker that tells this desk of its items. Never its secret. */
export interface Tracker extends TrackerSite {
  readonly id: string;
  readonly connectedAt: Date;
  /** When it last told something that was signed by it; null: never. */
  readonly heardAt: Date | null;
}

/** Connections inside one transaction of one tenant. */
export interface TrackerStore {
  /** Every place that items may lie at. */
  sites(): Promise<readonly TrackerSite[]>;
  /** The connection of a place; whoever asks for it next waits until we are done. */
  at(site: TrackerSite): Promise<Tracker | null>;
  count(): Promise<number>;
  insert(tracker: Tracker, secret: string): Promise<void>;
  setSecret(trackerId: string, secret: string): Promise<void>;
  /** False when there is none. */
  remove(trackerId: string): Promise<boolean>;
  heard(trackerId: string, at: Date): Promise<void>;
}

/** A connection as its door needs it. */
export interface TrackerDoorKey extends TrackerSite {
  readonly id: string;
  readonly tenantId: string;
  readonly secret: string;
}

/** Asked before a tenant is known: the row of the connection alone says whose it is. */
export interface TrackerKeys {
  find(trackerId: string): Promise<TrackerDoorKey | null>;
}

/** What the API reads of items and trackers. */
export interface WorkItemReaders {
  /** Of several tickets at once, in the order of `ticketIds`. */
  workItems(
    tenantId: string,
    ticketIds: readonly string[],
  ): Promise<readonly (readonly WorkItem[])[]>;
  /** A partner sees those of the tickets assigned to them. */
  workItemsById(sight: Sight, ids: readonly string[]): Promise<readonly (WorkItem | null)[]>;
  workItem(sight: Sight, address: WorkItemAddress): Promise<WorkItem | null>;
  trackers(tenantId: string, slice: Slice): Promise<Page<Tracker>>;
  trackersById(tenantId: string, ids: readonly string[]): Promise<readonly (Tracker | null)[]>;
  trackerSites(tenantId: string): Promise<readonly TrackerSite[]>;
}
