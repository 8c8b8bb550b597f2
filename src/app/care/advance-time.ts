import { advanceClocks, type ClockChange } from '../../domain/advance-clocks';
import { dueAt, nextChangeAt, type SlaClock, stateAt } from '../../domain/sla-clock';
import type { MarkedClock } from '../ports/care';
import type { Tx } from '../ports/store';
import type { TimeRules } from './time-rules';

/** A clock with everything that is reckoned from it, as of now. */
export const marked = (clock: SlaClock, rules: TimeRules, now: Date): MarkedClock => ({
  ...clock,
  state: stateAt(clock, rules.hours, now),
  dueAt: dueAt(clock, rules.hours),
  nextAt: nextChangeAt(clock, rules.hours, now),
  calendarId: rules.calendar?.id ?? null,
  calendarVersion: rules.calendar?.version ?? null,
});

/**
 * The ticket's clocks after a change. What had ended before and is not touched by the change keeps
 * the calendar it was measured by.
 */
export const clocksAfter = (
  tx: Tx,
  before: readonly MarkedClock[],
  change: ClockChange,
  rules: TimeRules,
  now: Date,
): readonly MarkedClock[] => {
  const after = advanceClocks(before, change, { policy: rules.policy, newId: tx.newId });
  return after.map((clock) => {
    const kept = before.find((one) => one.id === clock.id);
    const same =
      kept !== undefined &&
      (kept.stoppedAt ?? kept.cancelledAt) !== null &&
      kept.startedAt.getTime() === clock.startedAt.getTime() &&
      kept.stoppedAt?.getTime() === clock.stoppedAt?.getTime() &&
      kept.cancelledAt?.getTime() === clock.cancelledAt?.getTime();
    return same ? { ...kept, nextAt: null } : marked(clock, rules, now);
  });
};

/** Stores what changed. */
export const saveClocks = async (
  tx: Tx,
  ticketId: string,
  before: readonly MarkedClock[],
  after: readonly MarkedClock[],
): Promise<void> => {
  const changed = after.filter((clock) => {
    const kept = before.find(({ id }) => id === clock.id);
    return kept === undefined || JSON.stringify(kept) !== JSON.stringify(clock);
  });
  await tx.care.saveClocks(ticketId, changed);
};
