import { nextInTurn } from '../../domain/assignment';
import { bold, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import { zoneClock } from '../calendar/zone-clock';
import { showHandOver } from '../escalation/brief-of-ticket';
import { peopleOf } from '../escalation/roster';
import type { KeptPath } from '../ports/escalations';
import type { Tx } from '../ports/store';
import { callPeople } from './call-people';
import { changeTicket } from './change-ticket';

const ASSIGNMENT = { kind: 'system', name: 'assignment' } as const;

/** What we began ourselves waits for nobody until the customer says something. */
const isOurs = ({ status, openedByContactId, unansweredSince }: Ticket): boolean =>
  status === 'NEW' && openedByContactId === null && unansweredSince === null;

const waitsForSomebody = (ticket: Ticket): boolean =>
  !isOurs(ticket) &&
  (ticket.status === 'NEW' || ticket.status === 'OPEN') &&
  ticket.waitingOn === 'US' &&
  ticket.assigneeId === null;

/** Whoever gave it back, or let it lie: others come first. */
const lastOwnerOf = async (tx: Tx, ticket: Ticket): Promise<string | null> => {
  if (ticket.status === 'NEW') return null;
  const history = await tx.timeline.ofTicket(ticket.id, 50);
  const given = history.findLast(({ after }) => after.assigneeId === null);
  const owner = given?.before.assigneeId;
  return typeof owner === 'string' ? owner : null;
};

const takerOf = async (
  tx: Tx,
  ticket: Ticket,
  path: KeptPath,
  now: Date,
): Promise<string | null> => {
  const { assignment, lastAssignedId } = path;
  const level = path.levels.find((one) => one.level === ticket.level);
  if (assignment === 'BY_HAND' || level === undefined) return null;
  const ids = new Set(level.steps.flatMap(peopleOf));
  const people = await tx.roster.colleagues([...ids]);
  const before = await lastOwnerOf(tx, ticket);
  const others = people.filter(({ id }) => id !== before);
  const taker =
    nextInTurn(assignment, others, lastAssignedId, zoneClock, now) ??
    nextInTurn(assignment, people, lastAssignedId, zoneClock, now);
  return taker?.id ?? null;
};

/**
 * Gives a ticket that nobody has to whoever's turn it is, if its queue does so. While nobody is on
 * shift and free it stays in the queue. Returns whether somebody has it now.
 */
export const giveOut = async (tx: Tx, ticketId: string, now: Date): Promise<boolean> => {
  const ticket = await tx.tickets.lock(ticketId);
  if (ticket === null || !waitsForSomebody(ticket)) return true;
  const queue = await tx.desk.queue(ticket.queueId);
  if (queue === null || queue.assignment === 'BY_HAND') return true;
  // Whoever is asked about it has it as good as taken.
  if ((await tx.escalations.openOf(ticket.id)) !== null) return true;
  await tx.roster.serialiseAssignment();
  const path = await tx.escalations.path(queue.id);
  const memberId = path === null ? null : await takerOf(tx, ticket, path, now);
  if (memberId === null) return false;
  const request = { ticketId, expectedVersion: null, actor: ASSIGNMENT };
  const after = await changeTicket(tx, request, { command: { do: 'assign', memberId } }, now);
  await tx.escalations.rememberTurn(queue.id, memberId);
  const why = words('this is yours now: ', bold(queue.name), ' gave it to you.');
  await callPeople(tx, after, [memberId], why);
  await showHandOver(tx, after, memberId);
  return true;
};
