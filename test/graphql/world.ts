import type { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { issueToken } from '../../src/app/admin/tokens';
import { createTokenStore } from '../../src/db/token-store';
import type { Role } from '../../src/domain/actor';

export const T0 = new Date('2026-03-02T09:00:00.000Z');
export const minutes = (count: number): Date => new Date(T0.getTime() + count * 60_000);

type Row = Readonly<Record<string, unknown>>;

/** Writes one row as the owner of the tables. */
export const insert = async (source: DataSource, table: string, row: Row): Promise<void> => {
  const names = Object.keys(row);
  const places = names.map((_, index) => `$${index + 1}`).join(', ');
  await source.query(
    `insert into ${table} (${names.join(', ')}) values (${places})`,
    Object.values(row),
  );
};

export interface TicketFields {
  readonly number: number;
  readonly status?: string;
  readonly waitingOn?: string;
  readonly priority?: string;
  readonly assigneeId?: string | null;
  readonly subject?: string;
  readonly cause?: string;
  readonly openedAt?: Date;
  readonly firstRespondedAt?: Date | null;
  readonly firstSolvedAt?: Date | null;
  readonly updatedAt?: Date;
  readonly unansweredSince?: Date | null;
  readonly firstResponseDueAt?: Date | null;
}

/** One tenant with three people, a customer, a channel, a queue of two levels and a token per role. */
export class World {
  readonly tenantId = v7();
  readonly workspaceId = v7();
  readonly customerId = v7();
  readonly channelId = v7();
  readonly triageId = v7();
  readonly queueId = v7();
  readonly contactId = v7();
  readonly members = { ada: v7(), sam: v7(), pat: v7() };
  readonly tokens = new Map<string, string>();

  constructor(
    readonly source: DataSource,
    readonly name: string,
  ) {}

  static async make(source: DataSource, name: string): Promise<World> {
    const world = new World(source, name);
    await world.settle();
    return world;
  }

  /** Bearer of a program with this role, or of a member. */
  token(who: Role | 'ada' | 'sam' | 'pat'): string {
    return this.tokens.get(who) ?? '';
  }

  async ticket(fields: TicketFields): Promise<string> {
    const id = v7();
    await insert(this.source, 'ticket', {
      tenant_id: this.tenantId,
      id,
      number: fields.number,
      customer_id: this.customerId,
      channel_id: this.channelId,
      thread_id: `1700000000.${String(fields.number).padStart(6, '0')}`,
      opened_by_contact_id: this.contactId,
      queue_id: this.queueId,
      level: 1,
      status: fields.status ?? 'NEW',
      waiting_on: fields.waitingOn ?? 'US',
      priority: fields.priority ?? 'NORMAL',
      assignee_id: fields.assigneeId ?? null,
      cause: fields.cause ?? null,
      subject: fields.subject ?? `Question ${fields.number}`,
      opened_at: fields.openedAt ?? minutes(fields.number),
      unanswered_since: fields.unansweredSince ?? null,
      first_response_due_at: fields.firstResponseDueAt ?? null,
      first_responded_at: fields.firstRespondedAt ?? null,
      first_solved_at: fields.firstSolvedAt ?? null,
      version: 1,
      updated_at: fields.updatedAt ?? fields.openedAt ?? minutes(fields.number),
    });
    return id;
  }

  async message(ticketId: string | null, text: string, at: Date, more: Row = {}): Promise<string> {
    const id = v7();
    await insert(this.source, 'message', {
      tenant_id: this.tenantId,
      id,
      ticket_id: ticketId,
      channel_id: this.channelId,
      platform_id: `${at.getTime() / 1000}-${id}`,
      thread_id: `${at.getTime() / 1000}`,
      author_kind: 'contact',
      author_id: this.contactId,
      author_name: 'Grace',
      visibility: 'PUBLIC',
      body: JSON.stringify([{ kind: 'plain', text }]),
      plain: text,
      files: '[]',
      needs_answer: true,
      occurred_at: at,
      delivery_state: 'RECEIVED',
      ...more,
    });
    return id;
  }

  private async settle(): Promise<void> {
    const { source, tenantId: tenant_id } = this;
    await insert(source, 'tenant', {
      id: tenant_id,
      name: this.name,
      zone: 'Europe/Berlin',
      default_intake_mode: 'EVERY_MESSAGE',
      grouping_window_sec: 300,
      first_response_target_min: 60,
      claim_lease_min: 60,
      last_ticket_number: 1000,
    });
    await insert(source, 'workspace', {
      tenant_id,
      id: this.workspaceId,
      platform: 'slack',
      external_id: `T${this.name}`,
      name: this.name,
      installed_at: T0,
    });
    const people = [
      [this.members.ada, 'Ada', 'AGENT'],
      [this.members.sam, 'Sam', 'SUPERVISOR'],
      [this.members.pat, 'Pat', 'PARTNER'],
    ] as const;
    for (const [id, name, role] of people)
      await insert(source, 'member', { tenant_id, id, name, role });
    await insert(source, 'customer', {
      tenant_id,
      id: this.customerId,
      name: `${this.name} customer`,
      tier: 'Standard',
      created_at: T0,
    });
    await insert(source, 'contact', {
      tenant_id,
      id: this.contactId,
      customer_id: this.customerId,
      name: 'Grace',
    });
    const channel = { tenant_id, workspace_id: this.workspaceId, joined_at: T0 };
    await insert(source, 'channel', {
      ...channel,
      id: this.triageId,
      external_id: 'C1',
      name: 'triage',
      kind: 'TRIAGE',
      is_externally_shared: false,
    });
    await insert(source, 'channel', {
      ...channel,
      id: this.channelId,
      external_id: 'C2',
      name: 'shared',
      kind: 'CUSTOMER',
      customer_id: this.customerId,
      is_externally_shared: true,
    });
    await insert(source, 'queue', {
      tenant_id,
      id: this.queueId,
      name: 'Support',
      triage_channel_id: this.triageId,
      is_default: true,
    });
    const levels = [
      [1, 'First line', null],
      [2, 'Specialists', this.members.sam],
    ] as const;
    for (const [level, name, owner_id] of levels) {
      await insert(source, 'queue_level', {
        tenant_id,
        queue_id: this.queueId,
        level,
        name,
        owner_id,
      });
    }
    await this.issueTokens();
  }

  private async issueTokens(): Promise<void> {
    const store = createTokenStore(this.source);
    const wanted = [
      ['PARTNER', 'PARTNER', null],
      ['AGENT', 'AGENT', null],
      ['SUPERVISOR', 'SUPERVISOR', null],
      ['ADMIN', 'ADMIN', null],
      ['ada', 'AGENT', this.members.ada],
      ['sam', 'SUPERVISOR', this.members.sam],
      ['pat', 'PARTNER', this.members.pat],
    ] as const;
    for (const [name, role, memberId] of wanted) {
      const wish = { tenantId: this.tenantId, name, role, memberId, expiresAt: null };
      this.tokens.set(name, (await issueToken(store, wish, T0)).token);
    }
  }
}
