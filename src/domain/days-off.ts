import { dateOf, type Holiday, type ZoneClock } from './business-calendar';

/** Whole days on which somebody is not there: the first and the last, as YYYY-MM-DD. */
export interface DaysOff {
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 366;
const MOST = 50;

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

/** There is no 30 February. */
const isDate = (date: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(dayOf(date)) && dateOf(dayOf(date)) === date;

export const nextDate = (date: string): string => dateOf(dayOf(date) + 1);

/** What is wrong with them, in words for whoever wrote them; empty when nothing is. */
export const daysOffFaults = (all: readonly DaysOff[]): readonly string[] => {
  if (all.length > MOST) return [`Give at most ${MOST} times of absence.`];
  return all.flatMap(({ from, to }) => {
    const [wrong] = [from, to].filter((date) => !isDate(date));
    if (wrong !== undefined) return [`“${wrong}” is no date like 2026-12-24.`];
    if (to < from) return [`${from} to ${to} ends before it begins.`];
    return dayOf(to) - dayOf(from) < LONGEST_DAYS ? [] : [`${from} to ${to} is above a year.`];
  });
};

/** In order, each day once. */
export const inOrder = (all: readonly DaysOff[]): readonly DaysOff[] => {
  const joined: DaysOff[] = [];
  for (const one of all.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = joined.at(-1);
    if (last === undefined || one.from > nextDate(last.to)) joined.push(one);
    else if (one.to > last.to) joined[joined.length - 1] = { ...last, to: one.to };
  }
  return joined;
};

/** As a calendar leaves them out. */
export const asHolidays = (all: readonly DaysOff[]): readonly Holiday[] =>
  all.flatMap(({ from, to }) =>
    Array.from({ length: dayOf(to) - dayOf(from) + 1 }, (_, at) => ({
      date: dateOf(dayOf(from) + at),
      name: 'day off',
    })),
  );

/** What date it is on somebody's wall. */
export const todayOf = (zone: string, zones: ZoneClock, at: Date): string =>
  dateOf(zones.dayAt(zone, at));

/** The absence that runs on a date, or the next one; null: none is left. */
export const absenceFrom = (all: readonly DaysOff[], date: string): DaysOff | null =>
  inOrder(all).find(({ to }) => to >= date) ?? null;
