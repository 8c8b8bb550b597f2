import { openingOf } from '../src/app/care/opening-text';
import type { OpeningHours } from '../src/domain/business-calendar';
import { DeskError } from '../src/domain/errors';
import type { OpeningIntervalInput } from './types/hours-inputs';

/** Intervals as a caller writes them down. Throws `invalid` for what is none. */
export const intervalsOf = (
  given: readonly OpeningIntervalInput[],
  field: string,
): readonly OpeningHours[] =>
  given.map(({ weekday, from, to }) => {
    const interval = openingOf(weekday, `${from}-${to}`);
    if (interval !== null) return interval;
    throw new DeskError('invalid', 'HOURS_FAULTY', `${from} to ${to} is no interval.`, null, [
      field,
    ]);
  });
