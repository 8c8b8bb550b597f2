import type { Stretch, ZoneClock } from './business-calendar';

/** A stretch of time as days that lie in it from midnight to midnight, and what is left at its ends. */
export interface WholeDays {
  /** Counted from 1970-01-01; up to, not including, `end`. */
  readonly first: number;
  readonly end: number;
  readonly days: Stretch | null;
  readonly edges: readonly Stretch[];
}

const some = (from: Date, to: Date): readonly Stretch[] => (from < to ? [{ from, to }] : []);

/** Days of a zone; the day that has not ended at `now` is whole, for nothing follows in it yet. */
export const wholeDaysOf = (
  { from, to }: Stretch,
  zone: string,
  clock: ZoneClock,
  now: Date,
): WholeDays => {
  const midnight = (day: number): Date => clock.reached(zone, { day, minute: 0 });
  const dayOfFrom = clock.dayAt(zone, from);
  const first = midnight(dayOfFrom) >= from ? dayOfFrom : dayOfFrom + 1;
  const end = to > now ? clock.dayAt(zone, now) + 1 : clock.dayAt(zone, to);
  if (end <= first) return { first, end: first, days: null, edges: some(from, to) };
  const days = { from: midnight(first), to: midnight(end) };
  return { first, end, days, edges: [...some(from, days.from), ...some(days.to, to)] };
};

const HOUR_MS = 3_600_000;

/** The whole hours of Greenwich in a stretch, counted from 1970, and what is left at its ends. */
export const wholeHoursOf = ({ from, to }: Stretch, now: Date): WholeDays => {
  const first = Math.ceil(from.getTime() / HOUR_MS);
  const end =
    to > now ? Math.floor(now.getTime() / HOUR_MS) + 1 : Math.floor(to.getTime() / HOUR_MS);
  if (end <= first) return { first, end: first, days: null, edges: some(from, to) };
  const whole = { from: new Date(first * HOUR_MS), to: new Date(end * HOUR_MS) };
  return { first, end, days: whole, edges: [...some(from, whole.from), ...some(whole.to, to)] };
};

/** Days in blocks of ten as far as they go, so that long windows are read from few rows. */
export const BLOCK_DAYS = 10;

export const blocksOf = (
  first: number,
  end: number,
  blocks: boolean,
): readonly { readonly size: number; readonly span: number }[] => {
  const cells: { size: number; span: number }[] = [];
  for (let day = first; day < end; ) {
    const whole = blocks && day % BLOCK_DAYS === 0 && day + BLOCK_DAYS <= end;
    const size = whole ? BLOCK_DAYS : 1;
    cells.push({ size, span: day / size });
    day += size;
  }
  return cells;
};
