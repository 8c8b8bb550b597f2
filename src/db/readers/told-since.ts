import { STOCK_KINDS } from '../../domain/fact';
import { toldSince } from './fact-conditions';
import { Params } from './params';
import type { ReadBounds } from './read-bounds';
import type { Ask } from './read-transaction';

const DAY_MS = 86_400_000;

/** Those that began in a stretch of time, and are not now what they were at an instant. */
interface ToldSince {
  readonly kind: string;
  readonly asOf: Date;
  readonly from: Date;
  readonly to: Date;
}

/** Whether more than that were told otherwise since: then all of them are counted instead. */
export const manySince = async (
  ask: Ask,
  tenantId: string,
  { kind, asOf, from, to }: ToldSince,
  { mostAtEnds, mostSince }: ReadBounds,
): Promise<boolean> => {
  // Of stocks the sums are changes, not how many there are.
  const counted = STOCK_KINDS.some((one) => one === kind) ? 'VOLUME' : kind;
  const [told] = await ask<{ readonly n: number }>(
    `select coalesce(sum(n), 0)::float8 as n from metric_rollup
     where tenant_id = $1::uuid and kind = $2 and facet = 'ALL' and size = 1 and span >= $3::int4`,
    [tenantId, counted, Math.floor(asOf.getTime() / DAY_MS)],
  );
  if ((told?.n ?? 0) > mostSince) return true;
  const params = new Params();
  const mine = `fact.tenant_id = ${params.add(tenantId)}::uuid and fact.kind = ${params.add(kind)}`;
  const rows = await ask<{ readonly one: number }>(
    `select 1 as one from ${toldSince(mine, { asOf, from, to }, params)}
     offset ${params.add(mostAtEnds)} limit 1`,
    params.values,
  );
  return rows.length > 0;
};
