import type { Ticket } from '../../domain/ticket';
import type { Card } from '../cards/card';
import type { Outgoing } from '../ports/chat-platform';
import type { Tx } from '../ports/store';
import { homeErrand } from '../tickets/surfaces';

/** The rating's question in the customer's thread: posted once, edited afterwards. */
export const showRating = async (
  tx: Tx,
  ticket: Ticket,
  card: Card<'customer'>,
  kind: 'post' | 'edit',
): Promise<void> => {
  const home = await tx.desk.channelById(ticket.channelId);
  if (home === null) return;
  const what: Outgoing = { kind: 'card', as: null, card };
  await tx.send([homeErrand(home, ticket, { kind, what, surface: `rating:${ticket.id}` })]);
};
