import { absenceFrom, type DaysOff, nextDate } from '../../domain/days-off';
import { DeskError } from '../../domain/errors';

const LINE = /^(\S+?)(?:\s*(?:\bto\b|\buntil\b|–|\s-\s|\.\.)\s*(\S+))?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

const dateIn = (word: string, today: string): string | null => {
  if (word === 'today') return today;
  if (word === 'tomorrow') return nextDate(today);
  return DATE.test(word) ? word : null;
};

/** Reads days off as people write them, one absence a line. Throws `invalid`. */
export const readDaysOff = (text: string, today: string): readonly DaysOff[] =>
  text
    .toLowerCase()
    .split(/[\n;,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [, first = '', last = first] = LINE.exec(line) ?? [];
      const from = dateIn(first, today);
      const to = dateIn(last, today);
      if (from === null || to === null)
        throw new DeskError(
          'invalid',
          'DAYS_OFF_NOT_UNDERSTOOD',
          `“${line.slice(0, 60)}” is not understood as days off.`,
          'Write for example: 2026-12-24 to 2026-12-31, or today',
          ['daysOff'],
        );
      return { from, to };
    });

export const daysOffText = ({ from, to }: DaysOff): string =>
  from === to ? from : `${from} to ${to}`;

/** Those that are not over, as they are read again. */
export const daysOffLines = (all: readonly DaysOff[], today: string): readonly string[] =>
  all.filter(({ to }) => to >= today).map(daysOffText);

/** Whether they are away, or when next; empty where nothing is planned. */
export const absenceWords = (all: readonly DaysOff[], today: string): string => {
  const next = absenceFrom(all, today);
  if (next === null) return '';
  return next.from > today ? `off ${daysOffText(next)}` : `day off, back after ${next.to}`;
};
