import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { zoneClock } from '../../src/app/calendar/zone-clock';
import { reachOf } from '../../src/domain/fact';
import { packed, SEAM, unpack } from '../../src/domain/packed-bars';
import { BLOCK_DAYS, blocksOf, wholeDaysOf, wholeHoursOf } from '../../src/domain/whole-days';

const HOUR = 3_600_000;
const zones = fc.constantFrom(
  ...['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns', 'America/Sao_Paulo'],
);
const instant = fc
  .integer({ min: Date.UTC(2017, 0, 1) / HOUR, max: Date.UTC(2019, 0, 1) / HOUR })
  .map((hour) => new Date(hour * HOUR));

test('a packed histogram tells what was put into it', () => {
  const heap = fc.record({
    n: fc.integer({ min: 1, max: 20_000_000 }),
    ms: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: -1, max: 1200 }), heap)), (given) => {
      const heaps = new Map(given);
      const told = new Map<number, object>();
      unpack(packed(heaps), (bucket, n, ms) => told.set(bucket, { n, ms }));
      expect(told).toEqual(heaps);
    }),
  );
});

test('several packed histograms are read as one', () => {
  const bars = fc.array(
    fc.tuple(fc.integer({ min: -1, max: 1200 }), fc.integer({ min: 1, max: 9 })),
  );
  fc.assert(
    fc.property(fc.array(bars, { maxLength: 5 }), (all) => {
      const heaps = all.map((one) => new Map(one.map(([bucket, n]) => [bucket, { n, ms: n * 7 }])));
      const joined = heaps.flatMap((one, at) => [...(at === 0 ? [] : SEAM), ...packed(one)]);
      const told: number[][] = [];
      unpack(Uint8Array.from(joined), (bucket, n, ms) => told.push([bucket, n, ms]));
      const put = heaps.flatMap((one) =>
        [...one].toSorted(([a], [b]) => a - b).map(([bucket, { n, ms }]) => [bucket, n, ms]),
      );
      expect(told).toEqual(put);
    }),
  );
});

test('whole hours and what is left at the ends are the stretch; the hour of now is whole', () => {
  const minute = fc.integer({ min: 0, max: 600 }).map((at) => new Date(at * 60_000));
  fc.assert(
    fc.property(minute, minute, minute, (one, other, now) => {
      const [from, to] = one <= other ? [one, other] : [other, one];
      const { first, end, days, edges } = wholeHoursOf({ from, to }, now);
      const within = (at: number): boolean =>
        edges.some((edge) => edge.from.getTime() <= at && at < edge.to.getTime());
      const hours = { from: first * HOUR, to: end * HOUR };
      if (days !== null)
        expect(days).toEqual({ from: new Date(hours.from), to: new Date(hours.to) });
      for (let at = 0; at <= 600 * 60_000 && at <= now.getTime(); at += 60_000) {
        const isAsked = from.getTime() <= at && at < to.getTime();
        const isWhole = hours.from <= at && at < hours.to;
        expect([at, isWhole !== within(at), isWhole && within(at)]).toEqual([at, isAsked, false]);
      }
    }),
  );
});

test('whole days and what is left at the ends are the stretch, no more and no less', () => {
  fc.assert(
    fc.property(instant, instant, zones, (one, other, zone) => {
      const [from, to] = one <= other ? [one, other] : [other, one];
      const now = new Date(Date.UTC(2020, 0, 1));
      const { first, end, days, edges } = wholeDaysOf({ from, to }, zone, zoneClock, now);
      const parts = [...edges, ...(days === null ? [] : [days])].toSorted(
        (a, b) => a.from.getTime() - b.from.getTime(),
      );
      let at = from.getTime();
      for (const part of parts) {
        expect(part.from.getTime()).toBe(at);
        at = part.to.getTime();
      }
      expect(at).toBe(to.getTime());
      if (days === null) return;
      expect(zoneClock.dayAt(zone, days.from)).toBe(first);
      expect(zoneClock.dayAt(zone, new Date(days.from.getTime() - 1))).toBe(first - 1);
      expect(zoneClock.dayAt(zone, days.to)).toBe(end);
    }),
  );
});

test('the day of now is whole, for nothing follows in it yet', () => {
  const now = new Date('2018-05-05T15:00:00Z');
  const to = new Date('2018-05-05T15:00:01Z');
  const from = new Date('2018-05-04T00:00:00Z');
  expect(wholeDaysOf({ from, to }, 'UTC', zoneClock, now)).toMatchObject({
    days: { from, to: new Date('2018-05-06T00:00:00Z') },
    edges: [],
  });
});

test('blocks of days and single days are those days, each once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), fc.nat(120), (first, length) => {
      const days = blocksOf(first, first + length, true).flatMap(({ size, span }) =>
        Array.from({ length: size }, (_, at) => span * size + at),
      );
      expect(days).toEqual(Array.from({ length }, (_, at) => first + at));
      expect(blocksOf(first, first + length, true).length).toBeLessThanOrEqual(
        length / BLOCK_DAYS + 2 * (BLOCK_DAYS - 1),
      );
    }),
  );
});

test('the reach of a stock fact bounds how long before an instant it began; others have none', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1000, max: 10 * 365 * 86_400_000 }), (ms) => {
      const beganAt = new Date(0);
      const reach = reachOf({ kind: 'BACKLOG', beganAt, endedAt: new Date(ms) }) ?? Number.NaN;
      const seconds = Math.max(0, ms / 1000);
      expect(Math.E ** (reach + 1)).toBeGreaterThan(seconds + 1 - 1e-6);
      expect(Math.E ** reach).toBeLessThanOrEqual((seconds + 1) * (1 + 1e-9));
    }),
  );
  const beganAt = new Date(0);
  expect(reachOf({ kind: 'LOAD', beganAt, endedAt: null })).toBeNull();
  expect(reachOf({ kind: 'VOLUME', beganAt, endedAt: beganAt })).toBeNull();
});
