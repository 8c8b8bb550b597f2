import { deliver, type Postman } from '../app/delivery/deliver';
import type { Platform } from '../app/ports/chat-event';
import type { ChatPlatform } from '../app/ports/chat-platform';
import type { Leased, OutboxRow } from '../app/ports/queues';
import { LeaseLost } from '../app/ports/queues';
import { createLaneLoop } from './lanes';
import type { Loop } from './loop';

export interface OutboxLoopOptions {
  readonly postman: Postman;
  readonly platforms: ReadonlyMap<Platform, ChatPlatform>;
  readonly owner: string;
  readonly pollMs: number;
  readonly width: number;
  readonly leaseMs: number;
}

/** Sends what was committed. An attempt that fails on our side leaves the row uncertain. */
export const createOutboxLoop = (options: OutboxLoopOptions): Loop => {
  const { postman, platforms, owner } = options;
  const { log } = postman.desk;

  const askedAt = new WeakMap<Leased<OutboxRow>, number>();

  /** A process that was paused since it asked may hold a row that another has sent meanwhile. */
  const isStale = (lease: Leased<OutboxRow>): boolean =>
    performance.now() - (askedAt.get(lease) ?? 0) > options.leaseMs;

  const work = async (lease: Leased<OutboxRow>): Promise<void> => {
    const { row } = lease;
    if (isStale(lease)) {
      log.warn('lease too old', { outbox: row.id });
      return;
    }
    try {
      const platform = platforms.get(row.to.platform);
      if (platform === undefined) throw new Error(`no adapter for ${row.to.platform}`);
      await deliver(postman, platform, lease);
    } catch (error) {
      // Not settled: when the lease has run out the row is looked up before anything is repeated.
      if (error instanceof LeaseLost) log.warn('lease lost', { outbox: row.id });
      else log.error('delivery failed', { outbox: row.id, attempt: lease.attempt }, error);
    }
  };

  return createLaneLoop({
    name: 'outbox',
    pollMs: options.pollMs,
    log,
    width: options.width,
    claim: async (limit) => {
      const asked = performance.now();
      const leases = await postman.outbox.claim(owner, limit);
      for (const lease of leases) askedAt.set(lease, asked);
      return leases;
    },
    work,
  });
};
