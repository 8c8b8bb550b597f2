import type { BriefFacts } from '../../domain/brief';
import type { IntakeDecision } from '../../domain/chatter';
import type { Ticket, TimelineEntry } from '../../domain/ticket';
import type { ChatPrincipal } from './admin';
import type { AuditReaders } from './audit';
import type { CareReaders } from './care-readers';
import type { Platform } from './chat-event';
import type { ChannelsAsked, CustomersAsked, MembersAsked } from './desk-lists';
import type { DigestReaders } from './digests';
import type { FactReaders } from './facts';
import type { CareSettings, Rating, RecoveryTask } from './feedback';
import type { HealthReaders } from './health';
import type { LabelReaders } from './labels';
import type { MessageView } from './message-view';
import type { Channel, Contact, Customer, Member, Queue, Tenant } from './records';
import type { RosterReaders } from './roster-readers';
import type { SearchReaders } from './search';
import type { SignalReaders } from './signal-readers';
import type { Page, Sight, Slice } from './slices';
import type { TicketFilter, TicketOrder } from './ticket-filter';
import type { TokenKind, TokenView } from './tokens';
import type { Webhook, WebhookDelivery, WebhookDeliveryState } from './webhooks';
import type { WorkItemReaders } from './work-items';
import type { WrittenReaders } from './written';

/** A member without what only the desk's own rules ask for. */
export type MemberView = Omit<Member, 'deactivatedByHand'>;

export type { MessageView } from './message-view';
export type { Key, Page, Sight, Slice } from './slices';

export type { Among, Between, TicketFilter, TicketOrder, TicketSort } from './ticket-filter';
export { TICKET_SORTS } from './ticket-filter';

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

/** Where the desk knows somebody from, and with whom they are one. */
export interface MemberPresence {
  readonly platforms: readonly Platform[];
  /** The member who stays of the two; null: they are not linked, or are that one. */
  readonly linkedTo: string | null;
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
    LabelReaders,
    SearchReaders,
    WorkItemReaders,
    WrittenReaders {
  tickets(
    sight: Sight,
    filter: TicketFilter,
    order: TicketOrder,
    slice: Slice,
    /** Null: everything. */
    wanted?: WantedOfTicket | null,
  ): Promise<Page<TicketView>>;
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
  customers(tenantId: string, asked: CustomersAsked, slice: Slice): Promise<Page<Customer>>;
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
  /** In the order of `memberIds`; null: there is no such member. */
  memberPresence(
    tenantId: string,
    memberIds: readonly string[],
  ): Promise<readonly (MemberPresence | null)[]>;
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
