import type { Bar, FactQuestion, RolledLimits } from '../../app/ports/facts';
import type { ZoneClock } from '../../domain/business-calendar';
import { LENGTH_KINDS } from '../../domain/fact';
import { SEAM } from '../../domain/packed-bars';
import { facetFor } from '../rollup-facets';
import { barOf } from './bar-row';
import {
  DIMENSIONS,
  factConditions,
  lastsAt,
  outcomeAt,
  secondsAt,
  toldSince,
} from './fact-conditions';
import { bucketIn } from './fact-reader';
import { Params } from './params';
import type { ReadBounds } from './read-bounds';
import type { ReadTransaction } from './read-transaction';
import {
  factOf,
  factsIn,
  manyAtEnds,
  partsOf,
  ROLLED_ZONE,
  rollupOf,
  timesTable,
} from './rolled-parts';
import { manySince } from './told-since';

const earlier = (one: Date, other: Date): Date => (one < other ? one : other);

const SEAM_IN_SQL = `'\\x${Buffer.from(SEAM).toString('hex')}'::bytea`;

/**
 * The bars of a question: whole days and hours from what was added up, corrected by what is still to
 * be added; the rest of the window, and whatever lasts, from the facts. As of the past also corrected
 * by what was told since. Null where two dimensions are asked for at once, nothing was added up yet, or
 * too much of it lies between the days or was told since.
 */
export const rolledBars =
  (read: ReadTransaction, clock: ZoneClock, bounds: ReadBounds) =>
  (
    tenantId: string,
    question: FactQuestion,
    { onlyCounts = false, keys: among }: RolledLimits = {},
  ): Promise<readonly Bar[] | null> =>
    read(tenantId, async (ask, askRows) => {
      const answer = facetFor(question.filter, question.groupBy);
      if (answer === null) return null;
      const [rolled] = await ask<{ zone: string }>(ROLLED_ZONE, [tenantId]);
      if (rolled === undefined) return null;
      const { starts, asOf, isNow, from, kind: ofKind } = question;
      // As of the past nothing had begun later; now the day and the hour of now are whole.
      const end = isNow ? question.to : earlier(question.to, new Date(asOf.getTime() + 1));
      const stretches = starts.flatMap((since, cell) => {
        const to = earlier(starts[cell + 1] ?? end, end);
        return since < to ? [{ from: since, to, cell }] : [];
      });
      if (stretches.length === 0) return [];
      const parts = partsOf(
        stretches,
        answer.facet,
        answer.blocks,
        rolled.zone,
        clock,
        isNow ? asOf : end,
      );
      if (await manyAtEnds(ask, tenantId, ofKind, parts, bounds.mostAtEnds)) return null;
      const since = { kind: ofKind, asOf, from, to: end };
      if (!isNow && (await manySince(ask, tenantId, since, bounds))) return null;

      const params = new Params();
      const tenant = `${params.add(tenantId)}::uuid`;
      const kind = params.add(ofKind);
      const isOpen = question.hours === 'BUSINESS';
      const group = question.groupBy === null ? 'null::text' : DIMENSIONS[question.groupBy];
      const listed = among === undefined ? null : `${params.add(among)}::text[]`;
      const filter = [
        ...factConditions(question.filter, params),
        ...(listed === null ? [] : [`${group} = any(${listed})`]),
      ]
        .map((condition) => ` and ${condition}`)
        .join('');
      const keys = [
        ...answer.filters.map(({ key, values }) => `${key} = any(${params.add(values)}::text[])`),
        ...(listed === null ? [] : [`rollup.key = any(${listed})`]),
      ]
        .map((condition) => ` and ${condition}`)
        .join('');
      const bucket = (seconds: string): string => (onlyCounts ? '0' : bucketIn(seconds));
      const mine = `fact.tenant_id = ${tenant} and fact.kind = ${kind}`;
      const ended = isOpen ? 'fact.open_seconds' : 'fact.seconds';
      const bars =
        LENGTH_KINDS.includes(question.kind) && !onlyCounts
          ? `string_agg(rollup.${isOpen ? 'open_bars' : 'bars'}, ${SEAM_IN_SQL})`
          : 'null::bytea';
      // In opening hours each is reckoned by its calendar: see `lasting` of the facts.
      const lasting = (): string => {
        const at = `${params.add(asOf)}::timestamptz`;
        return `union all
          select width_bucket(fact.began_at, ${params.add(starts)}::timestamptz[]) - 1, ${group},
            ${outcomeAt(at)}, ${bucket(secondsAt(at))}, count(*)::int4,
            sum(${secondsAt(at)})::float8, null
          from metric_fact fact
          where ${mine} and fact.gone_at is null and fact.ended_at is null
            and fact.began_at >= ${params.add(from)}::timestamptz
            and fact.began_at < ${params.add(end)}::timestamptz
            and fact.began_at <= ${at}${isNow ? '' : ` and fact.seen_at <= ${at}`}${filter}
          group by 1, 2, 3, 4`;
      };
      // What was told since is taken away, and what was told then put in its place.
      const asThen = (): string => {
        const at = `${params.add(asOf)}::timestamptz`;
        const seconds = isOpen ? 'fact.open_seconds' : secondsAt(at);
        return `union all
          select width_bucket(fact.began_at, ${params.add(starts)}::timestamptz[]) - 1, ${group},
            told.outcome, ${bucket('told.seconds')}, sum(told.sign)::int4,
            sum(told.sign * told.seconds)::float8, null
          from ${toldSince(mine, since, params)} cross join lateral (values
            (-1, fact.outcome, ${ended}, fact.gone_at is null),
            (1, ${outcomeAt(at)}, ${seconds},
              fact.seen_at <= ${at}${isOpen ? ` and not ${lastsAt(at)}` : ''})
          ) told (sign, outcome, seconds, counts)
          where told.counts${filter}
          group by 1, 2, 3, 4`;
      };
      const rows = await askRows(
        `select spans.cell, ${answer.group} as "group", nullif(rollup.outcome, '') as outcome,
           0 as bucket, sum(rollup.n)::int4 as n, 0::float8 as seconds, ${bars} as packed
         from ${rollupOf(parts.runs, tenant, kind, params)}
         where rollup.n <> 0${keys}
         group by 1, 2, 3
         union all
         select part.cell, ${group}, fact.outcome, ${bucket(ended)}, sum(pending.sign)::int4,
           sum(pending.sign * ${ended})::float8, null
         from ${timesTable(parts.added, params)}
         join metric_pending pending on pending.tenant_id = ${tenant} and pending.kind = ${kind}
           and pending.began_at >= part.since and pending.began_at < part.until
         ${factOf(tenant, 'pending.fact_id')}
         where true${filter}
         group by 1, 2, 3, 4
         union all
         select part.cell, ${group}, fact.outcome, ${bucket(ended)}, count(*)::int4,
           sum(${ended})::float8, null
         from ${timesTable(parts.edges, params)} ${factsIn('began_at', mine)}
         where fact.ended_at is not null${filter}
         group by 1, 2, 3, 4
         ${isOpen ? '' : lasting()}
         ${isNow ? '' : asThen()}`,
        params.values,
      );
      return rows.map(barOf);
    });
