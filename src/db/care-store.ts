import type { CareStore, KeptCalendar, KeptPolicy, MarkedClock } from '../app/ports/care';
import type { ClockEntity } from './entities/care';
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

/** Calendars, policies and clocks of one tenant. */
export class SqlCareStore implements CareStore {
  constructor(private readonly desk: Desk) {}

  async policyFor(customerId: string): Promise<KeptPolicy | null> {
    const [policy] = await this.rows<KeptPolicy>(
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
    const [calendar] = await this.rows<KeptCalendar>(
      `${CALENDAR} where calendar.tenant_id = $1 and calendar.id = coalesce(
         ${used('CUSTOMER', '$2')}, $3::uuid, ${used('QUEUE', '$4')}, ${used('DESK', '$1')})`,
      [customerId, policyCalendarId, queueId],
    );
    return calendar ?? null;
  }

  async clocksOf(ticketId: string): Promise<readonly MarkedClock[]> {
    const rows = await this.rows<ClockEntity>(
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

  async saveClock(ticketId: string, clock: MarkedClock): Promise<void> {
    const { id, pauses, ...facts } = clock;
    const row = {
      ...facts,
      pauses: pauses.map(({ from, to, reason }) => ({
        from: from.toISOString(),
        to: to?.toISOString() ?? null,
        reason,
      })),
    };
    const key = { tenantId: this.desk.tenantId, id };
    const change = this.desk.shelves.clock.update(row, key);
    if ((await this.desk.sql(change.text, change.params)).affected === 1) return;
    const first = this.desk.shelves.clock.insert({ ...row, ...key, ticketId });
    await this.desk.sql(first.text, first.params);
  }

  /** Every statement here binds the tenant as $1. */
  private async rows<Row>(text: string, params: readonly unknown[]): Promise<readonly Row[]> {
    return (await this.desk.sql<Row>(text, [this.desk.tenantId, ...params])).rows;
  }
}
