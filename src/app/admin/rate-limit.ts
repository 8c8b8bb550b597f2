import type { UsageStore } from '../ports/usage';
import type { Principal } from './authenticate';

/** A process books this share of the allowance at once: one statement for many requests. */
const SHARES = 50;
const MOST_REMEMBERED = 10_000;

/** How a caller stands within its minute. */
export interface Rate {
  readonly limit: number;
  readonly remaining: number;
  /** By the database's clock. */
  readonly resetAt: Date;
  readonly resetInMs: number;
  readonly allowed: boolean;
}

interface Booked {
  /** By the stopwatch; not known before the first block is booked. */
  ends: number;
  endsAt: Date;
  /** Booked here and not used yet. */
  left: number;
  /** Booked by all processes, as far as this one knows. */
  used: number;
  booking: Promise<void> | null;
}

/**
 * So many requests a minute and token, whichever process they reach. Requests are booked in blocks,
 * so that several processes together allow at most the limit, and perhaps a block less each. When a
 * minute begins and ends the database says; here only the time since then is measured.
 */
export class RateLimiter {
  private readonly booked = new Map<string, Booked>();
  private readonly block: number;

  constructor(
    private readonly usage: UsageStore,
    private readonly limit: number,
    /** Milliseconds that only ever go on: no clock that somebody sets. */
    private readonly stopwatch: () => number,
  ) {
    this.block = Math.ceil(limit / SHARES);
  }

  /** Counts one request. */
  async count({ tenantId, tokenId }: Pick<Principal, 'tenantId' | 'tokenId'>): Promise<Rate> {
    const mine = this.standing(`${tenantId} ${tokenId}`);
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
      resetAt: mine.endsAt,
      resetInMs: Math.max(0, mine.ends - this.stopwatch()),
      allowed,
    };
  }

  private async bookBlock(mine: Booked, tenantId: string, tokenId: string): Promise<void> {
    // Measured from before the question: what is left may end early here, never late.
    const asked = this.stopwatch();
    const { used, endsAt, leftMs } = await this.usage.book(tenantId, tokenId, this.block);
    mine.left += Math.max(0, Math.min(this.block, this.limit - (used - this.block)));
    mine.used = used;
    mine.ends = asked + leftMs;
    mine.endsAt = endsAt;
  }

  private standing(key: string): Booked {
    const known = this.booked.get(key);
    if (known !== undefined && this.stopwatch() < known.ends) return known;
    if (this.booked.size >= MOST_REMEMBERED) this.booked.clear();
    const fresh: Booked = {
      ends: Number.POSITIVE_INFINITY,
      endsAt: new Date(0),
      left: 0,
      used: 0,
      booking: null,
    };
    this.booked.set(key, fresh);
    return fresh;
  }
}
