import { bold, time, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import { say } from '../cards/notices';
import type { MarkedClock } from '../ports/care';
import type { Tx } from '../ports/store';
import { refresh, tellTeam } from '../tickets/surfaces';
import { clocksAfter, saveClocks } from './advance-time';
import { timeRulesOf } from './time-rules';

const NAMES = {
  FIRST_RESPONSE: 'first answer',
  NEXT_RESPONSE: 'next answer',
  UPDATE: 'next update',
  FIRST_RESOLUTION: 'first solution',
  TOTAL_RESOLUTION: 'solution',
} as const satisfies Record<MarkedClock['measure'], string>;

const turnedTo = (before: MarkedClock, after: MarkedClock, state: MarkedClock['state']): boolean =>
  before.state !== state && after.state === state;

/**
 * A clock has reached its warning point or its due time, or its calendar was changed: all clocks
 * of the ticket that still run are reckoned again, and the team is told what that means.
 */
export const recountClocks = async (tx: Tx, ticket: Ticket, now: Date): Promise<void> => {
  const rules = await timeRulesOf(tx, ticket, now);
  const { zone } = await tx.desk.tenant();
  const before = await tx.care.clocksOf(ticket.id);
  // Nothing happened to the ticket: only the calendar, the targets or the time are others.
  const change = { ticket, at: now, answeredAt: null };
  const after = clocksAfter(tx, before, change, rules, now);
  await saveClocks(tx, ticket.id, before, after);
  const first = after.find(({ measure }) => measure === 'FIRST_RESPONSE')?.dueAt ?? null;
  const moved =
    first !== null && first.getTime() !== ticket.firstResponseDueAt?.getTime()
      ? { ...ticket, firstResponseDueAt: first, version: ticket.version + 1, updatedAt: now }
      : ticket;
  if (moved !== ticket) await tx.tickets.save(moved, ticket.version);
  await refresh(tx, moved, now);
  for (const [index, clock] of after.entries()) {
    const kept = before[index];
    if (kept === undefined || clock.dueAt === null) continue;
    const due = time(clock.dueAt, zone);
    const name = NAMES[clock.measure];
    if (kept.dueAt !== null && kept.dueAt.getTime() !== clock.dueAt.getTime())
      await tellTeam(tx, moved, say(words(`The hours have changed: the ${name} is now due `, due)));
    if (turnedTo(kept, clock, 'IMMINENT_BREACH'))
      await tellTeam(tx, moved, say(words(`The ${name} is due soon: `, due, '.')));
    if (turnedTo(kept, clock, 'BREACHING'))
      await tellTeam(tx, moved, say(words(bold(`The ${name} is late: `), 'it was due ', due, '.')));
  }
};
