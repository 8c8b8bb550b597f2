import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readShifts, shiftLines } from '../../src/app/escalation/shift-text';

describe('shifts as people write them', () => {
  it.each([
    ['mon-fri 09:00-12:30, 13:00-17:00', 10],
    ['Mon,Wed 9:00-12:00', null],
    ['mon, wed 09:00-12:00', 2],
    ['fri-mon 22:00-06:00', 4],
    ['sat 00:00-24:00\nsun 10:00–12:00', 2],
    ['mon–wed 09:00 - 17:00; fri 09:00-12:00', 4],
    ['', 0],
    ['weekdays 9 to 5', null],
    ['mon 09:00-25:00', null],
    ['xyz 09:00-17:00', null],
    ['mon', null],
  ])('%s', (text, count) => {
    if (count === null) expect(() => readShifts(text)).toThrow(/is not understood as a shift/);
    else expect(readShifts(text)).toHaveLength(count);
  });

  it('are read again as what they were, days alike on one line', () => {
    expect(shiftLines(readShifts('mon-wed 09:00-17:00\nthu 09:00-17:00\nsat 22:00-06:00'))).toEqual(
      ['mon-thu 09:00-17:00', 'sat 22:00-06:00'],
    );
    const interval = fc.record({
      weekday: fc.integer({ min: 1, max: 7 }),
      from: fc.integer({ min: 0, max: 1439 }),
      length: fc.integer({ min: 1, max: 1440 }),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(interval, { maxLength: 12, comparator: 'IsStrictlyEqual' }),
        (all) => {
          const opening = all.map(({ weekday, from, length }) => ({
            weekday,
            from,
            to: from + length,
          }));
          const sorted = (list: typeof opening): string[] =>
            list.map((one) => JSON.stringify(one)).sort();
          const again = readShifts(shiftLines(opening).join('\n'));
          expect(sorted([...again])).toEqual(sorted(opening));
        },
      ),
    );
  });
});
