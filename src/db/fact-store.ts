import { v7 as newId } from 'uuid';
import type { Counted, FactStore, FreshFact, StoredFact } from '../app/ports/facts';
import type { Rated, Recovery } from '../domain/aftermath';
import { reachOf } from '../domain/fact';
import type { Happened } from '../domain/handovers';
import type { Heard, TicketHistory } from '../domain/measured';
import type { Ticket } from '../domain/ticket';
import type { Desk } from './shelves';

interface OfTicket {
  readonly ticketId: string;
}

const byTicket = <Row extends OfTicket>(
  rows: readonly Row[],
): ((ticketId: string) => readonly Row[]) => {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const own = found.get(row.ticketId);
    if (own === undefined) found.set(row.ticketId, [row]);
    else own.push(row);
  }
  return (ticketId) => found.get(ticketId) ?? [];
};

/** The measured facts of a tenant's tickets. */
export class SqlFactStore implements FactStore {
  constructor(private readonly desk: Desk) {}

  async take(ticketIds: readonly string[]): Promise<ReadonlyMap<string, boolean>> {
    const rows = await this.rows<OfTicket & { readonly backfill: boolean }>(
      `delete from metric_dirty where tenant_id = $1 and ticket_id in (
         select ticket_id from metric_dirty
         where tenant_id = $1 and ticket_id = any($2::uuid[]) order by ticket_id for update)
       returning ticket_id as "ticketId", backfill`,
      [ticketIds],
    );
    return new Map(rows.map(({ ticketId, backfill }) => [ticketId, backfill]));
  }

  async load(ticketIds: readonly string[]): Promise<readonly Counted[]> {
    const { ticket, metricFact } = this.desk.shelves;
    const mine = 'tenant_id = $1 and ticket_id = any($2::uuid[])';
    const tickets = await this.rows<Ticket>(
      `select ${ticket.list()} from ticket where tenant_id = $1 and id = any($2::uuid[])`,
      [ticketIds],
    );
    const entries = await this.rows<Happened & OfTicket>(
      `select entry.ticket_id as "ticketId", entry.at, entry.kind, entry.after,
         coalesce(entry.actor ->> 'memberId', message.author_id::text) as "memberId"
       from timeline_entry entry
       left join message on message.tenant_id = entry.tenant_id and message.id = entry.message_id
         and message.author_kind = 'member'
       where entry.tenant_id = $1 and entry.ticket_id = any($2::uuid[]) order by entry.position`,
      [ticketIds],
    );
    const words = await this.rows<Heard & OfTicket>(
      `select ticket_id as "ticketId", occurred_at as at, author_kind as by,
         case author_kind when 'member' then author_id end as "memberId",
         needs_answer as "needsAnswer"
       from message
       where ${mine} and visibility = 'PUBLIC' and deleted_at is null
         and author_kind <> 'bot' and delivery_state <> 'FAILED'
       order by occurred_at, id`,
      [ticketIds],
    );
    const promises = await this.rows<TicketHistory['promises'][number] & OfTicket>(
      `select ticket_id as "ticketId", told_at as "toldAt", due_at as "dueAt", state,
         settled_at as "settledAt"
       from promise where ${mine} order by told_at, id`,
      [ticketIds],
    );
    const clocks = await this.rows<TicketHistory['clocks'][number] & OfTicket>(
      `select ticket_id as "ticketId", measure, started_at as "startedAt",
         stopped_at as "stoppedAt", cancelled_at as "cancelledAt", due_at as "dueAt"
       from clock where ${mine} order by position`,
      [ticketIds],
    );
    const ratings = await this.rows<Rated & OfTicket>(
      `select ticket_id as "ticketId", asked_at as "askedAt", score, rated_at as "ratedAt", repeated
       from rating where ${mine} order by asked_at, id`,
      [ticketIds],
    );
    const recoveries = await this.rows<Recovery & OfTicket>(
      `select ticket_id as "ticketId", opened_at as "openedAt", due_at as "dueAt",
         done_at as "doneAt", owner_id as "ownerId"
       from recovery_task where ${mine} order by opened_at, id`,
      [ticketIds],
    );
    const warnings = await this.rows<TicketHistory['warnings'][number] & OfTicket>(
      `select ticket_id as "ticketId", raised_at as at, kind
       from signal where ${mine} order by raised_at, id`,
      [ticketIds],
    );
    const labels = await this.rows<OfTicket & { readonly labelId: string }>(
      `select ticket_id as "ticketId", label_id as "labelId" from ticket_label where ${mine}
       order by label_id`,
      [ticketIds],
    );
    const facts = await this.rows<StoredFact>(
      `select ${metricFact.list()} from metric_fact where ${mine} and gone_at is null`,
      [ticketIds],
    );
    const of = {
      entries: byTicket(entries),
      words: byTicket(words),
      promises: byTicket(promises),
      clocks: byTicket(clocks),
      ratings: byTicket(ratings),
      recoveries: byTicket(recoveries),
      warnings: byTicket(warnings),
      labels: byTicket(labels),
      facts: byTicket(facts),
    };
    return tickets.map((one) => ({
      history: {
        ticket: one,
        entries: of.entries(one.id),
        words: of.words(one.id),
        promises: of.promises(one.id),
        clocks: of.clocks(one.id),
        ratings: of.ratings(one.id),
        recoveries: of.recoveries(one.id),
        warnings: of.warnings(one.id),
        labelIds: of.labels(one.id).map(({ labelId }) => labelId),
      },
      facts: of.facts(one.id),
    }));
  }

