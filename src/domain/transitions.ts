import { causeOf } from './cause';
import type { Command, CommandOf } from './command';
import { DeskError } from './errors';
import { requireReason } from './escalation-path';
import { checkLabels } from './label';
import { requireSilence, type SilenceDays } from './silence';
import { checkIsDue, stopsWaiting, waitsFor } from './third-party';
import { ACTIVE_STATUSES, type Conversation, type Ticket, type WaitingOn } from './ticket';
import { countsItems } from './work-item-count';

export interface DecideContext extends SilenceDays {
  readonly now: Date;
  readonly claimLeaseMin: number;
  /** For telling the loser of a claim who won. */
  readonly assigneeName: string | null;
}

const refuse = (code: string, message: string, hint: string | null = null): never => {
  throw new DeskError('refused', code, message, hint);
};

const isActive = (ticket: Ticket): boolean => ACTIVE_STATUSES.includes(ticket.status);

const heard = (ticket: Ticket, conversation: Conversation): Partial<Ticket> => ({
  openedAt: conversation.firstRequestAt ?? ticket.openedAt,
  firstRespondedAt: conversation.firstReplyAt ?? ticket.firstRespondedAt,
  firstResponderId: conversation.firstReplierId ?? ticket.firstResponderId,
  unansweredSince: conversation.unansweredSince,
});

const earlier = (one: Date | null, other: Date | null): Date | null =>
  one === null || (other !== null && other < one) ? other : one;

/**
 * Since when a question waits that was asked by a button. It is in no message, so it stands until
 * a person answers. A new message leaves what stood; an edit or deletion may have been what stood.
 */
const askedByButton = (ticket: Ticket, command: CommandOf<'receive'>): Date | null => {
  const { unansweredSince } = ticket;
  const { lastReplyAt } = command.conversation;
  if (unansweredSince === null || (lastReplyAt !== null && unansweredSince <= lastReplyAt))
    return null;
  if (command.what === 'message') return unansweredSince;
  const inMessages =
    command.waitedSince === undefined ||
    command.waitedSince?.getTime() === unansweredSince.getTime();
  return inMessages ? null : unansweredSince;
};

/** A word to the customer that the supplier is still awaited does not make the customer's turn. */
const afterReply = (ticket: Ticket, { unansweredSince }: Conversation): WaitingOn => {
  if (unansweredSince !== null) return 'US';
  return ticket.waitingOn === 'THIRD_PARTY' ? 'THIRD_PARTY' : 'CUSTOMER';
};

const openAgain = (ticket: Ticket, now: Date, byCustomer: boolean): Partial<Ticket> => ({
  status: 'OPEN',
  waitingOn: 'US',
  snoozedUntil: null,
  unansweredSince: ticket.unansweredSince ?? now,
  reopenCount: ticket.reopenCount + (byCustomer ? 1 : 0),
});

const received = (ticket: Ticket, command: CommandOf<'receive'>): Partial<Ticket> => {
  const facts = heard(ticket, command.conversation);
  if (isActive(ticket)) {
    const { unansweredSince: inMessages, lastReplyAt } = command.conversation;
    const unansweredSince = earlier(inMessages, askedByButton(ticket, command));
    if (unansweredSince === null) {
      const takenBack =
        command.what === 'deletion' && ticket.unansweredSince !== null && lastReplyAt !== null;
      return takenBack ? { ...facts, waitingOn: 'CUSTOMER' } : facts;
    }
    // Thanks for a word that somebody else is waited for changes nothing of it.
    const stays = ticket.waitingOn === 'THIRD_PARTY' && !command.needsAnswer;
    const waits = { ...facts, unansweredSince, waitingOn: stays ? 'THIRD_PARTY' : 'US' } as const;
    const wakes = ticket.status === 'SNOOZED' && command.needsAnswer && command.what !== 'deletion';
    return wakes ? { ...waits, status: 'OPEN', snoozedUntil: null } : waits;
  }
  // What arrives late was said before the answer: it does not reopen.
  const late = ticket.lastSolvedAt !== null && command.at <= ticket.lastSolvedAt;
  if (command.what === 'deletion' || !command.needsAnswer || late)
    return { ...facts, unansweredSince: null };
  const counts = ticket.status !== 'NOT_A_REQUEST';
  return { ...facts, ...openAgain(ticket, command.at, counts), unansweredSince: command.at };
};

