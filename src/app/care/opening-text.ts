import { DAY_MINUTES, type OpeningHours } from '../../domain/business-calendar';

/** One opening interval as people write it: `09:00-17:30`. */
export const OPENING_TEXT = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/;

/** Reads an interval; `22:00-06:00` ends on the next day. Null for anything else. */
export const openingOf = (weekday: number, text: string): OpeningHours | null => {
  const [matched, fromHour, fromMinute, toHour, toMinute] = OPENING_TEXT.exec(text) ?? [];
  if (matched === undefined) return null;
  const from = Number(fromHour) * 60 + Number(fromMinute);
  const to = Number(toHour) * 60 + Number(toMinute);
  return { weekday, from, to: to > from ? to : to + DAY_MINUTES };
};

const two = (value: number): string => String(value).padStart(2, '0');

/** A minute of a day as a clock shows it; the end of the day is 24:00. */
export const clockText = (minute: number): string => {
  const shown = minute > DAY_MINUTES ? minute - DAY_MINUTES : minute;
  return `${two(Math.floor(shown / 60))}:${two(shown % 60)}`;
};
