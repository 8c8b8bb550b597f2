import { type Heap, packed, SEAM } from '../../domain/packed-bars';
import type { Bar } from '../ports/facts';

interface Sum extends Pick<Bar, 'cell' | 'group' | 'outcome'> {
  n: number;
  readonly lengths: Uint8Array[];
}

const joined = (parts: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat(parts.flatMap((part, at) => (at === 0 ? [part] : [SEAM, part])));

/**
 * Bars that come piece by piece, kept in a few bytes each: as many days, customers and lengths as
 * there are would not be held otherwise.
 */
export class PackedSums {
  private readonly sums = new Map<string, Sum>();

  add(rows: readonly Bar[]): void {
    const fresh = new Map<Sum, Map<number, Heap>>();
    for (const { cell, group, outcome, bucket, n, seconds } of rows) {
      const sum = this.sumOf({ cell, group, outcome });
      sum.n += n;
      const heaps = fresh.get(sum) ?? new Map<number, Heap>();
      fresh.set(sum, heaps);
      const ms = Math.round(seconds * 1000);
      const heap = heaps.get(bucket);
      if (heap === undefined) heaps.set(bucket, { n, ms });
      else {
        heap.n += n;
        heap.ms += ms;
      }
    }
    for (const [sum, heaps] of fresh) sum.lengths.push(packed(heaps));
  }

  get bars(): readonly Bar[] {
    return [...this.sums.values()].map(({ lengths, ...sum }) => ({
      ...sum,
      ...{ bucket: 0, seconds: 0, packed: joined(lengths) },
    }));
  }

  private sumOf(of: Pick<Bar, 'cell' | 'group' | 'outcome'>): Sum {
    const { cell, group, outcome } = of;
    const name = `${cell} ${outcome}${group === null ? '' : ` ${group}`}`;
    const known = this.sums.get(name);
    if (known !== undefined) return known;
    const sum: Sum = { ...of, n: 0, lengths: [] };
    this.sums.set(name, sum);
    return sum;
  }
}
