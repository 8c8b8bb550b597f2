import type { ChannelRef } from './chat-event';

/** A stretch of a channel's or thread's history that nobody has read back yet. */
export interface Gap {
  readonly tenantId: string;
  readonly channelId: string;
  readonly channel: ChannelRef;
  /** Null: the channel's root messages. */
  readonly threadId: string | null;
  readonly after: Date;
  readonly before: Date;
}

/**
 * What history has been read completely, as intervals, never a watermark: a gap behind newer
 * messages must still be found. Push proves nothing; only reading covers.
 */
export interface Coverage {
  /** Least recently checked first: customer channels, and threads of tickets open or closed < 7 days. */
  gaps(now: Date, everyMs: number, settleMs: number, limit: number): Promise<readonly Gap[]>;
  cover(gap: Gap, after: Date, before: Date, checkedAt: Date): Promise<void>;
}
