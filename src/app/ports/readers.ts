import type { BriefFacts } from '../../domain/brief';
import type { IntakeDecision } from '../../domain/chatter';
import type {
  Message,
  Priority,
  Ticket,
  TicketStatus,
  TimelineEntry,
  WaitingOn,
} from '../../domain/ticket';
import type { ChatPrincipal } from './admin';
import type { AuditReaders } from './audit';
import type { CareReaders } from './care-readers';
import type { Platform } from './chat-event';
import type { ChannelsAsked, MembersAsked } from './desk-lists';
import type { DigestReaders } from './digests';
import type { FactReaders } from './facts';
import type { CareSettings, Rating, RecoveryTask } from './feedback';
import type { HealthReaders } from './health';
import type { Channel, Contact, Customer, Member, Queue, Tenant } from './records';
import type { RosterReaders } from './roster-readers';
import type { SearchReaders } from './search';
import type { SignalReaders } from './signal-readers';
import type { Page, Sight, Slice } from './slices';
import type { TokenKind, TokenView } from './tokens';
import type { Webhook, WebhookDelivery, WebhookDeliveryState } from './webhooks';
import type { WorkItemReaders } from './work-items';
import type { WrittenFields } from './written';

/** A message and a member without what only the desk's own rules ask for. */
export type MessageView = Omit<Message, 'needsAnswer'>;
export type MemberView = Omit<Member, 'deactivatedByHand'>;

export type { Key, Page, Sight, Slice } from './slices';

export const TICKET_SORTS = [
  'OPENED_AT',
  'UPDATED_AT',
  'PRIORITY',
  'NUMBER',
  'UNANSWERED_SINCE',
  'FIRST_RESPONSE_DUE_AT',
] as const;
export type TicketSort = (typeof TICKET_SORTS)[number];

export interface TicketOrder {
  readonly by: TicketSort;
  readonly descending: boolean;
}

/** Comparisons of one field: every given one must hold; null or absent asks nothing. */
export interface Among<Value> {
  readonly eq?: Value | null;
  readonly in?: readonly Value[] | null;
  readonly nin?: readonly Value[] | null;
  /** True: nothing stands there. */
  readonly isNull?: boolean | null;
}

export interface Between<Value> {
  readonly eq?: Value | null;
  readonly gt?: Value | null;
  readonly gte?: Value | null;
  readonly lt?: Value | null;
  readonly lte?: Value | null;
  readonly isNull?: boolean | null;
}

/** Every given condition must hold; null or absent asks nothing. */
export interface TicketFilter {
  readonly and?: readonly TicketFilter[] | null;
  /** At least one of them; an empty list holds for nothing. */
  readonly or?: readonly TicketFilter[] | null;
  readonly not?: TicketFilter | null;
  readonly status?: Among<TicketStatus> | null;
  readonly waitingOn?: Among<WaitingOn> | null;
  readonly priority?: Among<Priority> | null;
  readonly assignee?: Among<string> | null;
  readonly customer?: Among<string> | null;
  readonly channel?: Among<string> | null;
  readonly queue?: Among<string> | null;
  readonly cause?: Among<string> | null;
  /** `eq` and `in`: linked to one of them; `nin`: to none. */
  readonly workItem?: Among<string> | null;
  readonly number?: Between<number> | null;
  readonly level?: Between<number> | null;
  readonly reopenCount?: Between<number> | null;
  readonly openedAt?: Between<Date> | null;
  readonly updatedAt?: Between<Date> | null;
  readonly firstResponseDueAt?: Between<Date> | null;
  readonly firstRespondedAt?: Between<Date> | null;
  readonly unansweredSince?: Between<Date> | null;
  readonly lastSolvedAt?: Between<Date> | null;
  /** A clock of it runs and is past its due time. */
  readonly breaching?: boolean | null;
  /** Words that must all occur in the subject or in a message. */
  readonly text?: string | null;
}

/** A ticket as a list shows it: one row, one statement, however many rows. */
export interface TicketView {
  readonly ticket: Ticket;
  readonly customer: Customer;
  readonly channel: Channel;
  readonly assignee: MemberView | null;
  readonly lastMessage: MessageView | null;
}

type Names = ReadonlySet<string>;

/**
 * What somebody wants to know of each ticket of a list, by the names these have here. What is not
 * named is absent from the rows; null: whoever reads does without the whole.
 */
export interface WantedOfTicket {
  readonly ticket: Names;
  readonly customer: Names | null;
  readonly channel: Names | null;
  readonly assignee: Names | null;
  readonly lastMessage: Names | null;
}

/** A message where it stands on its platform. */
export interface MessagePlace {
  readonly platform: Platform;
  readonly channel: string;
  readonly message: string;
  /** The thread it stands in, if the link says so. */
  readonly thread: string | null;
}

export type TicketAddress =
  | { readonly id: string }
  | { readonly number: number }
  | { readonly message: MessagePlace };

export interface DecisionView {
  readonly decision: IntakeDecision;
  readonly message: MessageView;
}

/** One figure's raw material: every duration of a window, the still-waiting as censored. */
export interface WaitCurve {
  readonly n: number;
  readonly answered: number;
  readonly stillWaiting: number;
  /** Ended without an answer, by the customer or as unconfirmed. */
  readonly endedUnanswered: number;
  /** Seconds; null where the curve never comes down that far. */
  readonly p50: number | null;
  readonly p90: number | null;
  /** Mean wait, cut at the longest observed one; null without a sample. */
  readonly mean: number | null;
}

