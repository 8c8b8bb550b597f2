import { FIRST_LEVEL } from '../../domain/escalation-path';
import type { Ticket } from '../../domain/ticket';

type Given = Pick<
  Ticket,
  | 'id'
  | 'tenantId'
  | 'number'
  | 'customerId'
  | 'channelId'
  | 'threadId'
  | 'openedByContactId'
  | 'queueId'
  | 'subject'
  | 'openedAt'
  | 'firstResponseDueAt'
  | 'unansweredSince'
  | 'updatedAt'
>;

/** A ticket as it begins: on nobody's desk, waiting on us. */
export const newTicket = (given: Given): Ticket => ({
  ...given,
  level: FIRST_LEVEL,
  status: 'NEW',
  waitingOn: 'US',
  priority: 'NORMAL',
  assigneeId: null,
  leaseUntil: null,
  snoozedUntil: null,
  thirdParty: null,
  nextCheckAt: null,
  silenceDueAt: null,
  checkedInAt: null,
  firstRespondedAt: null,
  firstResponderId: null,
  escalationReason: null,
  solution: null,
  cause: null,
  signalledAt: null,
  firstSolvedAt: null,
  lastSolvedAt: null,
  reopenCount: 0,
  workItemCount: 0,
  labelCount: 0,
  version: 1,
});
