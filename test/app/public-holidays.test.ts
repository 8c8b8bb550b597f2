import { describe, expect, test } from '@jest/globals';
import { publicHolidays } from '../../src/app/calendar/public-holidays';
import { DeskError } from '../../src/domain/errors';

const datesOf = async (
  country: string,
  region: string | null,
  year: number,
): Promise<readonly string[]> =>
  (await publicHolidays({ country, region }, year)).map(({ date }) => date);

describe('public holidays', () => {
  test('know the days that move with Easter, and those that only a region has', async () => {
    expect(await datesOf('DE', null, 2026)).toContain('2026-04-06');
    expect(await datesOf('DE', null, 2026)).not.toContain('2026-01-06');
    expect(await datesOf('DE', 'BY', 2026)).toContain('2026-01-06');
  });

  test('reach over the turn of the year', async () => {
    expect(await datesOf('DE', null, 2026)).toContain('2027-01-01');
    expect(await datesOf('DE', null, 2026)).toContain('2025-12-25');
  });

  test('last as many days as they last', async () => {
    const feast = await datesOf('AE', null, 2026);
    expect(feast).toEqual(expect.arrayContaining(['2026-03-20', '2026-03-21', '2026-03-22']));
    expect(feast).not.toContain('2026-03-23');
  });

  test('take no day for a holiday on which people work', async () => {
    expect(await datesOf('DE', null, 2026)).not.toContain('2026-02-14');
    expect(await datesOf('CN', null, 2026)).not.toContain('2026-05-04');
  });

  test.each([
    ['XX', null],
    ['DE', 'ZZ'],
    ['constructor', null],
    ['de', null],
  ])('are refused for %s %s instead of being none', async (country, region) => {
    const asked = publicHolidays({ country, region }, 2026);
    await expect(asked).rejects.toBeInstanceOf(DeskError);
    await expect(asked).rejects.toMatchObject({ code: 'UNKNOWN_HOLIDAYS' });
  });
});
