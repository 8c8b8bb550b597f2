import { v7 as newId } from 'uuid';
import type {
  CalendarScope,
  CalendarWords,
  CareStore,
  KeptCalendar,
  KeptPolicy,
  MarkedClock,
  PastTicket,
} from '../app/ports/care';
import type { ClockEntity } from './entities/care';
import { stored } from './shelf';
import type { Desk } from './shelves';

const POLICY = `select policy.id, policy.tier, policy.calendar_id as "calendarId",
    policy.pause_while as "pauseWhile", policy.warn_percent as "warnPercent",
    coalesce((
      select jsonb_agg(jsonb_build_object('priority', target.priority, 'measure', target.measure,
        'seconds', target.seconds, 'hours', target.hours) order by target.priority, target.measure)
      from policy_target target
      where target.tenant_id = policy.tenant_id and target.policy_id = policy.id
    ), '[]'::jsonb) as targets
  from sla_policy policy`;

const CALENDAR = `select calendar.id, calendar.name, calendar.version, said.zone, said.opening,
    said.holidays, said.country, said.region
  from calendar join calendar_version said on said.tenant_id = calendar.tenant_id
    and said.calendar_id = calendar.id and said.version = calendar.version`;

const KEEP_CLOCK = `on conflict on constraint clock_pkey do update set
  measure = excluded.measure, started_at = excluded.started_at, target_sec = excluded.target_sec,
  hours = excluded.hours, warn_percent = excluded.warn_percent, pauses = excluded.pauses,
  stopped_at = excluded.stopped_at, cancelled_at = excluded.cancelled_at, state = excluded.state,
  due_at = excluded.due_at, next_at = excluded.next_at, calendar_id = excluded.calendar_id,
  calendar_version = excluded.calendar_version`;

/** Calendars, policies and clocks of one tenant. */
export class SqlCareStore implements CareStore {
  constructor(private readonly desk: Desk) {}

  async policyFor(customerId: string): Promise<KeptPolicy | null> {
    const [policy] = await this.recalled<KeptPolicy>(
      `${POLICY} join customer on customer.tenant_id = policy.tenant_id and customer.id = $2
       where policy.tenant_id = $1 and policy.tier in (customer.tier, '')
       order by policy.tier desc limit 1`,
      [customerId],
    );
    return policy ?? null;
  }

  async calendarFor(
    customerId: string,
    policyCalendarId: string | null,
    queueId: string,
  ): Promise<KeptCalendar | null> {
    const used = (scope: string, id: string): string =>
      `(select calendar_id from calendar_use
        where tenant_id = $1 and scope = '${scope}' and scope_id = ${id})`;
    const [calendar] = await this.recalled<KeptCalendar>(
      `${CALENDAR} where calendar.tenant_id = $1 and calendar.id = coalesce(
         ${used('CUSTOMER', '$2')}, $3::uuid, ${used('QUEUE', '$4')}, ${used('DESK', '$1')})`,
      [customerId, policyCalendarId, queueId],
    );
    return calendar ?? null;
  }

  async calendarNamed(name: string): Promise<KeptCalendar | null> {
    const [calendar] = await this.rows<KeptCalendar>(
      `${CALENDAR} where calendar.tenant_id = $1 and calendar.name = $2`,
      [stored(name, false)],
    );
    return calendar ?? null;
  }

