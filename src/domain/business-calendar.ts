import { DeskError } from './errors';

/** What a clock on the wall shows: `day` counts from 1970-01-01, `minute` from its midnight. */
export interface WallTime {
  readonly day: number;
  readonly minute: number;
}

/**
 * Zone arithmetic, brought from outside. `reached` is the first instant at which a wall clock of
 * the zone has reached a time: an hour that is skipped is reached where the clock jumps over it,
 * one that comes twice counts from its first coming.
 */
export interface ZoneClock {
  readonly reached: (zone: string, wall: WallTime) => Date;
  readonly dayAt: (zone: string, at: Date) => number;
}

/** Open from a minute of a weekday (1 = Monday) to a later one; past 1440 it runs overnight. */
export interface OpeningHours {
  readonly weekday: number;
  readonly from: number;
  readonly to: number;
}

export interface Holiday {
  /** YYYY-MM-DD on the calendar's own wall. */
  readonly date: string;
  readonly name: string;
}

export interface BusinessCalendar {
  /** IANA name. */
  readonly zone: string;
  readonly opening: readonly OpeningHours[];
  readonly holidays: readonly Holiday[];
}

/** From an instant up to, not including, another one. */
export interface Stretch {
  readonly from: Date;
  readonly to: Date;
}

const DAY_MS = 86_400_000;
export const DAY_MINUTES = 1440;

/** Open day and night: the calendar of a desk that has named none. */
export const roundTheClock = (zone: string): BusinessCalendar => ({
  zone,
  opening: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: 0, to: DAY_MINUTES })),
  holidays: [],
});

/** The date of a counted day, as holidays spell it. */
export const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

// 1970-01-01 was a Thursday.
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** What is wrong with a calendar, in words for whoever wrote it; empty when nothing is. */
export const calendarFaults = (calendar: Omit<BusinessCalendar, 'zone'>): readonly string[] => {
  const faults: string[] = [];
  if (calendar.opening.length === 0) faults.push('It never opens: give at least one interval.');
  for (const { weekday, from, to } of calendar.opening) {
    if (!Number.isInteger(weekday) || weekday < 1 || weekday > 7)
      faults.push(`A weekday is 1 (Monday) to 7 (Sunday), not ${weekday}.`);
    const whole = Number.isInteger(from) && Number.isInteger(to);
    if (!whole || from < 0 || from >= DAY_MINUTES || to <= from || to - from > DAY_MINUTES)
      faults.push(`From minute ${from} to ${to} is no interval of at most a day.`);
  }
  for (const { date } of calendar.holidays)
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(`${date}T00:00:00Z`)))
      faults.push(`“${date}” is no date like 2026-12-24.`);
  return faults;
};

/** Ten years: whoever waits longer waits for a calendar that does not open. */
const HORIZON_DAYS = 3660;

/** One day's shifts. A holiday has none, and a shift that reaches into one ends at its midnight. */
const shiftsOf = (
  calendar: BusinessCalendar,
  closed: ReadonlySet<string>,
  day: number,
): readonly OpeningHours[] => {
  if (closed.has(dateOf(day))) return [];
  const weekday = weekdayOf(day);
  const shifts = calendar.opening
    .filter((shift) => shift.weekday === weekday)
    .toSorted((one, other) => one.from - other.from);
  if (!closed.has(dateOf(day + 1))) return shifts;
  return shifts.map((shift) => ({ ...shift, to: Math.min(shift.to, DAY_MINUTES) }));
};

function* shiftsAfter(
  calendar: BusinessCalendar,
  clock: ZoneClock,
  after: Date,
): Generator<Stretch> {
  const closed = new Set(calendar.holidays.map(({ date }) => date));
  // The shift that is open now may have begun the day before.
  const first = clock.dayAt(calendar.zone, after) - 1;
  for (let day = first; day < first + HORIZON_DAYS; day += 1)
    for (const shift of shiftsOf(calendar, closed, day)) {
      const from = clock.reached(calendar.zone, { day, minute: shift.from });
      const to = clock.reached(calendar.zone, { day, minute: shift.to });
      if (to > from && to > after) yield { from, to };
    }
}

/** The open stretches that end after an instant, in order; they may touch but never overlap. */
export function* openStretches(
  calendar: BusinessCalendar,
  clock: ZoneClock,
  after: Date,
): Generator<Stretch> {
  let told = new Date(-8.64e15);
  for (const shift of shiftsAfter(calendar, clock, after)) {
    // Each is told at once: a calendar that never closes has no end to wait for.
    if (shift.to <= told) continue;
    yield { from: shift.from > told ? shift.from : told, to: shift.to };
    told = shift.to;
  }
}

/** Open seconds between two instants; 0 when the second is not later. */
export const workingTimeBetween = (
  calendar: BusinessCalendar,
  clock: ZoneClock,
  from: Date,
  to: Date,
): number => {
  if (to <= from) return 0;
  let worked = 0;
  for (const open of openStretches(calendar, clock, from)) {
    if (open.from >= to) break;
    const begins = Math.max(open.from.getTime(), from.getTime());
    worked += Math.min(open.to.getTime(), to.getTime()) - begins;
  }
  return worked / 1000;
};

const neverOpens = (): DeskError =>
  new DeskError(
    'invalid',
    'CALENDAR_NEVER_OPENS',
    'The calendar is not open long enough within ten years.',
    'Give it opening hours.',
  );

/** The earliest instant by which so many open seconds have passed. */
export const addWorkingTime = (
  calendar: BusinessCalendar,
  clock: ZoneClock,
  from: Date,
  seconds: number,
): Date => {
  let left = seconds * 1000;
  if (left <= 0) return from;
  for (const open of openStretches(calendar, clock, from)) {
    const begins = Math.max(open.from.getTime(), from.getTime());
    const available = open.to.getTime() - begins;
    if (available >= left) return new Date(begins + left);
    left -= available;
  }
  throw neverOpens();
};

/** The instant itself when open, else the next opening. */
export const nextOpening = (calendar: BusinessCalendar, clock: ZoneClock, at: Date): Date => {
  for (const open of openStretches(calendar, clock, at)) return open.from > at ? open.from : at;
  throw neverOpens();
};
