import type { RefusedToken } from '../ports/tokens';

const PAUSE_MS = 60_000;

/** Writes down that so many were refused; must not throw. */
export type WriteRefused = (
  tenantId: string | null,
  reason: RefusedToken,
  times: number,
) => Promise<void>;

/**
 * Collects what is refused: the first of a kind is written down at once, and for a minute the others
 * are only counted. Whoever tries a thousand times costs the database two statements.
 */
export class RefusedTokens {
  private readonly waiting = new Map<string, number>();

  constructor(
    private readonly write: WriteRefused,
    private readonly pauseMs = PAUSE_MS,
  ) {}

  /** Nobody waits for it: what is refused is refused. */
  note(tenantId: string | null, reason: RefusedToken): void {
    const kind = `${tenantId} ${reason}`;
    const counted = this.waiting.get(kind);
    if (counted === undefined) this.told(kind, tenantId, reason, 1);
    else this.waiting.set(kind, counted + 1);
  }

  private told(kind: string, tenantId: string | null, reason: RefusedToken, times: number): void {
    this.waiting.set(kind, 0);
    void this.write(tenantId, reason, times);
    setTimeout(() => {
      const counted = this.waiting.get(kind) ?? 0;
      if (counted === 0) this.waiting.delete(kind);
      else this.told(kind, tenantId, reason, counted);
    }, this.pauseMs).unref();
  }
}
