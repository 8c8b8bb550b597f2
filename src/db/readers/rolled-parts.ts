import type { Stretch, ZoneClock } from '../../domain/business-calendar';
import { blocksOf, wholeDaysOf, wholeHoursOf } from '../../domain/whole-days';
import { HOURLY } from '../rollup-facets';
import { Params } from './params';
import type { Ask } from './read-transaction';

/** A stretch of time, and which one of the answer it belongs to. */
export interface Part extends Stretch {
  readonly cell: number;
}

/** Rows of what was added up that follow each other. */
interface Run {
  readonly facet: string;
  readonly size: number;
  readonly first: number;
  readonly last: number;
  readonly cell: number;
}

/** Where the stretches of an answer are read. */
export interface Parts {
  /** What was added up. */
  readonly runs: readonly Run[];
  /** The time that is in those. */
  readonly added: readonly Part[];
  /** The time that is counted from the facts. */
  readonly edges: readonly Part[];
}

/**
 * Whole days of the desk are read as such. What is left at the ends of a stretch is read by hours
 * where everything is asked for, and the rest of that from the facts.
 */
export const partsOf = (
  stretches: readonly Part[],
  facet: string,
  blocks: boolean,
  zone: string,
  clock: ZoneClock,
  now: Date,
): Parts => {
  const runs: Run[] = [];
  const added: Part[] = [];
  const edges: Part[] = [];
  for (const { cell, ...stretch } of stretches) {
    const days = wholeDaysOf(stretch, zone, clock, now);
    for (const { size, span } of blocksOf(days.first, days.end, blocks)) {
      const run = runs.at(-1);
      if (run?.cell === cell && run.size === size && run.last === span - 1)
        runs[runs.length - 1] = { ...run, last: span };
      else runs.push({ facet, size, first: span, last: span, cell });
    }
    if (days.days !== null) added.push({ ...days.days, cell });
    for (const edge of days.edges) {
      if (facet !== 'ALL') {
        edges.push({ ...edge, cell });
        continue;
      }
      const hours = wholeHoursOf(edge, now);
      if (hours.days !== null) {
        runs.push({ facet: HOURLY, size: 1, first: hours.first, last: hours.end - 1, cell });
        added.push({ ...hours.days, cell });
      }
      edges.push(...hours.edges.map((rest) => ({ ...rest, cell })));
    }
  }
  return { runs, added, edges };
};

/** Stretches of time as a table. */
export const timesTable = (parts: readonly Part[], params: Params): string =>
  `unnest(${params.add(parts.map(({ from }) => from))}::timestamptz[],
    ${params.add(parts.map(({ to }) => to))}::timestamptz[],
    ${params.add(parts.map(({ cell }) => cell))}::int4[]) part (since, until, cell)`;

/**
 * The current facts of which something lies in `part`. How many that may be is not guessed at: each
 * part is looked up for itself, by its index.
 */
export const factsIn = (instant: 'began_at' | 'ended_at', mine: string): string =>
  `cross join lateral (
    select fact.* from metric_fact fact
    where ${mine} and fact.gone_at is null
      and fact.${instant} >= part.since and fact.${instant} < part.until
    offset 0
  ) fact`;

/** Whether too many facts lie between what was added up; no more of them are looked at than that. */
export const manyAtEnds = async (
  ask: Ask,
  tenantId: string,
  kind: string,
  { edges }: Parts,
  most: number,
): Promise<boolean> => {
  if (edges.length === 0) return false;
  const params = new Params();
  const mine = `fact.tenant_id = ${params.add(tenantId)}::uuid and fact.kind = ${params.add(kind)}`;
  const rows = await ask<{ readonly one: number }>(
    `select 1 as one from ${timesTable(edges, params)} cross join lateral (
       select 1 from metric_fact fact
       where ${mine} and fact.began_at >= part.since and fact.began_at < part.until
       offset 0
     ) fact offset ${params.add(most)} limit 1`,
    params.values,
  );
  return rows.length > 0;
};

/** The fact of an id, looked up likewise. */
export const factOf = (tenant: string, id: string): string =>
  `cross join lateral (
    select fact.* from metric_fact fact where fact.tenant_id = ${tenant} and fact.id = ${id} offset 0
  ) fact`;

/** What was added up of them, as `rollup` beside its `spans.cell`. */
export const rollupOf = (
  runs: readonly Run[],
  tenant: string,
  kind: string,
  params: Params,
): string => {
  const column = (of: (run: Run) => string | number, type: string): string =>
    `${params.add(runs.map(of))}::${type}[]`;
  return `unnest(${column(({ facet }) => facet, 'text')}, ${column(({ size }) => size, 'int4')},
      ${column(({ first }) => first, 'int4')}, ${column(({ last }) => last, 'int4')},
      ${column(({ cell }) => cell, 'int4')}) spans (facet, size, first, last, cell)
    cross join lateral (
      select rollup.* from metric_rollup rollup
      where rollup.tenant_id = ${tenant} and rollup.kind = ${kind}
        and rollup.facet = spans.facet and rollup.size = spans.size
        and rollup.span between spans.first and spans.last
      offset 0
    ) rollup`;
};

/** The zone by whose days a tenant is added up. */
export const ROLLED_ZONE =
  'select zone from metric_rolled where tenant_id = $1::uuid and next_hour is null';
