import type { FactDimension, FactFilter } from '../app/ports/facts';

/** By what facts are added up. Many keys are also added up by blocks of days. */
export const FACETS = [
  { facet: 'ALL', blocks: false },
  { facet: 'CUSTOMER', blocks: true },
  { facet: 'QUEUE', blocks: false },
  { facet: 'CHANNEL', blocks: true },
  { facet: 'AGENT', blocks: true },
  { facet: 'PRIORITY', blocks: false },
  { facet: 'CAUSE', blocks: true },
  { facet: 'REASON', blocks: true },
] as const;
export type Facet = (typeof FACETS)[number]['facet'];

/** All of it by the hours of Greenwich: for windows that begin at no midnight of the desk. */
export const HOURLY = 'HOUR';

const TIER = `(select customer.tier from customer
  where customer.tenant_id = rollup.tenant_id and customer.id = nullif(rollup.key, '')::uuid)`;
const PLATFORM = `(select workspace.platform from channel join workspace
  on workspace.tenant_id = channel.tenant_id and workspace.id = channel.workspace_id
  where channel.tenant_id = rollup.tenant_id and channel.id = nullif(rollup.key, '')::uuid)`;
const KEY = `nullif(rollup.key, '')`;

/** Which rows answer a question by a dimension, and what of them is its key. */
const BY: Readonly<
  Record<Exclude<FactDimension, 'LABEL'>, { readonly facet: Facet; readonly key: string }>
> = {
  CUSTOMER: { facet: 'CUSTOMER', key: KEY },
  TIER: { facet: 'CUSTOMER', key: TIER },
  QUEUE: { facet: 'QUEUE', key: KEY },
  CHANNEL: { facet: 'CHANNEL', key: KEY },
  PLATFORM: { facet: 'CHANNEL', key: PLATFORM },
  AGENT: { facet: 'AGENT', key: KEY },
  PRIORITY: { facet: 'PRIORITY', key: KEY },
  CAUSE: { facet: 'CAUSE', key: KEY },
  REASON: { facet: 'REASON', key: KEY },
};

const FILTERS = [
  ['customerIds', 'CUSTOMER'],
  ['tiers', 'TIER'],
  ['queueIds', 'QUEUE'],
  ['channelIds', 'CHANNEL'],
  ['platforms', 'PLATFORM'],
  ['memberIds', 'AGENT'],
  ['priorities', 'PRIORITY'],
  ['causes', 'CAUSE'],
  ['reasons', 'REASON'],
] as const satisfies readonly (readonly [keyof FactFilter, keyof typeof BY])[];

export interface FacetAnswer {
  readonly facet: Facet;
  readonly blocks: boolean;
  readonly group: string;
  readonly filters: readonly { readonly key: string; readonly values: readonly string[] }[];
}

/** The facet that answers a question alone; null where it takes two at once. */
export const facetFor = (filter: FactFilter, groupBy: FactDimension | null): FacetAnswer | null => {
  // A fact may have many labels, so it is in no one row of them.
  if (groupBy === 'LABEL' || (filter.labelIds ?? null) !== null) return null;
  const facets = new Set<Facet>();
  const filters = FILTERS.flatMap(([name, by]) => {
    const values = filter[name] ?? null;
    if (values === null) return [];
    facets.add(BY[by].facet);
    return [{ key: BY[by].key, values }];
  });
  if (groupBy !== null) facets.add(BY[groupBy].facet);
  if (facets.size > 1) return null;
  const [facet = 'ALL'] = facets;
  const { blocks = false } = FACETS.find((one) => one.facet === facet) ?? {};
  return { facet, blocks, group: groupBy === null ? 'null::text' : BY[groupBy].key, filters };
};
