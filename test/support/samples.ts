import type { Actor, Role } from '../../src/domain/actor';
import { DeskError } from '../../src/domain/errors';
import { plain } from '../../src/domain/text';
import type { Conversation, Message, Ticket } from '../../src/domain/ticket';

export const NOW = new Date('2026-03-02T10:00:00.000Z');

/** NOW and some minutes; negative ones lie in the past. */
export const minutes = (count: number): Date => new Date(NOW.getTime() + count * 60_000);

/** A new ticket, ten minutes old, unanswered. */
export const aTicket = (part: Partial<Ticket> = {}): Ticket => ({
  id: 'ticket-1',
  tenantId: 'tenant-1',
  number: 42,
  customerId: 'acme',
  channelId: 'channel-1',
  threadId: '1700000000.000100',
  openedByContactId: 'contact-1',
  queueId: 'queue-1',
  level: 1,
  status: 'NEW',
  waitingOn: 'US',
  priority: 'NORMAL',
  assigneeId: null,
  leaseUntil: null,
  snoozedUntil: null,
  cause: null,
  signalledAt: null,
  thirdParty: null,
  nextCheckAt: null,
  silenceDueAt: null,
  checkedInAt: null,
  subject: 'The export is empty',
  openedAt: minutes(-10),
  firstResponseDueAt: minutes(50),
  firstRespondedAt: null,
  firstResponderId: null,
  unansweredSince: minutes(-10),
  escalationReason: null,
  solution: null,
  firstSolvedAt: null,
  lastSolvedAt: null,
  reopenCount: 0,
  workItemCount: 0,
  labelCount: 0,
  version: 7,
  updatedAt: minutes(-10),
  ...part,
});

/** The customer has asked and nobody has answered. */
export const ASKED: Conversation = {
  firstRequestAt: minutes(-10),
  firstReplyAt: null,
  firstReplierId: null,
  lastReplyAt: null,
  unansweredSince: minutes(-10),
};

/** Ada has answered everything. */
export const ANSWERED: Conversation = {
  firstRequestAt: minutes(-10),
  firstReplyAt: minutes(-1),
  firstReplierId: 'ada',
  lastReplyAt: minutes(-1),
  unansweredSince: null,
};

export const member = (memberId: string, role: Role = 'AGENT', active = true): Actor => ({
  kind: 'member',
  memberId,
  name: memberId,
  role,
  active,
});

export const contact = (customerId = 'acme'): Actor => ({
  kind: 'contact',
  contactId: `contact-of-${customerId}`,
  customerId,
  name: 'Kim',
});

export const token = (role: Role): Actor => ({
  kind: 'token',
  tokenId: 'token-1',
  name: 'dashboard',
  role,
});

export const SYSTEM: Actor = { kind: 'system', name: 'intake' };
export const STRANGER: Actor = { kind: 'stranger', name: 'somebody' };

export const aMessage = (part: Partial<Message> = {}): Message => ({
  id: 'message-1',
  tenantId: 'tenant-1',
  ticketId: 'ticket-1',
  channelId: 'channel-1',
  platformId: '1700000000.000100',
  threadId: '1700000000.000100',
  author: { kind: 'contact', id: 'contact-1', name: 'Kim' },
  visibility: 'PUBLIC',
  body: plain('The export is empty'),
  files: [],
  needsAnswer: true,
  occurredAt: minutes(-10),
  editedAt: null,
  deletedAt: null,
  editedAfterAnswer: false,
  deliveryState: 'RECEIVED',
  deliveryError: null,
  ...part,
});

/** The expected failure of an act; fails when it succeeds or breaks otherwise. */
export const failureOf = (act: () => unknown): DeskError => {
  try {
    act();
  } catch (error) {
    if (error instanceof DeskError) return error;
    throw error;
  }
  throw new Error('it should have been refused');
};
