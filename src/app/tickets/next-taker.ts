import { nextInTurn } from '../../domain/assignment';
import type { Ticket } from '../../domain/ticket';
import { zoneClock } from '../calendar/zone-clock';
import { colleaguesFor, peopleOf } from '../escalation/roster';
import type { KeptPath } from '../ports/escalations';
import type { Tx } from '../ports/store';

/** Whoever gave it back, or let it lie: others come first. */
export const lastOwnerOf = async (tx: Tx, ticket: Ticket): Promise<string | null> => {
  if (ticket.status === 'NEW') return null;
  const history = await tx.timeline.ofTicket(ticket.id, 50);
  const given = history.findLast(({ after }) => after.assigneeId === null);
  const owner = given?.before.assigneeId;
  return typeof owner === 'string' ? owner : null;
};

/** Whose turn it is in a queue that gives out its tickets; null: nobody's, or it does not. */
export const takerOf = async (
  tx: Tx,
  ticket: Ticket,
  path: KeptPath,
  now: Date,
): Promise<string | null> => {
  const { assignment, lastAssignedId } = path;
  const level = path.levels.find((one) => one.level === ticket.level);
  if (assignment === 'BY_HAND' || level === undefined) return null;
  const ids = new Set(level.steps.flatMap(peopleOf));
  const people = await colleaguesFor(tx, ticket.queueId, [...ids]);
  const before = await lastOwnerOf(tx, ticket);
  const others = people.filter(({ id }) => id !== before);
  const taker =
    nextInTurn(assignment, others, lastAssignedId, zoneClock, now) ??
    nextInTurn(assignment, people, lastAssignedId, zoneClock, now);
  return taker?.id ?? null;
};
