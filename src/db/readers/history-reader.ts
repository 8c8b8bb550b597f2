import type { Readers } from '../../app/ports/readers';
import type { Actor } from '../../domain/actor';
import type { Facts, TimelineEntry, TimelineKind } from '../../domain/ticket';
import { type MessageColumns, messageColumns, readMessage } from './columns';
import { type OfTicket, oneByOne, perTicket } from './of-tickets';
import type { Ordering } from './page';
import type { ReadTransaction } from './read-transaction';

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

/** Messages and history of tickets. */
export const createHistoryReader = (
  read: ReadTransaction,
): Pick<Readers, 'messages' | 'timeline' | 'messagesById' | 'entriesById'> => ({
  messagesById: (sight, ids) =>
    oneByOne<MessageColumns & { readonly its_id: string }, ReturnType<typeof readMessage>>(
      read,
      sight,
      ids,
      { table: 'message', alias: 'm', columns: messageColumns() },
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
      { table: 'message', alias: 'm', columns: messageColumns(), ordering: BY_TIME },
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