/** Both null: ignored. */
export interface IdentityView {
  readonly member: MemberView | null;
  readonly contact: Pick<Contact, 'id' | 'name' | 'customerId'> | null;
}

/** Reading for the API: each method is one statement, bound to one tenant. */
export interface Readers
  extends CareReaders,
    FactReaders,
    RosterReaders,
    AuditReaders,
    SignalReaders,
    DigestReaders,
    HealthReaders,
    SearchReaders,
    WorkItemReaders {
  tickets(
    sight: Sight,
    filter: TicketFilter,
    order: TicketOrder,
    slice: Slice,
    /** Null: everything. */
    wanted?: WantedOfTicket | null,
  ): Promise<Page<TicketView>>;
  /**
   * The same page with each ticket as the JSON of these members; null when one of them cannot be
   * written down there: whoever asks has to write it from the rows.
   */
  writtenTickets(
    sight: Sight,
    filter: TicketFilter,
    order: TicketOrder,
    slice: Slice,
    fields: WrittenFields,
  ): Promise<Page<string> | null>;
  ticket(sight: Sight, address: TicketAddress): Promise<TicketView | null>;
  countTickets(sight: Sight, filter: TicketFilter): Promise<number>;
  /** Pages of several tickets at once, in the order of `ticketIds`. */
  messages(
    tenantId: string,
    ticketIds: readonly string[],
    slice: Slice,
  ): Promise<readonly Page<MessageView>[]>;
  timeline(
    tenantId: string,
    ticketIds: readonly string[],
    slice: Slice,
  ): Promise<readonly Page<TimelineEntry>[]>;
  /** By their ids, each list in the order of `ids`; null for what is not there or not in sight. */
  ticketsById(
    sight: Sight,
    ids: readonly string[],
    filter?: TicketFilter,
  ): Promise<readonly (TicketView | null)[]>;
  messagesById(sight: Sight, ids: readonly string[]): Promise<readonly (MessageView | null)[]>;
  entriesById(sight: Sight, ids: readonly string[]): Promise<readonly (TimelineEntry | null)[]>;
  customersById(tenantId: string, ids: readonly string[]): Promise<readonly (Customer | null)[]>;
  channelsById(tenantId: string, ids: readonly string[]): Promise<readonly (Channel | null)[]>;
  membersById(tenantId: string, ids: readonly string[]): Promise<readonly (MemberView | null)[]>;
  queuesById(tenantId: string, ids: readonly string[]): Promise<readonly (Queue | null)[]>;
  decisionsById(
    tenantId: string,
    ids: readonly string[],
  ): Promise<readonly (DecisionView | null)[]>;
  customers(tenantId: string, named: string | null, slice: Slice): Promise<Page<Customer>>;
  channels(tenantId: string, asked: ChannelsAsked, slice: Slice): Promise<Page<Channel>>;
  members(tenantId: string, asked: MembersAsked, slice: Slice): Promise<Page<MemberView>>;
  queues(tenantId: string, slice: Slice): Promise<Page<Queue>>;
  decisions(tenantId: string, channelId: string, slice: Slice): Promise<Page<DecisionView>>;
  tokens(tenantId: string, kind: TokenKind, slice: Slice): Promise<Page<TokenView>>;
  tokensById(tenantId: string, ids: readonly string[]): Promise<readonly (TokenView | null)[]>;
  /** What other systems call them, in the order of `customerIds`. */
  customerReferences(
    tenantId: string,
    customerIds: readonly string[],
  ): Promise<readonly (string | null)[]>;
  customerByReference(tenantId: string, externalId: string): Promise<Customer | null>;
  /** Whom somebody on a platform stands for; null for somebody who was never met. */
  identity(tenantId: string, who: ChatPrincipal): Promise<IdentityView | null>;
  webhooks(tenantId: string, slice: Slice): Promise<Page<Webhook>>;
  webhooksById(tenantId: string, ids: readonly string[]): Promise<readonly (Webhook | null)[]>;
  webhookDeliveries(
    tenantId: string,
    webhookId: string,
    states: readonly WebhookDeliveryState[] | null,
    slice: Slice,
  ): Promise<Page<WebhookDelivery>>;
  deliveriesById(
    tenantId: string,
    ids: readonly string[],
  ): Promise<readonly (WebhookDelivery | null)[]>;
  settings(tenantId: string): Promise<Tenant>;
  careSettings(tenantId: string): Promise<CareSettings>;
  /** What their briefs are made of, in the order of `ticketIds`. */
  briefFacts(tenantId: string, ticketIds: readonly string[]): Promise<readonly BriefFacts[]>;
  /** Newest question first, unanswered ones too. */
  ratings(tenantId: string, slice: Slice): Promise<Page<Rating>>;
  ratingsById(tenantId: string, ids: readonly string[]): Promise<readonly (Rating | null)[]>;
  recoveryTasks(tenantId: string, onlyOpen: boolean, slice: Slice): Promise<Page<RecoveryTask>>;
  recoveryTasksById(
    tenantId: string,
    ids: readonly string[],
  ): Promise<readonly (RecoveryTask | null)[]>;
  backlog(tenantId: string): Promise<{ readonly open: number; readonly waitingOnUs: number }>;
  firstResponse(tenantId: string, from: Date, to: Date, asOf: Date): Promise<WaitCurve>;
}
