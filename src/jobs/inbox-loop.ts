import { handleArrival, type Intake, isNoNews } from '../app/intake/handle-arrival';
import type { Platform } from '../app/ports/chat-event';
import { type ChatPlatform, PlatformBusy } from '../app/ports/chat-platform';
import type { InboxRow, Leased } from '../app/ports/queues';
import { LeaseLost } from '../app/ports/queues';
import { createLaneLoop } from './lanes';
import type { Loop } from './loop';

export interface InboxLoopOptions {
  readonly intake: Intake;
  readonly platforms: ReadonlyMap<Platform, ChatPlatform>;
  readonly owner: string;
  readonly pollMs: number;
  readonly width: number;
  readonly onParked: () => void;
}

/** Row -> what it says -> the desk. A row that fails comes back later; a poison row is parked. */
export const createInboxLoop = (options: InboxLoopOptions): Loop => {
  const { intake, platforms, owner } = options;
  const { log } = intake.desk;

  const work = async (lease: Leased<InboxRow>): Promise<void> => {
    const { row } = lease;
    const fields = { inbox: row.id, platform: row.platform, attempt: lease.attempt };
    try {
      const platform = platforms.get(row.platform);
      if (platform === undefined) throw new Error(`no adapter for ${row.platform}`);
      await handleArrival(intake, platform, lease);
    } catch (error) {
      if (error instanceof LeaseLost) {
        log.warn('lease lost', fields);
        return;
      }
      if (error instanceof PlatformBusy) {
        log.warn('platform away', { ...fields, reason: error.message });
        await settle(lease, async () => {
          await intake.inbox.postpone(lease, error.afterMs, error.message);
        });
        return;
      }
      log.error('arrival failed', fields, error);
      await settle(lease, () => giveBack(lease));
    }
  };

  const giveBack = async (lease: Leased<InboxRow>): Promise<void> => {
    if ((await intake.inbox.retry(lease, 'failed')) !== 'parked') return;
    log.warn('arrival parked', { inbox: lease.row.id, attempt: lease.attempt });
    options.onParked();
  };

  /** Where even that fails, the lease runs out by itself and the row comes back. */
  const settle = async (lease: Leased<InboxRow>, how: () => Promise<void>): Promise<void> => {
    try {
      await how();
    } catch (error) {
      log.error('arrival not given back', { inbox: lease.row.id }, error);
    }
  };

  const hasNews = ({ row }: Leased<InboxRow>): boolean => {
    const platform = platforms.get(row.platform);
    try {
      return platform === undefined || !isNoNews(platform, row);
    } catch {
      // Whoever works on it meets the same error, and gives the row back with it.
      return true;
    }
  };

  /** Rows without news are settled together, in one statement. */
  const claim = async (limit: number): Promise<readonly Leased<InboxRow>[]> => {
    for (;;) {
      const leases = await intake.inbox.claim(owner, limit);
      const news = leases.filter(hasNews);
      if (news.length < leases.length)
        await intake.inbox.done(leases.filter((lease) => !news.includes(lease)));
      if (news.length > 0 || leases.length === 0) return news;
    }
  };

  return createLaneLoop({
    name: 'inbox',
    pollMs: options.pollMs,
    log,
    width: options.width,
    claim,
    work,
  });
};
