import { unpack } from './packed-bars';

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

/** The highest bucket there is room for is longer than history. */
const BUCKETS = 2048;

const reached = (left: number, share: number): boolean => left <= share + 1e-9;

/**
 * How many lengths there are of about each size: some ended as awaited, others were cut off, because
 * they last or went for another reason. Flat: a breakdown by two hundred agents adds up half a million
 * buckets, and an object of each made half of its time.
 */
export class Histogram {
  private readonly done = new Float64Array(BUCKETS);
  private readonly doneSeconds = new Float64Array(BUCKETS);
  private readonly cut = new Float64Array(BUCKETS);
  private readonly cutSeconds = new Float64Array(BUCKETS);
  private low = BUCKETS;
  private high = -1;

  add(bucket: number, isDone: boolean, n: number, seconds: number): void {
    const at = Math.min(bucket + 1, BUCKETS - 1);
    this.reach(at, at);
    const counts = isDone ? this.done : this.cut;
    const lengths = isDone ? this.doneSeconds : this.cutSeconds;
    counts[at] = (counts[at] ?? 0) + n;
    lengths[at] = (lengths[at] ?? 0) + seconds;
  }

  addPacked(bytes: Uint8Array, isDone: boolean): void {
    unpack(bytes, (bucket, n, ms) => this.add(bucket, isDone, n, ms / 1000));
  }

  addAll(other: Histogram): void {
    this.reach(other.low, other.high);
    for (const [mine, theirs] of [
      [this.done, other.done],
      [this.doneSeconds, other.doneSeconds],
      [this.cut, other.cut],
      [this.cutSeconds, other.cutSeconds],
    ] as const)
      for (let at = other.low; at <= other.high; at += 1)
        mine[at] = (mine[at] ?? 0) + (theirs[at] ?? 0);
  }

  clear(): void {
    for (const each of [this.done, this.doneSeconds, this.cut, this.cutSeconds])
      each.fill(0, this.low, this.high + 1);
    this.low = BUCKETS;
    this.high = -1;
  }

  /**
   * Kaplan-Meier over the buckets: at each length the share still waiting shrinks by done / at risk;
   * whoever was cut off in a bucket was at risk there. A percentile is the mean of its bucket, so it is
   * exact where all lengths of the bucket are equal. Null: not reached, because too many still wait.
   * The mean is cut at the longest observed length.
   */
  get curve(): Curve {
    let atRisk = 0;
    // What was taken away again leaves nothing behind.
    for (let at = this.low; at <= this.high; at += 1) atRisk += Math.max(0, this.countAt(at));
    if (atRisk === 0) return { p50: null, p90: null, mean: null };
    let left = 1;
    let area = 0;
    let before = 0;
    let p50: number | null = null;
    let p90: number | null = null;
    for (let at = this.low; at <= this.high; at += 1) {
      const count = this.countAt(at);
      if (count <= 0) continue;
      const done = this.done[at] ?? 0;
      const value =
        done > 0
          ? (this.doneSeconds[at] ?? 0) / done
          : (this.cutSeconds[at] ?? 0) / (this.cut[at] ?? 0);
      area += left * (value - before);
      before = value;
      left = done === atRisk ? 0 : left * (1 - done / atRisk);
      atRisk -= count;
      if (done > 0 && p50 === null && reached(left, 0.5)) p50 = value;
      if (done > 0 && p90 === null && reached(left, 0.1)) p90 = value;
    }
    return { p50, p90, mean: area };
  }

  private countAt(at: number): number {
    return (this.done[at] ?? 0) + (this.cut[at] ?? 0);
  }

  private reach(low: number, high: number): void {
    if (low < this.low) this.low = low;
    if (high > this.high) this.high = high;
  }
}
