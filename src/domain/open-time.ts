import { type BusinessCalendar, openStretches, type ZoneClock } from './business-calendar';

/**
 * Open seconds between any two instants of a window, for many of them: the opening hours of the
 * window are laid out once, and each question looks up two places. Instants outside count as its ends.
 */
export const openTimeIn = (
  calendar: BusinessCalendar,
  clock: ZoneClock,
  from: Date,
  to: Date,
): ((since: Date, until: Date) => number) => {
  const opens: number[] = [];
  const closes: number[] = [];
  /** Open milliseconds before each opening. */
  const before: number[] = [];
  let sum = 0;
  for (const stretch of openStretches(calendar, clock, from)) {
    if (stretch.from >= to) break;
    const opening = Math.max(stretch.from.getTime(), from.getTime());
    const closing = Math.min(stretch.to.getTime(), to.getTime());
    opens.push(opening);
    closes.push(closing);
    before.push(sum);
    sum += closing - opening;
  }
  const upTo = (at: number): number => {
    let low = 0;
    let high = opens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((opens[middle] ?? at) < at) low = middle + 1;
      else high = middle;
    }
    const last = low - 1;
    const opening = opens[last];
    if (opening === undefined) return 0;
    return (before[last] ?? 0) + Math.min(at, closes[last] ?? at) - opening;
  };
  return (since, until) =>
    until <= since ? 0 : (upTo(until.getTime()) - upTo(since.getTime())) / 1000;
};
