import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bucketOf, curveOf, ERROR_BOUND, type HistogramBar } from '../../src/domain/histogram';

interface Length {
  readonly seconds: number;
  readonly isDone: boolean;
}

const seconds = fc.double({ min: 1, max: 4e6, noNaN: true });
const lengths = fc.array(fc.record({ seconds, isDone: fc.boolean() }), {
  minLength: 1,
  maxLength: 60,
});

const barsOf = (all: readonly Length[]): readonly HistogramBar[] =>
  [...new Set(all.map((one) => bucketOf(one.seconds)))].map((bucket) => {
    const mine = all.filter((one) => bucketOf(one.seconds) === bucket);
    const sum = (some: readonly Length[]): number =>
      some.reduce((all, one) => all + one.seconds, 0);
    const done = mine.filter(({ isDone }) => isDone);
    const cut = mine.filter(({ isDone }) => !isDone);
    return {
      bucket,
      done: done.length,
      doneSeconds: sum(done),
      cut: cut.length,
      cutSeconds: sum(cut),
    };
  });

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
      const { p50, p90 } = curveOf(barsOf(all));
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
      const bars = barsOf(all);
      const moved = all.map((one) => {
        const bar = bars.find(({ bucket }) => bucket === bucketOf(one.seconds));
        if (bar === undefined) throw new Error('every length has its bar');
        const to = bar.done > 0 ? bar.doneSeconds / bar.done : bar.cutSeconds / bar.cut;
        expect(Math.abs(to - one.seconds) / one.seconds).toBeLessThanOrEqual(ERROR_BOUND + 1e-9);
        return { ...one, seconds: to };
      });
      const { p50, p90 } = curveOf(bars);
      expect([p50, p90]).toEqual([reachedAt(moved, 2n), reachedAt(moved, 10n)]);
    }),
  );
});
