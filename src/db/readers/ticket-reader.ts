import type {
  Page,
  Readers,
  Sight,
  Slice,
  TicketAddress,
  TicketFilter,
  TicketOrder,
  TicketSort,
  TicketView,
  WantedOfTicket,
} from '../../app/ports/readers';
import type { WrittenFields, WrittenRow } from '../../app/ports/written';
import {
  type ChannelColumns,
  type CustomerColumns,
  channelColumns,
  customerColumns,
  type MessageColumns,
  messageColumns,
  readChannel,
  readCustomer,
  readMessage,
  readTicket,
  type TicketColumns,
  ticketColumns,
} from './columns';
import { inOrderOf } from './in-order-of';
import { type MemberColumns, memberColumns, readMember } from './member-columns';
import { type KeyColumns, keyColumns, type Ordering, pageOf, toPage } from './page';
import { Params } from './params';
import type { ReadTransaction } from './read-transaction';
import { addressCondition, filterConditions, sightConditions } from './ticket-conditions';
import { commonWords, cutPage, JOINS } from './ticket-page';
import { RowWriter, UnreadRow } from './written-row';

type Nullable<Columns> = { readonly [Name in keyof Columns]: Columns[Name] | null };
type ViewColumns = TicketColumns &
  CustomerColumns &
  ChannelColumns &
  Nullable<MemberColumns> &
  Nullable<MessageColumns>;

/**
 * The page is cut first, in one index where there is one; everything else joins its few rows. A table
 * of which nothing is wanted is not joined: every ticket has a customer and a channel.
 */
const view = (page: string, keys: string, wanted: WantedOfTicket | null = null): string => {
  const parts = [
    {
      names: wanted?.customer,
      columns: customerColumns,
      join: JOINS.customer,
    },
    { names: wanted?.channel, columns: channelColumns, join: JOINS.channel },
    {
      names: wanted?.assignee,
      columns: memberColumns,
      join: JOINS.assignee,
    },
    {
      names: wanted?.lastMessage,
      columns: messageColumns,
      join: JOINS.lastMessage,
    },
  ].filter(({ names }) => names !== null);
  const columns = parts.map((part) => `, ${part.columns(part.names)}`).join('');
  return `
  select ${ticketColumns(wanted?.ticket)}${columns}${keys}
  from (${page}) t
  ${parts.map(({ join }) => join).join('\n  ')}`;
};

const isHere = <Columns>(
  row: Nullable<Columns>,
  id: keyof Columns,
): row is Columns & Nullable<Columns> => row[id] !== null && row[id] !== undefined;

const readView = (tenantId: string, row: ViewColumns): TicketView => ({
  ticket: readTicket(tenantId, row),
  customer: readCustomer(tenantId, row),
  channel: readChannel(tenantId, row),
  assignee: isHere<MemberColumns>(row, 'a_id') ? readMember(tenantId, row) : null,
  lastMessage: isHere<MessageColumns>(row, 'm_id') ? readMessage(tenantId, row) : null,
});

const listTickets = (
  read: ReadTransaction,
  sight: Sight,
  filter: TicketFilter,
  order: TicketOrder,
  slice: Slice,
  wanted: WantedOfTicket | null,
): Promise<Page<TicketView>> =>
  read(sight.tenantId, async (ask) => {
    const { page, ordering, outer, params } = await cutPage(ask, sight, filter, order, slice);
    const sql = `${view(page, `, ${keyColumns(ordering)}`, wanted)} ${outer}`;
    const rows = await ask<ViewColumns & KeyColumns>(sql, params);
    return toPage(rows, slice, (row) => readView(sight.tenantId, row));
  });

const writers = new WeakMap<WrittenFields, Map<TicketSort, RowWriter>>();

/** Made once for a query that comes again. */
const writerOf = (fields: WrittenFields, by: TicketSort, ordering: Ordering): RowWriter => {
  const made = writers.get(fields) ?? new Map<TicketSort, RowWriter>();
  const writer = made.get(by) ?? new RowWriter(fields, ordering);
  writers.set(fields, made.set(by, writer));
  return writer;
};

/** The same page, each ticket as JSON: nothing is read into values that would be written out again. */
const writeTickets = (
  read: ReadTransaction,
  sight: Sight,
  filter: TicketFilter,
  order: TicketOrder,
  slice: Slice,
  fields: WrittenFields,
): Promise<Page<WrittenRow>> =>
  read(sight.tenantId, async (ask, askRows) => {
    const { page, ordering, outer, params } = await cutPage(ask, sight, filter, order, slice);
    const writer = writerOf(fields, order.by, ordering);
    const joins = [...writer.parts].map((part) => JOINS[part]).join(' ');
    const sql = `select ${writer.columns.join(', ')} from (${page}) t ${joins} ${outer}`;
    const rows = await askRows(sql, params);
    return pageOf(
      rows.map((row) => new UnreadRow(writer, row)),
      slice,
    );
  });

const oneTicket = (
  read: ReadTransaction,
  sight: Sight,
  address: TicketAddress,
): Promise<TicketView | null> => {
  const params = new Params();
  const where = [
    ...sightConditions(sight, params),
    addressCondition(sight.tenantId, address, params),
  ];
  const sql = view(`select t.* from ticket t where ${where.join(' and ')}`, '');
  return read(sight.tenantId, async (ask) => {
    const [row] = await ask<ViewColumns>(sql, params.values);
    return row === undefined ? null : readView(sight.tenantId, row);
  });
};

const ticketsById = (
  read: ReadTransaction,
  sight: Sight,
  ids: readonly string[],
  filter: TicketFilter,
): Promise<readonly (TicketView | null)[]> =>
  read(sight.tenantId, async (ask) => {
    const params = new Params();
    const where = [
      ...sightConditions(sight, params),
      `t.id = any(${params.add([...ids])}::uuid[])`,
      ...filterConditions(filter, params, await commonWords(ask, filter)),
    ];
    const sql = view(`select t.* from ticket t where ${where.join(' and ')}`, ', t.id as its_id');
    return inOrderOf(ids, await ask<ViewColumns & { its_id: string }>(sql, params.values), (row) =>
      readView(sight.tenantId, row),
    );
  });

/** Tickets with customer, channel, assignee and last message: one statement a page. */
export const createTicketReader = (
  read: ReadTransaction,
): Pick<Readers, 'tickets' | 'writtenTickets' | 'ticket' | 'ticketsById'> => ({
  tickets: (sight, filter, order, slice, wanted = null) =>
    listTickets(read, sight, filter, order, slice, wanted),
  writtenTickets: (sight, filter, order, slice, fields) =>
    writeTickets(read, sight, filter, order, slice, fields),
  ticketsById: (sight, ids, filter = {}) => ticketsById(read, sight, ids, filter),
  ticket: (sight, address) => oneTicket(read, sight, address),
});
