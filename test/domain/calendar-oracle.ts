import type { BusinessCalendar } from '../../src/domain/business-calendar';

interface Wall {
  readonly date: string;
  readonly weekday: number;
  readonly minute: number;
  /** Orders readings of the wall: the same time on a later day is larger. */
  readonly reading: number;
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const readers = new Map<string, Intl.DateTimeFormat>();

const readerOf = (zone: string): Intl.DateTimeFormat => {
  const known = readers.get(zone);
  if (known !== undefined) return known;
  const reader = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  readers.set(zone, reader);
  return reader;
};

const wallAt = (zone: string, at: number): Wall => {
  const parts = new Map(
    readerOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const [year, month, day] = [parts.get('year'), parts.get('month'), parts.get('day')];
  const minute = Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
  const date = `${year}-${month}-${day}`;
  return {
    date,
    weekday: WEEKDAYS.indexOf(parts.get('weekday') ?? '') + 1,
    minute,
    reading: Date.UTC(Number(year), Number(month) - 1, Number(day)) / 60_000 + minute,
  };
};

const dayBefore = (wall: Wall): { date: string; weekday: number } => ({
  date: new Date(Date.parse(`${wall.date}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10),
  weekday: wall.weekday === 1 ? 7 : wall.weekday - 1,
});

const isOpen = (calendar: BusinessCalendar, wall: Wall): boolean => {
  const closed = (date: string): boolean => calendar.holidays.some((one) => one.date === date);
  if (closed(wall.date)) return false;
  const today = calendar.opening.some(
    (one) => one.weekday === wall.weekday && one.from <= wall.minute && wall.minute < one.to,
  );
  if (today) return true;
  const eve = dayBefore(wall);
  if (closed(eve.date)) return false;
  return calendar.opening.some(
    (one) =>
      one.weekday === eve.weekday && one.from <= wall.minute + 1440 && wall.minute + 1440 < one.to,
  );
};

/** Minutes of lead, so that a wall put back just before `from` is seen to have been later. */
const LEAD = 180;

/**
 * Open minutes between two whole minutes, found by looking at the wall once a minute. A wall that
 * is put back shows nothing new until it has caught up with itself.
 */
export const openMinutes = (calendar: BusinessCalendar, from: Date, to: Date): number => {
  let latest: Wall | null = null;
  let open = 0;
  for (let at = from.getTime() - LEAD * 60_000; at < to.getTime(); at += 60_000) {
    const wall = wallAt(calendar.zone, at);
    if (latest === null || wall.reading > latest.reading) latest = wall;
    if (at >= from.getTime() && isOpen(calendar, latest)) open += 1;
  }
  return open;
};
