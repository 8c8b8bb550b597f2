import { bold, shorten, type Text, time, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import type { Card } from './card';

/** One of a customer's tickets, as they may know it. */
interface OwnTicket {
  readonly ticket: Ticket;
  readonly ownerName: string | null;
  readonly nextWordBy: Date | null;
}

const stateOf = (
  { ticket, ownerName, nextWordBy }: OwnTicket,
  team: string,
  zone: string,
): Text => {
  if (ticket.status === 'SOLVED') return words('we believe it is solved: is it?');
  const who = ownerName ?? `the ${team} team`;
  if (ticket.waitingOn === 'CUSTOMER') return words(`${who} waits for your reply`);
  return nextWordBy === null
    ? words(`${who} looks after it`)
    : words(`${who} looks after it. Next word by: `, time(nextWordBy, zone));
};

/** A customer's open tickets, for the one who asked. */
export const ownTicketsCard = (
  tickets: readonly OwnTicket[],
  team: string,
  zone: string,
): Card<'customer'> => {
  const title = tickets.length === 0 ? 'You have no open tickets.' : 'Your open tickets';
  return {
    audience: 'customer',
    title: '',
    tone: 'neutral',
    blocks: [
      { kind: 'text', text: words(bold(title)) },
      ...tickets.map((one) => ({
        kind: 'text' as const,
        text: words(
          bold(`#${one.ticket.number} `),
          shorten(one.ticket.subject, 80),
          ' · ',
          stateOf(one, team, zone),
        ),
      })),
    ],
    fallback: title,
  };
};
