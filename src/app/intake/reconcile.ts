import type { Desk } from '../desk';
import {
  type ChatPlatform,
  NO_HISTORY,
  PlatformBusy,
  PlatformLockedOut,
  PlatformRefused,
} from '../ports/chat-platform';
import type { Coverage, Gap } from '../ports/coverage';
import type { Inbox } from '../ports/queues';

export interface Reconciler {
  readonly desk: Desk;
  readonly coverage: Coverage;
  readonly inbox: Inbox;
}

/** Reads one gap to its end; each message goes through the inbox like everything else. */
const readBack = async (
  reconciler: Reconciler,
  platform: ChatPlatform,
  gap: Gap,
): Promise<number> => {
  const of = { ...gap.channel, threadId: gap.threadId };
  let found = 0;
  let cursor: string | null = null;
  do {
    const page = await platform.history(of, gap.after, gap.before, cursor);
    for (const arrival of page.arrivals)
      if ((await reconciler.inbox.put(arrival)) === 'stored') found += 1;
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
};

/**
 * Finds what push did not bring: every stretch of history that nobody has read is read, and only a
 * stretch read to its end counts as covered. Returns how many gaps were read; stops early, with
 * the wait it asks for, when the platform is busy.
 */
export const reconcile = async (
  reconciler: Reconciler,
  platform: ChatPlatform,
  gaps: readonly Gap[],
): Promise<{ readonly read: number; readonly busyForMs: number }> => {
  const { desk, coverage } = reconciler;
  let read = 0;
  for (const gap of gaps) {
    const fields = { tenant: gap.tenantId, channel: gap.channelId };
    try {
      const found = await readBack(reconciler, platform, gap);
      await coverage.cover(gap, gap.after, gap.before, desk.clock.now());
      read += 1;
      if (found > 0) desk.log.info('history brought back', { ...fields, count: found });
    } catch (error) {
      // Where one workspace locks us out, the others are still read.
      const isLockedOut = error instanceof PlatformLockedOut;
      if (error instanceof PlatformBusy && !isLockedOut) return { read, busyForMs: error.afterMs };
      if (!(error instanceof PlatformRefused) && !isLockedOut) throw error;
      const reason = isLockedOut ? error.message : error.reason;
      if (reason !== NO_HISTORY) desk.log.warn('history refused', { ...fields, reason });
      // Checked, not covered: it is asked again in its turn.
      await coverage.cover(gap, gap.after, gap.after, desk.clock.now());
    }
  }
  if (read > 0) desk.nudge();
  return { read, busyForMs: 0 };
};
