import type { Principal } from '../src/app/admin/authenticate';
import type { Readers, Sight } from '../src/app/ports/readers';
import { sightOf } from '../src/app/tickets/find-tickets';
import { limitOf } from '../src/domain/sight';
import { ACTIVE_STATUSES } from '../src/domain/ticket';

const MOST_AT_FIRST = 1_000;
const MOST_KNOWN = 5_000;
const AT_ONCE = 100;
const NEWEST = { by: 'UPDATED_AT', descending: true } as const;
const ONLY_IDS = {
  ticket: new Set<string>(),
  customer: null,
  channel: null,
  assignee: null,
  lastMessage: null,
};

/**
 * What a partner's subscription may tell. Their queues can be others at any moment, and a ticket can
 * leave them: each that they knew of is told once as gone, without anything of it.
 */
export class BoundedSight {
  private readonly known = new Set<string>();
  private present: Sight;

  constructor(
    private readonly readers: Readers,
    private readonly principal: Principal,
  ) {
    this.present = sightOf(principal);
  }

  get sight(): Sight {
    return this.present;
  }

  /** What is in sight before anything changes. */
  async begin(only: string | null): Promise<void> {
    this.present = await this.read();
    if (only !== null) {
      const [view = null] = await this.readers.ticketsById(this.present, [only]);
      if (view !== null) this.known.add(only);
      return;
    }
    const slice = { limit: MOST_AT_FIRST, from: 'start', after: null, before: null } as const;
    const active = { status: { in: ACTIVE_STATUSES } };
    const { rows } = await this.readers.tickets(this.present, active, NEWEST, slice, ONLY_IDS);
    for (const { row } of rows) this.known.add(row.ticket.id);
  }

  /** Looks again at what bounds it. Returns the tickets that are gone with that. */
  async look(): Promise<readonly string[]> {
    const now = await this.read();
    if (JSON.stringify(now) === JSON.stringify(this.present)) return [];
    this.present = now;
    const asked = [...this.known];
    const gone: string[] = [];
    for (let from = 0; from < asked.length; from += AT_ONCE) {
      const ids = asked.slice(from, from + AT_ONCE);
      const views = await this.readers.ticketsById(now, ids);
      gone.push(...ids.filter((_, index) => (views[index] ?? null) === null));
    }
    for (const id of gone) this.known.delete(id);
    return gone;
  }

  /** A ticket changed: whether that is told. What is not shown any more is told once. */
  tells(ticketId: string, isShown: boolean): boolean {
    if (!isShown) return this.known.delete(ticketId);
    const [oldest] = this.known;
    if (this.known.size >= MOST_KNOWN && oldest !== undefined) this.known.delete(oldest);
    this.known.add(ticketId);
    return true;
  }

  private async read(): Promise<Sight> {
    const { actor, tenantId } = this.principal;
    if (actor.kind !== 'member') return sightOf(this.principal);
    const [member = null] = await this.readers.membersById(tenantId, [actor.memberId]);
    // Somebody who is gone is shown out by the socket.
    const queueIds = member?.queueIds ?? actor.queueIds ?? [];
    return { tenantId, limit: limitOf({ ...actor, queueIds }) };
  }
}
