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
} from '../ports/readers';

/** A partner without a member of their own can be assigned nothing, so nothing matches this. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

const sightOf = (principal: Principal): Sight => {
  const { tenantId, role, actor } = principal;
  if (role !== 'PARTNER') return { tenantId, onlyAssignedTo: null };
  return { tenantId, onlyAssignedTo: actor.kind === 'member' ? actor.memberId : NOBODY };
};

/** A page of the tickets this principal may see. */
export const findTickets = (
  readers: Readers,
  principal: Principal,
  filter: TicketFilter,
  order: TicketOrder,
  slice: Slice,
): Promise<Page<TicketView>> => readers.tickets(sightOf(principal), filter, order, slice);

/** One ticket; another tenant's, another partner's and a missing one are all null. */
export const findTicket = (
  readers: Readers,
  principal: Principal,
  address: TicketAddress,
): Promise<TicketView | null> => readers.ticket(sightOf(principal), address);
