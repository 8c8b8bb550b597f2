import type { FactReaders, Span, StockQuestion } from '../../app/ports/facts';
import type { ZoneClock } from '../../domain/business-calendar';
import { STOCK_KINDS } from '../../domain/fact';
import { facetFor } from '../rollup-facets';
import { DIMENSIONS, factConditions, toldAt, toldSince } from './fact-conditions';
import { Params } from './params';
import type { ReadBounds } from './read-bounds';
import type { ReadTransaction } from './read-transaction';
import {
  factOf,
  factsIn,
  manyAtEnds,
  type Part,
  partsOf,
  ROLLED_ZONE,
  rollupOf,
  timesTable,
} from './rolled-parts';
import { manySince } from './told-since';

/** As the column `reach`: the whole logarithm of its seconds. Beyond a century nothing lasts. */
const CLASSES = Array.from({ length: 23 }, (_, reach) => reach);
/** How long before an instant the first of a class began that was still there, with room to round. */
const longest = (reach: number): number => Math.ceil((Math.E ** (reach + 1) + 1) * 1000);

const BEGINNING = new Date(0);
/** Later than any instant is asked for. */
const NEVER = new Date(Date.UTC(9999, 0, 1));

const kindIn = (kind: string): string | null => {
  // Spelled out: the indexes hold these kinds only.
  const known = STOCK_KINDS.find((one) => one === kind);
  return known === undefined ? null : `'${known}'`;
};

/** Facts that were there just before an instant and have ended since, `fact` by name. */
const endedSince = (tenant: string, kind: string, at: Date, now: Date, params: Params): string => {
  const instant = `${params.add(at)}::timestamptz`;
  const began = `fact.tenant_id = ${tenant} and fact.kind = ${kind}
    and fact.ended_at is not null and fact.kind in ('BACKLOG', 'LOAD')
    and fact.began_at < ${instant}`;
  if (at >= now) return `metric_fact fact where ${began} and fact.ended_at >= ${instant}`;
  const since = CLASSES.map((reach) => new Date(at.getTime() - longest(reach)));
  return `unnest(${params.add(CLASSES)}::int4[], ${params.add(since)}::timestamptz[])
      class (reach, since)
    cross join lateral (
      select fact.* from metric_fact fact
      where fact.reach = class.reach and fact.began_at > class.since and ${began} offset 0
    ) fact where fact.ended_at >= ${instant}`;
};

/** The ids of all that was there just before an instant, as things are told now. */
export const thereAt = (
  tenant: string,
  kind: string,
  at: Date,
  now: Date,
  params: Params,
): string | null => {
  const known = kindIn(kind);
  if (known === null) return null;
  return `(select fact.id from metric_fact fact
      where fact.tenant_id = ${tenant} and fact.kind = ${known} and fact.gone_at is null
        and fact.ended_at is null and fact.began_at < ${params.add(at)}::timestamptz
    union all
    select fact.id from ${endedSince(tenant, known, at, now, params)} and fact.gone_at is null)`;
};

/**
 * Stocks. What is there at the last instant is counted where it is; of what has ended
 * since an earlier one, as many were there as ended after it, less those that began after it. Null
 * where days cannot tell: two dimensions at once, nothing added up yet, or too much
 * between the days or told since.
 */
