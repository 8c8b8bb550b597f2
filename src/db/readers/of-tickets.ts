import type { Page, Sight, Slice } from '../../app/ports/readers';
import { inOrderOf } from './in-order-of';
import { between, type KeyColumns, keyColumns, type Ordering, ordered, toPage } from './page';
import { Params } from './params';
import type { ReadTransaction } from './read-transaction';
import { limitConditions } from './ticket-conditions';

/** A row of a page of one of several tickets. */
export interface OfTicket extends KeyColumns {
  readonly of_ticket: string;
}

/** One statement for a page of each ticket, however many tickets. */
export const perTicket = async <Columns extends OfTicket, Row>(
  read: ReadTransaction,
  tenantId: string,
  ticketIds: readonly string[],
  slice: Slice,
  source: {
    readonly table: string;
    readonly alias: string;
    readonly columns: string;
    readonly ordering: Ordering;
  },
  toRow: (columns: Columns) => Row,
): Promise<readonly Page<Row>[]> => {
  const { table, alias, columns, ordering } = source;
  const params = new Params();
  const wanted = params.add([...ticketIds]);
  const where = [
    `${alias}.tenant_id = ${params.add(tenantId)}::uuid`,
    `${alias}.ticket_id = wanted.id`,
    ...between(ordering, slice, params),
  ];
  const sql = `
    select wanted.id as of_ticket, page.*
    from unnest(${wanted}::uuid[]) with ordinality as wanted (id, place)
    cross join lateral (
      select ${columns}, ${keyColumns(ordering)}, row_number() over () as row_place
      from (select * from ${table} ${alias} where ${where.join(' and ')} ${ordered(ordering, slice)}) ${alias}
    ) page
    order by wanted.place, page.row_place`;
  const rows = await read(tenantId, (ask) => ask<Columns>(sql, params.values));
  const groups = new Map<string, Columns[]>(ticketIds.map((id) => [id, []]));
  for (const row of rows) groups.get(row.of_ticket)?.push(row);
  return ticketIds.map((id) => toPage(groups.get(id) ?? [], slice, toRow));
};

/** A partner sees what belongs to the tickets in their sight, and nothing else. */
export const oneByOne = async <Columns extends { readonly its_id: string }, Row>(
  read: ReadTransaction,
  sight: Sight,
  ids: readonly string[],
  source: { readonly table: string; readonly alias: string; readonly columns: string },
  toRow: (columns: Columns) => Row,
): Promise<readonly (Row | null)[]> => {
  const { table, alias, columns } = source;
  const params = new Params();
  const where = [
    `${alias}.tenant_id = ${params.add(sight.tenantId)}::uuid`,
    `${alias}.id = any(${params.add([...ids])}::uuid[])`,
  ];
  const seen = limitConditions(sight, params);
  if (seen.length > 0)
    where.push(`exists (
      select 1 from ticket t where t.tenant_id = ${alias}.tenant_id and t.id = ${alias}.ticket_id
        and ${seen.join(' and ')})`);
  const sql = `select ${columns}, ${alias}.id as its_id from ${table} ${alias} where ${where.join(' and ')}`;
  return read(sight.tenantId, async (ask) =>
    inOrderOf(ids, await ask<Columns>(sql, params.values), toRow),
  );
};
