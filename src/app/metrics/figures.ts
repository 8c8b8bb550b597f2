import { curveOf, type HistogramBar } from '../../domain/histogram';
import type { Bar, Span } from '../ports/facts';
import type { Aggregation } from './measure-rule';
import { AGE_BANDS } from './measures';
import type { GapReason } from './read-metrics';

export interface AgeBand {
  /** Seconds; null: no upper end. */
  readonly from: number;
  readonly to: number | null;
  readonly n: number;
}

/** One number with everything that must stand beside it. */
export interface Figure {
  /** The one number: a count, a share, or the median of a length. */
  readonly value: number | null;
  /** Why `value` is null. */
  readonly gap: GapReason | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly mean: number | null;
  /** The sample: facts in the figure. */
  readonly n: number;
  /** Of those: ended as awaited; of a share: the good ones. */
  readonly done: number;
  /** Lengths: still running, in the sample. Shares: not decided, not in the sample. */
  readonly stillWaiting: number;
  readonly dropped: number;
  readonly bands: readonly AgeBand[];
}

const NOTHING = {
  p50: null,
  p90: null,
  mean: null,
  done: 0,
  stillWaiting: 0,
  dropped: 0,
  bands: [],
};

const sum = (bars: readonly Bar[]): number => bars.reduce((total, { n }) => total + n, 0);
const lasts = ({ outcome }: Bar): boolean => outcome === null || outcome === 'OVERDUE';

const histogramOf = (bars: readonly Bar[]): readonly HistogramBar[] => {
  const buckets = new Map<number, HistogramBar>();
  for (const { bucket, outcome, n, seconds } of bars) {
    const bar = buckets.get(bucket) ?? { bucket, done: 0, doneSeconds: 0, cut: 0, cutSeconds: 0 };
    buckets.set(
      bucket,
      outcome === 'DONE'
        ? { ...bar, done: bar.done + n, doneSeconds: bar.doneSeconds + seconds }
        : { ...bar, cut: bar.cut + n, cutSeconds: bar.cutSeconds + seconds },
    );
  }
  return [...buckets.values()];
};

/** The figure that some bars add up to. */
export const figureOf = (bars: readonly Bar[], aggregate: Aggregation): Figure => {
  const n = sum(bars);
  switch (aggregate.as) {
    case 'COUNT':
    case 'STOCK':
      return { ...NOTHING, value: n, gap: null, n, done: n };
    case 'DURATION': {
      const curve = curveOf(histogramOf(bars));
      const gap = n === 0 ? 'NO_SAMPLE' : curve.p50 === null ? 'NOT_REACHED' : null;
      const done = sum(bars.filter(({ outcome }) => outcome === 'DONE'));
      const stillWaiting = sum(bars.filter(lasts));
      const dropped = n - done - stillWaiting;
      return { ...NOTHING, ...curve, value: curve.p50, gap, n, done, stillWaiting, dropped };
    }
    case 'SHARE': {
      const { good, bad, overdue } = aggregate;
      const among = (words: readonly string[], late: boolean): number =>
        sum(
          bars.filter(({ outcome }) =>
            outcome === null ? false : outcome === 'OVERDUE' ? late : words.includes(outcome),
          ),
        );
      const done = among(good, overdue === 'GOOD');
      const decided = among([...new Set([...good, ...bad])], overdue !== 'UNDECIDED');
      return {
        ...NOTHING,
        value: decided === 0 ? null : done / decided,
        gap: decided === 0 ? 'NO_SAMPLE' : null,
        n: decided,
        done,
        stillWaiting: n - decided,
      };
    }
    default:
      return aggregate satisfies never;
  }
};

/** How many there are at the end of each stretch. */
export const stockOf = (spans: readonly Span[], stretches: number): readonly Figure[] =>
  Array.from({ length: stretches }, (_, index) => {
    const alive = spans.filter(({ from, to }) => from <= index && index < to);
    const n = alive.reduce((total, span) => total + span.n, 0);
    const isLast = index === stretches - 1;
    const bands = AGE_BANDS.map((from, band) => ({
      from,
      to: AGE_BANDS[band + 1] ?? null,
      n: alive.filter((span) => span.band === band).reduce((total, span) => total + span.n, 0),
    }));
    return { ...NOTHING, value: n, gap: null, n, done: n, bands: isLast ? bands : [] };
  });
