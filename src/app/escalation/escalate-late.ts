import { fits } from '../../domain/decide';
import { words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import { CLOCK_WORDS } from '../cards/clock-words';
import { pageFallback } from '../care/page-supervisors';
import type { MarkedClock } from '../ports/care';
import type { EscalateOn } from '../ports/escalations';
import type { Tx } from '../ports/store';
import { escalateIn } from './escalate';

const CLOCK = { kind: 'system', name: 'clock' } as const;

/** A clock that has just passed its warning point, or its due time. */
export interface Turn {
  readonly clock: MarkedClock;
  readonly on: Exclude<EscalateOn, 'NEVER'>;
}

const reasonOf = ({ clock, on }: Turn): string => {
  const name = CLOCK_WORDS[clock.measure];
  return on === 'BREACH' ? `BREACH: the ${name} is late` : `WARNING: the ${name} is due soon`;
};

/** The turns that this policy escalates for, each clock once for ever. */
const firstOf = async (
  tx: Tx,
  turns: readonly Turn[],
  escalateOn: EscalateOn,
  now: Date,
): Promise<Turn | null> => {
  if (escalateOn === 'NEVER') return null;
  let first: Turn | null = null;
  for (const turn of turns) {
    // A daily word is owed by whoever has the ticket: nobody else could give it sooner.
    if (turn.clock.measure === 'UPDATE') continue;
    // Whoever wants to know before it is late wants to know it all the more when it is.
    if (turn.on !== escalateOn && turn.on !== 'BREACH') continue;
    if (await tx.escalations.markEscalated(turn.clock.id, now)) first ??= turn;
  }
  return first;
};

/**
 * Escalates what is late, where the queue wants it so: to the next level that has somebody, once for
 * each clock. Where no level is left the fall-back is called.
 */
export const escalateLate = async (
  tx: Tx,
  ticket: Ticket,
  turns: readonly Turn[],
  now: Date,
): Promise<void> => {
  if (turns.length === 0 || !fits('escalate', ticket.status)) return;
  const path = await tx.escalations.path(ticket.queueId);
  if (path === null) return;
  const turn = await firstOf(tx, turns, path.escalateOn, now);
  // Somebody is asked already.
  if (turn === null || (await tx.escalations.openOf(ticket.id)) !== null) return;
  const reason = reasonOf(turn);
  const next = path.levels.find(({ level, steps }) => level > ticket.level && steps.length > 0);
  if (next === undefined) {
    const why = words(`${reason}, and no higher level has anybody.`);
    return pageFallback(tx, ticket, why, reason, now);
  }
  const request = { ticketId: ticket.id, expectedVersion: null, actor: CLOCK };
  await escalateIn(tx, request, { reason, because: 'LATE', level: next.level }, now);
};
