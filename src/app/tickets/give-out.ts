import type { Command } from '../../domain/command';
import { bold, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import { showHandOver } from '../escalation/brief-of-ticket';
import { askWhereAlone } from '../escalation/keep-asked';
import type { Tx } from '../ports/store';
import { callPeople } from './call-people';
import { changeTicket } from './change-ticket';
import { takerOf } from './next-taker';

const ASSIGNMENT = { kind: 'system', name: 'assignment' } as const;

/** What we began ourselves waits for nobody until the customer says something. */
const isOurs = ({ status, openedByContactId, unansweredSince }: Ticket): boolean =>
  status === 'NEW' && openedByContactId === null && unansweredSince === null;

const waitsForSomebody = (ticket: Ticket): boolean =>
  !isOurs(ticket) &&
  (ticket.status === 'NEW' || ticket.status === 'OPEN') &&
  ticket.waitingOn === 'US' &&
  ticket.assigneeId === null;

/**
 * Gives a ticket that nobody has to whoever's turn it is, if its queue does so. While nobody is on
 * shift and free it stays in the queue; what was escalated asks somebody instead. Returns whether
 * it waits no longer for this.
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
  const change = (command: Command): Promise<Ticket> =>
    changeTicket(tx, { ticketId, expectedVersion: null, actor: ASSIGNMENT }, { command }, now);
  if (memberId === null) return (await askWhereAlone(tx, ticket, change, now)) !== ticket;
  const after = await change({ do: 'assign', memberId });
  await tx.escalations.rememberTurn(queue.id, memberId);
  const why = words('this is yours now: ', bold(queue.name), ' gave it to you.');
  await callPeople(tx, after, [memberId], why);
  await showHandOver(tx, after, memberId);
  return true;
};
