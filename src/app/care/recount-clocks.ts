import { bold, time, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import { CLOCK_WORDS } from '../cards/clock-words';
import { say } from '../cards/notices';
import { escalateLate, type Turn } from '../escalation/escalate-late';
import type { MarkedClock, TimedTicket } from '../ports/care';
import type { Tx } from '../ports/store';
import { callOwner } from '../tickets/call-people';
import { refresh, tellTeam } from '../tickets/surfaces';
import { clocksAfter, marked, saveClocks } from './advance-time';
import { pausesOfWaits } from './past-waits';
import { type TimeRules, timeRulesOf } from './time-rules';

const CLOCK = { kind: 'system', name: 'clock' } as const;

/** A running clock that other rules gave another due time. */
export interface MovedClock {
  readonly before: MarkedClock;
  readonly after: MarkedClock;
}

const MOST_WAITS = 1000;

/** A clock that new rules begin has stood still, too, while others were awaited. */
const withPast = async (
  tx: Tx,
  ticket: Ticket,
  clock: MarkedClock,
  rules: TimeRules,
  now: Date,
): Promise<MarkedClock> => {
  const history = await tx.timeline.ofTicket(ticket.id, MOST_WAITS);
  const waits = history.flatMap(({ at, after: { waitingOn } }) =>
    typeof waitingOn === 'string' ? [{ at, on: waitingOn }] : [],
  );
  return marked({ ...clock, pauses: pausesOfWaits(waits, rules.policy.pauseWhile) }, rules, now);
};

const isResolution = ({ measure }: MarkedClock): boolean =>
  measure === 'FIRST_RESOLUTION' || measure === 'TOTAL_RESOLUTION';

/** The clocks of a ticket to which nothing happened: only the rules or the time are others. */
const reckoned = async (
  tx: Tx,
  { ticket, clocks }: TimedTicket,
  rules: TimeRules,
  now: Date,
): Promise<readonly MarkedClock[]> => {
  const after = clocksAfter(tx, clocks, { ticket, at: now, answeredAt: null }, rules, now);
  return Promise.all(
    after.map(async (clock) =>
      isResolution(clock) && !clocks.some(({ id }) => id === clock.id)
        ? withPast(tx, ticket, clock, rules, now)
        : clock,
    ),
  );
};

const pairs = (
  before: readonly MarkedClock[],
  after: readonly MarkedClock[],
): readonly MovedClock[] =>
  after.flatMap((clock) => {
    const kept = before.find(({ id }) => id === clock.id);
    return kept === undefined ? [] : [{ before: kept, after: clock }];
  });

const sameTarget = ({ before, after }: MovedClock): boolean =>
  before.targetSec === after.targetSec && before.hours === after.hours;

/** One that stands still has no due time, but may have another target. */
const hasMoved = (one: MovedClock): boolean =>
  one.before.dueAt?.getTime() !== one.after.dueAt?.getTime() || !sameTarget(one);

/** What the rules that count now make of the clocks of a ticket; nothing is written. */
export const movesOf = async (
  tx: Tx,
  timed: TimedTicket,
  now: Date,
): Promise<readonly MovedClock[]> => {
  const rules = await timeRulesOf(tx, timed.ticket, now);
  return pairs(timed.clocks, await reckoned(tx, timed, rules, now)).filter(hasMoved);
};

/** Which of the two was changed, in the words of the history. */
const causeOf = (one: MovedClock): string =>
  sameTarget(one) ? 'opening hours changed' : 'service levels changed';

const dueFacts = (clocks: readonly MarkedClock[]): Record<string, string | null> =>
  Object.fromEntries(clocks.map(({ measure, dueAt }) => [measure, dueAt?.toISOString() ?? null]));

const tellMoved = async (
  tx: Tx,
  ticket: Ticket,
  moved: readonly MovedClock[],
  zone: string,
  now: Date,
): Promise<void> => {
  const reason = [...new Set(moved.map(causeOf))].join(', ');
  await tx.timeline.append(
    ticket.id,
    now,
    CLOCK,
    [
      {
        kind: 'CLOCKS_RECOUNTED',
        before: dueFacts(moved.map(({ before }) => before)),
        after: { ...dueFacts(moved.map(({ after }) => after)), reason },
      },
    ],
    null,
  );
  for (const one of moved) {
    const { measure, dueAt } = one.after;
    const due = dueAt === null ? 'standing still for now' : words('now due ', time(dueAt, zone));
    await tellTeam(
      tx,
      ticket,
      say(words(`The ${causeOf(one)}: the ${CLOCK_WORDS[measure]} is `, due, '.')),
    );
  }
};

const turnedTo = ({ before, after }: MovedClock, state: MarkedClock['state']): boolean =>
  before.state !== state && after.state === state;

/** Whoever has the ticket hears of it before and when it is late. Returns what has just turned. */
const tellTurned = async (
  tx: Tx,
  ticket: Ticket,
  known: readonly MovedClock[],
  zone: string,
): Promise<readonly Turn[]> => {
  const turns: Turn[] = [];
  for (const one of known) {
    const clock = one.after;
    if (clock.dueAt === null) continue;
    const name = CLOCK_WORDS[clock.measure];
    const due = time(clock.dueAt, zone);
    if (turnedTo(one, 'IMMINENT_BREACH')) {
      turns.push({ clock, on: 'WARNING' });
      await callOwner(tx, ticket, words(`the ${name} is due soon: `, due, '.'));
    }
    if (turnedTo(one, 'BREACHING')) {
      turns.push({ clock, on: 'BREACH' });
      const late = words(bold(`the ${name} is late: `), 'it was due ', due, '.');
      await callOwner(tx, ticket, late);
    }
  }
  return turns;
};

/**
 * A clock has reached its warning point or its due time, or its calendar or policy was changed:
 * all clocks of the ticket that still run are reckoned again, and the team is told what that means.
 */
export const recountClocks = async (tx: Tx, ticket: Ticket, now: Date): Promise<void> => {
  const before = await tx.care.clocksOf(ticket.id);
  // Several clocks of one ticket fall due together: the first of them reckoned for all.
  if (!before.some(({ nextAt }) => nextAt !== null && nextAt <= now)) return;
  const rules = await timeRulesOf(tx, ticket, now);
  const { zone } = await tx.desk.tenant();
  const after = await reckoned(tx, { ticket, clocks: before }, rules, now);
  await saveClocks(tx, ticket.id, before, after);
  const first = after.find(({ measure }) => measure === 'FIRST_RESPONSE')?.dueAt ?? null;
  const dated =
    first !== null && first.getTime() !== ticket.firstResponseDueAt?.getTime()
      ? { ...ticket, firstResponseDueAt: first, version: ticket.version + 1, updatedAt: now }
      : ticket;
  if (dated !== ticket) await tx.tickets.save(dated, ticket.version);
  await refresh(tx, dated, now);
  const known = pairs(before, after);
  const moved = known.filter(hasMoved);
  if (moved.length > 0) await tellMoved(tx, dated, moved, zone, now);
  await escalateLate(tx, dated, await tellTurned(tx, dated, known, zone), now);
};
