import { v7 } from 'uuid';
import { insert, minutes, type World } from './world';

/** A row of a list: which one, and how it is taken away again; null: it is for ever. */
export interface Placed {
  readonly id: string;
  readonly from: string | null;
}

/**
 * Writes rows of every list of the API, each at a place of its own or one that it shares with
 * others: places are instants or parts of names, and any number between two of them is between.
 */
export class RelayRows {
  private serial = 1;

  constructor(
    private readonly world: World,
    /** The one whose messages, promises and history are listed. */
    private readonly ticketId: string,
    readonly webhookId: string,
    private readonly count: () => Promise<number>,
  ) {}

  /** How a row of each list is written. */
  readonly write: Readonly<Record<string, (place: number) => Promise<Placed>>> = {
    'Query.tickets': (place) => this.ticket(place),
    'Query.customers': (place) =>
      this.put('customer', { name: named(place), tier: 'Standard', created_at: minutes(0) }),
    'Query.channels': (place) =>
      this.put('channel', {
        workspace_id: this.world.workspaceId,
        external_id: `CX${this.next()}`,
        name: named(place),
        kind: 'INTERNAL',
        is_externally_shared: false,
        joined_at: minutes(0),
      }),
    'Query.members': (place) => this.put('member', { name: named(place), role: 'AGENT' }),
    'Query.queues': (place) => this.put('queue', { name: this.only(place) }),
    'Query.tokens': (place) =>
      this.put('api_token', {
        name: named(place),
        role: 'AGENT',
        secret_hash: Buffer.alloc(32),
        created_at: minutes(place),
      }),
    'Query.auditLog': () => this.audit(),
    'Query.intakeDecisions': async (place) => {
      const message_id = await this.world.message(null, 'thanks', minutes(place));
      const said = { verdict: 'TICKET', reason: 'NEW_REQUEST', at: minutes(place) };
      return this.put('intake_decision', { message_id, ...said });
    },
    'Query.calendars': async (place) => {
      const made = await this.put('calendar', { name: this.only(place), version: 1 });
      await this.put('calendar_version', {
        id: undefined,
        calendar_id: made.id,
        version: 1,
        zone: 'UTC',
        opening: '[]',
        holidays: '[]',
        made_at: minutes(0),
      });
      return { ...made, from: null };
    },
    'Query.slaPolicies': (place) =>
      this.put('sla_policy', {
        tier: this.only(place),
        pause_while: ['CUSTOMER'],
        warn_percent: 80,
        version: 1,
      }),
    'Query.groups': (place) => this.put('member_group', { name: this.only(place) }),
    'Query.labels': (place) => this.put('label', { name: this.only(place), colour: 'RED' }),
    'Query.ratings': (place) => this.rating(place),
    'Query.recoveryTasks': async (place) => {
      const { id: rating_id, ticket_id } = await this.rating(place);
      const at = { opened_at: minutes(place), due_at: minutes(100) };
      return this.put('recovery_task', { ticket_id, rating_id, ...at });
    },
    'Query.earlyWarnings': (place) => this.warned(place),
    'HealthPartFigure.facts': async (place) => this.counted(await this.warned(place)),
    'Query.search': (place) => this.message(place),
    'Query.promisesDue': (place) => this.promise(place),
    'Ticket.promises': (place) => this.promise(place),
    'Query.webhooks': (place) => this.webhook(v7(), place),
    'Query.trackers': (place) =>
      this.put('tracker', {
        kind: 'JIRA',
        site: `jira${this.next()}.example`,
        sealed_secret: 'none',
        connected_at: minutes(place),
      }),
    'Query.webhookDeliveries': async (place) => {
      const { id: entry_id } = await this.entry(place);
      const at = { due_at: minutes(0), created_at: minutes(place) };
      return this.put('webhook_delivery', { webhook_id: this.webhookId, entry_id, ...at });
    },
    'Ticket.messages': (place) => this.message(place),
    'Measurement.facts': async (place) => this.counted(await this.ticket(place)),
    'Ticket.timeline': (place) => this.entry(place),
  };

