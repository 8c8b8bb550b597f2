import type { Bar, FactQuestion } from '../../app/ports/facts';
import type { Stretch, ZoneClock } from '../../domain/business-calendar';
import { blocksOf, wholeDaysOf } from '../../domain/whole-days';
import { facetFor } from '../rollup-facets';
import { DIMENSIONS, factConditions, outcomeAt, secondsAt } from './fact-conditions';
import { bucketIn } from './fact-reader';
import { Params } from './params';
import type { ReadTransaction } from './read-transaction';

interface Part extends Stretch {
  readonly cell: number;
}

/** Stretches of time as a table. */
const tableOf = (parts: readonly Part[], params: Params): string =>
  `unnest(${params.add(parts.map(({ from }) => from))}::timestamptz[],
    ${params.add(parts.map(({ to }) => to))}::timestamptz[],
    ${params.add(parts.map(({ cell }) => cell))}::int4[]) part (since, until, cell)`;

/**
 * The bars of a question as of now: whole days from what was added up, corrected by what is still
 * to be added; the rest of the window, and whatever lasts, from the facts. Null where two
 * dimensions are asked for at once, or nothing was added up yet.
 */
export const rolledBars =
  (read: ReadTransaction, clock: ZoneClock) =>
  (tenantId: string, question: FactQuestion): Promise<readonly Bar[] | null> =>
    read(tenantId, async (ask) => {
      const answer = facetFor(question.filter, question.groupBy);
      if (answer === null) return null;
      const [rolled] = await ask<{ zone: string }>(
        'select zone from metric_rolled where tenant_id = $1::uuid',
        [tenantId],
      );
      if (rolled === undefined) return null;
      const { starts, asOf } = question;
      const stretches = starts.map((from, cell) => ({
        from,
        to: starts[cell + 1] ?? question.to,
        cell,
      }));
      const split = stretches.map(({ from, to, cell }) => ({
        cell,
        ...wholeDaysOf({ from, to }, rolled.zone, clock, asOf),
      }));
      const blocks = answer.blocks && starts.length === 1;
      const cells = split.flatMap(({ cell, first, end }) =>
        blocksOf(first, end, blocks).map((one) => ({ ...one, cell })),
      );
      const days = split.flatMap(({ cell, days: whole }) =>
        whole === null ? [] : [{ ...whole, cell }],
      );
      const edges = split.flatMap(({ cell, edges: rest }) => rest.map((one) => ({ ...one, cell })));

      const params = new Params();
      const tenant = `${params.add(tenantId)}::uuid`;
      const kind = params.add(question.kind);
      const isOpen = question.hours === 'BUSINESS';
      const group = question.groupBy === null ? 'null::text' : DIMENSIONS[question.groupBy];
      const filter = factConditions(question.filter, params)
        .map((condition) => ` and ${condition}`)
        .join('');
      const keys = answer.filters
        .map(({ key, values }) => ` and ${key} = any(${params.add(values)}::text[])`)
        .join('');
      const mine = `fact.tenant_id = ${tenant} and fact.kind = ${kind}`;
      const ended = isOpen ? 'fact.open_seconds' : 'fact.seconds';
      const column = (values: readonly number[]): string => `${params.add(values)}::int4[]`;
      // In opening hours each is reckoned by its calendar: see `lasting` of the facts.
      const lasting = (): string => {
        const at = `${params.add(asOf)}::timestamptz`;
        return `union all
          select width_bucket(fact.began_at, ${params.add(starts)}::timestamptz[]) - 1, ${group},
            ${outcomeAt(at)}, ${bucketIn(secondsAt(at))}, count(*)::int4,
            sum(${secondsAt(at)})::float8, null
          from metric_fact fact
          where ${mine} and fact.gone_at is null and fact.ended_at is null
            and fact.began_at >= ${params.add(question.from)}::timestamptz
            and fact.began_at < ${params.add(question.to)}::timestamptz
            and fact.began_at <= ${at}${filter}
          group by 1, 2, 3, 4`;
      };
      return ask<Bar>(
        `select spans.cell, ${answer.group} as "group", nullif(rollup.outcome, '') as outcome,
           0 as bucket, rollup.n, 0::float8 as seconds,
           rollup.${isOpen ? 'open_bars' : 'bars'} as packed
         from unnest(${column(cells.map(({ size }) => size))},
           ${column(cells.map(({ span }) => span))}, ${column(cells.map(({ cell }) => cell))})
           spans (size, span, cell)
         join metric_rollup rollup on rollup.tenant_id = ${tenant} and rollup.kind = ${kind}
           and rollup.facet = ${params.add(answer.facet)} and rollup.size = spans.size
           and rollup.span = spans.span
         where rollup.n <> 0${keys}
         union all
         select part.cell, ${group}, fact.outcome, ${bucketIn(ended)}, sum(pending.sign)::int4,
           sum(pending.sign * ${ended})::float8, null
         from ${tableOf(days, params)}
         join metric_pending pending on pending.tenant_id = ${tenant} and pending.kind = ${kind}
           and pending.began_at >= part.since and pending.began_at < part.until
         join metric_fact fact on fact.tenant_id = ${tenant} and fact.id = pending.fact_id
         where true${filter}
         group by 1, 2, 3, 4
         union all
         select part.cell, ${group}, fact.outcome, ${bucketIn(ended)}, count(*)::int4,
           sum(${ended})::float8, null
         from ${tableOf(edges, params)}
         join metric_fact fact on ${mine} and fact.began_at >= part.since
           and fact.began_at < part.until
         where fact.gone_at is null and fact.ended_at is not null${filter}
         group by 1, 2, 3, 4
         ${isOpen ? '' : lasting()}`,
        params.values,
      );
    });
