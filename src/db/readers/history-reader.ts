import type { Page, Readers, Sight, Slice } from '../../app/ports/readers';
import type { Actor } from '../../domain/actor';
import type { Facts, TimelineEntry, TimelineKind } from '../../domain/ticket';
import { MESSAGE_COLUMNS, type MessageColumns, readMessage } from './columns';
import { inOrderOf } from './in-order-of';
import { between, type KeyColumns, keyColumns, type Ordering, ordered, toPage } from './page';
import { Params } from './params';
import type { ReadTransaction } from './read-transaction';

interface OfTicket extends KeyColumns {
  readonly of_ticket: string;
}

interface EntryColumns {
  readonly e_id: string;
  readonly e_ticket_id: string;
  readonly e_at: Date;
  readonly e_actor: Actor;
  readonly e_kind: TimelineKind;
  readonly e_before: Facts;
  readonly e_after: Facts;
  readonly e_message_id: string | null;
}

const ENTRY_COLUMNS = 'id ticket_id at actor kind before after message_id'
  .split(' ')
  .map((column) => `e.${column} as e_${column}`)
  .join(', ');

const readEntry = (row: EntryColumns): TimelineEntry => ({
  id: row.e_id,
  ticketId: row.e_ticket_id,
  at: row.e_at,
  actor: row.e_actor,
  kind: row.e_kind,
  before: row.e_before,
  after: row.e_after,
  messageId: row.e_message_id,
});

const BY_TIME: Ordering = {
  value: 'm.occurred_at',
  kind: 'instant',
  id: 'm.id',
  descending: false,
};
const BY_POSITION: Ordering = {
  value: 'e.position',
  kind: 'number',
  id: 'e.id',
  descending: false,
};

/** One statement for a page of each ticket, however many tickets. */
const perTicket = async <Columns extends OfTicket, Row>(
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
      from (select * from ${table} ${alias} where ${where.join(' and ')} ${ordered(ordering, slice, params)}) ${alias}
    ) page
    order by wanted.place, page.row_place`;
  const rows = await read(tenantId, (ask) => ask<Columns>(sql, params.values));
  const groups = new Map<string, Columns[]>(ticketIds.map((id) => [id, []]));
  for (const row of rows) groups.get(row.of_ticket)?.push(row);
  return ticketIds.map((id) => toPage(groups.get(id) ?? [], slice, toRow));
};

/** A partner sees what belongs to the tickets assigned to them, and nothing else. */
const oneByOne = async <Columns extends { readonly its_id: string }, Row>(
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
  if (sight.onlyAssignedTo !== null)
    where.push(`exists (
      select 1 from ticket t where t.tenant_id = ${alias}.tenant_id and t.id = ${alias}.ticket_id
        and t.assignee_id = ${params.add(sight.onlyAssignedTo)}::uuid)`);
  const sql = `select ${columns}, ${alias}.id as its_id from ${table} ${alias} where ${where.join(' and ')}`;
  return read(sight.tenantId, async (ask) =>
    inOrderOf(ids, await ask<Columns>(sql, params.values), toRow),
  );
};

/** Messages and history of tickets. */
export const createHistoryReader = (
  read: ReadTransaction,
): Pick<Readers, 'messages' | 'timeline' | 'messagesById' | 'entriesById'> => ({
  messagesById: (sight, ids) =>
    oneByOne<MessageColumns & { readonly its_id: string }, ReturnType<typeof readMessage>>(
      read,
      sight,
      ids,
      { table: 'message', alias: 'm', columns: MESSAGE_COLUMNS },
      (row) => readMessage(sight.tenantId, row),
    ),
  entriesById: (sight, ids) =>
    oneByOne<EntryColumns & { readonly its_id: string }, TimelineEntry>(
      read,
      sight,
      ids,
      { table: 'timeline_entry', alias: 'e', columns: ENTRY_COLUMNS },
      readEntry,
    ),
  messages: (tenantId, ticketIds, slice) =>
    perTicket<MessageColumns & OfTicket, ReturnType<typeof readMessage>>(
      read,
      tenantId,
      ticketIds,
      slice,
      { table: 'message', alias: 'm', columns: MESSAGE_COLUMNS, ordering: BY_TIME },
      (row) => readMessage(tenantId, row),
    ),
  timeline: (tenantId, ticketIds, slice) =>
    perTicket<EntryColumns & OfTicket, TimelineEntry>(
      read,
      tenantId,
      ticketIds,
      slice,
      { table: 'timeline_entry', alias: 'e', columns: ENTRY_COLUMNS, ordering: BY_POSITION },
      readEntry,
    ),
});
