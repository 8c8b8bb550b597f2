import type { LiveReader } from '../ports/live';
import type { Log } from '../ports/log';

interface Watched {
  newest: string | null;
  readonly waiting: Set<() => void>;
}

/**
 * One look a while and tenant for all who wait in this process, however many they are. What wakes
 * them is the database, so it does not matter which process made the change.
 */
export class ChangeWatch {
  private readonly tenants = new Map<string, Watched>();
  private timer: NodeJS.Timeout | null = null;
  private looking = false;
  private again = false;

  constructor(
    private readonly reader: Pick<LiveReader, 'newest'>,
    private readonly everyMs: number,
    private readonly log: Log,
  ) {}

  /** Resolves when something was changed after `seen`, after `atMostMs`, or when nobody waits any more. */
  async beyond(
    tenantId: string,
    seen: string,
    signal: AbortSignal,
    atMostMs: number | null = null,
  ): Promise<void> {
    const watched = this.tenants.get(tenantId) ?? { newest: null, waiting: new Set() };
    if (signal.aborted || BigInt(watched.newest ?? 0) > BigInt(seen)) return;
    this.tenants.set(tenantId, watched);
    await new Promise<void>((done) => {
      const timer = atMostMs === null ? null : setTimeout(() => wake(), atMostMs);
      const wake = (): void => {
        if (timer !== null) clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        watched.waiting.delete(wake);
        if (watched.waiting.size === 0) this.tenants.delete(tenantId);
        done();
      };
      watched.waiting.add(wake);
      signal.addEventListener('abort', wake);
      this.plan();
    });
  }

  /** Something was changed by this process: look at once. */
  nudge(): void {
    if (this.tenants.size > 0) void this.look();
  }

  private plan(): void {
    if (this.timer !== null || this.tenants.size === 0) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.look();
    }, this.everyMs).unref();
  }

  private async look(): Promise<void> {
    if (this.looking) {
      this.again = true;
      return;
    }
    this.looking = true;
    do {
      this.again = false;
      for (const [tenantId, watched] of [...this.tenants]) await this.lookAt(tenantId, watched);
    } while (this.again);
    this.looking = false;
    this.plan();
  }

  private async lookAt(tenantId: string, watched: Watched): Promise<void> {
    try {
      const newest = await this.reader.newest(tenantId);
      if (newest === watched.newest) return;
      watched.newest = newest;
      for (const wake of [...watched.waiting]) wake();
    } catch (error) {
      // The next look comes anyway; whoever waits keeps waiting.
      this.log.error('changes-not-seen', {}, error);
    }
  }
}
