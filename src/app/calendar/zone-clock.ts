import { IANAZone } from 'luxon';
import type { ZoneClock } from '../../domain/business-calendar';
import { DeskError } from '../../domain/errors';

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

/** Zone arithmetic by the IANA database. Throws `invalid` for a zone nobody knows. */
export const zoneClock: ZoneClock = {
  reached: (name, { day, minute }) => {
    const zone = zoneNamed(name);
    const shown = day * DAY_MS + minute * MINUTE_MS;
    const before = zone.offset(shown - WINDOW_MS);
    const early = shown - before * MINUTE_MS;
    if (zone.offset(early) === before) return new Date(early);
    const after = zone.offset(shown + WINDOW_MS);
    const late = shown - after * MINUTE_MS;
    if (zone.offset(late) === after) return new Date(late);
    return new Date(jumpBetween(zone, shown - WINDOW_MS, shown + WINDOW_MS));
  },
  dayAt: (name, at) =>
    Math.floor((at.getTime() + zoneNamed(name).offset(at.getTime()) * MINUTE_MS) / DAY_MS),
};
