import { dateOf, type Holiday } from '../../domain/business-calendar';
import { DeskError } from '../../domain/errors';

/** Where a calendar takes its public holidays from: ISO 3166 country, and a region of it. */
export interface HolidaySource {
  readonly country: string;
  readonly region: string | null;
}

const DAY_MS = 86_400_000;

const made = new Map<string, readonly Holiday[]>();

const placeOf = async ({ country, region }: HolidaySource) => {
  // Some hundred milliseconds and megabytes that a desk without public holidays need not spend.
  const { default: Holidays } = await import('date-holidays');
  const world = new Holidays();
  const isKnown = Object.hasOwn(world.getCountries(), country);
  const regions = isKnown ? (world.getStates(country) ?? {}) : {};
  if (!isKnown || (region !== null && !Object.hasOwn(regions, region)))
    throw new DeskError(
      'invalid',
      'UNKNOWN_HOLIDAYS',
      `No public holidays are known for ${region === null ? country : `${region} in ${country}`}.`,
      'Use an ISO code such as DE and a region of it such as BY, or list the dates yourself.',
      ['country'],
    );
  return region === null ? new Holidays(country) : new Holidays(country, region);
};

/** The public holidays of a year and its neighbours. Throws `invalid` for a place nobody knows. */
export const publicHolidays = async (
  source: HolidaySource,
  year: number,
): Promise<readonly Holiday[]> => {
  const key = `${source.country} ${source.region ?? ''} ${year}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const place = await placeOf(source);
  const holidays = [year - 1, year, year + 1]
    .flatMap((one) => place.getHolidays(one))
    .filter(({ type }) => type === 'public')
    .flatMap(({ date, name, start, end }) => {
      const first = Math.floor(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / DAY_MS);
      // Half a holiday closes no day; one of 23 hours, when the clocks change, does.
      const length = Math.round((end.getTime() - start.getTime()) / DAY_MS - 0.25);
      return Array.from({ length }, (_, offset) => ({ date: dateOf(first + offset), name }));
    });
  made.set(key, holidays);
  return holidays;
};
