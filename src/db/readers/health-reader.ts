import type { FactRow } from '../../app/ports/facts';
import type { HealthReaders, HealthRow, HealthWait, KeptHealth } from '../../app/ports/health';
import {
  HEALTH_COUNTED,
  HEALTH_DAYS,
  HEALTH_RULES,
  type HealthPart,
  RECENT_DAYS,
} from '../../domain/account-health';
import {
  DIMENSIONS,
  factColumns,
  factConditions,
  lastsAt,
  outcomeAt,
  toldAt,
} from './fact-conditions';
import { BEGAN } from './fact-reader';
import { inOrderOf } from './in-order-of';
import { between, type KeyColumns, keyColumns, ordered, toPage } from './page';
import { Params } from './params';
import type { ReadTransaction } from './read-transaction';

/** In hours: a day of the session's zone is not always 24 of them. */
const since = (days: number): string => `asked.at - interval '${days * 24} hours'`;
/** Spelled out as in the index that answers for one account. */
const COUNTED = `fact.kind in ('VOLUME', 'SLA', 'PROMISE', 'REOPEN', 'RATING', 'EFFORT',
  'EARLY_WARNING')`;

interface MadeOf {
  /** As they stand in a statement: an index is found by such a list alone. */
  readonly kinds: string;
  /** Which outcomes are its sample; null: every one. */
  readonly sample: readonly string[] | null;
  /** Those of them that cost points; null: every one. */
  readonly costly: readonly string[] | null;
}

const MADE_OF: Readonly<Record<HealthPart, MadeOf>> = {
  SLA_ATTAINMENT: {
    kinds: `'SLA'`,
    sample: ['ACHIEVED', 'BREACHED', 'OVERDUE'],
    costly: ['BREACHED', 'OVERDUE'],
  },
  PROMISES_BROKEN: {
    kinds: `'PROMISE'`,
    sample: ['KEPT', 'RENEWED', 'BROKEN'],
    costly: ['BROKEN'],
  },
  REOPEN_RATE: { kinds: `'REOPEN'`, sample: ['YES', 'NO'], costly: ['YES'] },
  CSAT: { kinds: `'RATING'`, sample: ['1', '2', '3', '4', '5'], costly: ['1', '2', '3'] },
  EFFORT: { kinds: `'EFFORT'`, sample: ['YES', 'NO'], costly: ['YES'] },
  // Its sample are the requests; what it is made of are the warnings.
  EARLY_WARNINGS: { kinds: `'EARLY_WARNING'`, sample: null, costly: null },
  WAITING_LONGEST: { kinds: `'FIRST_RESPONSE', 'NEXT_RESPONSE'`, sample: null, costly: null },
};

const COUNTS = Object.entries(HEALTH_COUNTED)
  .map(([name, { kind, days, outcomes }]) => {
    const conditions = [
      `kind = '${kind}'`,
      ...(days === RECENT_DAYS ? ['recent'] : []),
      ...(outcomes === null ? [] : [`outcome in ('${outcomes.join("', '")}')`]),
    ];
    return `count(*) filter (where ${conditions.join(' and ')})::int4 as "${name}"`;
  })
  .join(', ');

