import type { Fact, FactKind } from '../../domain/fact';
import type { TicketHistory } from '../../domain/measured';
import type { Priority } from '../../domain/ticket';
import type { Page, Slice } from './slices';

export interface StoredFact extends Fact {
  readonly id: string;
}

/** What counting one ticket needs. */
export interface Counted {
  readonly history: Omit<TicketHistory, 'pauseWhile' | 'undisputedAt'>;
  /** Its facts as they were told last. */
  readonly facts: readonly StoredFact[];
}

/** The measured facts of a tenant's tickets. */
export interface FactStore {
  /**
   * Takes the marks of these tickets away, waiting for whoever changes one of them now. Returns
   * those that were marked; true: date their facts by what happened.
   */
  take(ticketIds: readonly string[]): Promise<ReadonlyMap<string, boolean>>;
  load(ticketIds: readonly string[]): Promise<readonly Counted[]>;
  /** Closes some and tells others, as of one instant; `null`: each since its ticket began. */
  revise(
    gone: readonly StoredFact[],
    told: readonly Fact[],
    at: Date,
    since: Date | null,
  ): Promise<void>;
}

export const FACT_DIMENSIONS = [
  'CUSTOMER',
  'TIER',
  'QUEUE',
  'CHANNEL',
  'PLATFORM',
  'AGENT',
  'PRIORITY',
  'REASON',
] as const;
export type FactDimension = (typeof FACT_DIMENSIONS)[number];

/** Every given list must contain the fact's. */
export interface FactFilter {
  readonly customerIds?: readonly string[] | null;
  readonly tiers?: readonly string[] | null;
  readonly queueIds?: readonly string[] | null;
  readonly channelIds?: readonly string[] | null;
  readonly platforms?: readonly string[] | null;
  readonly memberIds?: readonly string[] | null;
  readonly priorities?: readonly Priority[] | null;
}

export interface FactQuestion {
  readonly kind: FactKind;
  readonly from: Date;
  readonly to: Date;
  readonly asOf: Date;
  /** Where the stretches of the answer begin, in order; the first is `from`. */
  readonly starts: readonly Date[];
  readonly filter: FactFilter;
  readonly groupBy: FactDimension | null;
}

/** A bar of a histogram: so many facts of about one length with one outcome. */
export interface Bar {
  /** Which stretch of the answer, from 0. */
  readonly cell: number;
  readonly group: string | null;
  /** Null: it lasts. `OVERDUE`: it lasts, and its time is over. */
  readonly outcome: string | null;
  readonly bucket: number;
  readonly n: number;
  readonly seconds: number;
}

/** So many began before stretch `from` ended and ended after the end of stretch `to` - 1. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly group: string | null;
  /** Age at the last instant, as the index of its band; null where it is not alive then. */
  readonly band: number | null;
  readonly n: number;
}

export interface StockQuestion {
  readonly kind: FactKind;
  readonly asOf: Date;
  readonly instants: readonly Date[];
  /** Seconds at which an age enters the next band. */
  readonly bands: readonly number[];
  readonly filter: FactFilter;
  readonly groupBy: FactDimension | null;
}

export interface FactRow {
  readonly id: string;
  readonly ticketId: string;
  readonly ticketNumber: number;
  readonly beganAt: Date;
  readonly endedAt: Date | null;
  readonly outcome: string | null;
  readonly seconds: number;
  readonly dueAt: Date | null;
  readonly reason: string | null;
  readonly customerId: string;
  readonly channelId: string;
  readonly queueId: string;
  readonly priority: Priority;
  readonly memberId: string | null;
}

export interface FactRowsQuestion {
  readonly kind: FactKind;
  readonly from: Date;
  readonly to: Date;
  readonly asOf: Date;
  /** Alive at the end of the window, instead of begun in it. */
  readonly stock: boolean;
  /** Only these outcomes; null among them: what still lasts. */
  readonly outcomes: readonly (string | null)[] | null;
  readonly filter: FactFilter;
  readonly group: { readonly by: FactDimension; readonly key: string | null } | null;
}

/** Figures as the API asks for them; each method is bound to one tenant. */
export interface FactReaders {
  bars(tenantId: string, question: FactQuestion): Promise<readonly Bar[]>;
  spans(tenantId: string, question: StockQuestion): Promise<readonly Span[]>;
  factRows(tenantId: string, question: FactRowsQuestion, slice: Slice): Promise<Page<FactRow>>;
  /** Ended facts that were told otherwise after `asOf`, and changed tickets not yet counted. */
  factsAside(
    tenantId: string,
    kind: FactKind,
    from: Date,
    to: Date,
    asOf: Date,
  ): Promise<{ readonly revised: number; readonly uncounted: number }>;
  /** What people call the keys of groups. */
  labels(
    tenantId: string,
    by: FactDimension,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
}
