import { Histogram } from '../../domain/histogram';
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

export const NOTHING = {
  p50: null,
  p90: null,
  mean: null,
  done: 0,
  stillWaiting: 0,
  dropped: 0,
  bands: [],
};

/** What is added up from bars. */
export type OfBars = Exclude<Aggregation, { readonly as: 'HEALTH' }>;

const sum = (bars: readonly Bar[]): number => bars.reduce((total, { n }) => total + n, 0);
const lasts = ({ outcome }: Bar): boolean => outcome === null || outcome === 'OVERDUE';

/** How many there are of each length, in place of what was in there. */
export const fill = (histogram: Histogram, bars: readonly Bar[]): Histogram => {
  histogram.clear();
  for (const { bucket, outcome, n, seconds, packed } of bars) {
    const isDone = outcome === 'DONE';
    if (packed) histogram.addPacked(packed, isDone);
    else histogram.add(bucket, isDone, n, seconds);
  }
  return histogram;
};

/** Used by one figure after the other. */
const room = new Histogram();

/** The figure that some bars add up to. */
export const figureOf = (
  bars: readonly Bar[],
  aggregate: OfBars,
  lengths: () => Histogram = () => fill(room, bars),
): Figure => {
  const n = sum(bars);
  switch (aggregate.as) {
    case 'COUNT':
    case 'STOCK':
      return { ...NOTHING, value: n, gap: null, n, done: n };
    case 'DURATION': {
      const { curve } = lengths();
      const gap = n === 0 ? 'NO_SAMPLE' : curve.p50 === null ? 'NOT_REACHED' : null;
      const ended = sum(bars.filter(({ outcome }) => outcome === 'DONE'));
      const stillWaiting = sum(bars.filter(lasts));
      const dropped = n - ended - stillWaiting;
      return { ...NOTHING, ...curve, value: curve.p50, gap, n, done: ended, stillWaiting, dropped };
    }
    case 'SHARE': {
      const { good, bad, overdue } = aggregate;
      const among = (words: readonly string[], late: boolean): number =>
        sum(
          bars.filter(({ outcome }) =>
            outcome === null ? false : outcome === 'OVERDUE' ? late : words.includes(outcome),
          ),
        );
      const kept = among(good, overdue === 'GOOD');
      const decided = among([...new Set([...good, ...bad])], overdue !== 'UNDECIDED');
      return {
        ...NOTHING,
        value: decided === 0 ? null : kept / decided,
        gap: decided === 0 ? 'NO_SAMPLE' : null,
        n: decided,
        done: kept,
        stillWaiting: n - decided,
      };
    }
    default:
      return aggregate satisfies never;
  }
};

/** How large the sample of some bars is, without the rest of their figure. */
export const sampleOf = (
  bars: readonly Bar[],
  aggregate: OfBars,
): { readonly n: number; readonly isEmpty: boolean } => {
  const { n, stillWaiting } =
    aggregate.as === 'SHARE' ? figureOf(bars, aggregate) : { n: sum(bars), stillWaiting: 0 };
  return { n, isEmpty: n + stillWaiting === 0 };
};

/** How many there are at the end of each stretch. */
export const stockOf = (spans: readonly Span[], stretches: number): readonly Figure[] => {
  const changes = Array.from({ length: stretches + 1 }, () => 0);
  const ages = AGE_BANDS.map(() => 0);
  const add = (to: number[], at: number, n: number): void => {
    to[at] = (to[at] ?? 0) + n;
  };
  for (const { from, to, band, n } of spans) {
    add(changes, from, n);
    add(changes, to, -n);
    if (band !== null && to === stretches) add(ages, band, n);
  }
  let n = 0;
  return changes.slice(0, stretches).map((change, index) => {
    n += change;
    const bands = AGE_BANDS.map((from, band) => ({
      from,
      to: AGE_BANDS[band + 1] ?? null,
      n: ages[band] ?? 0,
    }));
    const isLast = index === stretches - 1;
    return { ...NOTHING, value: n, gap: null, n, done: n, bands: isLast ? bands : [] };
  });
};
