import type { Readers, WaitCurve } from '../../app/ports/readers';
import type { ReadTransaction } from './read-transaction';

/**
 * Kaplan-Meier: at each observed length, the share still waiting shrinks by answered / at risk.
 * A logarithm turns the product into a running sum; where everybody at risk is answered the share
 * is zero, which has no logarithm. The tolerance only absorbs its rounding.
 */
const FIRST_RESPONSE = `
  with observed as (
    select
      t.first_responded_at is not null and t.first_responded_at <= $4::timestamptz as answered,
      t.first_responded_at is null and t.status in ('NEW', 'OPEN', 'SNOOZED') as waits,
      greatest(0, extract(epoch from
        least(
          case
            when t.first_responded_at is not null then t.first_responded_at
            when t.status in ('NEW', 'OPEN', 'SNOOZED') then $4::timestamptz
            else coalesce(t.first_solved_at, t.updated_at)
          end,
          $4::timestamptz
        ) - t.opened_at))::float8 as seconds
    from ticket t
    where t.tenant_id = $1::uuid and t.opened_at >= $2::timestamptz and t.opened_at < $3::timestamptz
      and t.opened_at <= $4::timestamptz and t.status not in ('NOT_A_REQUEST', 'MERGED')
  ),
  steps as (
    select seconds, count(*) filter (where answered) as answers, count(*) as leaving
    from observed group by seconds
  ),
  risk as (
    select seconds, answers, sum(leaving) over (order by seconds desc) as at_risk from steps
  ),
  curve as (
    select seconds,
      case
        when bool_or(answers = at_risk) over (order by seconds) then 0::float8
        else exp(sum(case when answers = at_risk then 0 else ln(1 - answers::float8 / at_risk::float8) end)
          over (order by seconds))
      end as still_waiting
    from risk
  ),
  areas as (
    select seconds, still_waiting,
      coalesce(lag(still_waiting) over (order by seconds), 1)
        * (seconds - coalesce(lag(seconds) over (order by seconds), 0)) as area
    from curve
  )
  select
    (select count(*) from observed)::int4 as n,
    (select count(*) filter (where answered) from observed)::int4 as answered,
    (select count(*) filter (where waits) from observed)::int4 as still_waiting,
    (select count(*) filter (where not waits and not answered) from observed)::int4 as ended_unanswered,
    (select min(seconds) from areas where still_waiting <= 0.5 + 1e-9)::float8 as p50,
    (select min(seconds) from areas where still_waiting <= 0.1 + 1e-9)::float8 as p90,
    (select sum(area) from areas)::float8 as mean`;

const BACKLOG = `
  select
    count(*)::int4 as open,
    (count(*) filter (where t.status <> 'SNOOZED' and t.waiting_on = 'US'))::int4 as waiting_on_us
  from ticket t
  where t.tenant_id = $1::uuid and t.status in ('NEW', 'OPEN', 'SNOOZED')`;

interface CurveColumns {
  readonly n: number;
  readonly answered: number;
  readonly still_waiting: number;
  readonly ended_unanswered: number;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly mean: number | null;
}

const EMPTY: WaitCurve = {
  n: 0,
  answered: 0,
  stillWaiting: 0,
  endedUnanswered: 0,
  p50: null,
  p90: null,
  mean: null,
};

/** Figures computed where the rows are. */
export const createMetricsReader = (
  read: ReadTransaction,
): Pick<Readers, 'backlog' | 'firstResponse'> => ({
  backlog: (tenantId) =>
    read(tenantId, async (ask) => {
      const [row] = await ask<{ open: number; waiting_on_us: number }>(BACKLOG, [tenantId]);
      return { open: row?.open ?? 0, waitingOnUs: row?.waiting_on_us ?? 0 };
    }),
  firstResponse: (tenantId, from, to, asOf) =>
    read(tenantId, async (ask) => {
      const [row] = await ask<CurveColumns>(FIRST_RESPONSE, [tenantId, from, to, asOf]);
      if (row === undefined) return EMPTY;
      const { still_waiting: stillWaiting, ended_unanswered: endedUnanswered, ...figures } = row;
      return { ...figures, stillWaiting, endedUnanswered };
    }),
});
