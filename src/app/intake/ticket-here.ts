import { notFound } from '../../domain/errors';
import type { Ticket } from '../../domain/ticket';
import { ticketOfCard } from '../tickets/surfaces';
import type { Asked } from './asked';

/** The ticket of the thread a command is typed in: under its card, or in the customer's own. */
export const ticketHere = async ({ tx, place }: Asked): Promise<Ticket | null> => {
  if (place.threadId === null) return null;
  const surface = await tx.surfaceAt({ ...place, id: place.threadId });
  const ticketId = surface === null ? null : ticketOfCard(surface);
  if (ticketId !== null) return tx.tickets.find(ticketId);
  const channel = await tx.desk.channel(place);
  return channel === null ? null : tx.tickets.findByThread(channel.id, place.threadId);
};

/** The ticket a command names by its number, or else that of the thread; null: neither is given. */
export const ticketNamed = async (
  asked: Asked,
  number: string | undefined,
): Promise<Ticket | null> => {
  if (number === undefined) return ticketHere(asked);
  const ticket = await asked.tx.tickets.findByNumber(Number(number));
  if (ticket === null) throw notFound('ticket');
  return ticket;
};
