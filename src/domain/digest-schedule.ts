import { weekdayOf, type ZoneClock } from './business-calendar';

export const DIGEST_PERIODS = ['DAILY', 'WEEKLY'] as const;
export type DigestPeriod = (typeof DIGEST_PERIODS)[number];

/** When a digest is told: at an hour of some weekdays, on the wall of its zone. */
export interface DigestSchedule {
  /** IANA name. */
  readonly zone: string;
  /** 0 to 23. */
  readonly hour: number;
  /** 1 (Monday) to 7 (Sunday). */
  readonly weekdays: readonly number[];
}

const DAY_MS = 86_400_000;
/** A week, and a day for what was told today already. */
const DAYS_AHEAD = 8;
/** After a long absence nobody reads what was three months ago. */
const LONGEST_MS = 35 * DAY_MS;

const slot = (clock: ZoneClock, { zone, hour }: DigestSchedule, day: number): Date =>
  clock.reached(zone, { day, minute: hour * 60 });

const days = (
  clock: ZoneClock,
  schedule: DigestSchedule,
  at: Date,
  step: 1 | -1,
): readonly number[] => {
  const today = clock.dayAt(schedule.zone, at);
  return Array.from({ length: DAYS_AHEAD }, (_, index) => today + step * index).filter((day) =>
    schedule.weekdays.includes(weekdayOf(day)),
  );
};

/** The first time to tell it after an instant. A night in which the hour comes twice tells it once. */
export const slotAfter = (clock: ZoneClock, schedule: DigestSchedule, at: Date): Date | null =>
  days(clock, schedule, at, 1)
    .map((day) => slot(clock, schedule, day))
    .find((one) => one > at) ?? null;

/** The last time to tell it up to an instant. */
export const slotUntil = (clock: ZoneClock, schedule: DigestSchedule, at: Date): Date | null =>
  days(clock, schedule, at, -1)
    .map((day) => slot(clock, schedule, day))
    .find((one) => one <= at) ?? null;

/**
 * What a digest told now speaks of: from where the last one ended to its latest time. Whatever fell
 * out while the desk was down is one digest, not several.
 */
export const stretchOf = (
  clock: ZoneClock,
  schedule: DigestSchedule,
  toldUntil: Date | null,
  now: Date,
): { readonly from: Date; readonly to: Date } | null => {
  const to = slotUntil(clock, schedule, now);
  if (to === null) return null;
  const before = toldUntil ?? slotUntil(clock, schedule, new Date(to.getTime() - 1));
  const earliest = to.getTime() - LONGEST_MS;
  if (before === null || before >= to) return null;
  return { from: new Date(Math.max(before.getTime(), earliest)), to };
};

const PERIOD_MS: Readonly<Record<DigestPeriod, number>> = { DAILY: DAY_MS, WEEKLY: 7 * DAY_MS };

/** What a digest that somebody asks for speaks of: the last day or week. */
export const lately = (
  period: DigestPeriod,
  now: Date,
): { readonly from: Date; readonly to: Date } => ({
  from: new Date(now.getTime() - PERIOD_MS[period]),
  to: now,
});
