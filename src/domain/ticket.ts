import type { Actor } from './actor';
import type { Text } from './text';

export const STATUSES = [
  'NEW',
  'OPEN',
  'SNOOZED',
  'SOLVED',
  'CONFIRMED',
  'UNCONFIRMED',
  'CLOSED',
  'NOT_A_REQUEST',
  'MERGED',
] as const;
export type TicketStatus = (typeof STATUSES)[number];

/** States in which somebody still owes somebody something. */
export const ACTIVE_STATUSES: readonly TicketStatus[] = ['NEW', 'OPEN', 'SNOOZED'];

export const WAITING_ON = ['US', 'CUSTOMER', 'THIRD_PARTY', 'NOBODY'] as const;
export type WaitingOn = (typeof WAITING_ON)[number];

export const PRIORITIES = ['LOW', 'NORMAL', 'HIGH', 'URGENT'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** One problem of one customer. */
export interface Ticket {
  readonly id: string;
  readonly tenantId: string;
  /** Counted per tenant; what people say aloud. */
  readonly number: number;
  readonly customerId: string;
  readonly channelId: string;
  /** The platform's id of the customer's thread, the ticket's home (Slack: root ts). */
  readonly threadId: string;
  readonly openedByContactId: string | null;
  readonly queueId: string;
  /** The support team's step on the escalation path, from 1. */
  readonly level: number;
  readonly status: TicketStatus;
  readonly waitingOn: WaitingOn;
  readonly priority: Priority;
  readonly assigneeId: string | null;
  /** A claim is a lease: without activity until then the ticket goes back to its queue. */
  readonly leaseUntil: Date | null;
  readonly snoozedUntil: Date | null;
  /** Whom everybody waits for while `waitingOn` is THIRD_PARTY, and when its owner looks again. */
  readonly thirdParty: string | null;
  readonly nextCheckAt: Date | null;
  /** The customer's first words, shortened. */
  readonly subject: string;
  /** t0: the customer's first message, by the platform's clock. */
  readonly openedAt: Date;
  readonly firstResponseDueAt: Date | null;
  readonly firstRespondedAt: Date | null;
  readonly firstResponderId: string | null;
  /** Oldest customer message without a public human answer. */
  readonly unansweredSince: Date | null;
  readonly escalationReason: string | null;
  readonly solution: string | null;
  /** What it came from, as a label in one spelling: tickets of one cause are counted together. */
  readonly cause: string | null;
  /** When the desk first noticed that it may go wrong; null: there are no signals to ask for. */
  readonly signalledAt: Date | null;
  readonly firstSolvedAt: Date | null;
  readonly lastSolvedAt: Date | null;
  /** Nobody has said whether it is solved: when we ask, and then when we take it as unconfirmed. */
  readonly silenceDueAt: Date | null;
  /** When we asked; we ask once. */
  readonly checkedInAt: Date | null;
  readonly reopenCount: number;
  /** How many issues and pull requests it is linked to. */
  readonly workItemCount: number;
  /** How many labels it has. */
  readonly labelCount: number;
  readonly version: number;
  readonly updatedAt: Date;
}

/**
 * What the public messages of a ticket add up to, whatever the order they arrived in. Only
 * customer messages that need an answer and only replies written by a person count.
 */
export interface Conversation {
  readonly firstRequestAt: Date | null;
  /** First human reply after the first request. */
  readonly firstReplyAt: Date | null;
  readonly firstReplierId: string | null;
  readonly lastReplyAt: Date | null;
  /** Oldest request, or edit of one, later than the last reply. */
  readonly unansweredSince: Date | null;
}

export const VISIBILITIES = ['PUBLIC', 'INTERNAL'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** `RECEIVED` for what came in; the others for what we send. */
export const DELIVERY_STATES = ['RECEIVED', 'PENDING', 'DELIVERED', 'UNKNOWN', 'FAILED'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export type Author =
  | { readonly kind: 'contact'; readonly id: string; readonly name: string }
  | { readonly kind: 'member'; readonly id: string; readonly name: string }
  | { readonly kind: 'bot'; readonly id: null; readonly name: string };

export interface FileLink {
  /** The platform's file id. */
  readonly id: string;
  readonly name: string;
  readonly mimeType: string | null;
  readonly sizeBytes: number | null;
  readonly url: string | null;
}

/** One utterance. `ticketId` is null while it is recorded as not a request. */
export interface Message {
  readonly id: string;
  readonly tenantId: string;
  readonly ticketId: string | null;
  readonly channelId: string;
  /** The platform's own id and thread id, strings from end to end; null until delivered. */
  readonly platformId: string | null;
  readonly threadId: string | null;
  readonly author: Author;
  readonly visibility: Visibility;
  readonly body: Text;
  readonly files: readonly FileLink[];
  /** False for thanks and the like: it neither reopens nor keeps anybody waiting. */
  readonly needsAnswer: boolean;
  readonly occurredAt: Date;
  readonly editedAt: Date | null;
  readonly deletedAt: Date | null;
  /** The customer changed the question after we had answered. */
  readonly editedAfterAnswer: boolean;
  readonly deliveryState: DeliveryState;
  readonly deliveryError: string | null;
}

export const TIMELINE_KINDS = [
  'TICKET_OPENED',
  'MESSAGE_RECEIVED',
  'MESSAGE_EDITED',
  'MESSAGE_DELETED',
  'REPLY_SENT',
  'NOTE_ADDED',
  'CLAIMED',
  'CLAIM_EXPIRED',
  'ASSIGNED',
  'PRIORITY_CHANGED',
  'CAUSE_SET',
  'LABELS_CHANGED',
  'SNOOZED',
  'WOKEN',
  'THIRD_PARTY_AWAITED',
  'THIRD_PARTY_DONE',
  'CHECK_DUE',
  'ESCALATED',
  'ESCALATION_ASKED',
  'ESCALATION_ACCEPTED',
  'ESCALATION_DECLINED',
  'ESCALATION_TIMED_OUT',
  'ESCALATION_RETURNED',
  'SOLVED',
  'CHECKED_IN',
  'CONFIRMED',
  'UNCONFIRMED',
  'RATED',
  'EFFORT_TOLD',
  'REOPENED',
  'MARKED_NOT_A_REQUEST',
  'MADE_A_REQUEST',
  'PERSON_REQUESTED',
  'DELIVERY_FAILED',
  'REACTION_CHANGED',
  'CLOCKS_RECOUNTED',
  'PAGED',
  'SIGNAL_RAISED',
  'SIGNAL_DISMISSED',
  'WORK_ITEM_LINKED',
  'WORK_ITEM_UNLINKED',
  'WORK_ITEM_MOVED',
  'WORK_ITEM_JOINED',
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** JSON-safe values of the fields that changed. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** One line of a ticket's append-only history. */
export interface TimelineEntry {
  readonly id: string;
  readonly ticketId: string;
  readonly at: Date;
  readonly actor: Actor;
  readonly kind: TimelineKind;
  readonly before: Facts;
  readonly after: Facts;
  readonly messageId: string | null;
}

export type TimelineDraft = Pick<TimelineEntry, 'kind' | 'before' | 'after'>;
