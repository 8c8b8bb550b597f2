import { DateTime, IANAZone } from 'luxon';
import { DeskError } from '../../domain/errors';
import { remembered } from '../calendar/remembered';

const MAX_WINDOW_DAYS = 400;
const MAX_STRETCHES = 400;
const DAY_MS = 86_400_000;

export interface Window {
  readonly from: Date;
  readonly to: Date;
}

export const STRETCHES = ['HOUR', 'DAY', 'WEEK', 'MONTH'] as const;
export type StretchSize = (typeof STRETCHES)[number];

const fault = (code: string, message: string, path: string, hint: string | null = null) =>
  new DeskError('invalid', code, message, hint, [path]);

/** Refuses a window that ends before it starts, or that is longer than figures are kept handy. */
export const checkWindow = ({ from, to }: Window): void => {
  if (from >= to) throw fault('EMPTY_WINDOW', 'The window must end after it starts.', 'window');
  if (to.getTime() - from.getTime() > MAX_WINDOW_DAYS * DAY_MS)
    throw fault(
      'WINDOW_TOO_LONG',
      `A window spans at most ${MAX_WINDOW_DAYS} days.`,
      'window',
      'Ask for several shorter windows.',
    );
};

const UNIT = { HOUR: 'hour', DAY: 'day', WEEK: 'week', MONTH: 'month' } as const;
type Unit = (typeof UNIT)[StretchSize];

/** Each window of a dashboard has nearly the same days. */
const nextStart = remembered(
  ({ from, zone, unit }: { readonly from: number; readonly zone: string; readonly unit: Unit }) =>
    `${unit} ${zone} ${from}`,
  ({ from, zone, unit }) =>
    DateTime.fromMillis(from, { zone })
      .startOf(unit)
      .plus({ [unit]: 1 })
      .toMillis(),
);

export const earlier = (one: Date, other: Date): Date =>
  new Date(Math.min(one.getTime(), other.getTime()));

/** Where the hours, days, weeks or months of a zone begin in a window; the first begins with it. */
export const stretchesOf = (
  window: Window,
  size: StretchSize | null,
  zone: string,
): readonly Window[] => {
  if (!IANAZone.isValidZone(zone))
    throw fault(
      'UNKNOWN_ZONE',
      `“${zone}” is no time zone this machine knows.`,
      'zone',
      'Use an IANA name such as Europe/Paris.',
    );
  if (size === null) return [window];
  const unit = UNIT[size];
  const stretches: Window[] = [];
  let from = window.from;
  while (from < window.to) {
    if (stretches.length === MAX_STRETCHES)
      throw fault(
        'TOO_MANY_BUCKETS',
        `An answer has at most ${MAX_STRETCHES} buckets.`,
        'bucket',
        'Ask for longer buckets, or for a shorter window.',
      );
    const to = earlier(new Date(nextStart({ from: from.getTime(), zone, unit })), window.to);
    stretches.push({ from, to });
    from = to;
  }
  return stretches;
};

/** The window of the same length just before. */
export const windowBefore = ({ from, to }: Window): Window => ({
  from: new Date(from.getTime() - (to.getTime() - from.getTime())),
  to: from,
});
