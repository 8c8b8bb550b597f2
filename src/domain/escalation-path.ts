import {
  type BusinessCalendar,
  nextOpening,
  type OpeningHours,
  roundTheClock,
  type ZoneClock,
} from './business-calendar';
import { absenceFrom, asHolidays, type DaysOff, todayOf } from './days-off';
import { DeskError } from './errors';
import type { Ticket } from './ticket';

/** When somebody works: intervals of a week on the wall of their own zone. */
export interface Shift {
  readonly zone: string;
  readonly opening: readonly OpeningHours[];
}

/** One of ours, as far as it matters for who may be given work. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  /** Null: nobody has said when they work, so they always may be asked. */
  readonly shift: Shift | null;
  /** Their own wall, for whoever has no shifts. */
  readonly zone: string;
  /** Days on which they are not there, whatever their shifts say. */
  readonly daysOff: readonly DaysOff[];
  /** The most open tickets that wait on us; null: as many as come. */
  readonly capacity: number | null;
  /** How many they have now. */
  readonly load: number;
}

/** Asked together: one person, or everybody of a group; whoever accepts first has it. */
export type PathStep = readonly string[];

export interface PathLevel {
  readonly level: number;
  readonly name: string;
  /** Who is asked must accept within so many minutes. */
  readonly acceptMin: number;
  /** In the order in which they are asked. */
  readonly steps: readonly PathStep[];
}

export interface EscalationPath {
  readonly levels: readonly PathLevel[];
  /** Asked when nobody else is left or on shift, at any hour of a day that is not off. */
  readonly fallbackId: string | null;
}

/** A question that runs: will one of these take the ticket? */
export interface Asking {
  readonly level: number;
  readonly memberIds: readonly string[];
  readonly isFallback: boolean;
  readonly askedAt: Date;
  readonly dueAt: Date;
  /** Who declined, stayed silent, or is not to be asked; nobody is asked twice. */
  readonly passed: readonly string[];
}

/** Where and when the search happens. */
export interface Roster {
  readonly path: EscalationPath;
  readonly people: readonly Colleague[];
  readonly zones: ZoneClock;
}

const DEFAULT_ACCEPT_MIN = 15;

/** Where every ticket begins: nobody was asked for anything more. */
export const FIRST_LEVEL = 1;

/**
 * An escalated ticket that waits on us and that nobody has: somebody must be asked, or it is
 * escalated no longer.
 */
export const isLeftAlone = ({
  level,
  assigneeId,
  status,
  waitingOn,
}: Pick<Ticket, 'level' | 'assigneeId' | 'status' | 'waitingOn'>): boolean =>
  level > FIRST_LEVEL &&
  assigneeId === null &&
  waitingOn === 'US' &&
  (status === 'NEW' || status === 'OPEN');

/** Where a ticket goes when nobody is left to ask: to its owner's level, else to the first queue. */
export const levelBack = (
  { assigneeId }: Pick<Ticket, 'assigneeId'>,
  levelBefore: number,
): number => (assigneeId === null ? FIRST_LEVEL : levelBefore);

type Presence = Pick<Colleague, 'shift' | 'zone' | 'daysOff'>;

/** On whose wall their days begin and end. */
export const wallOf = ({ shift, zone }: Pick<Colleague, 'shift' | 'zone'>): string =>
  shift?.zone ?? zone;

const asCalendar = ({ shift, zone, daysOff }: Presence): BusinessCalendar => ({
  ...(shift ?? roundTheClock(zone)),
  holidays: asHolidays(daysOff),
});

/** The absence they are on; null: this is no day off of theirs. */
export const awayOn = (one: Presence, zones: ZoneClock, at: Date): DaysOff | null => {
  if (one.daysOff.length === 0) return null;
  const today = todayOf(wallOf(one), zones, at);
  const next = absenceFrom(one.daysOff, today);
  return next !== null && next.from <= today ? next : null;
};

const isAlwaysThere = ({ shift, daysOff }: Presence): boolean =>
  shift === null && daysOff.length === 0;

export const isOnShift = (one: Presence, zones: ZoneClock, at: Date): boolean =>
  isAlwaysThere(one) || nextOpening(asCalendar(one), zones, at).getTime() === at.getTime();

export const isFull = ({ capacity, load }: Pick<Colleague, 'capacity' | 'load'>): boolean =>
  capacity !== null && load >= capacity;

/** May work be given to them without their being named? */
export const isFree = (one: Colleague, zones: ZoneClock, at: Date): boolean =>
  one.active && !isFull(one) && isOnShift(one, zones, at);

/** When the first of them is on shift: now or later; null where there is nobody. */
export const nextOnShift = (
  people: readonly Colleague[],
  zones: ZoneClock,
  at: Date,
): Date | null => {
  let first: Date | null = null;
  for (const one of people) {
    if (!one.active) continue;
    const begins = isAlwaysThere(one) ? at : nextOpening(asCalendar(one), zones, at);
    if (first === null || begins < first) first = begins;
  }
  return first;
};

const asks = (
  asked: Pick<Asking, 'level' | 'memberIds' | 'isFallback' | 'passed'>,
  acceptMin: number,
  now: Date,
): Asking => ({
  ...asked,
  askedAt: now,
  dueAt: new Date(now.getTime() + acceptMin * 60_000),
});

/**
 * Whom to ask from a level upwards: its steps in their order, then the next level, then the
 * fall-back. Null: back to the queue.
 */
export const whomToAsk = (
  { path, people, zones }: Roster,
  level: number,
  passed: readonly string[],
  now: Date,
): Asking | null => {
  const free = new Set(
    people.filter((one) => !passed.includes(one.id) && isFree(one, zones, now)).map(({ id }) => id),
  );
  const levels = path.levels
    .filter((one) => one.level >= level)
    .toSorted((one, other) => one.level - other.level);
  for (const one of levels)
    for (const step of one.steps) {
      const memberIds = step.filter((id) => free.has(id));
      if (memberIds.length > 0)
        return asks({ level: one.level, memberIds, isFallback: false, passed }, one.acceptMin, now);
    }
  const fallback = people.find(({ id, active }) => id === path.fallbackId && active);
  if (fallback === undefined || passed.includes(fallback.id)) return null;
  if (awayOn(fallback, zones, now) !== null) return null;
  const acceptMin = levels[0]?.acceptMin ?? DEFAULT_ACCEPT_MIN;
  return asks({ level, memberIds: [fallback.id], isFallback: true, passed }, acceptMin, now);
};

/**
 * Some of those who were asked will not take it: the others of their group are waited for, else
 * the next are asked. Null: nobody is left, back to the queue.
 */
export const passOn = (
  asking: Asking,
  who: readonly string[],
  level: number,
  roster: Roster,
  now: Date,
): Asking | null => {
  const passed = [...new Set([...asking.passed, ...who])];
  const memberIds = asking.memberIds.filter((id) => !who.includes(id));
  if (memberIds.length > 0) return { ...asking, memberIds, passed };
  return whomToAsk(roster, level, passed, now);
};

/** Whoever is asked must read why. Throws `invalid`. */
export const requireReason = (reason: string): void => {
  if (reason.trim().length < 3)
    throw new DeskError('invalid', 'REASON_NEEDED', 'Say why this needs the next level.', null, [
      'reason',
    ]);
};
