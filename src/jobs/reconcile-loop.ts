import { type Reconciler, reconcile } from '../app/intake/reconcile';
import type { Platform } from '../app/ports/chat-event';
import type { ChatPlatform } from '../app/ports/chat-platform';
import { createLoop, type Loop } from './loop';

export interface ReconcileLoopOptions {
  readonly reconciler: Reconciler;
  readonly platforms: ReadonlyMap<Platform, ChatPlatform>;
  readonly everyMs: number;
}

/** What is younger may still be pushed, or be on its way into the platform's history. */
const SETTLE_MS = 30_000;
const AT_ONCE = 20;

/** Reads back what push may have missed, least recently checked first. */
export const createReconcileLoop = (options: ReconcileLoopOptions): Loop => {
  const { reconciler, platforms, everyMs } = options;
  const { desk } = reconciler;
  let notBefore = 0;
  return createLoop({
    name: 'reconcile',
    pollMs: Math.min(everyMs, 30_000),
    log: desk.log,
    round: async () => {
      const now = desk.clock.now();
      if (now.getTime() < notBefore) return 0;
      const settleMs = Math.min(SETTLE_MS, everyMs);
      const gaps = await reconciler.coverage.gaps(now, everyMs, settleMs, AT_ONCE);
      let read = 0;
      for (const [name, platform] of platforms) {
        const mine = gaps.filter((gap) => gap.channel.platform === name);
        const result = await reconcile(reconciler, platform, mine);
        read += result.read;
        if (result.busyForMs > 0) notBefore = desk.clock.now().getTime() + result.busyForMs;
      }
      return read;
    },
  });
};
