import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bucketOf, ERROR_BOUND, Histogram } from '../../src/domain/histogram';

interface Length {
  readonly seconds: number;
  readonly isDone: boolean;
}

const seconds = fc.double({ min: 1, max: 4e6, noNaN: true });
const lengths = fc.array(fc.record({ seconds, isDone: fc.boolean() }), {
  minLength: 1,
  maxLength: 60,
});

const histogramOf = (all: readonly Length[]): Histogram => {
  const histogram = new Histogram();
  for (const { seconds, isDone } of all) histogram.add(bucketOf(seconds), isDone, 1, seconds);
  return histogram;
};

/** Kaplan-Meier by the book: in whole fractions, over single lengths. */
const reachedAt = (all: readonly Length[], share: bigint): number | null => {
  let above = 1n;
  let below = 1n;
  for (const at of [...new Set(all.map((one) => one.seconds))].toSorted((a, b) => a - b)) {
    const done = all.filter((one) => one.isDone && one.seconds === at).length;
    const atRisk = all.filter((one) => one.seconds >= at).length;
    above *= BigInt(atRisk - done);
    below *= BigInt(atRisk);
    if (done > 0 && above * share <= below) return at;
  }
  return null;
};

test('the bound is at most two in a hundred', () => {
  expect(ERROR_BOUND).toBeLessThanOrEqual(0.02 + 1e-12);
});

test('a percentile of what is all over is off by no more than the bound', () => {
  fc.assert(
    fc.property(fc.array(seconds, { minLength: 1, maxLength: 80 }), (given) => {
      const all = given.map((one) => ({ seconds: one, isDone: true }));
      const { p50, p90 } = histogramOf(all).curve;
      for (const [found, share] of [
        [p50, 2n],
        [p90, 10n],
      ] as const) {
        const exact = reachedAt(all, share) ?? Number.NaN;
        expect(Math.abs((found ?? Number.NaN) - exact) / exact).toBeLessThanOrEqual(
          ERROR_BOUND + 1e-9,
        );
      }
    }),
  );
});

test('with some still waiting it is that of lengths each moved by less than the bound', () => {
  fc.assert(
    fc.property(lengths, (all) => {
      const moved = all.map((one) => {
        const beside = all.filter(({ seconds }) => bucketOf(seconds) === bucketOf(one.seconds));
        const done = beside.filter(({ isDone }) => isDone);
        const some = done.length > 0 ? done : beside;
        const to = some.reduce((sum, { seconds }) => sum + seconds, 0) / some.length;
        expect(Math.abs(to - one.seconds) / one.seconds).toBeLessThanOrEqual(ERROR_BOUND + 1e-9);
        return { ...one, seconds: to };
      });
      const { p50, p90 } = histogramOf(all).curve;
      expect([p50, p90]).toEqual([reachedAt(moved, 2n), reachedAt(moved, 10n)]);
    }),
  );
});

test('of several added up it is that of all their lengths, and nothing stays of what was before', () => {
  const sum = new Histogram();
  const own = new Histogram();
  fc.assert(
    fc.property(fc.array(lengths, { minLength: 1, maxLength: 4 }), (parts) => {
      sum.clear();
      for (const part of parts) {
        own.clear();
        for (const { seconds, isDone } of part) own.add(bucketOf(seconds), isDone, 1, seconds);
        expect(own.curve).toEqual(histogramOf(part).curve);
        sum.addAll(own);
      }
      const whole = histogramOf(parts.flat()).curve;
      for (const name of ['p50', 'p90', 'mean'] as const)
        if (whole[name] === null) expect(sum.curve[name]).toBeNull();
        else expect(sum.curve[name]).toBeCloseTo(whole[name], 3);
    }),
  );
});

test('what was taken away again leaves nothing behind', () => {
  const histogram = histogramOf([{ seconds: 60, isDone: true }]);
  histogram.add(bucketOf(4_000), true, 1, 4_000);
  histogram.add(bucketOf(4_000), true, -1, -4_000);
  expect(histogram.curve).toEqual({ p50: 60, p90: 60, mean: 60 });
});
