import { notFound } from '../../domain/errors';
import { isSeen, limitOf } from '../../domain/sight';
import type { Principal } from '../admin/authenticate';
import type {
  Page,
  Readers,
  Sight,
  Slice,
  TicketAddress,
  TicketFilter,
  TicketOrder,
  TicketView,
  WantedOfTicket,
} from '../ports/readers';
import type { Tx } from '../ports/store';
import type { WrittenFields, WrittenRow } from '../ports/written';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text can name anything at all. */
export const isUuid = (text: string): boolean => UUID.test(text);

/** What this principal may see of the tickets. */
export const sightOf = ({ tenantId, actor }: Principal): Sight => ({
  tenantId,
  limit: limitOf(actor),
});

/** A page of the tickets this principal may see. */
export const findTickets = (
  readers: Readers,
  principal: Principal,
  filter: TicketFilter,
  order: TicketOrder,
  slice: Slice,
  wanted: WantedOfTicket | null,
): Promise<Page<TicketView>> => readers.tickets(sightOf(principal), filter, order, slice, wanted);

/** The same page, each ticket to be written as the JSON of these members. */
export const writeTickets = (
  readers: Readers,
  principal: Principal,
  filter: TicketFilter,
  order: TicketOrder,
  slice: Slice,
  fields: WrittenFields,
): Promise<Page<WrittenRow>> =>
  readers.writtenTickets(sightOf(principal), filter, order, slice, fields);

/** One ticket; another tenant's, another partner's and a missing one are all null. */
export const findTicket = (
  readers: Readers,
  principal: Principal,
  address: TicketAddress,
): Promise<TicketView | null> =>
  'id' in address && !isUuid(address.id)
    ? Promise.resolve(null)
    : readers.ticket(sightOf(principal), address);

/** Another partner's ticket does not exist for a partner, whatever they try on it. */
export const requireSight = async (
  tx: Tx,
  principal: Principal,
  ticketId: string,
): Promise<void> => {
  const { limit } = sightOf(principal);
  const ticket = isUuid(ticketId) ? await tx.tickets.find(ticketId) : null;
  if (ticket === null || !isSeen(limit, ticket)) throw notFound('ticket');
};
