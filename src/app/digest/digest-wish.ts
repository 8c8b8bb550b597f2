import { DIGEST_PERIODS, type DigestPeriod } from '../../domain/digest-schedule';
import { DeskError } from '../../domain/errors';

const DAY_NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const WORKING_DAYS = [1, 2, 3, 4, 5];
export const MORNING = 9;

/** Where nothing else is said. */
export const usualDays = (period: DigestPeriod): readonly number[] =>
  period === 'WEEKLY' ? [1] : WORKING_DAYS;

/** What `/desk digest …` asks for. */
export type SpokenWish =
  | { readonly do: 'show' }
  | { readonly do: 'tell' | 'stop'; readonly period: DigestPeriod }
  | {
      readonly do: 'set';
      readonly period: DigestPeriod;
      readonly hour: number;
      readonly weekdays: readonly number[];
      /** Null: the desk's own. */
      readonly zone: string | null;
    };

const notUnderstood = (word: string): DeskError =>
  new DeskError(
    'invalid',
    'DIGEST_NOT_UNDERSTOOD',
    `I do not understand “${word.slice(0, 40)}”.`,
    'For example: /desk digest daily 9 mon-fri Europe/Berlin, /desk digest weekly mon 8, /desk digest daily off, /desk digest now.',
  );

const dayOf = (word: string): number | null => {
  const name = DAY_NAMES.findIndex((day) => word.length >= 3 && day === word.slice(0, 3));
  return name === -1 || !/^[a-z]+$/.test(word) ? null : name + 1;
};

/** `mon-fri`, `mon,wed`, `sat`: a range may run over the weekend's end. */
const daysOf = (word: string): readonly number[] | null => {
  const days: number[] = [];
  for (const part of word.toLowerCase().split(',')) {
    const [from, to, ...more] = part.split('-').map(dayOf);
    if (from === null || from === undefined || to === null || more.length > 0) return null;
    const length = to === undefined ? 1 : ((to - from + 7) % 7) + 1;
    days.push(...Array.from({ length }, (_, index) => ((from - 1 + index) % 7) + 1));
  }
  return [...new Set(days)].toSorted((one, other) => one - other);
};

/** The days that somebody named. Throws `invalid`. */
export const readDays = (text: string): readonly number[] => {
  const days = daysOf(text.replace(/\s+/gu, ''));
  if (days === null) throw notUnderstood(text);
  return days;
};

/** Days as `readDays` reads them. */
export const shortDays = (weekdays: readonly number[]): string =>
  weekdays.map((day) => DAY_NAMES[day - 1] ?? '').join(',');

const hourOf = (word: string): number | null => {
  const hour = /^(\d{1,2})(?::00)?$/.exec(word)?.[1];
  return hour === undefined || Number(hour) > 23 ? null : Number(hour);
};

const periodOf = (word: string | undefined): DigestPeriod | undefined =>
  DIGEST_PERIODS.find((one) => one === word?.toUpperCase());

/** Throws `invalid` where it cannot be understood. */
export const readWish = (text: string): SpokenWish => {
  const [verb = '', ...rest] = text.trim().split(/\s+/);
  if (verb === '') return { do: 'show' };
  if (verb.toLowerCase() === 'now') {
    const period = rest[0] === undefined ? 'DAILY' : periodOf(rest[0]);
    if (period === undefined || rest.length > 1) throw notUnderstood(rest.join(' '));
    return { do: 'tell', period };
  }
  const period = periodOf(verb);
  if (period === undefined) throw notUnderstood(verb);
  if (rest.length === 1 && rest[0]?.toLowerCase() === 'off') return { do: 'stop', period };
  let hour = MORNING;
  let weekdays = usualDays(period);
  let zone: string | null = null;
  for (const word of rest) {
    const days = daysOf(word);
    const spoken = hourOf(word);
    if (spoken !== null) hour = spoken;
    else if (days !== null) weekdays = days;
    else if (/^[A-Za-z]+\/[\w/+-]+$|^UTC$/.test(word)) zone = word;
    else throw notUnderstood(word);
  }
  return { do: 'set', period, hour, weekdays, zone };
};

/** `Mon to Fri`, `Mon, Wed`, as people say it. */
export const daysWords = (weekdays: readonly number[]): string => {
  const names = weekdays.map((day) => {
    const name = DAY_NAMES[day - 1] ?? '';
    return name.charAt(0).toUpperCase() + name.slice(1);
  });
  const first = weekdays[0];
  const isRun = first !== undefined && weekdays.every((day, index) => day === first + index);
  return isRun && names.length > 2 ? `${names[0]} to ${names.at(-1)}` : names.join(', ');
};
