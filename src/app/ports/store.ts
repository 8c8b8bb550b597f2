import type { Actor } from '../../domain/actor';
import type { MarkedPromise, PromiseDraft } from '../../domain/promise';
import type { Text } from '../../domain/text';
import type {
  Conversation,
  FileLink,
  Message,
  Ticket,
  TimelineDraft,
  TimelineEntry,
} from '../../domain/ticket';
import type { AdminStore } from './admin';
import type { AnswerStore } from './answers';
import type { AuditStore } from './audit';
import type { CareStore } from './care';
import type { ChannelRef, MessageRef, Platform } from './chat-event';
import type { Outgoing } from './chat-platform';
import type { DigestStore } from './digests';
import type { EarlyChange } from './early-change';
import type { EscalationStore } from './escalations';
import type { FactStore, RollupStore } from './facts';
import type { FeedbackStore } from './feedback';
import type { HealthStore } from './health';
import type { IntakeStore } from './intake';
import type { LabelStore } from './labels';
import type { LinkStore } from './links';
import type { PeopleStore } from './people';
import type { Errand, InboxRow, Leased, OutboxRow, Remainder } from './queues';
import type { Channel, ChannelKind, Contact, Customer, Queue, Tenant, Workspace } from './records';
import type { RosterStore } from './roster';
import type { SearchStore } from './search';
import type { SignalStore } from './signals';
import type { WebhookStore } from './webhooks';
import type { TrackerStore, WorkItemStore } from './work-items';

export interface TicketStore {
  nextNumber(): Promise<number>;
  insert(ticket: Ticket): Promise<void>;
  /** Locks the row until the transaction ends: concurrent changes of one ticket queue here. */
  lock(ticketId: string): Promise<Ticket | null>;
  find(ticketId: string): Promise<Ticket | null>;
  findByNumber(number: number): Promise<Ticket | null>;
  /** The root message of a thread we began is posted: now the thread has its id. */
  setThread(ticketId: string, threadId: string): Promise<void>;
  /** Guarded by `expectedVersion`; false when somebody else changed it first. */
  save(ticket: Ticket, expectedVersion: number): Promise<boolean>;
  /** The ticket whose home is this thread, newest first. */
  findByThread(channelId: string, threadId: string): Promise<Ticket | null>;
  /** Active tickets this contact opened, newest first, at most `limit`. */
  openOf(contactId: string, limit: number): Promise<readonly Ticket[]>;
  /** What a customer's person may list: what they asked themselves, and what was asked in this room. */
  listableBy(
    contact: Pick<Contact, 'id' | 'customerId'>,
    channelId: string,
    limit: number,
  ): Promise<readonly Ticket[]>;
  recentOfCustomer(customerId: string, exceptId: string, limit: number): Promise<readonly Ticket[]>;
  /** Agents' home and `/desk`: at most `limit` each. */
  assignedTo(memberId: string, limit: number): Promise<readonly Ticket[]>;
  oldestWaiting(queueId: string | null, limit: number): Promise<readonly Ticket[]>;
  /** The causes of the newest tickets that have one, most frequent first. */
  usualCauses(limit: number): Promise<readonly string[]>;
}

export interface NewMessage
  extends Omit<Message, 'editedAt' | 'deletedAt' | 'editedAfterAnswer' | 'deliveryError'> {
  /** Which words under a triage card these were. */
  readonly spokenAs?: SpokenAs | null;
}

/** A message of ours in a triage room that became a reply or a note. */
export interface SpokenAs {
  readonly channelId: string;
  readonly platformId: string;
}

export interface MessageStore {
  /** False if (channel, platform id) is there already: push, retry, back-fill may all bring it. */
  insert(message: NewMessage): Promise<boolean>;
  find(messageId: string): Promise<Message | null>;
  findByPlatformId(channelId: string, platformId: string): Promise<Message | null>;
  /** The reply or note that began as these words under a card. */
  findSpoken(spoken: SpokenAs): Promise<Message | null>;
  /** The newest `limit`, oldest first. */
  ofTicket(ticketId: string, limit: number): Promise<readonly Message[]>;
  /** What the ticket began with: the customer's first words, else ours. */
  firstOf(ticketId: string): Promise<Message | null>;
  /** One aggregate over the ticket's public, undeleted messages. */
  conversation(ticketId: string): Promise<Conversation>;
  /** Newest public message by a member, for the card. */
  lastReply(ticketId: string): Promise<Message | null>;
  /** Messages of a thread that belong to no ticket yet. */
  ofThread(channelId: string, threadId: string): Promise<readonly Message[]>;
  attach(messageIds: readonly string[], ticketId: string): Promise<void>;
  /** Keeps what stood there before in message_edit. False if not newer than what is stored. */
  edit(
    messageId: string,
    body: Text,
    files: readonly FileLink[],
    at: Date,
    afterAnswer: boolean,
  ): Promise<boolean>;
  /** Leaves a tombstone; later edits do not bring it back. False if it was deleted before. */
  remove(messageId: string, at: Date): Promise<boolean>;
  /** Takes a tombstone older than `at` away. False if there is none. */
  restore(messageId: string, body: Text, files: readonly FileLink[], at: Date): Promise<boolean>;
  setDelivery(
    messageId: string,
    state: Message['deliveryState'],
    error: string | null,
    ref: MessageRef | null,
  ): Promise<void>;
  /** A deletion or edit that came before its message: applied when the message arrives. */
  rememberEarly(channelId: string, platformId: string, change: EarlyChange): Promise<void>;
  earlyChanges(channelId: string, platformId: string): Promise<readonly EarlyChange[]>;
}

