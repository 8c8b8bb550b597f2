import type { FactReaders, FactsCounted } from '../../app/ports/facts';
import { Params } from './params';
import type { Ask, ReadTransaction } from './read-transaction';

const DAY_MS = 86_400_000;

/** Whole days of any zone: a day more or less does not matter to whoever asks how many there are. */
export const factsAddedUp =
  (read: ReadTransaction): FactReaders['factsAddedUp'] =>
  (tenantId, kind, from, to, customerIds) =>
    read(tenantId, async (ask) => {
      const day = (at: Date): number => Math.floor(at.getTime() / DAY_MS);
      const [row] = await ask<{ n: number }>(
        `select coalesce(sum(n), 0)::float8 as n from metric_rollup
         where tenant_id = $1::uuid and kind = $2 and facet = $3 and size = 1
           and span between $4::int4 and $5::int4 and key = any($6::text[])`,
        [
          ...[tenantId, kind, customerIds === null ? 'ALL' : 'CUSTOMER'],
          ...[day(from), day(to), customerIds ?? ['']],
        ],
      );
      return row?.n ?? 0;
    });

interface Where {
  readonly params: Params;
  readonly where: string;
}

const whereOf = (tenantId: string, { kind, from, to }: FactsCounted): Where => {
  const params = new Params();
  const where = `fact.tenant_id = ${params.add(tenantId)}::uuid and fact.kind = ${params.add(kind)}
    and fact.began_at >= ${params.add(from)}::timestamptz
    and fact.began_at < ${params.add(to)}::timestamptz`;
  return { params, where };
};

/** Whether some customers have no more than so many, which an index tells. */
const areFew = async (
  ask: Ask,
  { params, where }: Where,
  customerIds: readonly string[],
  atMost: number,
): Promise<boolean> => {
  const rows = await ask<{ readonly one: number }>(
    `select 1 as one from metric_fact fact
     where ${where} and fact.customer_id = any(${params.add(customerIds)}::uuid[])
     offset ${params.add(atMost)} limit 1`,
    params.values,
  );
  return rows.length === 0;
};

/** Read from the index alone: a tenth of the time in which the piece is counted. */
export const pieceEnd =
  (read: ReadTransaction): FactReaders['pieceEnd'] =>
  (tenantId, facts, atMost) =>
    read(tenantId, async (ask) => {
      const customerIds = facts.filter.customerIds ?? null;
      if (
        customerIds !== null &&
        (await areFew(ask, whereOf(tenantId, facts), customerIds, atMost))
      )
        return null;
      const { params, where } = whereOf(tenantId, facts);
      const [row] = await ask<{ readonly at: Date }>(
        `select fact.began_at as at from metric_fact fact where ${where}
         order by fact.began_at offset ${params.add(atMost)} limit 1`,
        params.values,
      );
      if (row === undefined) return null;
      // However many began within one millisecond are one piece.
      const end = new Date(Math.max(row.at.getTime(), facts.from.getTime() + 1));
      return end < facts.to ? end : null;
    });