  /** Takes a row away again, where whoever runs the desk could. */
  async remove({ id, from }: Placed): Promise<void> {
    if (from === null) return;
    const { source, tenantId } = this.world;
    await source.query(`delete from ${from} where tenant_id = $1 and id = $2`, [tenantId, id]);
  }

  webhook(id: string, place: number): Promise<Placed> {
    return this.put('webhook', {
      id,
      name: named(place),
      url: 'https://hooks.example/in',
      kinds: ['SOLVED'],
      api_version: '2026-11-01',
      sealed_secret: 'none',
      created_at: minutes(place),
    });
  }

  private next(): number {
    this.serial += 1;
    return this.serial;
  }

  /** Of names of which each stands once. */
  private only(place: number): string {
    return `${named(place)} (${this.next()})`;
  }

  private async put(
    table: string,
    row: Readonly<Record<string, unknown>>,
  ): Promise<Placed & { readonly ticket_id: unknown }> {
    const id = typeof row.id === 'string' ? row.id : v7();
    const whole = { tenant_id: this.world.tenantId, ...('id' in row ? {} : { id }), ...row };
    const kept = Object.entries(whole).filter(([, value]) => value !== undefined);
    await insert(this.world.source, table, Object.fromEntries(kept));
    return { id, from: table, ticket_id: row.ticket_id };
  }

  private async ticket(place: number): Promise<Placed> {
    const id = await this.world.ticket({ number: this.next(), openedAt: minutes(place) });
    return { id, from: 'ticket' };
  }

  private async warned(place: number): Promise<Placed> {
    const ticket = await this.ticket(place);
    await this.put('signal', {
      ticket_id: ticket.id,
      kind: 'SHOUTING',
      reason: 'Writes in capitals',
      weight: 10 + Math.floor(place),
      raised_priority: false,
      raised_at: minutes(place),
      last_at: minutes(place),
    });
    return { ...ticket, from: null };
  }

  /** What is measured of a ticket is told when it is counted. */
  private async counted({ id }: Placed): Promise<Placed> {
    await this.world.source.query(
      'insert into metric_dirty (tenant_id, ticket_id) values ($1, $2) on conflict do nothing',
      [this.world.tenantId, id],
    );
    await this.count();
    return { id, from: null };
  }

  private async message(place: number): Promise<Placed> {
    const id = await this.world.message(this.ticketId, 'word', minutes(place));
    return { id, from: 'message' };
  }

  private async rating(place: number) {
    const { id: ticket_id } = await this.ticket(place);
    const asked = { customer_id: v7(), contact_id: v7(), asked_at: minutes(place) };
    return this.put('rating', { ticket_id, ...asked });
  }

  private promise(place: number): Promise<Placed> {
    return this.put('promise', {
      ticket_id: this.ticketId,
      kind: 'NEXT_UPDATE',
      due_at: minutes(place),
      told_at: minutes(place),
      told_in: 'status-line:x',
      state: 'OPEN',
    });
  }

  private entry(place: number): Promise<Placed> {
    return this.put('timeline_entry', {
      ticket_id: this.ticketId,
      at: minutes(place),
      actor: JSON.stringify({ kind: 'system', name: 'clock' }),
      kind: 'WOKEN',
      before: '{}',
      after: '{}',
    });
  }

  /** The log only grows, at its end. */
  private async audit(): Promise<Placed> {
    const { source, tenantId } = this.world;
    const [{ seq }] = await source.query(
      'select coalesce(max(seq), 0)::int + 1 as seq from audit_entry where tenant_id = $1',
      [tenantId],
    );
    const made = await this.put('audit_entry', {
      seq,
      at: minutes(0),
      via: 'DESK',
      action: 'updateSettings',
      actor: JSON.stringify({ kind: 'system', name: 'desk' }),
      before: '{}',
      after: '{}',
      prev_hash: '',
      hash: '',
    });
    return { ...made, from: null };
  }
}

const named = (place: number): string => `Name ${1000 + place}`;
