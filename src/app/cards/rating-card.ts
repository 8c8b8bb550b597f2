import { type Text, toPlain, words } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import type { Block, Button, Card, CustomerAction } from './card';

const SCORES = ['rate-1', 'rate-2', 'rate-3', 'rate-4', 'rate-5'] as const;

const button = (ticket: Ticket, action: CustomerAction, label: string): Button<'customer'> => ({
  kind: 'button',
  label,
  style: 'plain',
  action,
  subject: { ticketId: ticket.id, version: ticket.version },
});

const card = (text: Text, buttons: readonly Button<'customer'>[]): Card<'customer'> => {
  const blocks: Block<'customer'>[] = [{ kind: 'text', text }];
  if (buttons.length > 0) blocks.push({ kind: 'buttons', buttons });
  return { audience: 'customer', title: '', tone: 'neutral', blocks, fallback: toPlain(text) };
};

/** The first tap. */
export const askScoreCard = (ticket: Ticket): Card<'customer'> =>
  card(
    words('How did we do? One tap is enough: 1 is poor, 5 is great.'),
    SCORES.map((action, at) => button(ticket, action, String(at + 1))),
  );

/** The second, in the same place. */
export const askEffortCard = (ticket: Ticket): Card<'customer'> =>
  card(words('Thank you. Did you have to repeat yourself?'), [
    button(ticket, 'effort-yes', 'Yes'),
    button(ticket, 'effort-no', 'No'),
  ]);

/** What stays. */
export const thanksCard = (wasPoor: boolean): Card<'customer'> =>
  card(
    words(
      wasPoor
        ? 'Thank you for telling us. A person of our team looks into what went wrong.'
        : 'Thank you for telling us.',
    ),
    [],
  );
