import type { CareStore, KeptCalendar, KeptPolicy } from '../app/ports/care';
import type { Desk } from './shelves';

export const POLICY = `select policy.id, policy.tier, policy.calendar_id as "calendarId",
    policy.pause_while as "pauseWhile", policy.warn_percent as "warnPercent", policy.version,
    coalesce((
      select jsonb_agg(jsonb_build_object('priority', target.priority, 'measure', target.measure,
        'seconds', target.seconds, 'hours', target.hours) order by target.priority, target.measure)
      from policy_target target
      where target.tenant_id = policy.tenant_id and target.policy_id = policy.id
    ), '[]'::jsonb) as targets
  from sla_policy policy`;

export const CALENDAR = `select calendar.id, calendar.name, calendar.version, said.zone, said.opening,
    said.holidays, said.country, said.region
  from calendar join calendar_version said on said.tenant_id = calendar.tenant_id
    and said.calendar_id = calendar.id and said.version = calendar.version`;

interface Counting {
  readonly policyId: string | null;
  readonly calendarId: string | null;
}

/** Which policy counts for whom, and which calendar, in the order asked for. */
const COUNTING = `select policy.id as "policyId", coalesce(
    (select calendar_id from calendar_use where tenant_id = $1 and scope = 'CUSTOMER'
       and scope_id = asked.customer_id),
    policy.calendar_id,
    (select calendar_id from calendar_use where tenant_id = $1 and scope = 'QUEUE'
       and scope_id = asked.queue_id),
    (select calendar_id from calendar_use where tenant_id = $1 and scope = 'DESK'
       and scope_id = $1)) as "calendarId"
  from unnest($2::uuid[], $3::uuid[]) with ordinality asked (customer_id, queue_id, place)
  left join lateral (
    select kept.id, kept.calendar_id from sla_policy kept
    join customer on customer.tenant_id = kept.tenant_id and customer.id = asked.customer_id
    where kept.tenant_id = $1 and kept.tier in (customer.tier, '')
    order by kept.tier desc limit 1) policy on true
  order by asked.place`;

const distinct = (ids: readonly (string | null)[]): readonly string[] => [
  ...new Set(ids.filter((id) => id !== null)),
];

/** The policies and calendars that count for many, each read once. */
export const rulesFor = async (
  { sql, tenantId }: Desk,
  whose: Parameters<CareStore['rulesFor']>[0],
): ReturnType<CareStore['rulesFor']> => {
  const { rows: counting } = await sql<Counting>(COUNTING, [
    tenantId,
    whose.map(({ customerId }) => customerId),
    whose.map(({ queueId }) => queueId),
  ]);
  const named = async <Row extends { readonly id: string }>(
    select: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, Row>> => {
    const { rows } = ids.length === 0 ? { rows: [] } : await sql<Row>(select, [tenantId, ids]);
    return new Map(rows.map((row) => [row.id, row]));
  };
  const policies = await named<KeptPolicy>(
    `${POLICY} where policy.tenant_id = $1 and policy.id = any($2::uuid[])`,
    distinct(counting.map(({ policyId }) => policyId)),
  );
  const calendars = await named<KeptCalendar>(
    `${CALENDAR} where calendar.tenant_id = $1 and calendar.id = any($2::uuid[])`,
    distinct(counting.map(({ calendarId }) => calendarId)),
  );
  return counting.map(({ policyId, calendarId }) => ({
    policy: policies.get(policyId ?? '') ?? null,
    calendar: calendars.get(calendarId ?? '') ?? null,
  }));
};
