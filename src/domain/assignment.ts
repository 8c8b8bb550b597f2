import type { ZoneClock } from './business-calendar';
import { type Colleague, isFree, isFull, isOnShift, nextOnShift } from './escalation-path';

/** The two ways in which a queue gives out tickets by itself. */
export type GivingOut = 'ROUND_ROBIN' | 'LEAST_LOADED';

/**
 * Who gets the next ticket: of those who are on shift and not full, in their order after whoever
 * had the last one; or of these whoever has the least. Null: it waits.
 */
export const nextInTurn = (
  how: GivingOut,
  people: readonly Colleague[],
  lastId: string | null,
  zones: ZoneClock,
  now: Date,
): Colleague | null => {
  const last = people.findIndex(({ id }) => id === lastId);
  const free = [...people.slice(last + 1), ...people.slice(0, last + 1)].filter((one) =>
    isFree(one, zones, now),
  );
  const [first = null, ...others] = free;
  if (how === 'ROUND_ROBIN') return first;
  // Of equals whoever had the last one longest ago: they come first.
  return others.reduce<Colleague | null>(
    (least, one) => (least === null || one.load < least.load ? one : least),
    first,
  );
};

/** Why somebody would not have been given a ticket without being named. */
export interface Burden {
  readonly full: { readonly load: number; readonly capacity: number } | null;
  readonly offShift: { readonly backAt: Date | null } | null;
}

/** Null: they are on shift and not full. */
export const burdenOf = (one: Colleague, zones: ZoneClock, now: Date): Burden | null => {
  const { load, capacity } = one;
  const full = capacity !== null && isFull(one) ? { load, capacity } : null;
  const offShift = isOnShift(one, zones, now) ? null : { backAt: nextOnShift([one], zones, now) };
  return full === null && offShift === null ? null : { full, offShift };
};