  async revise(gone: readonly StoredFact[], told: readonly FreshFact[], at: Date): Promise<void> {
    if (gone.length > 0)
      await this.rows(
        'update metric_fact set gone_at = $3 where tenant_id = $1 and id = any($2::uuid[])',
        [gone.map(({ id }) => id), at],
      );
    const fresh = told.map(({ fact, seenAt }) => ({
      ...fact,
      labelIds: [...fact.labelIds],
      tenantId: this.desk.tenantId,
      id: newId(),
      reach: reachOf(fact),
      seenAt,
      goneAt: null,
    }));
    if (fresh.length > 0) {
      const { text, params } = this.desk.shelves.metricFact.insertMany(fresh);
      await this.desk.sql(text, params);
    }
    await this.leaveToAdd([
      ...gone.map((fact) => ({ ...fact, sign: -1 })),
      ...fresh.map((fact) => ({ ...fact, sign: 1 })),
    ]);
  }

  async fill(facts: readonly StoredFact[]): Promise<void> {
    await this.rows(
      `update metric_fact set open_seconds = given.open_seconds, calendar_id = given.calendar_id,
         calendar_version = given.calendar_version
       from unnest($2::uuid[], $3::float8[], $4::uuid[], $5::int4[])
         given (id, open_seconds, calendar_id, calendar_version)
       where metric_fact.tenant_id = $1 and metric_fact.id = given.id`,
      [
        facts.map(({ id }) => id),
        facts.map(({ openSeconds }) => openSeconds),
        facts.map(({ calendarId }) => calendarId),
        facts.map(({ calendarVersion }) => calendarVersion),
      ],
    );
    // What was added up of them is no longer so: it is added up anew.
    await this.rows('delete from metric_rolled where tenant_id = $1', []);
  }

  /** What has ended is added to its day later, many at once. */
  private async leaveToAdd(
    facts: readonly (StoredFact & { readonly sign: number })[],
  ): Promise<void> {
    const ended = facts.filter(({ endedAt }) => endedAt !== null);
    if (ended.length === 0) return;
    await this.rows(
      `insert into metric_pending (tenant_id, kind, began_at, fact_id, sign)
       select $1, * from unnest($2::text[], $3::timestamptz[], $4::uuid[], $5::int4[])`,
      [
        ended.map(({ kind }) => kind),
        ended.map(({ beganAt }) => beganAt),
        ended.map(({ id }) => id),
        ended.map(({ sign }) => sign),
      ],
    );
  }

  private async rows<Row>(text: string, params: readonly unknown[]): Promise<readonly Row[]> {
    return (await this.desk.sql<Row>(text, [this.desk.tenantId, ...params])).rows;
  }
}
