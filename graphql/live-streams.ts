import { setTimeout as pause } from 'node:timers/promises';
import type { Principal } from '../src/app/admin/authenticate';
import type { ChangeWatch } from '../src/app/live/change-watch';
import type { ChangePoint, DuePromise, LiveReader, QueueLoad } from '../src/app/ports/live';
import type { Clock } from '../src/app/ports/log';
import type { Readers, TicketFilter, TicketView } from '../src/app/ports/readers';
import { sightOf } from '../src/app/tickets/find-tickets';
import { DeskError } from '../src/domain/errors';
import { limitOf } from '../src/domain/sight';
import { BoundedSight } from './bounded-sight';

const AT_ONCE = 100;
const MOST_PROMISES = 500;
/** Promises come due by themselves, without any change. */
const CLOCK_MS = 5_000;
const RETRY_MS = 1_000;

export interface ChangedTicket {
  /** From where to go on. */
  readonly point: ChangePoint;
  readonly ticketId: string;
  /** Null when it does not match what was asked for, any more or at all. */
  readonly view: TicketView | null;
}

export interface LiveDeps {
  readonly reader: LiveReader;
  readonly readers: Readers;
  readonly watch: ChangeWatch;
  readonly clock: Clock;
}

/** Who looks on, and whether still. */
interface Caller {
  readonly principal: Principal;
  readonly signal: AbortSignal;
}

/**
 * What one subscription follows. It reads from the database when its client has taken what came
 * before, so that nothing heaps up here for a client that is slow or away.
 */
export class LiveStreams {
  constructor(private readonly deps: LiveDeps) {}

  /** Each ticket that changed after `from`, once for all that happened to it since the last look. */
  async *tickets(
    caller: Caller,
    from: ChangePoint | null,
    filter: TicketFilter,
    only: string | null,
  ): AsyncGenerator<ChangedTicket> {
    const { signal, principal } = caller;
    const { tenantId } = principal;
    const { reader, readers, watch } = this.deps;
    const bounded = limitOf(principal.actor) === null ? null : new BoundedSight(readers, principal);
    if (bounded !== null) await this.patiently(signal, () => bounded.begin(only));
    let point = from ?? (await this.patiently(signal, () => reader.present(tenantId)));
    while (point !== null && !signal.aborted) {
      const since: ChangePoint = point;
      const gone = bounded === null ? [] : await this.patiently(signal, () => bounded.look());
      for (const ticketId of gone ?? []) yield { point: since, ticketId, view: null };
      // Of the one ticket that was asked for there is nothing more to tell.
      if (only !== null && gone?.includes(only) === true) return;
      const sight = bounded?.sight ?? sightOf(principal);
      const changes = await this.patiently(signal, () =>
        reader.changesAfter(tenantId, since, AT_ONCE),
      );
      const ours = (changes ?? []).filter(({ ticketId }) => only === null || ticketId === only);
      const ids = ours.map(({ ticketId }) => ticketId);
      const views =
        ids.length === 0
          ? []
          : await this.patiently(signal, () => readers.ticketsById(sight, ids, filter));
      for (const [index, point] of ours.entries()) {
        const { ticketId } = point;
        const view = views?.[index] ?? null;
        // What a partner cannot see does not even change for them.
        if (bounded !== null && !bounded.tells(ticketId, view !== null)) continue;
        yield { point, ticketId, view };
        if (bounded !== null && only !== null && view === null) return;
      }
      point = changes?.at(-1) ?? since;
      if (changes?.length === 0)
        await watch.beyond(tenantId, since.changedIn, signal, bounded === null ? null : CLOCK_MS);
    }
  }

  /** The load of each queue, first as it is and then whenever it has become another. */
  async *queues(caller: Caller, only: string | null): AsyncGenerator<QueueLoad> {
    const told = new Map<string, string>();
    for await (const loads of this.atEachChange(caller, null, () =>
      this.deps.reader.queueLoads(caller.principal.tenantId),
    ))
      for (const load of loads) {
        const facts = JSON.stringify([load.waiting, load.oldestOpenedAt]);
        if ((only !== null && load.queueId !== only) || told.get(load.queueId) === facts) continue;
        told.set(load.queueId, facts);
        yield load;
      }
  }

  /** Each open promise once, as soon as it is due within the time asked for. */
  async *promises(caller: Caller, withinMs: number): AsyncGenerator<DuePromise> {
    let told: ReadonlySet<string> = new Set();
    for await (const due of this.atEachChange(caller, CLOCK_MS, () =>
      this.deps.reader.promisesDue(
        caller.principal.tenantId,
        new Date(this.deps.clock.now().getTime() + withinMs),
        MOST_PROMISES,
      ),
    )) {
      for (const promise of due) if (!told.has(promise.id)) yield promise;
      told = new Set(due.map(({ id }) => id));
    }
  }

  /** One beat at once, and then one each time. */
  async *ticks({ signal }: Caller, everyMs: number): AsyncGenerator<Record<string, never>> {
    while (!signal.aborted) {
      yield {};
      await pause(everyMs, null, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async *atEachChange<T>(
    { principal, signal }: Caller,
    atMostMs: number | null,
    ask: () => Promise<T>,
  ): AsyncGenerator<T> {
    const { tenantId } = principal;
    while (!signal.aborted) {
      // Before the question: what changes while it is asked is asked for again.
      const seen = await this.patiently(signal, () => this.deps.reader.newest(tenantId));
      const answer = await this.patiently(signal, ask);
      if (answer !== null) yield answer;
      await this.deps.watch.beyond(tenantId, seen ?? '0', signal, atMostMs);
    }
  }

  /** A database that is away is waited for: the client keeps its place. Null when nobody waits. */
  private async patiently<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T | null> {
    while (!signal.aborted)
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof DeskError && error.kind === 'unavailable')) throw error;
        await pause(RETRY_MS, null, { signal, ref: false }).catch(() => undefined);
      }
    return null;
  }
}