/** What the health of accounts is made of: one statement, however many are asked for. */
export const createHealthReader = (read: ReadTransaction): HealthReaders => ({
  accountIds: (tenantId, among) =>
    read(tenantId, async (ask) => {
      const rows = await ask<{ readonly id: string }>(
        `select id from customer where tenant_id = $1::uuid
           and ($2::uuid[] is null or id = any($2::uuid[])) order by id`,
        [tenantId, among],
      );
      return rows.map(({ id }) => id);
    }),
  healthCounts: (tenantId, question) =>
    read(tenantId, (ask) => {
      const params = new Params();
      const tenant = `${params.add(tenantId)}::uuid`;
      const group = question.groupBy === null ? 'null::text' : DIMENSIONS[question.groupBy];
      const conditions = [
        `fact.tenant_id = ${tenant}`,
        question.isNow
          ? 'fact.gone_at is null'
          : toldAt(`${params.add(question.asOf)}::timestamptz`),
        ...factConditions(question.filter, params),
      ].join(' and ');
      // Of now an index finds what lasts, however much there was before.
      const isOfNow =
        question.isNow && question.instants.every((at) => at.getTime() === question.asOf.getTime());
      const lasts = isOfNow ? 'fact.ended_at is null' : lastsAt('asked.at');
      const told = `asked.cell, ${group} as "group", fact.customer_id as customer, fact.kind`;
      return ask<HealthRow>(
        `with asked as (
           select at, (ordinality - 1)::int4 as cell
           from unnest(${params.add(question.instants)}::timestamptz[]) with ordinality as one (at)
         ), counted as (
           select ${told}, ${outcomeAt('asked.at')} as outcome, fact.began_at >= ${since(RECENT_DAYS)} as recent,
             null::float8 as waits
           from asked join metric_fact fact on ${conditions} and ${COUNTED}
             and fact.began_at >= ${since(HEALTH_DAYS)}
             and fact.began_at < asked.at
           union all
           select ${told}, null, true,
             extract(epoch from asked.at - fact.began_at)::float8
           from asked join metric_fact fact on ${conditions}
             and fact.kind in ('FIRST_RESPONSE', 'NEXT_RESPONSE')
             and fact.began_at < asked.at and ${lasts}
         )
         select cell, "group", customer as "customerId",
           ${COUNTS},
           count(waits)::int4 as unanswered,
           coalesce(max(waits), 0)::float8 as "waitingSeconds"
         from counted group by 1, 2, 3`,
        params.values,
      );
    }),
  healthWaits: (tenantId, { asOf, filter }) =>
    read(tenantId, (ask) => {
      const params = new Params();
      const at = `${params.add(asOf)}::timestamptz`;
      const conditions = [
        `fact.tenant_id = ${params.add(tenantId)}::uuid`,
        "fact.kind in ('FIRST_RESPONSE', 'NEXT_RESPONSE')",
        'fact.gone_at is null and fact.ended_at is null',
        `fact.began_at < ${at}`,
        ...factConditions(filter, params),
      ];
      return ask<HealthWait>(
        `select fact.customer_id as "customerId", count(*)::int4 as unanswered,
           extract(epoch from ${at} - min(fact.began_at))::float8 as "waitingSeconds"
         from metric_fact fact where ${conditions.join(' and ')} group by 1`,
        params.values,
      );
    }),
  healthFacts: (tenantId, { customerId, part, onlyCostly, ...question }, slice) =>
    read(tenantId, async (ask) => {
      const params = new Params();
      const tenant = `${params.add(tenantId)}::uuid`;
      const asOf = `${params.add(question.asOf)}::timestamptz`;
      const { kinds, sample, costly } = MADE_OF[part];
      const outcomes = onlyCostly ? costly : sample;
      const days = HEALTH_RULES[part].days * 24;
      const rows = await ask<FactRow & KeyColumns>(
        `select ${keyColumns(BEGAN)}, ${factColumns(asOf)}
         from metric_fact fact
         join ticket on ticket.tenant_id = fact.tenant_id and ticket.id = fact.ticket_id
         where ${[
           `fact.tenant_id = ${tenant}`,
           `fact.customer_id = ${params.add(customerId)}::uuid`,
           question.isNow ? 'fact.gone_at is null' : toldAt(asOf),
           `fact.kind in (${kinds})`,
           `fact.began_at < ${asOf}`,
           part === 'WAITING_LONGEST'
             ? lastsAt(asOf)
             : `fact.began_at >= ${asOf} - interval '${days} hours'`,
           // Younger questions cost nothing yet.
           ...(part === 'WAITING_LONGEST' && onlyCostly
             ? [`fact.began_at < ${asOf} - interval '${HEALTH_RULES[part].best} hours'`]
             : []),
           ...(outcomes === null
             ? []
             : [`${outcomeAt(asOf)} = any(${params.add(outcomes)}::text[])`]),
           ...between(BEGAN, slice, params),
         ].join(' and ')}
         ${ordered(BEGAN, slice)}`,
        params.values,
      );
      return toPage(rows, slice, ({ key_value: _, key_id: __, ...row }): FactRow => row);
    }),
  keptHealth: (tenantId, customerIds) =>
    read(tenantId, async (ask) =>
      inOrderOf(
        customerIds,
        await ask<KeptHealth & { readonly its_id: string }>(
          `select customer_id as its_id, score, state, counted_at as "countedAt"
           from customer_health where tenant_id = $1::uuid and customer_id = any($2::uuid[])`,
          [tenantId, [...customerIds]],
        ),
        ({ score, state, countedAt }): KeptHealth => ({ score, state, countedAt }),
      ),
    ),
});
