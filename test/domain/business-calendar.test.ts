import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { zoneClock } from '../../src/app/calendar/zone-clock';
import {
  addWorkingTime,
  type BusinessCalendar,
  calendarFaults,
  nextOpening,
  type OpeningHours,
  roundTheClock,
  workingTimeBetween,
} from '../../src/domain/business-calendar';
import { failureOf } from '../support/samples';
import { openMinutes } from './calendar-oracle';

const on = (weekdays: readonly number[], from: number, to: number): OpeningHours[] =>
  weekdays.map((weekday) => ({ weekday, from: from * 60, to: to * 60 }));

const WEEK = [1, 2, 3, 4, 5];

const nineToFive = (zone = 'Europe/Berlin', part: Partial<BusinessCalendar> = {}) => ({
  zone,
  opening: on(WEEK, 9, 17),
  holidays: [],
  ...part,
});

const between = (calendar: BusinessCalendar, from: string, to: string): number =>
  workingTimeBetween(calendar, zoneClock, new Date(from), new Date(to));

const plus = (calendar: BusinessCalendar, from: string, seconds: number): string =>
  addWorkingTime(calendar, zoneClock, new Date(from), seconds).toISOString();

const HOUR = 3600;

describe('working time', () => {
  test('counts to the second inside the opening hours and nothing outside them', () => {
    expect(between(nineToFive(), '2026-03-02T08:00:01Z', '2026-03-02T08:00:31Z')).toBe(30);
    expect(between(nineToFive(), '2026-03-02T17:00:00Z', '2026-03-03T07:59:59Z')).toBe(0);
    expect(between(nineToFive(), '2026-03-02T10:00:00Z', '2026-03-02T09:00:00Z')).toBe(0);
  });

  test('counts a ticket raised on a non-working day from the next opening', () => {
    expect(plus(nineToFive(), '2026-03-07T12:00:00Z', HOUR)).toBe('2026-03-09T09:00:00.000Z');
  });

  test('counts mail at midnight once: the day that begins is its day', () => {
    const calendar = { ...nineToFive(), opening: on([1, 2], 0, 24) };
    expect(between(calendar, '2026-03-01T23:00:00Z', '2026-03-02T23:00:00Z')).toBe(24 * HOUR);
    expect(between(calendar, '2026-03-02T23:00:00Z', '2026-03-03T23:00:00Z')).toBe(24 * HOUR);
    expect(plus(calendar, '2026-03-01T23:00:00Z', 1)).toBe('2026-03-01T23:00:01.000Z');
  });

  test('falls due at the end of a shift, not at the next opening', () => {
    expect(plus(nineToFive(), '2026-03-02T15:00:00Z', HOUR)).toBe('2026-03-02T16:00:00.000Z');
  });

  test('is never spent on a holiday nobody noticed', () => {
    const christmas = nineToFive('Europe/Berlin', {
      holidays: [
        { date: '2026-12-24', name: 'Christmas Eve' },
        { date: '2026-12-25', name: 'Christmas Day' },
      ],
    });
    expect(plus(christmas, '2026-12-23T15:30:00Z', HOUR)).toBe('2026-12-28T08:30:00.000Z');
  });

  test('ends an overnight shift at the midnight of a holiday, and the holiday has no night shift', () => {
    const nights = {
      ...nineToFive(),
      opening: on([1, 2, 3, 4, 5, 6, 7], 22, 30),
      holidays: [{ date: '2026-05-01', name: 'Labour Day' }],
    };
    expect(between(nights, '2026-04-30T20:00:00Z', '2026-05-02T20:00:00Z')).toBe(2 * HOUR);
  });

  test('joins split shifts and counts an overlap once', () => {
    const split = {
      ...nineToFive('Europe/Madrid'),
      opening: [...on(WEEK, 9, 13), ...on(WEEK, 16, 20), ...on(WEEK, 12, 14)],
    };
    expect(between(split, '2026-03-02T00:00:00Z', '2026-03-03T00:00:00Z')).toBe(9 * HOUR);
    expect(plus(split, '2026-03-02T12:30:00Z', HOUR)).toBe('2026-03-02T15:30:00.000Z');
  });

  test.each([
    ['forward, seven hours long', '2026-03-28T21:00:00Z', 7],
    ['back, nine hours long', '2026-10-24T20:00:00Z', 9],
  ])('counts the overnight shift of the night the clocks go %s', (_, start, hours) => {
    const night = { ...nineToFive('Europe/Berlin'), opening: on([6], 22, 30) };
    const end = new Date(Date.parse(start) + 86_400_000).toISOString();
    expect(between(night, start, end)).toBe(hours * HOUR);
  });

  test('opens at the jump when the opening hour itself is skipped', () => {
    const early = {
      ...nineToFive('Europe/Berlin'),
      opening: [{ weekday: 7, from: 150, to: 240 }],
    };
    expect(nextOpening(early, zoneClock, new Date('2026-03-28T12:00:00Z')).toISOString()).toBe(
      '2026-03-29T01:00:00.000Z',
    );
  });

  test('opens once when the opening hour comes twice', () => {
    const early = {
      ...nineToFive('Europe/Berlin'),
      opening: [{ weekday: 7, from: 150, to: 240 }],
    };
    expect(between(early, '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toBe(2.5 * HOUR);
  });

  test('knows half hours of daylight saving and a day that never was', () => {
    const lordHowe = { ...nineToFive('Australia/Lord_Howe'), opening: on([7], 0, 6) };
    expect(between(lordHowe, '2026-10-03T00:00:00Z', '2026-10-05T00:00:00Z')).toBe(5.5 * HOUR);
    expect(between(lordHowe, '2026-04-04T00:00:00Z', '2026-04-06T00:00:00Z')).toBe(6.5 * HOUR);
    const apia = nineToFive('Pacific/Apia');
    expect(between(apia, '2011-12-29T10:00:00Z', '2011-12-31T10:00:00Z')).toBe(8 * HOUR);
    const friday = { ...apia, opening: on([5], 9, 17) };
    expect(between(friday, '2011-12-28T10:00:00Z', '2012-01-02T10:00:00Z')).toBe(0);
  });

  test('never runs out on a calendar that never closes', () => {
    const days = 400;
    expect(plus(roundTheClock('Asia/Tokyo'), '2026-01-01T00:00:00Z', days * 86_400)).toBe(
      '2027-02-05T00:00:00.000Z',
    );
  });

  test('says so when a calendar does not open', () => {
    const shut = { ...nineToFive(), opening: [] };
    expect(failureOf(() => plus(shut, '2026-01-01T00:00:00Z', 1)).code).toBe(
      'CALENDAR_NEVER_OPENS',
    );
    expect(calendarFaults(shut)).toHaveLength(1);
  });

  test('refuses a zone nobody knows instead of guessing one', () => {
    expect(failureOf(() => plus(nineToFive('Mars/Olympus'), '2026-01-01T00:00:00Z', 1)).code).toBe(
      'UNKNOWN_ZONE',
    );
  });

  test.each([
    [{ weekday: 8, from: 0, to: 60 }],
    [{ weekday: 1, from: 60, to: 60 }],
    [{ weekday: 1, from: 1440, to: 1500 }],
    [{ weekday: 1, from: 600, to: 600 + 1441 }],
    [{ weekday: 1, from: 0.5, to: 60 }],
  ])('finds fault with %j', (opening) => {
    expect(calendarFaults({ opening: [opening], holidays: [] })).not.toEqual([]);
  });

  test('finds fault with a date that is none', () => {
    const holidays = [{ date: '24.12.2026', name: 'Christmas Eve' }];
    expect(calendarFaults({ opening: on(WEEK, 9, 17), holidays })).toHaveLength(1);
    expect(calendarFaults(nineToFive())).toEqual([]);
  });
});

const ZONES = Intl.supportedValuesOf('timeZone');
const SPECIAL = ['Australia/Lord_Howe', 'Pacific/Apia', 'Africa/Casablanca', 'America/St_Johns'];

const zones = fc.oneof(fc.constantFrom(...ZONES), fc.constantFrom(...SPECIAL));

const openings = fc.array(
  fc
    .record({
      weekday: fc.integer({ min: 1, max: 7 }),
      from: fc.integer({ min: 0, max: 1439 }),
      length: fc.integer({ min: 30, max: 1440 }),
    })
    .map(({ weekday, from, length }) => ({ weekday, from, to: from + length })),
  { minLength: 1, maxLength: 9 },
);

const START = Date.UTC(2024, 0, 1) / 60_000;
const END = Date.UTC(2032, 11, 25) / 60_000;

/** Where a zone's clocks change in a year, found by asking every day. */
const changes = new Map<string, number[]>();
const changesOf = (zone: string, year: number): number[] => {
  const known = changes.get(`${zone} ${year}`);
  if (known !== undefined) return known;
  const days: number[] = [];
  changes.set(`${zone} ${year}`, days);
  for (let day = 0; day < 366; day += 1) {
    const at = Date.UTC(year, 0, 1) + day * 86_400_000;
    const wall = (instant: number): number =>
      zoneClock.reached(zone, { day: Math.floor(instant / 86_400_000), minute: 720 }).getTime();
    if (wall(at + 86_400_000) - wall(at) !== 86_400_000) days.push(at / 60_000);
  }
  return days;
};

/** Any minute of nine years, or the days around a change of the clocks. */
const moments = (zone: string) =>
  fc.oneof(
    fc.integer({ min: START, max: END }),
    fc
      .tuple(fc.integer({ min: 2024, max: 2032 }), fc.nat(), fc.integer({ min: 0, max: 1440 }))
      .map(([year, which, minute]) => {
        const days = changesOf(zone, year);
        return (days[which % Math.max(1, days.length)] ?? START) + minute;
      }),
  );

const cases = zones.chain((zone) =>
  fc.record({
    calendar: fc.record({ zone: fc.constant(zone), opening: openings }),
    from: moments(zone),
    holidayOffsets: fc.array(fc.integer({ min: -1, max: 3 }), { maxLength: 2 }),
    minutes: fc.integer({ min: 0, max: 3 * 1440 }),
    seconds: fc.integer({ min: 1, max: 2 * 86_400 }),
  }),
);

describe('working time, over every zone from 2024 to 2032', () => {
  test('equals an oracle that looks at the wall once a minute', () => {
    fc.assert(
      fc.property(cases, ({ calendar, from, holidayOffsets, minutes }) => {
        const start = new Date(from * 60_000);
        const whole = {
          ...calendar,
          holidays: holidayOffsets.map((offset) => ({
            date: new Date(start.getTime() + offset * 86_400_000).toISOString().slice(0, 10),
            name: 'a day off',
          })),
        };
        const end = new Date(start.getTime() + minutes * 60_000);
        expect(workingTimeBetween(whole, zoneClock, start, end)).toBe(
          openMinutes(whole, start, end) * 60,
        );
      }),
      { numRuns: 150 },
    );
  });

  test('added is worked: between(start, start + d) is d', () => {
    fc.assert(
      fc.property(cases, ({ calendar, from, seconds }) => {
        const start = new Date(from * 60_000);
        const whole = { ...calendar, holidays: [] };
        const end = addWorkingTime(whole, zoneClock, start, seconds);
        expect(workingTimeBetween(whole, zoneClock, start, end)).toBe(seconds);
        expect(
          workingTimeBetween(whole, zoneClock, start, new Date(end.getTime() - 1)),
        ).toBeLessThan(seconds);
      }),
      { numRuns: 200 },
    );
  });
});
