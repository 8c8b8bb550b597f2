import { IANAZone } from 'luxon';
import type { ZoneClock } from '../../domain/business-calendar';
import { DeskError } from '../../domain/errors';
import { remembered } from './remembered';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** No zone is farther than this from Greenwich, nor changes its clocks twice within it. */
const WINDOW_MS = 15 * 60 * MINUTE_MS;

const zoneNamed = (name: string): IANAZone => {
  const zone = IANAZone.create(name);
  if (!zone.isValid)
    throw new DeskError(
      'invalid',
      'UNKNOWN_ZONE',
      `“${name}” is no time zone this machine knows.`,
      'Use an IANA name such as Europe/Paris.',
      ['zone'],
    );
  return zone;
};

/** Where the clocks jump between two instants that show different offsets. */
const jumpBetween = (zone: IANAZone, early: number, late: number): number => {
  const before = zone.offset(early);
  let low = early;
  let high = late;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zone.offset(middle) === before) low = middle;
    else high = middle;
  }
  return high;
};

const reachedMs = ({ name, shown }: { readonly name: string; readonly shown: number }): number => {
  const zone = zoneNamed(name);
  const before = zone.offset(shown - WINDOW_MS);
  const early = shown - before * MINUTE_MS;
  if (zone.offset(early) === before) return early;
  const after = zone.offset(shown + WINDOW_MS);
  const late = shown - after * MINUTE_MS;
  if (zone.offset(late) === after) return late;
  return jumpBetween(zone, shown - WINDOW_MS, shown + WINDOW_MS);
};

/** The library takes as long for one instant as a database for a row, and days are asked for in hundreds. */
const whenReached = remembered(({ name, shown }) => `${name} ${shown}`, reachedMs);

const dayOf = remembered(
  ({ name, at }: { readonly name: string; readonly at: number }) => `${name} ${at}`,
  ({ name, at }) => Math.floor((at + zoneNamed(name).offset(at) * MINUTE_MS) / DAY_MS),
);

/** Zone arithmetic by the IANA database. Throws `invalid` for a zone nobody knows. */
export const zoneClock: ZoneClock = {
  reached: (name, { day, minute }) =>
    new Date(whenReached({ name, shown: day * DAY_MS + minute * MINUTE_MS })),
  dayAt: (name, at) => dayOf({ name, at: at.getTime() }),
};
