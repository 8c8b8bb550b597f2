import type { HealthReaders, HealthRow } from '../../app/ports/health';
import { HEALTH_DAYS, RECENT_DAYS } from '../../domain/account-health';
import { DIMENSIONS, factConditions, lastsAt, outcomeAt, toldAt } from './fact-conditions';
import { Params } from './params';
import type { ReadTransaction } from './read-transaction';

/** In hours: a day of the session's zone is not always 24 of them. */
const since = (days: number): string => `asked.at - interval '${days * 24} hours'`;
/** Spelled out as in the index that answers for one account. */
const COUNTED = `fact.kind in ('VOLUME', 'SLA', 'PROMISE', 'REOPEN', 'RATING', 'EFFORT',
  'EARLY_WARNING')`;

const many = (kind: string, condition = 'true'): string =>
  `count(*) filter (where kind = '${kind}' and ${condition})::int4`;
const among = (...words: readonly string[]): string =>
  `outcome in (${words.map((word) => `'${word}'`).join(', ')})`;

/** What the health of accounts is made of: one statement, however many are asked for. */
export const createHealthReader = (read: ReadTransaction): HealthReaders => ({
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
             and fact.began_at < asked.at and ${lastsAt('asked.at')}
         )
         select cell, "group", customer as "customerId",
           ${many('VOLUME')} as requests,
           ${many('VOLUME', 'recent')} as "recentRequests",
           ${many('SLA', `recent and ${among('ACHIEVED', 'BREACHED', 'OVERDUE')}`)} as targets,
           ${many('SLA', `recent and ${among('ACHIEVED')}`)} as "targetsMet",
           ${many('PROMISE', `recent and ${among('KEPT', 'RENEWED', 'BROKEN')}`)} as promises,
           ${many('PROMISE', `recent and ${among('BROKEN')}`)} as "promisesBroken",
           ${many('REOPEN', among('YES', 'NO'))} as solved,
           ${many('REOPEN', among('YES'))} as reopened,
           ${many('RATING', among('1', '2', '3', '4', '5'))} as ratings,
           ${many('RATING', among('4', '5'))} as "goodRatings",
           ${many('EFFORT', among('YES', 'NO'))} as efforts,
           ${many('EFFORT', among('YES'))} as repeated,
           ${many('EARLY_WARNING', 'recent')} as warnings,
           count(waits)::int4 as unanswered,
           coalesce(max(waits), 0)::float8 as "waitingSeconds"
         from counted group by 1, 2, 3`,
        params.values,
      );
    }),
});
