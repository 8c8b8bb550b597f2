import { type Actor, actorOfMember } from '../../domain/actor';
import type { Command } from '../../domain/command';
import { decide } from '../../domain/decide';
import { DeskError, notFound } from '../../domain/errors';
import { isSeen, limitOf, mayHave } from '../../domain/sight';
import type { Heard } from '../../domain/signal';
import type { Ticket } from '../../domain/ticket';
import { keepTime, reckonTime } from '../care/keep-time';
import { askWhereAlone } from '../escalation/keep-asked';
import { endOvertaken } from '../escalation/overtaken';
import type { Member } from '../ports/records';
import type { Tx } from '../ports/store';
import { keepSignals, noticeSignals } from '../signals/heed-signals';
import { refresh, retireSolution } from './surfaces';

export interface ChangeRequest {
  readonly ticketId: string;
  /** Null: whatever stands. A stale card or a careful client sends what it saw. */
  readonly expectedVersion: number | null;
  readonly actor: Actor;
}

/** What to do, once the ticket is locked: most commands are known before, some need its messages. */
export interface Intent {
  readonly command: Command;
  readonly messageId?: string;
  /** What a customer wrote, to be listened to for signals. */
  readonly heard?: Heard;
}
export type Prepare = (tx: Tx, ticket: Ticket) => Promise<Intent>;

const stale = (ticket: Ticket): DeskError =>
  new DeskError(
    'conflict',
    'TICKET_CHANGED',
    `Ticket #${ticket.number} has changed since you looked at it.`,
    'Look at the card again: it shows how things stand now.',
  );

/** Whether a member could see the ticket if it were theirs. */
export const mayOwn = (member: Member, ticket: Pick<Ticket, 'queueId'>): boolean =>
  mayHave(limitOf(actorOfMember(member)), ticket);

/** Nobody is left with a ticket that they could not see. */
const requireReach = async (tx: Tx, before: Ticket, after: Ticket): Promise<void> => {
  const { assigneeId } = after;
  if (assigneeId === null || assigneeId === before.assigneeId) return;
  const member = await tx.people.member(assigneeId);
  if (member === null || mayOwn(member, after)) return;
  throw new DeskError(
    'refused',
    'OUTSIDE_THEIR_QUEUES',
    `${member.name} works in other queues than that of ticket #${after.number}.`,
    'Choose somebody else, or ask an administrator to give them this queue.',
    ['memberId'],
  );
};

const CLOCK = { kind: 'system', name: 'clock' } as const;

interface Changed {
  readonly ticket: Ticket;
  readonly command: Command;
}

const changeOnce = async (
  tx: Tx,
  request: ChangeRequest,
  intent: Intent | Prepare,
  now: Date,
): Promise<Changed> => {
  const ticket = await tx.tickets.lock(request.ticketId);
  if (ticket === null || !isSeen(limitOf(request.actor), ticket)) throw notFound('ticket');
  const {
    command,
    messageId = null,
    heard = null,
  } = typeof intent === 'function' ? await intent(tx, ticket) : intent;
  const tenant = await tx.desk.tenant();
  const assignee = ticket.assigneeId === null ? null : await tx.people.member(ticket.assigneeId);
  const context = {
    now,
    claimLeaseMin: tenant.claimLeaseMin,
    assigneeName: assignee?.name ?? null,
    ...(await tx.feedback.settings()),
  };
  const change = decide(ticket, command, request.actor, context);
  // After the decision: a loser is told who won, not that the card is old.
  if (request.expectedVersion !== null && request.expectedVersion !== ticket.version)
    throw stale(ticket);
  await requireReach(tx, ticket, change.ticket);
  const noticed = await noticeSignals(tx, ticket, change.ticket, heard, now);
  const reckoned = await reckonTime(tx, noticed.ticket, command, now);
  const after = reckoned.ticket;
  if (!(await tx.tickets.save(after, ticket.version))) throw stale(ticket);
  await tx.timeline.append(ticket.id, now, request.actor, change.entries, messageId);
  if (command.do === 'label') {
    const idsOf = (labels: typeof command.add) => labels.map(({ id }) => id);
    await tx.labels.attach(ticket.id, idsOf(command.add), idsOf(command.remove));
  }
  await keepSignals(tx, noticed, messageId, now);
  await keepTime(tx, ticket, reckoned, now);
  await endOvertaken(tx, ticket, after, now);
  await refresh(tx, after, now);
  // Whoever answers it, and however: a question that is settled, or asked anew, must not be pressed any more.
  const isAskedElsewhere = ticket.checkedInAt === null && after.checkedInAt !== null;
  if (ticket.status === 'SOLVED' && (after.status !== 'SOLVED' || isAskedElsewhere))
    await retireSolution(tx, after, assignee);
  return { ticket: after, command };
};

/**
 * The only way to change a ticket: load, permission, decide, save, history, promises, outbox, all
 * in the caller's transaction. Throws DeskError; then nothing of it happened.
 */
export const changeTicket = async (
  tx: Tx,
  request: ChangeRequest,
  intent: Intent | Prepare,
  now: Date,
): Promise<Ticket> => {
  const { ticket, command } = await changeOnce(tx, request, intent, now);
  // These two see to it themselves who is asked.
  if (command.do === 'escalate' || command.do === 'pass-escalation') return ticket;
  const byClock = { ticketId: ticket.id, expectedVersion: null, actor: CLOCK };
  const again = async (next: Command): Promise<Ticket> =>
    (await changeOnce(tx, byClock, { command: next }, now)).ticket;
  return askWhereAlone(tx, ticket, again, now);
};
