import type { Actor } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import { bold, type Text, words } from '../../domain/text';
import { PRIORITIES, type Priority, type Ticket } from '../../domain/ticket';
import { say } from '../cards/notices';
import { pageFallback } from '../care/page-supervisors';
import { isOpenAt, timeRulesOf } from '../care/time-rules';
import { showHandOver } from '../escalation/brief-of-ticket';
import { askForRating } from '../feedback/ask-for-rating';
import type { Tx } from '../ports/store';
import { assignerWarnings, type Warning } from './assigner-warnings';
import { callOwner, callPeople } from './call-people';
import { type ChangeRequest, changeTicket, type Prepare } from './change-ticket';
import { requireMember, requirePermission } from './requirements';
import { tellTeam } from './surfaces';

const nameOf = (actor: Actor): string => actor.name;

const announce = async (tx: Tx, ticket: Ticket, text: Text): Promise<Ticket> => {
  await tellTeam(tx, ticket, say(text));
  return ticket;
};

/** Takes the ticket for a member, atomically: one of many wins, the others are told who. */
export const claimIn = async (
  tx: Tx,
  request: ChangeRequest,
  memberId: string,
  now: Date,
): Promise<Ticket> => {
  let wasNew = false;
  const claim: Prepare = async (_, before) => {
    wasNew = before.status === 'NEW';
    return { command: { do: 'claim', memberId } };
  };
  const ticket = await changeTicket(tx, request, claim, now);
  // What is new nobody has worked on.
  if (!wasNew) await showHandOver(tx, ticket, memberId);
  return ticket;
};

/** A ticket that was given to somebody, and what whoever gave it should know. */
export interface Assigned {
  readonly ticket: Ticket;
  readonly warnings: readonly Warning[];
}

/**
 * Gives the ticket to a member, or back to the queue with null; the new owner is notified. Whoever
 * is named gets it also when they are full or off shift: then the assigner is warned.
 */
export const assignIn = async (
  tx: Tx,
  request: ChangeRequest,
  memberId: string | null,
  now: Date,
): Promise<Assigned> => {
  requirePermission(request.actor, 'assign');
  if (memberId !== null) await requireMember(tx, memberId);
  let warnings: readonly Warning[] = [];
  const assign: Prepare = async (_, before) => {
    if (memberId !== null) warnings = await assignerWarnings(tx, before, memberId, now);
    return { command: { do: 'assign', memberId } };
  };
  const ticket = await changeTicket(tx, request, assign, now);
  const from = bold(nameOf(request.actor));
  if (memberId === null) {
    await announce(tx, ticket, words(from, ' gave this back to the queue.'));
    return { ticket, warnings };
  }
  await callPeople(tx, ticket, [memberId], words('this is yours now, from ', from, '.'));
  await showHandOver(tx, ticket, memberId);
  return { ticket, warnings };
};

export const setPriorityIn = async (
  tx: Tx,
  request: ChangeRequest,
  priority: string | null,
  now: Date,
): Promise<Ticket> => {
  const known = PRIORITIES.find((one): one is Priority => one === priority);
  if (known === undefined)
    throw new DeskError(
      'invalid',
      'UNKNOWN_PRIORITY',
      'That is not a priority.',
      `Use one of ${PRIORITIES.join(', ')}.`,
      ['priority'],
    );
  return changeTicket(tx, request, { command: { do: 'set-priority', priority: known } }, now);
};

/** The customer says it is solved, or that it is not. */
export const confirmIn = async (tx: Tx, request: ChangeRequest, now: Date): Promise<Ticket> => {
  const ticket = await changeTicket(tx, request, { command: { do: 'confirm' } }, now);
  if (request.actor.kind === 'contact')
    await askForRating(tx, ticket, request.actor.contactId, now);
  return announce(tx, ticket, words(bold(nameOf(request.actor)), ' confirmed: solved.'));
};

export const notYetIn = async (tx: Tx, request: ChangeRequest, now: Date): Promise<Ticket> => {
  const ticket = await changeTicket(tx, request, { command: { do: 'not-yet' } }, now);
  const who = bold(nameOf(request.actor));
  const said = ' says it is not solved yet. The ticket is open again, with the same owner.';
  await callOwner(tx, ticket, words(who, said));
  return ticket;
};

/** One word or press, in any state, and a person of the team is called. */
export const requestPersonIn = async (
  tx: Tx,
  request: ChangeRequest,
  now: Date,
): Promise<Ticket> => {
  const ticket = await changeTicket(tx, request, { command: { do: 'request-person' } }, now);
  await callOwner(tx, ticket, words(bold(nameOf(request.actor)), ' asks to talk to a person.'));
  return ticket;
};

/** In hours the owner is told; out of hours nobody may be looking, and supervisors are called. */
export const markUrgentIn = async (tx: Tx, request: ChangeRequest, now: Date): Promise<Ticket> => {
  const ticket = await changeTicket(tx, request, { command: { do: 'mark-urgent' } }, now);
  const who = bold(nameOf(request.actor));
  if (!isOpenAt(await timeRulesOf(tx, ticket, now), now)) {
    const why = words(who, ' says it is urgent, and the desk is closed.');
    await pageFallback(tx, ticket, why, 'urgent out of hours', now);
    return ticket;
  }
  await callOwner(tx, ticket, words(who, ' says it is urgent.'));
  return ticket;
};

/** Sends a refused reply again, after whatever stood in its way was removed. */
export const retryDeliveryIn = async (
  tx: Tx,
  actor: Actor,
  ticketId: string,
  messageId: string,
): Promise<void> => {
  requirePermission(actor, 'retry-delivery');
  const message = await tx.messages.find(messageId);
  if (message === null || message.ticketId !== ticketId) throw notFound('message');
  if (message.deliveryState !== 'FAILED' && message.deliveryState !== 'UNKNOWN')
    throw new DeskError(
      'refused',
      'NOT_FAILED',
      'That reply is on its way or was delivered.',
      null,
    );
  if (!(await tx.requeue(messageId)))
    throw new DeskError('refused', 'NOT_FAILED', 'That reply is on its way already.', null);
  await tx.messages.setDelivery(messageId, 'PENDING', null, null);
};