export interface TimelineStore {
  /** Whoever asked to be told of it is told: their deliveries are committed with it. */
  append(
    ticketId: string,
    at: Date,
    actor: Actor,
    entries: readonly TimelineDraft[],
    messageId: string | null,
  ): Promise<void>;
  ofTicket(ticketId: string, limit: number): Promise<readonly TimelineEntry[]>;
}

export interface PromiseStore {
  insert(ticketId: string, promise: PromiseDraft): Promise<void>;
  openOf(ticketId: string): Promise<readonly MarkedPromise[]>;
  /** The newest `limit`, settled ones too, oldest first. */
  ofTicket(ticketId: string, limit: number): Promise<readonly MarkedPromise[]>;
  settle(promiseId: string, state: MarkedPromise['state'], at: Date): Promise<void>;
  /** The customer is told no second new time: silence breaks it. */
  keepAsIs(promiseId: string): Promise<void>;
  dueNext(
    memberId: string,
    limit: number,
  ): Promise<readonly (MarkedPromise & { readonly ticketId: string })[]>;
}

export interface DeskStore {
  tenant(): Promise<Tenant>;
  workspace(platform: Platform, externalId: string): Promise<Workspace | null>;
  workspaceById(workspaceId: string): Promise<Workspace | null>;
  /** Finds it by its newest or any older id. */
  channel(ref: ChannelRef): Promise<Channel | null>;
  channelById(channelId: string): Promise<Channel | null>;
  /** False if it is there already. */
  insertChannel(channel: Channel): Promise<boolean>;
  saveChannel(channel: Channel): Promise<void>;
  addChannelAlias(channelId: string, olderExternalId: string): Promise<void>;
  queue(queueId: string): Promise<Queue | null>;
  queues(): Promise<readonly Queue[]>;
  defaultQueue(): Promise<Queue>;
  setTriageChannel(queueId: string, channelId: string): Promise<void>;
  /** Active tickets of a queue, oldest first: for a triage room chosen late. */
  activeTickets(queueId: string, limit: number): Promise<readonly Ticket[]>;
  customer(customerId: string): Promise<Customer | null>;
  customerByHome(platform: Platform, home: string): Promise<Customer | null>;
  /** Returns the one that stands: two first messages at once make one customer. */
  insertCustomer(customer: Customer, platform: Platform, home: string): Promise<Customer>;
  channels(kind: ChannelKind, limit: number): Promise<readonly Channel[]>;
}

/** Everything one transaction can touch, already inside one tenant. */
export interface Tx {
  readonly tenantId: string;
  /** A UUIDv7. */
  readonly newId: () => string;
  readonly tickets: TicketStore;
  readonly messages: MessageStore;
  readonly timeline: TimelineStore;
  readonly promises: PromiseStore;
  readonly care: CareStore;
  readonly facts: FactStore;
  readonly rollups: RollupStore;
  readonly health: HealthStore;
  readonly escalations: EscalationStore;
  readonly roster: RosterStore;
  readonly people: PeopleStore;
  readonly desk: DeskStore;
  readonly intake: IntakeStore;
  readonly answers: AnswerStore;
  readonly admin: AdminStore;
  readonly links: LinkStore;
  readonly feedback: FeedbackStore;
  readonly digests: DigestStore;
  readonly webhooks: WebhookStore;
  readonly audit: AuditStore;
  readonly signals: SignalStore;
  readonly labels: LabelStore;
  readonly search: SearchStore;
  readonly workItems: WorkItemStore;
  readonly trackers: TrackerStore;
  /** Committed together with the decision that caused it. Returns outbox ids. */
  send(errands: readonly Errand[]): Promise<readonly string[]>;
  /** Where a surface stands; null while it was not posted. */
  surface(name: string): Promise<MessageRef | null>;
  /** Whether a surface stands or is on its way: only such a one can be edited. */
  isShown(name: string): Promise<boolean>;
  /** A card was perhaps posted in this room, and nobody knows yet where it stands. */
  awaitsCard(channel: ChannelRef): Promise<boolean>;
  /** Which surface stands at this message; null if none. */
  surfaceAt(ref: MessageRef): Promise<string | null>;
  /** What a ticket's surface was last told to show, sent or on its way. */
  lastShown(ticketId: string, surface: string): Promise<Outgoing | null>;
  /** Marks the inbox row done in this commit; throws LeaseLost when the lease is another's. */
  finishInbox(lease: Leased<InboxRow>): Promise<void>;
  /** Marks the outbox row done in this commit and remembers where its surface stands. */
  finishOutbox(
    lease: Leased<OutboxRow>,
    result: { readonly ref: MessageRef } | { readonly refused: string },
  ): Promise<void>;
  /** The same for one part of several: the row stays at the head of its lane, for what is left. */
  continueOutbox(lease: Leased<OutboxRow>, ref: MessageRef, left: Remainder): Promise<void>;
  /** Puts a refused row back in the queue, as a fresh attempt. */
  requeue(messageId: string): Promise<boolean>;
}

/**
 * The only way to write. One transaction inside one tenant; the callback is run again on a
 * serialisation failure or deadlock, so it must be repeatable: no network in it.
 */
export interface UnitOfWork {
  run<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
}
