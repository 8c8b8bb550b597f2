import type { Log } from '../app/ports/log';
import { createLoop, type Loop } from './loop';

interface LaneOptions<Lease> {
  readonly name: string;
  readonly pollMs: number;
  readonly log: Log;
  /** How many rows are worked at once; each is of another lane. */
  readonly width: number;
  readonly claim: (limit: number) => Promise<readonly Lease[]>;
  /** Must settle the lease itself; never throws. */
  readonly work: (lease: Lease) => Promise<void>;
}

/** Keeps up to `width` leased rows in work, without waiting for the slowest of a batch. */
export const createLaneLoop = <Lease>(options: LaneOptions<Lease>): Loop => {
  const busy = new Set<Promise<void>>();
  const loop: Loop = createLoop({
    name: options.name,
    pollMs: options.pollMs,
    log: options.log,
    round: async () => {
      const room = options.width - busy.size;
      if (room <= 0) {
        await Promise.race(busy);
        return 1;
      }
      const leases = await options.claim(room);
      for (const lease of leases) {
        const work = options.work(lease).finally(() => {
          busy.delete(work);
          // The next row of this lane became free.
          loop.nudge();
        });
        busy.add(work);
      }
      return leases.length;
    },
  });
  return {
    start: loop.start,
    nudge: loop.nudge,
    stop: async () => {
      await loop.stop();
      await Promise.all(busy);
    },
  };
};
