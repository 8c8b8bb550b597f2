import type { Command, EscalationNext } from '../../domain/command';
import { FIRST_LEVEL, isLeftAlone, whomToAsk } from '../../domain/escalation-path';
import type { Ticket } from '../../domain/ticket';
import type { Tx } from '../ports/store';
import { lastOwnerOf, takerOf } from '../tickets/next-taker';
import { askPeople, namesOf, tellReturned } from './ask-people';
import { rosterOf } from './roster';
import { tellAway } from './tell-new-time';

/**
 * An escalated ticket that waits on us must have an owner or somebody who is asked and has a time
 * to answer, however it came to have neither: a claim ran out, it was given back, it was reopened.
 * The people of its level are asked at once, then the next ones and the fall-back; where nobody is
 * free it goes back to the queue, and the customer hears a time that holds.
 */
export const askWhereAlone = async (
  tx: Tx,
  ticket: Ticket,
  change: (command: Command) => Promise<Ticket>,
  now: Date,
): Promise<Ticket> => {
  if (!isLeftAlone(ticket) || (await tx.escalations.openOf(ticket.id)) !== null) return ticket;
  const kept = await tx.escalations.path(ticket.queueId);
  if (kept === null) return ticket;
  await tx.roster.serialiseAssignment();
  // Its queue gives it to somebody in a moment.
  if ((await takerOf(tx, ticket, kept, now)) !== null) return ticket;
  const roster = await rosterOf(tx, kept);
  const last = await lastOwnerOf(tx, ticket);
  const asking = whomToAsk(roster, ticket.level, last === null ? [] : [last], now);
  const next: EscalationNext =
    asking === null
      ? { to: 'QUEUE', level: FIRST_LEVEL }
      : { to: 'ASK', level: asking.level, asked: namesOf(roster.people, asking.memberIds) };
  const after = await change({ do: 'pass-escalation', because: 'LEFT', names: '', next });
  const nameOf = (level: number): string =>
    kept.levels.find((one) => one.level === level)?.name ?? 'next';
  const level = `level ${ticket.level} (${nameOf(ticket.level)})`;
  if (asking === null)
    await tellReturned(
      tx,
      after,
      `Nobody has this any more, and nobody from ${level} upwards is on shift and free.`,
    );
  else {
    const before = ticket.escalationReason;
    const open = {
      ...asking,
      id: tx.newId(),
      ticketId: ticket.id,
      fromLevel: ticket.level,
      levelBefore: FIRST_LEVEL,
      reason: `nobody of ${level} has it any more${before === null ? '' : `; escalated before: ${before}`}`,
      byName: 'The desk',
    };
    await tx.escalations.insert(open);
    await askPeople(tx, after, open, nameOf(asking.level));
  }
  if (asking === null || asking.isFallback) await tellAway(tx, after, roster, ticket.level, now);
  return after;
};
