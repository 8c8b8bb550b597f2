import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { absenceWords, daysOffLines, readDaysOff } from '../../src/app/escalation/days-off-text';
import { readShifts, shiftLines } from '../../src/app/escalation/shift-text';
import { daysOffFaults, inOrder } from '../../src/domain/days-off';

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
    if (count === null)
      expect(() => readShifts(text, 'a shift')).toThrow(/is not understood as a shift/);
    else expect(readShifts(text, 'a shift')).toHaveLength(count);
  });

  it('are read again as what they were, days alike on one line', () => {
    expect(
      shiftLines(readShifts('mon-wed 09:00-17:00\nthu 09:00-17:00\nsat 22:00-06:00', 'a shift')),
    ).toEqual(['mon-thu 09:00-17:00', 'sat 22:00-06:00']);
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
          const again = readShifts(shiftLines(opening).join('\n'), 'a shift');
          expect(sorted([...again])).toEqual(sorted(opening));
        },
      ),
    );
  });
});

describe('days off as people write them', () => {
  const TODAY = '2026-12-23';

  it.each([
    ['2026-12-24', ['2026-12-24']],
    ['2026-12-24 to 2026-12-31', ['2026-12-24 to 2026-12-31']],
    ['2026-12-24 – 2026-12-31; today', ['2026-12-24 to 2026-12-31', '2026-12-23']],
    ['2026-12-24 - 2026-12-26, 2027-01-02', ['2026-12-24 to 2026-12-26', '2027-01-02']],
    ['Tomorrow until 2026-12-27', ['2026-12-24 to 2026-12-27']],
    ['2026-12-24..2026-12-25\n', ['2026-12-24 to 2026-12-25']],
    ['2026-12-01', []],
    ['', []],
    ['next week', null],
    ['24.12.2026', null],
    ['2026-12-24 to whenever', null],
    ['2026-12-24 2026-12-31', null],
  ])('%s', (text, lines) => {
    if (lines === null)
      expect(() => readDaysOff(text, TODAY)).toThrow(/not understood as days off/);
    else expect(daysOffLines(readDaysOff(text, TODAY), TODAY)).toEqual(lines);
  });

  it.each([
    [[{ from: '2026-02-30', to: '2026-03-01' }], 'no date'],
    [[{ from: '2026-03-01', to: 'soon' }], 'no date'],
    [[{ from: '2026-03-02', to: '2026-03-01' }], 'ends before it begins'],
    [[{ from: '2026-01-01', to: '2027-01-02' }], 'above a year'],
    [Array.from({ length: 51 }, () => ({ from: '2026-03-01', to: '2026-03-01' })), 'at most 50'],
    [[{ from: '2028-02-29', to: '2028-02-29' }], ''],
  ])('what is wrong with them is said: %j', (all, fault) => {
    expect(daysOffFaults(all).join(' ')).toContain(fault);
    expect(daysOffFaults(all)).toHaveLength(fault === '' ? 0 : 1);
  });

  it('that touch or overlap are one absence, in order; what is over is not spoken of', () => {
    const all = readDaysOff(
      '2027-01-05 to 2027-01-06; 2026-12-24 to 2026-12-31; 2027-01-01; 2026-12-27 to 2026-12-28',
      TODAY,
    );
    expect(inOrder(all)).toEqual([
      { from: '2026-12-24', to: '2027-01-01' },
      { from: '2027-01-05', to: '2027-01-06' },
    ]);
    expect(absenceWords(all, TODAY)).toBe('off 2026-12-24 to 2027-01-01');
    expect(absenceWords(all, '2026-12-30')).toBe('day off, back after 2027-01-01');
    expect(absenceWords(all, '2027-02-01')).toBe('');
  });
});
