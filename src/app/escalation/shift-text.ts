import type { OpeningHours } from '../../domain/business-calendar';
import { DeskError } from '../../domain/errors';
import { clockText, openingOf } from '../care/opening-text';

const DAYS: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const LINE = /^([a-z]{3}(?:\s*[-–,]\s*[a-z]{3})*)\s+(.+)$/;

/** What the lines say: of a person or of the desk. */
type Told = 'a shift' | 'opening hours';

const misread = (line: string, told: Told): DeskError => {
  const isShift = told === 'a shift';
  return new DeskError(
    'invalid',
    isShift ? 'SHIFT_NOT_UNDERSTOOD' : 'OPENING_NOT_UNDERSTOOD',
    `“${line.trim().slice(0, 80)}” is not understood as ${told}.`,
    'Write one line for some days, for example: mon-fri 09:00-12:30, 13:00-17:00',
    [isShift ? 'shift' : 'opening'],
  );
};

const dayOf = (name: string, line: string, told: Told): number => {
  const at = DAYS.indexOf(name);
  if (at === -1) throw misread(line, told);
  return at;
};

/** `mon-wed,fri`; a range may run over Sunday. */
const daysOf = (text: string, line: string, told: Told): readonly number[] =>
  text.split(',').flatMap((part) => {
    const [first = '', last = first] = part.split(/[-–]/).map((day) => day.trim());
    const from = dayOf(first, line, told);
    const count = (dayOf(last, line, told) - from + 7) % 7;
    return Array.from({ length: count + 1 }, (_, at) => ((from + at) % 7) + 1);
  });

/** Reads hours of a week as people write them, a line for some days. Throws `invalid`. */
export const readShifts = (text: string, told: Told): readonly OpeningHours[] =>
  text
    .toLowerCase()
    .split(/[\n;]/)
    .filter((line) => line.trim() !== '')
    .flatMap((line) => {
      const [, days = '', times = ''] = LINE.exec(line.trim()) ?? [];
      if (days === '') throw misread(line, told);
      return daysOf(days, line, told).flatMap((weekday) =>
        times.split(',').map((part): OpeningHours => {
          const interval = openingOf(weekday, part.replace('–', '-').replace(/\s/g, ''));
          if (interval === null) throw misread(line, told);
          return interval;
        }),
      );
    });

const timesOf = (opening: readonly OpeningHours[], weekday: number): string =>
  opening
    .filter((one) => one.weekday === weekday)
    .toSorted((one, other) => one.from - other.from)
    .map(({ from, to }) => `${clockText(from)}-${clockText(to)}`)
    .join(', ');

const named = (weekday: number): string => DAYS[weekday - 1] ?? '';

/** The same shifts as a person would write them: days alike on one line. */
export const shiftLines = (opening: readonly OpeningHours[]): readonly string[] => {
  const lines: { first: number; last: number; times: string }[] = [];
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    const times = timesOf(opening, weekday);
    const before = lines.at(-1);
    if (before?.times === times && before.last === weekday - 1) before.last = weekday;
    else lines.push({ first: weekday, last: weekday, times });
  }
  return lines
    .filter(({ times }) => times !== '')
    .map(({ first, last, times }) =>
      first === last ? `${named(first)} ${times}` : `${named(first)}-${named(last)} ${times}`,
    );
};