  async keepCalendar(name: string, words: CalendarWords, at: Date): Promise<KeptCalendar> {
    const kept = await this.calendarNamed(name);
    const said = [words.zone, words.opening, words.holidays, words.country, words.region];
    if (kept !== null) {
      const before = [kept.zone, kept.opening, kept.holidays, kept.country, kept.region];
      const [row] = await this.rows<{ same: boolean }>(
        'select $2::jsonb = $3::jsonb as same from tenant where id = $1',
        [stored(before, true), stored(said, true)],
      );
      if (row?.same === true) return kept;
    }
    const [calendar] = await this.rows<{ id: string; version: number }>(
      `insert into calendar (tenant_id, id, name, version) values ($1, $2, $3, 1)
       on conflict (tenant_id, name) do update set version = calendar.version + 1
       returning id, version`,
      [newId(), stored(name, false)],
    );
    if (calendar === undefined) throw new Error('an upsert returns its row');
    await this.rows(
      `insert into calendar_version (tenant_id, calendar_id, version, zone, opening, holidays,
         country, region, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        calendar.id,
        calendar.version,
        words.zone,
        stored(words.opening, true),
        stored(words.holidays, true),
        words.country,
        words.region,
        at,
      ],
    );
    return { ...words, ...calendar, name };
  }

  async assignCalendar(scope: CalendarScope, calendarId: string): Promise<void> {
    await this.rows(
      `insert into calendar_use (tenant_id, scope, scope_id, calendar_id) values ($1, $2, $3, $4)
       on conflict (tenant_id, scope, scope_id) do update set calendar_id = excluded.calendar_id`,
      [scope.of, scope.id, calendarId],
    );
  }

  async keepPolicy(policy: Omit<KeptPolicy, 'id'>): Promise<void> {
    const [kept] = await this.rows<{ id: string }>(
      `insert into sla_policy (tenant_id, id, tier, calendar_id, pause_while, warn_percent, version)
       values ($1, $2, $3, $4, $5, $6, 1)
       on conflict (tenant_id, tier) do update set calendar_id = excluded.calendar_id,
         pause_while = excluded.pause_while, warn_percent = excluded.warn_percent,
         version = sla_policy.version + 1
       returning id`,
      [
        newId(),
        stored(policy.tier, false),
        policy.calendarId,
        policy.pauseWhile,
        policy.warnPercent,
      ],
    );
    if (kept === undefined) throw new Error('an upsert returns its row');
    await this.rows('delete from policy_target where tenant_id = $1 and policy_id = $2', [kept.id]);
    for (const { priority, measure, seconds, hours } of policy.targets)
      await this.rows(
        `insert into policy_target (tenant_id, policy_id, priority, measure, seconds, hours)
         values ($1, $2, $3, $4, $5, $6)`,
        [kept.id, priority, measure, seconds, hours],
      );
  }

  async customersNamed(name: string): Promise<readonly string[]> {
    const rows = await this.rows<{ id: string }>(
      'select id from customer where tenant_id = $1 and name = $2 order by id limit 2',
      [stored(name, false)],
    );
    return rows.map(({ id }) => id);
  }

  async recountAll(now: Date): Promise<number> {
    const { affected } = await this.desk.sql(
      `update clock set next_at = $2
       where tenant_id = $1 and stopped_at is null and cancelled_at is null`,
      [this.desk.tenantId, now],
    );
    return affected;
  }

  async pastTickets(since: Date, limit: number): Promise<readonly PastTicket[]> {
    type Kept = Omit<PastTicket, 'waits'> & { readonly waits: { at: string; on: string }[] };
    const rows = await this.rows<Kept>(
      `select ticket.number, customer.name as customer, customer.tier, queue.name as queue,
         ticket.priority, ticket.opened_at as "openedAt",
         ticket.first_responded_at as "firstRespondedAt", ticket.last_solved_at as "lastSolvedAt",
         ticket.status in ('NEW', 'OPEN', 'SNOOZED') as "isOpen", coalesce((
           select jsonb_agg(jsonb_build_object('at', entry.at, 'on', entry.after ->> 'waitingOn')
             order by entry.position)
           from timeline_entry entry
           where entry.tenant_id = ticket.tenant_id and entry.ticket_id = ticket.id
             and entry.after ->> 'waitingOn' is not null
         ), '[]'::jsonb) as waits
       from ticket
       join customer on customer.tenant_id = ticket.tenant_id and customer.id = ticket.customer_id
       join queue on queue.tenant_id = ticket.tenant_id and queue.id = ticket.queue_id
       where ticket.tenant_id = $1 and ticket.opened_at >= $2
         and ticket.status not in ('NOT_A_REQUEST', 'MERGED')
         and ticket.first_response_due_at is not null
       order by ticket.opened_at, ticket.id limit $3`,
      [since, limit],
    );
    return rows.map(({ waits, ...ticket }) => ({
      ...ticket,
      waits: waits.map(({ at, on }) => ({ at: new Date(at), on })),
    }));
  }

  async clocksOf(ticketId: string): Promise<readonly MarkedClock[]> {
    const rows = await this.recalled<ClockEntity>(
      `select ${this.desk.shelves.clock.list()} from clock
       where tenant_id = $1 and ticket_id = $2 order by position`,
      [ticketId],
    );
    return rows.map(({ tenantId: _, ticketId: __, position: ___, pauses, ...clock }) => ({
      ...clock,
      pauses: pauses.map(({ from, to, reason }) => ({
        from: new Date(from),
        to: to === null ? null : new Date(to),
        reason,
      })),
    }));
  }

  async saveClocks(ticketId: string, clocks: readonly MarkedClock[]): Promise<void> {
    const [first, ...others] = clocks.map(({ pauses, ...facts }) => ({
      ...facts,
      tenantId: this.desk.tenantId,
      ticketId,
      pauses: pauses.map(({ from, to, reason }) => ({
        from: from.toISOString(),
        to: to?.toISOString() ?? null,
        reason,
      })),
    }));
    if (first === undefined) return;
    const { text, params } = this.desk.shelves.clock.insertAll([first, ...others], KEEP_CLOCK);
    await this.desk.sql(text, params);
  }

  /** Every statement here binds the tenant as $1. */
  private async rows<Row>(text: string, params: readonly unknown[]): Promise<readonly Row[]> {
    return (await this.desk.sql<Row>(text, [this.desk.tenantId, ...params])).rows;
  }

  private async recalled<Row>(text: string, params: readonly unknown[]): Promise<readonly Row[]> {
    return (await this.desk.recall<Row>(text, [this.desk.tenantId, ...params])).rows;
  }
}
