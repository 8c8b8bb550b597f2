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
import { PRIORITIES } from '../../domain/ticket';
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
import { between, type KeyColumns, keyColumns, type Ordering, ordered, toPage } from './page';
import { Params } from './params';
import type { Ask, ReadTransaction } from './read-transaction';
import {
  addressCondition,
  filterConditions,
  type IsCommon,
  sightConditions,
  textsOf,
} from './ticket-conditions';

type Nullable<Columns> = { readonly [Name in keyof Columns]: Columns[Name] | null };
type ViewColumns = TicketColumns &
  CustomerColumns &
  ChannelColumns &
  Nullable<MemberColumns> &
  Nullable<MessageColumns>;

const PRIORITY_RANK = `array_position(array[${PRIORITIES.map((one) => `'${one}'`).join(', ')}], t.priority)`;

/** Where what has no instant stands: behind all that has one, and finite, for a cursor. */
const NEVER = `timestamptz '2200-01-01 00:00:00+00'`;

const ORDER: Readonly<Record<TicketSort, Pick<Ordering, 'value' | 'kind'>>> = {
  OPENED_AT: { value: 't.opened_at', kind: 'instant' },
  UPDATED_AT: { value: 't.updated_at', kind: 'instant' },
  PRIORITY: { value: PRIORITY_RANK, kind: 'number' },
  NUMBER: { value: 't.number', kind: 'number' },
  UNANSWERED_SINCE: { value: `coalesce(t.unanswered_since, ${NEVER})`, kind: 'instant' },
  FIRST_RESPONSE_DUE_AT: { value: `coalesce(t.first_response_due_at, ${NEVER})`, kind: 'instant' },
};

const CUSTOMER = 'join customer c on c.tenant_id = t.tenant_id and c.id = t.customer_id';
const CHANNEL = `
  join channel h on h.tenant_id = t.tenant_id and h.id = t.channel_id
  join workspace w on w.tenant_id = h.tenant_id and w.id = h.workspace_id`;
const ASSIGNEE = 'left join member a on a.tenant_id = t.tenant_id and a.id = t.assignee_id';
const LAST_MESSAGE = `
  left join lateral (
    select * from message l where l.tenant_id = t.tenant_id and l.ticket_id = t.id
    order by l.occurred_at desc, l.id desc limit 1
  ) m on true`;

/**
 * The page is cut first, in one index where there is one; everything else joins its few rows. A table
 * of which nothing is wanted is not joined: every ticket has a customer and a channel.
 */
const view = (page: string, keys: string, wanted: WantedOfTicket | null = null): string => {
  const parts = [
    {
      names: wanted?.customer,
      columns: customerColumns,
      join: CUSTOMER,
    },
    { names: wanted?.channel, columns: channelColumns, join: CHANNEL },
    {
      names: wanted?.assignee,
      columns: memberColumns,
      join: ASSIGNEE,
    },
    {
      names: wanted?.lastMessage,
      columns: messageColumns,
      join: LAST_MESSAGE,
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

/** Asks only when a filter has words. */
export const commonWords = async (ask: Ask, filter: TicketFilter): Promise<IsCommon> => {
  const texts = textsOf(filter);
  if (texts.length === 0) return () => false;
  const rows = await ask<{ readonly text: string }>(
    'select w.text from unnest($1::text[]) as w (text) where words_are_common(w.text)',
    [[...texts]],
  );
  const common = new Set(rows.map(({ text }) => text));
  return (text) => common.has(text);
};

const listTickets = (
  read: ReadTransaction,
  sight: Sight,
  filter: TicketFilter,
  order: TicketOrder,
  slice: Slice,
  wanted: WantedOfTicket | null,
): Promise<Page<TicketView>> => {
  const ordering: Ordering = { ...ORDER[order.by], id: 't.id', descending: order.descending };
  return read(sight.tenantId, async (ask) => {
    const params = new Params();
    const where = [
      ...sightConditions(sight, params),
      ...filterConditions(filter, params, await commonWords(ask, filter)),
      ...between(ordering, slice, params),
    ];
    const tail = ordered(ordering, slice);
    const page = `select t.* from ticket t where ${where.join(' and ')} ${tail}`;
    // The outer order repeats the inner one: a join may return rows in any order.
    const outer = tail.slice(0, tail.lastIndexOf(' limit '));
    const sql = `${view(page, `, ${keyColumns(ordering)}`, wanted)} ${outer}`;
    const rows = await ask<ViewColumns & KeyColumns>(sql, params.values);
    return toPage(rows, slice, (row) => readView(sight.tenantId, row));
  });
};

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
): Pick<Readers, 'tickets' | 'ticket' | 'ticketsById'> => ({
  tickets: (sight, filter, order, slice, wanted = null) =>
    listTickets(read, sight, filter, order, slice, wanted),
  ticketsById: (sight, ids, filter = {}) => ticketsById(read, sight, ids, filter),
  ticket: (sight, address) => oneTicket(read, sight, address),
});
