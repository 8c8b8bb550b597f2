import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime, IANAZone } from 'luxon';
import { zoneClock } from '../../src/app/calendar/zone-clock';
import type { Block } from '../../src/app/cards/card';
import { digestCard } from '../../src/app/cards/digest-card';
import { lengthWords } from '../../src/app/cards/digest-words';
import { daysWords, readWish } from '../../src/app/digest/digest-wish';
import type { DigestFacts } from '../../src/app/digest/read-digest';
import { figureOf } from '../../src/app/metrics/figures';
import { type Aggregation, MEASURES, type Measure } from '../../src/app/metrics/measure-rule';
import { RULES } from '../../src/app/metrics/measures';
import { healthOf, NO_COUNTS } from '../../src/domain/account-health';
import { slotAfter, slotUntil, stretchOf } from '../../src/domain/digest-schedule';
import { toPlain } from '../../src/domain/text';

const BERLIN = { zone: 'Europe/Berlin', hour: 2, weekdays: [1, 2, 3, 4, 5, 6, 7] };
const iso = (at: Date | null): string | undefined => at?.toISOString();

describe('when a digest is told', () => {
  it('is told once in the night in which its hour comes twice', () => {
    // 2026-10-25: 02:00 comes at 00:00Z and again at 01:00Z.
    expect(iso(slotAfter(zoneClock, BERLIN, new Date('2026-10-24T12:00Z')))).toBe(
      '2026-10-25T00:00:00.000Z',
    );
    expect(iso(slotAfter(zoneClock, BERLIN, new Date('2026-10-25T00:00Z')))).toBe(
      '2026-10-26T01:00:00.000Z',
    );
  });

  it('is told once in the night in which its hour is skipped', () => {
    // 2026-03-29: the clock jumps from 02:00 to 03:00 at 01:00Z.
    expect(iso(slotAfter(zoneClock, BERLIN, new Date('2026-03-28T12:00Z')))).toBe(
      '2026-03-29T01:00:00.000Z',
    );
    expect(iso(slotAfter(zoneClock, BERLIN, new Date('2026-03-29T01:00Z')))).toBe(
      '2026-03-30T00:00:00.000Z',
    );
  });

  test('one slot on each chosen day of any zone, at its hour, and stretches that meet', () => {
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'UTC',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 23 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        (zone, hour, weekdays, start) => {
          const schedule = { zone, hour, weekdays };
          let at = start;
          let told: Date | null = null;
          const days = new Set<string>();
          for (let index = 0; index < 10; index += 1) {
            const next: Date | null = slotAfter(zoneClock, schedule, at);
            if (next === null) throw new Error('no slot');
            expect(next > at).toBe(true);
            expect(iso(slotUntil(zoneClock, schedule, next))).toBe(iso(next));
            const stretch = stretchOf(zoneClock, schedule, told, next);
            if (told !== null) expect(iso(stretch?.from ?? null)).toBe(iso(told));
            expect(iso(stretch?.to ?? null)).toBe(iso(next));
            const wall = DateTime.fromJSDate(next, { zone: IANAZone.create(zone) });
            expect(weekdays).toContain(wall.weekday);
            // Where the clock jumps over its hour it is told when the clock has jumped.
            expect([hour, hour + 1]).toContain(wall.hour);
            days.add(wall.toISODate() ?? '');
            told = next;
            at = next;
          }
          expect(days.size).toBe(10);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('speaks once of everything that fell out while the desk was down', () => {
    const schedule = { ...BERLIN, hour: 9, weekdays: [1, 2, 3, 4, 5] };
    const stretch = stretchOf(
      zoneClock,
      schedule,
      new Date('2026-03-02T08:00Z'),
      new Date('2026-03-05T15:00Z'),
    );
    expect(stretch).toEqual({
      from: new Date('2026-03-02T08:00Z'),
      to: new Date('2026-03-05T08:00Z'),
    });
  });
});

describe('what `/desk digest` understands', () => {
  test.each([
    ['', { do: 'show' }],
    ['now', { do: 'tell', period: 'DAILY' }],
    ['now weekly', { do: 'tell', period: 'WEEKLY' }],
    ['daily off', { do: 'stop', period: 'DAILY' }],
    ['daily', { do: 'set', period: 'DAILY', hour: 9, weekdays: [1, 2, 3, 4, 5], zone: null }],
    ['weekly', { do: 'set', period: 'WEEKLY', hour: 9, weekdays: [1], zone: null }],
    [
      'Daily 17:00 sat-mon,wed America/Argentina/Buenos_Aires',
      {
        do: 'set',
        period: 'DAILY',
        hour: 17,
        weekdays: [1, 3, 6, 7],
        zone: 'America/Argentina/Buenos_Aires',
      },
    ],
    ['weekly friday 8', { do: 'set', period: 'WEEKLY', hour: 8, weekdays: [5], zone: null }],
  ])('“%s”', (text, wish) => {
    expect(readWish(text)).toEqual(wish);
  });

  test.each(['hourly', 'daily 24', 'daily someday', 'now and then', 'daily 9:30', 'daily 9 off'])(
    '“%s” is asked back',
    (text) => {
      expect(() => readWish(text)).toThrow('I do not understand');
    },
  );

  it('says days as people do', () => {
    expect(daysWords([1, 2, 3, 4, 5])).toBe('Mon to Fri');
    expect(daysWords([1, 3, 7])).toBe('Mon, Wed, Sun');
  });
});

const ofBars = (aggregate: Aggregation) => {
  if (aggregate.as === 'HEALTH') throw new Error('not made of bars');
  return aggregate;
};

const OF_BARS = MEASURES.filter((name) => RULES[name].aggregate.as !== 'HEALTH');

const told = (measure: Measure, outcomes: readonly (string | null)[]) =>
  [
    measure,
    {
      measure,
      figure: figureOf(
        outcomes.map((outcome) => ({
          cell: 0,
          group: null,
          outcome,
          bucket: 40,
          n: 1,
          seconds: 60,
        })),
        ofBars(RULES[measure].aggregate),
      ),
      tickets: outcomes.length === 0 ? [] : [7],
      hasMore: outcomes.length > 1,
    },
  ] as const;

const factsOf = (figures: readonly ReturnType<typeof told>[]): DigestFacts => ({
  period: 'DAILY',
  window: { from: new Date('2026-03-01T08:00Z'), to: new Date('2026-03-02T08:00Z') },
  zone: 'Europe/Berlin',
  now: new Date('2026-03-02T08:00Z'),
  waiting: [],
  moreWaiting: false,
  promises: [],
  accounts: { shown: [], more: 0 },
  figures: new Map(figures),
  volumeBefore: 0,
});

const lines = (facts: DigestFacts): string[] =>
  digestCard(facts, null).blocks.flatMap((block: Block<'team'>) => {
    if (block.kind === 'text' || block.kind === 'quote') return [toPlain(block.text)];
    if (block.kind === 'facts')
      return block.facts.map(({ label, value }) => `${label}: ${toPlain(value)}`);
    return [];
  });

describe('what a digest says', () => {
  it('says of an empty day that it was empty, and nothing else', () => {
    const said = lines(factsOf(OF_BARS.map((measure) => told(measure, []))));
    expect(said).toContain('Nobody waits for an answer of ours.');
    expect(said).toContain('No promise falls due within a day.');
    expect(said).toContain('New requests: 0 (before: 0)');
    expect(said).toContain('Targets missed: none fell due');
    expect(said).toContain('Promises: none was settled');
    expect(said).toContain('Poor ratings: nobody has rated');
    expect(said).toContain('No request came in, so there is nothing to measure.');
    expect(said.join('\n')).not.toMatch(/Accounts at risk|half within|NaN|null|undefined/);
  });

  test('no speed is ever told without its quality, whatever was measured', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('DONE', null, 'DROPPED'), { minLength: 1, maxLength: 6 }),
        fc.array(fc.constantFrom('YES', 'NO', '5', '1', null), { maxLength: 4 }),
        (lengths, shares) => {
          const figures = OF_BARS.map((measure) =>
            told(measure, RULES[measure].aggregate.as === 'DURATION' ? lengths : shares),
          );
          const speeds = lines(factsOf(figures)).filter((line) =>
            /^(First answer|Next answers|Solved): /.test(line),
          );
          expect(speeds).toHaveLength(3);
          for (const line of speeds) {
            expect(line).toMatch(/ · (\d+ of \d+ solved came back|nothing solved yet)/);
            expect(line).toMatch(/ · (\d+ of \d+ ratings were 4 or 5|no rating yet)/);
            expect(line).toMatch(/ had to repeat themselves/);
          }
          // Nothing with a twin is compared with the stretch before.
          const compared = lines(factsOf(figures)).filter((line) => line.includes('before'));
          expect(compared.every((line) => line.startsWith('New requests: '))).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('names the tickets behind what went wrong', () => {
    const said = lines(
      factsOf([
        told('PROMISES_KEPT', ['BROKEN', 'KEPT']),
        told('PROMISES_BROKEN', ['BROKEN', 'KEPT']),
      ]),
    );
    expect(said).toContain('Promises broken: 1 of 2 (#7 and more)');
  });

  it('names the accounts at risk, with what cost them most', () => {
    const counts = { requests: 9, recentRequests: 9, targets: 10, targetsMet: 5, promises: 8 };
    const health = healthOf({
      ...NO_COUNTS,
      ...counts,
      ...{ promisesBroken: 1, solved: 6, reopened: 6, unanswered: 1, waitingSeconds: 30 * 3600 },
    });
    const facts = { ...factsOf([]), accounts: { shown: [{ name: 'Globex', health }], more: 2 } };
    expect(lines(facts)).toEqual(
      expect.arrayContaining([
        'Accounts at risk',
        'Globex 33.9 of 100 · 5 of 10 targets met (-25), 6 of 6 solved came back (-15), 1 of 8 promises broken (-12.5)',
        'And 2 more.',
      ]),
    );
  });

  test.each([
    [42, '42 s'],
    [90, '2 min'],
    [3_599, '1 h'],
    [3_660, '1 h 1 min'],
    [90_000, '1 d 1 h'],
  ])('%d s is “%s”', (seconds, words) => {
    expect(lengthWords(seconds)).toBe(words);
  });
});
