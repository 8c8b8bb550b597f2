import { v7 as newId } from 'uuid';
import type {
  CalendarScope,
  CalendarWords,
  CareStore,
  KeptCalendar,
  KeptPolicy,
  MarkedClock,
  PastTicket,
  PolicyWords,
  TimedTicket,
} from '../app/ports/care';
import { clocksOf, openTickets, recountAll, saveClocks } from './clocks';
import { pastTickets } from './past-tickets';
import { stored } from './shelf';
import type { Desk } from './shelves';
import { CALENDAR, POLICY, rulesFor } from './time-rules';

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

  rulesFor(whose: Parameters<CareStore['rulesFor']>[0]): ReturnType<CareStore['rulesFor']> {
    return rulesFor(this.desk, whose);
  }

  async calendarNamed(name: string): Promise<KeptCalendar | null> {
    const [calendar] = await this.rows<KeptCalendar>(
      `${CALENDAR} where calendar.tenant_id = $1 and calendar.name = $2`,
      [stored(name, false)],
    );
    return calendar ?? null;
  }

  async calendar(calendarId: string): Promise<KeptCalendar | null> {
    const [calendar] = await this.rows<KeptCalendar>(
      `${CALENDAR} where calendar.tenant_id = $1 and calendar.id = $2`,
      [calendarId],
    );
    return calendar ?? null;
  }

  async calendarAsOf(calendarId: string, version: number): Promise<CalendarWords | null> {
    const [words] = await this.rows<CalendarWords>(
      `select zone, opening, holidays, country, region from calendar_version
       where tenant_id = $1 and calendar_id = $2 and version = $3`,
      [calendarId, version],
    );
    return words ?? null;
  }

  calendars(limit: number): Promise<readonly (KeptCalendar & { readonly isDefault: boolean })[]> {
    return this.rows<KeptCalendar & { isDefault: boolean }>(
      `select * from (
         select kept.*, exists (select from calendar_use used where used.tenant_id = $1
           and used.calendar_id = kept.id and used.scope = 'DESK') as "isDefault"
         from (${CALENDAR} where calendar.tenant_id = $1) kept) shown
       order by "isDefault" desc, name limit $2`,
      [limit],
    );
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

  async assignCalendar(scope: CalendarScope, calendarId: string | null): Promise<void> {
    if (calendarId === null)
      await this.rows(
        'delete from calendar_use where tenant_id = $1 and scope = $2 and scope_id = $3',
        [scope.of, scope.id],
      );
    else
      await this.rows(
        `insert into calendar_use (tenant_id, scope, scope_id, calendar_id) values ($1, $2, $3, $4)
       on conflict (tenant_id, scope, scope_id) do update set calendar_id = excluded.calendar_id`,
        [scope.of, scope.id, calendarId],
      );
  }

  async policyNamed(tier: string): Promise<KeptPolicy | null> {
    const [policy] = await this.rows<KeptPolicy>(
      `${POLICY} where policy.tenant_id = $1 and policy.tier = $2`,
      [stored(tier, false)],
    );
    return policy ?? null;
  }

  async policyById(policyId: string): Promise<KeptPolicy | null> {
    const [policy] = await this.rows<KeptPolicy>(
      `${POLICY} where policy.tenant_id = $1 and policy.id = $2`,
      [policyId],
    );
    return policy ?? null;
  }

  policies(limit: number): Promise<readonly KeptPolicy[]> {
    return this.rows<KeptPolicy>(
      `${POLICY} where policy.tenant_id = $1 order by policy.tier limit $2`,
      [limit],
    );
  }

  async keepPolicy(policy: PolicyWords): Promise<KeptPolicy> {
    const [kept] = await this.rows<{ id: string; version: number }>(
      `insert into sla_policy (tenant_id, id, tier, calendar_id, pause_while, warn_percent, version)
       values ($1, $2, $3, $4, $5, $6, 1)
       on conflict (tenant_id, tier) do update set calendar_id = excluded.calendar_id,
         pause_while = excluded.pause_while, warn_percent = excluded.warn_percent,
         version = sla_policy.version + 1
       returning id, version`,
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
    return { ...policy, ...kept };
  }

  async customersNamed(name: string): Promise<readonly string[]> {
    const rows = await this.rows<{ id: string }>(
      'select id from customer where tenant_id = $1 and name = $2 order by id limit 2',
      [stored(name, false)],
    );
    return rows.map(({ id }) => id);
  }

  recountAll(now: Date): Promise<number> {
    return recountAll(this.desk, now);
  }

  openTickets(limit: number): Promise<readonly TimedTicket[]> {
    return openTickets(this.desk, limit);
  }

  pastTickets(since: Date, limit: number): Promise<readonly PastTicket[]> {
    return pastTickets(this.desk, since, limit);
  }

  clocksOf(ticketId: string): Promise<readonly MarkedClock[]> {
    return clocksOf(this.desk, ticketId);
  }

  saveClocks(ticketId: string, clocks: readonly MarkedClock[]): Promise<void> {
    return saveClocks(this.desk, ticketId, clocks);
  }

  /** Every statement here binds the tenant as $1. */
  private async rows<Row>(text: string, params: readonly unknown[]): Promise<readonly Row[]> {
    return (await this.desk.sql<Row>(text, [this.desk.tenantId, ...params])).rows;
  }

  private async recalled<Row>(text: string, params: readonly unknown[]): Promise<readonly Row[]> {
    return (await this.desk.recall<Row>(text, [this.desk.tenantId, ...params])).rows;
  }
}
