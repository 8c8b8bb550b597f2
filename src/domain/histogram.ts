/** So many lengths of about the same size: some ended as awaited, some were cut off before. */
export interface HistogramBar {
  readonly bucket: number;
  readonly done: number;
  readonly doneSeconds: number;
  /** Still waiting, or gone for another reason. */
  readonly cut: number;
  readonly cutSeconds: number;
}

export interface Curve {
  readonly p50: number | null;
  readonly p90: number | null;
  readonly mean: number | null;
}

/** Each bucket is so much wider than the one before: two lengths in one differ by less. */
export const BUCKET_GROWTH = 1.02;
/** A share: a percentile is right but for moving each length by less than this. */
export const ERROR_BOUND = BUCKET_GROWTH - 1;

/** A length's bucket; all that lasted no second share the lowest. */
export const bucketOf = (seconds: number): number =>
  seconds < 1 ? -1 : Math.floor(Math.log(seconds) / Math.log(BUCKET_GROWTH));

const reached = (left: number, share: number): boolean => left <= share + 1e-9;

/**
 * Kaplan-Meier over the bars of a histogram: at each length the share still waiting shrinks by
 * done / at risk; whoever was cut off in a bucket was at risk there. A percentile is the mean of
 * its bucket, so it is exact where all lengths of the bucket are equal. Null: not reached, because
 * too many still wait. The mean is cut at the longest observed length.
 */
export const curveOf = (bars: readonly HistogramBar[]): Curve => {
  const isSorted = bars.every(
    ({ bucket }, at) => at === 0 || bucket >= (bars[at - 1]?.bucket ?? 0),
  );
  const sorted = isSorted ? bars : bars.toSorted((one, other) => one.bucket - other.bucket);
  let atRisk = sorted.reduce((sum, { done, cut }) => sum + done + cut, 0);
  if (atRisk === 0) return { p50: null, p90: null, mean: null };
  let left = 1;
  let area = 0;
  let before = 0;
  let p50: number | null = null;
  let p90: number | null = null;
  for (const { done, doneSeconds, cut, cutSeconds } of sorted) {
    const value = done > 0 ? doneSeconds / done : cutSeconds / cut;
    area += left * (value - before);
    before = value;
    left = done === atRisk ? 0 : left * (1 - done / atRisk);
    atRisk -= done + cut;
    if (done > 0 && p50 === null && reached(left, 0.5)) p50 = value;
    if (done > 0 && p90 === null && reached(left, 0.1)) p90 = value;
  }
  return { p50, p90, mean: area };
};
