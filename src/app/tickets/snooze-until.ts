import { DateTime } from 'luxon';
import { DeskError } from '../../domain/errors';

/** The instant behind a choice of the snooze menu; mornings are 9:00 in `zone`. */
export const snoozeUntil = (choice: string, now: Date, zone: string): Date => {
  const start = DateTime.fromJSDate(now, { zone });
  switch (choice) {
    case '1h':
      return start.plus({ hours: 1 }).toJSDate();
    case '4h':
      return start.plus({ hours: 4 }).toJSDate();
    case 'tomorrow':
      return start
        .plus({ days: 1 })
        .set({ hour: 9, minute: 0, second: 0, millisecond: 0 })
        .toJSDate();
    case '3d':
      return start.plus({ days: 3 }).toJSDate();
    case '7d':
      return start.plus({ days: 7 }).toJSDate();
    default:
      throw new DeskError(
        'invalid',
        'UNKNOWN_CHOICE',
        'That is not one of the choices.',
        'Choose from the list.',
        ['until'],
      );
  }
};
