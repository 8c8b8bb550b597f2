import type { UsageStore } from '../ports/usage';
import type { Principal } from './authenticate';

const WINDOW_MS = 60_000;
/** A process books this share of the allowance at once: one statement for many requests. */
const SHARES = 50;
const MOST_REMEMBERED = 10_000;

/** How a caller stands within the present minute. */
export interface Rate {
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: Date;
  readonly allowed: boolean;
}

interface Booked {
  readonly window: number;
  /** Booked here and not used yet. */
  left: number;
  /** Booked by all processes, as far as this one knows. */
  used: number;
  booking: Promise<void> | null;
}

/**
 * So many requests a minute and token, whichever process they reach. Requests are booked in blocks,
 * so that several processes together allow at most the limit, and perhaps a block less each.
 */
export class RateLimiter {
  private readonly booked = new Map<string, Booked>();
  private readonly block: number;

  constructor(
    private readonly usage: UsageStore,
    private readonly limit: number,
  ) {
    this.block = Math.ceil(limit / SHARES);
  }

  /** Counts one request. */
  async count(
    { tenantId, tokenId }: Pick<Principal, 'tenantId' | 'tokenId'>,
    now: Date,
  ): Promise<Rate> {
    const window = Math.floor(now.getTime() / WINDOW_MS) * WINDOW_MS;
    const mine = this.standing(`${tenantId} ${tokenId}`, window);
    while (mine.left === 0 && mine.used < this.limit) {
      mine.booking ??= this.bookBlock(mine, tenantId, tokenId).finally(() => {
        mine.booking = null;
      });
      await mine.booking;
    }
    const allowed = mine.left > 0;
    if (allowed) mine.left -= 1;
    return {
      limit: this.limit,
      remaining: Math.max(0, this.limit - mine.used) + mine.left,
      resetAt: new Date(window + WINDOW_MS),
      allowed,
    };
  }

  private async bookBlock(mine: Booked, tenantId: string, tokenId: string): Promise<void> {
    const used = await this.usage.book(tenantId, tokenId, new Date(mine.window), this.block);
    mine.left += Math.max(0, Math.min(this.block, this.limit - (used - this.block)));
    mine.used = used;
  }

  private standing(key: string, window: number): Booked {
    const known = this.booked.get(key);
    if (known?.window === window) return known;
    if (this.booked.size >= MOST_REMEMBERED) this.booked.clear();
    const fresh: Booked = { window, left: 0, used: 0, booking: null };
    this.booked.set(key, fresh);
    return fresh;
  }
}
