import type { Platform } from './chat-event';

/** One thing that came in, as it came in. */
export interface Arrival {
  readonly platform: Platform;
  /** The platform's id of the installation that heard it. */
  readonly workspace: string;
  /** Unique for ever within the platform; a repeat is a no-op. */
  readonly dedupKey: string;
  /** Rows of one lane are worked in order, one at a time. */
  readonly lane: string;
  readonly raw: Buffer;
  readonly occurredAt: Date | null;
}