/** What a command makes of a ticket it fits. Throws DeskError where the ticket's details forbid it. */
export const applied = (
  ticket: Ticket,
  command: Command,
  context: DecideContext,
): Partial<Ticket> => {
  const { now } = context;
  switch (command.do) {
    case 'claim': {
      const held =
        ticket.assigneeId !== null && (ticket.leaseUntil === null || ticket.leaseUntil > now);
      if (held && ticket.assigneeId === command.memberId)
        return refuse('ALREADY_YOURS', `Ticket #${ticket.number} is yours already.`);
      if (held)
        throw new DeskError(
          'conflict',
          'ALREADY_CLAIMED',
          `${context.assigneeName ?? 'Somebody else'} has ticket #${ticket.number} already.`,
          'Add a note for them, or assign the ticket to yourself if they agree.',
        );
      return { status: 'OPEN', snoozedUntil: null, assigneeId: command.memberId };
    }
    case 'assign':
      if (ticket.assigneeId === command.memberId)
        return refuse(
          'ALREADY_ASSIGNED',
          `Ticket #${ticket.number} is assigned like that already.`,
        );
      return {
        assigneeId: command.memberId,
        status: ticket.status === 'NEW' && command.memberId !== null ? 'OPEN' : ticket.status,
      };
    case 'reply': {
      const facts = heard(ticket, command.conversation);
      if (!isActive(ticket)) return { ...facts, unansweredSince: null };
      return {
        ...facts,
        status: 'OPEN',
        snoozedUntil: null,
        waitingOn: afterReply(ticket, command.conversation),
        assigneeId: ticket.assigneeId ?? (command.takesOver ? command.memberId : null),
      };
    }
    case 'note':
    case 'dismiss-signal':
    case 'follow-work-item':
    case 'tell-effort':
      return {};
    case 'link-work-item':
    case 'unlink-work-item':
    case 'join-work-item':
      return countsItems(ticket, command);
    case 'set-priority':
      if (ticket.priority === command.priority)
        return refuse('SAME_PRIORITY', `Ticket #${ticket.number} has that priority already.`);
      return { priority: command.priority };
    case 'set-cause': {
      const cause = causeOf(command.cause);
      if (ticket.cause === cause)
        return refuse('SAME_CAUSE', `Ticket #${ticket.number} has that cause already.`);
      return { cause };
    }
    case 'label':
      return checkLabels(ticket.number, command);
    case 'snooze':
      if (command.until <= now)
        return refuse(
          'SNOOZE_IN_THE_PAST',
          'A ticket can only be snoozed until a later time.',
          'Choose a time in the future.',
        );
      return { status: 'SNOOZED', snoozedUntil: command.until };
    case 'wake':
      return { status: 'OPEN', snoozedUntil: null };
    case 'wait-for':
      return waitsFor(ticket, command, now);
    case 'stop-waiting':
      return stopsWaiting(ticket);
    case 'check-due':
      return checkIsDue(ticket, now);
    case 'escalate':
      requireReason(command.reason);
      return {
        status: 'OPEN',
        snoozedUntil: null,
        level: command.level,
        escalationReason: command.reason.trim(),
      };
    case 'accept-escalation':
      return { status: 'OPEN', snoozedUntil: null, assigneeId: command.memberId };
    case 'pass-escalation':
      return command.next.to === 'WAIT' ? {} : { level: command.next.level };
    case 'solve':
      if (command.solution.trim() === '')
        throw new DeskError(
          'invalid',
          'SOLUTION_NEEDED',
          'Say what was done, in words the customer understands.',
          null,
          ['solution'],
        );
      return {
        ...heard(ticket, command.conversation),
        status: 'SOLVED',
        waitingOn: 'CUSTOMER',
        snoozedUntil: null,
        unansweredSince: null,
        solution: command.solution.trim(),
        cause: command.cause === undefined ? ticket.cause : causeOf(command.cause),
        assigneeId: ticket.assigneeId ?? command.memberId,
        firstSolvedAt: ticket.firstSolvedAt ?? now,
        lastSolvedAt: now,
      };
    case 'reopen':
      return openAgain(ticket, now, false);
    case 'not-a-request':
      return {
        status: 'NOT_A_REQUEST',
        waitingOn: 'NOBODY',
        unansweredSince: null,
        snoozedUntil: null,
      };
    case 'make-request':
      return {
        ...openAgain(ticket, ticket.firstRespondedAt === null ? ticket.openedAt : now, false),
        status: ticket.assigneeId === null ? 'NEW' : 'OPEN',
      };
    case 'receive':
      return { ...received(ticket, command), subject: command.subject ?? ticket.subject };
    case 'check-in':
      requireSilence(ticket, now, false);
      return {};
    case 'leave-unconfirmed':
      requireSilence(ticket, now, true);
      return { status: 'UNCONFIRMED', waitingOn: 'NOBODY', unansweredSince: null };
    case 'confirm':
      return { status: 'CONFIRMED', waitingOn: 'NOBODY', unansweredSince: null };
    case 'rate':
      if (!Number.isInteger(command.score) || command.score < 1 || command.score > 5)
        throw new DeskError('invalid', 'SCORE_RANGE', 'A rating is 1 to 5.', null, ['score']);
      return {};
    case 'not-yet':
      return openAgain(ticket, now, true);
    case 'request-person':
      if (ticket.status === 'NEW' || ticket.status === 'OPEN')
        return { waitingOn: 'US', unansweredSince: ticket.unansweredSince ?? now };
      return openAgain(
        ticket,
        now,
        ticket.status !== 'SNOOZED' && ticket.status !== 'NOT_A_REQUEST',
      );
    case 'mark-urgent':
      if (ticket.priority === 'URGENT')
        return refuse('ALREADY_URGENT', 'The team knows already that this is urgent.');
      return { priority: 'URGENT' };
    case 'expire-claim':
      if (ticket.assigneeId === null || ticket.leaseUntil === null || ticket.leaseUntil > now)
        return refuse('CLAIM_STANDS', `The claim of ticket #${ticket.number} has not run out.`);
      return { assigneeId: null };
    default:
      return command satisfies never;
  }
};
