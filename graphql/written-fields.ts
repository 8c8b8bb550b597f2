import type { WrittenAs, WrittenPart } from '../src/app/ports/written';
import type { IdType } from './global-id';

interface Shown {
  /** As the row calls it; absent: as the API does. */
  readonly name?: string;
  readonly as: WrittenAs;
}
type Shows = Readonly<Record<string, Shown>>;

const TEXT: Shown = { as: 'text' };
const WORD: Shown = { as: 'word' };
const WHOLE: Shown = { as: 'whole' };
const TRUTH: Shown = { as: 'truth' };
const INSTANT: Shown = { as: 'instant' };
const idOf = (type: IdType, name = 'id'): Shown => ({ name, as: { idOf: type } });

/**
 * The fields of a list of tickets that the database can write down as the API shows them. Picked by
 * hand, as publishing them was: what is missing here is shown by its resolver, and nothing else changes.
 */
export const SHOWN: Readonly<Record<string, Shows>> = {
  Ticket: {
    id: idOf('Ticket'),
    number: WHOLE,
    subject: TEXT,
    status: WORD,
    waitingOn: WORD,
    priority: WORD,
    level: WHOLE,
    openedAt: INSTANT,
    updatedAt: INSTANT,
    firstResponseDueAt: INSTANT,
    firstRespondedAt: INSTANT,
    unansweredSince: INSTANT,
    claimedUntil: { name: 'leaseUntil', as: 'instant' },
    snoozedUntil: INSTANT,
    thirdParty: TEXT,
    nextCheckAt: INSTANT,
    escalationReason: TEXT,
    solution: TEXT,
    cause: TEXT,
    firstSolvedAt: INSTANT,
    lastSolvedAt: INSTANT,
    silenceDueAt: INSTANT,
    reopenCount: WHOLE,
    version: WHOLE,
  },
  Customer: {
    id: idOf('Customer'),
    name: TEXT,
    domain: TEXT,
    tier: TEXT,
    zone: TEXT,
    ownerId: idOf('Member', 'ownerId'),
    createdAt: INSTANT,
  },
  Channel: {
    id: idOf('Channel'),
    name: TEXT,
    kind: WORD,
    platform: { as: 'capitals' },
    externalId: TEXT,
    intakeMode: WORD,
    customerId: idOf('Customer', 'customerId'),
    queueId: idOf('Queue', 'queueId'),
    isExternallyShared: TRUTH,
    active: TRUTH,
    joinedAt: INSTANT,
  },
  Queue: {
    id: idOf('Queue'),
    name: TEXT,
    triageChannelId: idOf('Channel', 'triageChannelId'),
  },
  Member: {
    id: idOf('Member'),
    name: TEXT,
    role: WORD,
    active: TRUTH,
    avatarUrl: TEXT,
    zone: TEXT,
  },
  Message: {
    id: idOf('Message'),
    visibility: WORD,
    text: { as: 'said' },
    occurredAt: INSTANT,
    editedAt: INSTANT,
    deletedAt: INSTANT,
    editedAfterAnswer: TRUTH,
    deliveryState: WORD,
    deliveryError: TEXT,
  },
  ContactActor: {
    contactId: idOf('Contact', 'authorId'),
    name: { name: 'authorName', as: 'text' },
  },
  MemberActor: {
    memberId: idOf('Member', 'authorId'),
    name: { name: 'authorName', as: 'text' },
  },
  BotActor: { name: { name: 'authorName', as: 'text' } },
};

/** What stands beside a ticket, and of which type it is. */
export const BESIDE: Readonly<
  Record<string, { readonly part: WrittenPart; readonly type: string }>
> = {
  customer: { part: 'customer', type: 'Customer' },
  channel: { part: 'channel', type: 'Channel' },
  queue: { part: 'queue', type: 'Queue' },
  assignee: { part: 'assignee', type: 'Member' },
  lastMessage: { part: 'lastMessage', type: 'Message' },
};
