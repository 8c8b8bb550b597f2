import type { Actor } from '../../domain/actor';
import { DeskError } from '../../domain/errors';
import { may } from '../../domain/policy';
import type { Ticket } from '../../domain/ticket';
import type { Card } from '../cards/card';
import { homeCard, type Line, strangerHomeCard } from '../cards/lists';
import type { Platform } from '../ports/chat-event';
import type { Tx } from '../ports/store';

/** Tickets with their customers' names. */
export const linesOf = async (tx: Tx, tickets: readonly Ticket[]): Promise<Line[]> => {
  const names = new Map<string, string>();
  for (const { customerId } of tickets)
    if (!names.has(customerId))
      names.set(customerId, (await tx.desk.customer(customerId))?.name ?? 'unknown customer');
  return tickets.map((ticket) => ({ ticket, customerName: names.get(ticket.customerId) ?? '' }));
};

/** What an agent sees on the desk's own page; strangers are told how to become one. */
export const homeOf = async (tx: Tx, actor: Actor, platform: Platform): Promise<Card<'team'>> => {
  if (actor.kind !== 'member' || !may(actor, 'look', null)) {
    const queue = await tx.desk.defaultQueue();
    const triage =
      queue.triageChannelId === null ? null : await tx.desk.channelById(queue.triageChannelId);
    return strangerHomeCard(triage?.name ?? null, platform);
  }
  const { zone } = await tx.desk.tenant();
  const member = await tx.people.member(actor.memberId);
  const mine = await tx.tickets.assignedTo(actor.memberId, 10);
  const oldest = await tx.tickets.oldestWaiting(null, 5);
  const due = await tx.promises.dueNext(actor.memberId, 5);
  const promised: Ticket[] = [];
  for (const { ticketId } of due) {
    const ticket = await tx.tickets.find(ticketId);
    if (ticket !== null) promised.push(ticket);
  }
  const lines = await linesOf(tx, promised);
  const promises = due.flatMap((promise) => {
    const line = lines.find(({ ticket }) => ticket.id === promise.ticketId);
    return line === undefined ? [] : [{ ...promise, line }];
  });
  return homeCard(
    await linesOf(tx, mine),
    promises,
    await linesOf(tx, oldest),
    member?.zone ?? zone,
  );
};

/** Throws `forbidden` unless the actor may look at the desk. */
export const requireLook = (actor: Actor): void => {
  if (!may(actor, 'look', null))
    throw new DeskError(
      'forbidden',
      'NOT_ALLOWED',
      'That is for the support team.',
      'Ask to be let into the triage channel: whoever is in it can work on tickets.',
    );
};
