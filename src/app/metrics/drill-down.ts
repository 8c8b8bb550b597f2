import type { FactDimension, FactRow } from '../ports/facts';
import type { Readers } from '../ports/readers';
import type { Page, Slice } from '../ports/slices';
import { HEALTH_KINDS, healthSince } from './health';
import { countedBy } from './long-figures';
import type { MeasureRequest } from './measure';
import type { Measure } from './measure-rule';
import { RULES } from './measures';
import { inOpenHours } from './open-hours';
import { earlier } from './window';

/** Which of the facts behind a figure. */
export const PARTS = ['ALL', 'DONE', 'STILL_WAITING', 'DROPPED'] as const;
export type Part = (typeof PARTS)[number];

const LASTS = [null, 'OVERDUE'] as const;

const outcomesOf = (measure: Measure, part: Part): readonly (string | null)[] | null => {
  const { aggregate } = RULES[measure];
  if (part === 'ALL' || aggregate.as === 'COUNT' || aggregate.as === 'STOCK') return null;
  // Accounts, not facts, are good or at risk: the same requests stand behind each.
  if (aggregate.as === 'HEALTH') return null;
  if (aggregate.as === 'DURATION')
    return { DONE: ['DONE'], STILL_WAITING: LASTS, DROPPED: ['DROPPED'] }[part];
  const { good, bad, overdue } = aggregate;
  const late = (mine: boolean) => (mine ? ['OVERDUE'] : []);
  switch (part) {
    case 'DONE':
      return [...good, ...late(overdue === 'GOOD')];
    case 'DROPPED':
      return [...bad.filter((word) => !good.includes(word)), ...late(overdue === 'BAD')];
    case 'STILL_WAITING':
      return [null, ...late(overdue === 'UNDECIDED')];
    default:
      return part satisfies never;
  }
};

/** Ended facts of a figure that were told otherwise after `asOf`, and tickets not yet counted. */
export const besides = (
  readers: Readers,
  tenantId: string,
  measure: Measure,
  { window, asOf, isNow }: Pick<MeasureRequest, 'window' | 'asOf' | 'isNow'>,
): ReturnType<Readers['factsAside']> => {
  const { kind, aggregate } = RULES[measure];
  const { from, to } = window;
  // Nothing is told later than now: none need be looked for.
  if (isNow) return readers.factsAside(tenantId, [], from, to, asOf);
  if (aggregate.as !== 'HEALTH') return readers.factsAside(tenantId, [kind], from, to, asOf);
  return readers.factsAside(tenantId, HEALTH_KINDS, healthSince(to), to, asOf);
};

/** The facts behind a figure, or behind a part of it, each with its ticket. */
export const drillDown = async (
  readers: Readers,
  tenantId: string,
  measure: Measure,
  request: Pick<MeasureRequest, 'window' | 'asOf' | 'filter' | 'hours' | 'isNow'>,
  part: Part,
  group: { readonly by: FactDimension; readonly key: string | null } | null,
  slice: Slice,
  counting = countedBy(readers, tenantId),
): Promise<Page<FactRow>> => {
  const { kind, aggregate } = RULES[measure];
  const { window, asOf, filter, isNow } = request;
  const stock = aggregate.as === 'STOCK';
  const isInstant = stock || aggregate.as === 'HEALTH';
  const to = isInstant ? earlier(window.to, asOf) : window.to;
  const from = aggregate.as === 'HEALTH' ? healthSince(to) : window.from;
  const outcomes = outcomesOf(measure, part);
  const question = { kind, from, to, asOf, stock, outcomes, isNow, filter, group };
  const page = await counting.rows(question, slice);
  if (aggregate.as !== 'DURATION' || request.hours === 'CALENDAR') return page;
  const rows = page.rows.map(({ row }) => row);
  const open = await inOpenHours(readers, tenantId, rows, asOf);
  return {
    ...page,
    rows: page.rows.map((one, index) => ({ ...one, row: open[index] ?? one.row })),
  };
};
