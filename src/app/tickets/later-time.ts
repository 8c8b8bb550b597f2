import { DateTime } from 'luxon';
import { DeskError } from '../../domain/errors';

const MORNING = { hour: 9, minute: 0, second: 0, millisecond: 0 } as const;

/** Whether these words name a later time at all. */
export const isLaterTime = (choice: string): boolean =>
  choice === 'tomorrow' || /^[1-9]\d{0,2}[hd]$/.test(choice);

/** The instant behind `4h`, `3d` or `tomorrow`; mornings are 9:00 in `zone`. */
export const laterTime = (choice: string, now: Date, zone: string): Date => {
  if (!isLaterTime(choice))
    throw new DeskError(
      'invalid',
      'UNKNOWN_CHOICE',
      'That is not one of the choices.',
      'Choose from the list, or say for example 4h, 2d or tomorrow.',
      ['until'],
    );
  const start = DateTime.fromJSDate(now, { zone });
  if (choice === 'tomorrow') return start.plus({ days: 1 }).set(MORNING).toJSDate();
  const count = Number(choice.slice(0, -1));
  return start.plus(choice.endsWith('h') ? { hours: count } : { days: count }).toJSDate();
};
