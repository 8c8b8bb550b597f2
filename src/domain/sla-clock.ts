import {
  addWorkingTime,
  type BusinessCalendar,
  roundTheClock,
  type Stretch,
  workingTimeBetween,
  type ZoneClock,
} from './business-calendar';
import type { CountedHours, Measure } from './sla-policy';

/**
 * `PENDING` runs in good time, `IMMINENT_BREACH` past the warning point, `BREACHING` past its due
 * time; `ACHIEVED` and `BREACHED` have stopped in time or late; `CANCELLED` measures nothing.
 */
export const CLOCK_STATES = [
  'PENDING',
  'IMMINENT_BREACH',
  'BREACHING',
  'BREACHED',
  'ACHIEVED',
  'CANCELLED',
] as const;
export type ClockState = (typeof CLOCK_STATES)[number];

/** Time that does not count; `to` is null while it lasts. */
export interface Pause {
  readonly from: Date;
  readonly to: Date | null;
  readonly reason: string;
}

/** One measure running on one ticket: facts only, everything else is reckoned from them. */
export interface SlaClock {
  readonly id: string;
  readonly measure: Measure;
  readonly startedAt: Date;
  readonly targetSec: number;
  readonly hours: CountedHours;
  readonly warnPercent: number;
  readonly pauses: readonly Pause[];
  readonly stoppedAt: Date | null;
  readonly cancelledAt: Date | null;
}

/** The calendar a clock counts by, and the zone arithmetic under it. */
export interface Hours {
  readonly calendar: BusinessCalendar;
  readonly zones: ZoneClock;
}

const calendarOf = (clock: SlaClock, hours: Hours): BusinessCalendar =>
  clock.hours === 'BUSINESS' ? hours.calendar : roundTheClock(hours.calendar.zone);

/** The stretches in which the clock runs, up to `end`; an open pause ends nothing before it. */
export const runningStretches = (clock: SlaClock, end: Date): readonly Stretch[] => {
  const stretches: Stretch[] = [];
  let from: Date | null = clock.startedAt;
  const pauses = clock.pauses.toSorted((one, other) => one.from.getTime() - other.from.getTime());
  for (const pause of pauses) {
    if (from === null) break;
    if (pause.from >= end) break;
    if (pause.from > from) stretches.push({ from, to: pause.from });
    if (pause.to === null) from = null;
    else if (pause.to > from) from = pause.to;
  }
  if (from !== null && from < end) stretches.push({ from, to: end });
  return stretches;
};

const FOR_EVER = new Date(8.64e15);

/** When so many counted seconds will have passed; null while the clock stands still before that. */
const reaches = (clock: SlaClock, hours: Hours, seconds: number): Date | null => {
  const calendar = calendarOf(clock, hours);
  let left = seconds;
  for (const { from, to } of runningStretches(clock, FOR_EVER)) {
    const at = addWorkingTime(calendar, hours.zones, from, left);
    if (at <= to) return at;
    left -= workingTimeBetween(calendar, hours.zones, from, to);
  }
  return null;
};

/** When the target is used up; null while the clock stands still before that. */
export const dueAt = (clock: SlaClock, hours: Hours): Date | null =>
  reaches(clock, hours, clock.targetSec);

/** When the clock warns; null while it stands still before that. */
export const warnsAt = (clock: SlaClock, hours: Hours): Date | null =>
  reaches(clock, hours, (clock.targetSec * clock.warnPercent) / 100);

/** Counted seconds up to an instant, or to where the clock stopped. */
export const elapsedSec = (clock: SlaClock, hours: Hours, at: Date): number => {
  const calendar = calendarOf(clock, hours);
  const ended = clock.stoppedAt ?? clock.cancelledAt;
  const end = ended !== null && ended < at ? ended : at;
  return runningStretches(clock, end).reduce(
    (sum, { from, to }) => sum + workingTimeBetween(calendar, hours.zones, from, to),
    0,
  );
};

/** Where the clock stands; the same function tells the agent, the sweep and the report. */
export const stateAt = (clock: SlaClock, hours: Hours, now: Date): ClockState => {
  if (clock.cancelledAt !== null) return 'CANCELLED';
  const due = dueAt(clock, hours);
  if (clock.stoppedAt !== null)
    return due === null || clock.stoppedAt <= due ? 'ACHIEVED' : 'BREACHED';
  if (due !== null && due < now) return 'BREACHING';
  const warns = warnsAt(clock, hours);
  return warns !== null && warns <= now ? 'IMMINENT_BREACH' : 'PENDING';
};

/** The next instant at which a running clock changes its state by itself; null if none is known. */
export const nextChangeAt = (clock: SlaClock, hours: Hours, now: Date): Date | null => {
  if (clock.stoppedAt !== null || clock.cancelledAt !== null) return null;
  const warns = warnsAt(clock, hours);
  if (warns !== null && warns > now) return warns;
  const due = dueAt(clock, hours);
  // A clock is late only after its due time, not at it.
  return due !== null && due >= now ? new Date(due.getTime() + 1) : null;
};

/** Stands still from an instant on; a clock that stands still already keeps its first reason. */
export const pauseClock = (clock: SlaClock, from: Date, reason: string): SlaClock =>
  clock.pauses.some((pause) => pause.to === null)
    ? clock
    : { ...clock, pauses: [...clock.pauses, { from, to: null, reason }] };

/** Runs on from an instant; a pause that would end before it began never was. */
export const resumeClock = (clock: SlaClock, at: Date): SlaClock => ({
  ...clock,
  pauses: clock.pauses.flatMap((pause) => {
    if (pause.to !== null) return [pause];
    return at > pause.from ? [{ ...pause, to: at }] : [];
  }),
});

/** A stretch of the clock's life, counted or skipped, and why. */
export interface ClockPart extends Stretch {
  readonly counted: boolean;
  readonly reason: string;
  readonly seconds: number;
}
