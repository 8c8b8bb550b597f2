import type { Page, Slice } from '../../app/ports/readers';
import { storable } from '../../domain/text';
import { inOrderOf } from './in-order-of';
import { between, type KeyColumns, keyColumns, type Ordering, ordered, toPage } from './page';
import { Params } from './params';
import type { ReadTransaction } from './read-transaction';

/** Ordered by name. */
export const byName = (alias: string): Ordering => ({
  value: `${alias}.name`,
  kind: 'text',
  id: `${alias}.id`,
  descending: false,
});

/** Those of a list whose name holds something. */
export const nameHolds = (
  alias: string,
  named: string | null,
  params: Params,
): readonly string[] =>
  named === null
    ? []
    : [
        `position(search_fold(${params.add(storable(named))}::text) in search_fold(${alias}.name)) > 0`,
      ];

/** One noun: where its rows stand, in which order, and how a row is read. */
export interface Source<Columns, Row> {
  readonly columns: string;
  readonly from: string;
  readonly alias: string;
  readonly ordering: Ordering;
  readonly toRow: (tenantId: string, columns: Columns) => Row;
}

const NONE = (): readonly string[] => [];

/** Lists and single rows of nouns that are read alike. */
export const createSourceReader = (read: ReadTransaction) => {
  const list = <Columns, Row>(
    source: Source<Columns, Row>,
    tenantId: string,
    slice: Slice,
    also: (params: Params) => readonly string[] = NONE,
  ): Promise<Page<Row>> => {
    const { columns, from, alias, ordering, toRow } = source;
    const params = new Params();
    const where = [
      `${alias}.tenant_id = ${params.add(tenantId)}::uuid`,
      ...also(params),
      ...between(ordering, slice, params),
    ];
    const sql = `select ${columns}, ${keyColumns(ordering)} from ${from}
      where ${where.join(' and ')} ${ordered(ordering, slice)}`;
    return read(tenantId, async (ask) =>
      toPage(await ask<Columns & KeyColumns>(sql, params.values), slice, (row) =>
        toRow(tenantId, row),
      ),
    );
  };
  const byId = <Columns, Row>(
    { columns, from, alias, toRow }: Source<Columns, Row>,
    tenantId: string,
    ids: readonly string[],
  ): Promise<readonly (Row | null)[]> => {
    const sql = `select ${columns}, ${alias}.id as its_id from ${from}
      where ${alias}.tenant_id = $1::uuid and ${alias}.id = any($2::uuid[])`;
    return read(tenantId, async (ask) =>
      inOrderOf(ids, await ask<Columns & { its_id: string }>(sql, [tenantId, [...ids]]), (row) =>
        toRow(tenantId, row),
      ),
    );
  };
  return { list, byId };
};