export const rolledSpans =
  (read: ReadTransaction, clock: ZoneClock, bounds: ReadBounds) =>
  (tenantId: string, question: StockQuestion): Promise<readonly Span[] | null> =>
    read(tenantId, async (ask) => {
      const { instants, asOf, isNow } = question;
      // No instant of the past is now.
      const now = isNow ? asOf : NEVER;
      const first = instants[0];
      const kind = kindIn(question.kind);
      const answer = facetFor(question.filter, question.groupBy);
      const last = instants.at(-1);
      if (kind === null || last === undefined || first === undefined) return null;
      const stretches = instants.slice(0, -1).flatMap((from, cell): readonly Part[] => {
        const to = instants[cell + 1] ?? last;
        if (from >= to) return [];
        // Up to now is all there is: the day and the hour of now are whole.
        return [{ from, to: to < now ? to : new Date(now.getTime() + 1), cell }];
      });
      const [rolled] =
        stretches.length === 0 ? [] : await ask<{ zone: string }>(ROLLED_ZONE, [tenantId]);
      if (stretches.length > 0 && (rolled === undefined || answer === null)) return null;
      const parts =
        rolled === undefined || answer === null
          ? null
          : partsOf(stretches, answer.facet, false, rolled.zone, clock, now);
      if (
        parts !== null &&
        (await manyAtEnds(ask, tenantId, question.kind, parts, bounds.mostAtEnds))
      )
        return null;
      const told = { kind: question.kind, asOf, from: BEGINNING, to: last };
      if (!isNow && (await manySince(ask, tenantId, told, bounds))) return null;

      const params = new Params();
      const tenant = `${params.add(tenantId)}::uuid`;
      const group = question.groupBy === null ? 'null::text' : DIMENSIONS[question.groupBy];
      const filter = factConditions(question.filter, params)
        .map((condition) => ` and ${condition}`)
        .join('');
      const until = instants.length;
      const lastly = `${params.add(last)}::timestamptz`;
      const age = `extract(epoch from ${lastly} - fact.opened_at)::float8`;
      const band = `greatest(0, width_bucket(${age}, ${params.add(question.bands)}::float8[]) - 1)`;
      const mine = `fact.tenant_id = ${tenant} and fact.kind = ${kind}
        and fact.kind in ('BACKLOG', 'LOAD')`;
      // Those there now that end now are in no sum of changes up to now.
      const since = last < now ? 0 : instants.findIndex((at) => at >= now);
      const changes = (): string => {
        if (parts === null || answer === null) return '';
        const keys = answer.filters
          .map(({ key, values }) => ` and ${key} = any(${params.add(values)}::text[])`)
          .join('');
        return `union all
          select 0, change.cell + 1, change."group", null, sum(change.n)::int4 from (
            select spans.cell, ${answer.group} as "group", -rollup.n as n
            from ${rollupOf(parts.runs, tenant, kind, params)}
            where rollup.n <> 0${keys}
            union all
            select part.cell, ${group}, pending.sign * event.n
            from metric_pending pending
            ${factOf(tenant, 'pending.fact_id')}
            cross join lateral (values (fact.began_at, -1), (fact.ended_at, 1)) event (at, n)
            join ${timesTable(parts.added, params)}
              on event.at >= part.since and event.at < part.until
            where pending.tenant_id = ${tenant} and pending.kind = ${kind}${filter}
            union all
            select part.cell, ${group}, -1
            from ${timesTable(parts.edges, params)} ${factsIn('began_at', mine)}
            where fact.ended_at is not null${filter}
            union all
            select part.cell, ${group}, 1
            from ${timesTable(parts.edges, params)} ${factsIn('ended_at', mine)}
            where fact.ended_at is not null${filter}
          ) change group by 2, 3`;
      };
      const known = (): string => `${params.add(asOf)}::timestamptz`;
      // What was told since is taken away, and what was told then put in its place.
      const asThen = (): string => {
        const at = known();
        const all = `${params.add(instants)}::timestamptz[]`;
        return `union all
          select width_bucket(fact.began_at, ${all}),
            case when fact.ended_at is null then ${until} else width_bucket(fact.ended_at, ${all}) end,
            ${group}, case when fact.ended_at < ${lastly} then null else ${band} end,
            sum(version.sign)::int4
          from ${toldSince(mine, told, params)} cross join lateral (values
            (-1, fact.gone_at is null), (1, fact.seen_at <= ${at})
          ) version (sign, counts)
          where version.counts
            and (fact.ended_at is null or fact.ended_at >= ${params.add(first)}::timestamptz)${filter}
          group by 1, 2, 3, 4`;
      };
      return ask<Span>(
        `select width_bucket(fact.began_at, ${params.add(instants)}::timestamptz[]) as "from",
           ${until} as "to", ${group} as "group", ${band} as band, count(*)::int4 as n
         from metric_fact fact
         where ${mine} and fact.gone_at is null and fact.ended_at is null
           and fact.began_at < ${lastly}${isNow ? '' : ` and fact.seen_at <= ${known()}`}${filter}
         group by 1, 3, 4
         union all
         select ${since}, ${until}, ${group}, ${band}, count(*)::int4
         from ${endedSince(tenant, kind, last, now, params)} and fact.gone_at is null${filter}
         group by 3, 4
         ${changes()}
         ${isNow ? '' : asThen()}`,
        params.values,
      );
    });

/** Stocks, counted fact by fact. */
export const countedSpans =
  (read: ReadTransaction): FactReaders['spans'] =>
  (tenantId, question, among) =>
    read(tenantId, (ask) => {
      const params = new Params();
      const { instants } = question;
      const [at = question.asOf] = instants;
      const tenant = `${params.add(tenantId)}::uuid`;
      const asked = `${params.add(instants)}::timestamptz[]`;
      const first = `${params.add(at)}::timestamptz`;
      const last = `${params.add(instants.at(-1))}::timestamptz`;
      const group = question.groupBy === null ? 'null::text' : DIMENSIONS[question.groupBy];
      const age = `extract(epoch from ${last} - fact.opened_at)::float8`;
      const part = (): readonly string[] => {
        if (among !== 'THERE')
          return [
            `fact.began_at >= ${params.add(among.from)}::timestamptz`,
            `fact.began_at < ${params.add(among.to)}::timestamptz`,
            toldAt(`${params.add(question.asOf)}::timestamptz`),
          ];
        const there = thereAt(tenant, question.kind, at, question.asOf, params);
        return [there === null ? 'false' : `fact.id = any(array${there})`];
      };
      const conditions = [
        `fact.tenant_id = ${tenant}`,
        `fact.kind = ${params.add(question.kind)}`,
        `(fact.ended_at is null or fact.ended_at >= ${first})`,
        `fact.began_at < ${last}`,
        ...part(),
        ...factConditions(question.filter, params),
      ];
      const alive = `(fact.ended_at is null or fact.ended_at >= ${last})`;
      return ask<Span>(
        `select width_bucket(fact.began_at, ${asked}) as "from",
           case when fact.ended_at is null then cardinality(${asked})
             else width_bucket(fact.ended_at, ${asked}) end as "to",
           ${group} as "group",
           case when ${alive}
             then greatest(0, width_bucket(${age}, ${params.add(question.bands)}::float8[]) - 1)
           end as band,
           count(*)::int4 as n
         from metric_fact fact where ${conditions.join(' and ')}
         group by 1, 2, 3, 4`,
        params.values,
      );
    });
