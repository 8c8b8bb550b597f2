import type { HistogramBar } from '../../domain/histogram';

/** The highest bucket there is room for is longer than history. */
const BUCKETS = 2048;

/**
 * Room to add lengths up in. Flat: a breakdown by two hundred agents adds up two million buckets, and
 * an object of each made half of its time.
 */
export class HistogramRoom {
  private readonly done = new Float64Array(BUCKETS);
  private readonly doneSeconds = new Float64Array(BUCKETS);
  private readonly cut = new Float64Array(BUCKETS);
  private readonly cutSeconds = new Float64Array(BUCKETS);
  private low = BUCKETS;
  private high = -1;

  add(bucket: number, isDone: boolean, n: number, seconds: number): void {
    const at = this.placeOf(bucket);
    const counts = isDone ? this.done : this.cut;
    const lengths = isDone ? this.doneSeconds : this.cutSeconds;
    counts[at] = (counts[at] ?? 0) + n;
    lengths[at] = (lengths[at] ?? 0) + seconds;
  }

  addAll(histogram: readonly HistogramBar[]): void {
    for (const { bucket, done, doneSeconds, cut, cutSeconds } of histogram) {
      if (done !== 0) this.add(bucket, true, done, doneSeconds);
      if (cut !== 0) this.add(bucket, false, cut, cutSeconds);
    }
  }

  /** What lies in it; it is empty again. */
  take(): readonly HistogramBar[] {
    const histogram: HistogramBar[] = [];
    for (let at = this.low; at <= this.high; at += 1) {
      const bar = {
        bucket: at - 1,
        done: this.done[at] ?? 0,
        doneSeconds: this.doneSeconds[at] ?? 0,
        cut: this.cut[at] ?? 0,
        cutSeconds: this.cutSeconds[at] ?? 0,
      };
      // What was taken away again leaves nothing behind.
      if (bar.done + bar.cut > 0) histogram.push(bar);
    }
    for (const each of [this.done, this.doneSeconds, this.cut, this.cutSeconds])
      each.fill(0, this.low, this.high + 1);
    this.low = BUCKETS;
    this.high = -1;
    return histogram;
  }

  /** The lowest bucket is -1. */
  private placeOf(bucket: number): number {
    const at = Math.min(bucket + 1, BUCKETS - 1);
    if (at < this.low) this.low = at;
    if (at > this.high) this.high = at;
    return at;
  }
}
