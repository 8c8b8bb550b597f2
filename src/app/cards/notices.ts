import type { Said } from '../../domain/brief';
import { bold, shorten, type Text, toPlain, words } from '../../domain/text';
import type { Message, Ticket } from '../../domain/ticket';
import type { Outgoing } from '../ports/chat-platform';
import type { Block, Card, Tone } from './card';
import { filesIn } from './files';

const card = (tone: Tone, blocks: readonly Block<'team'>[], fallback: string): Outgoing => ({
  kind: 'card',
  as: null,
  card: { audience: 'team', title: '', tone, blocks, fallback },
});

/** Words to one person or into a thread. */
export const say = (text: string | Text): Outgoing => ({
  kind: 'text',
  text: typeof text === 'string' ? words(text) : text,
  as: null,
});

/** Somebody's words, repeated in the triage thread. */
export const mirrored = (
  headline: Text,
  message: Pick<Message, 'body' | 'files'>,
  tone: Tone = 'neutral',
): Outgoing => {
  const blocks: Block<'team'>[] = [{ kind: 'text', text: headline, muted: true }];
  if (message.body.length > 0) blocks.push({ kind: 'quote', text: message.body });
  if (message.files.length > 0)
    blocks.push({ kind: 'text', text: filesIn(message.files), muted: true });
  return card(tone, blocks, `${toPlain(headline)}: ${toPlain(message.body)}`);
};

/** What the customer changed after we had answered: before and after, side by side. */
export const changedAfterAnswer = (name: string, before: Text, after: Text): Outgoing =>
  card(
    'warning',
    [
      { kind: 'text', text: words(bold(`${name} changed the question after it was answered.`)) },
      { kind: 'text', text: words('Before'), muted: true },
      { kind: 'quote', text: before },
      { kind: 'text', text: words('Now'), muted: true },
      { kind: 'quote', text: after },
    ],
    `${name} changed the question after it was answered.`,
  );

/** A reply that did not reach the customer, or perhaps did, with the way out. */
export const notDelivered = (
  ticket: Ticket,
  message: Message,
  reason: string,
  perhaps = false,
): Outgoing => {
  const { name } = message.author;
  const headline = perhaps
    ? `It is not known whether ${name}'s reply reached the customer. `
    : `${name}'s reply did not reach the customer. `;
  return card(
    'urgent',
    [
      { kind: 'text', text: words(bold(headline), reason) },
      { kind: 'quote', text: message.body },
      {
        kind: 'buttons',
        buttons: [
          {
            kind: 'button',
            label: perhaps ? 'Send again anyway' : 'Try again',
            style: 'primary',
            action: 'retry-delivery',
            subject: { ticketId: ticket.id, version: ticket.version, about: message.id },
          },
        ],
      },
    ],
    perhaps
      ? `It is not known whether a reply to ticket #${ticket.number} reached the customer.`
      : `A reply to ticket #${ticket.number} did not reach the customer.`,
  );
};

/** A message that was taken for small talk, told to whoever asks, with the way back. */
export const notTaken = (
  name: string,
  body: Text,
  reason: string,
  messageId: string,
): Card<'team'> => ({
  audience: 'team',
  title: '',
  tone: 'muted',
  blocks: [
    { kind: 'text', text: words(`${name}: taken as no request (${reason}).`), muted: true },
    { kind: 'quote', text: body },
    {
      kind: 'buttons',
      buttons: [
        {
          kind: 'button',
          label: 'Open a ticket',
          style: 'plain',
          action: 'open-ticket',
          subject: { ticketId: null, version: 0, about: messageId },
        },
      ],
    },
  ],
  fallback: `${name}: taken as no request (${reason}).`,
});

/** A call to somebody by direct message: it opens with the customer's own last words. */
export const paged = (
  ticket: Ticket,
  why: Text,
  lastWords: Pick<Said, 'name' | 'body'> | null = null,
): Outgoing =>
  card(
    'urgent',
    [
      ...(lastWords === null
        ? []
        : [
            { kind: 'quote', text: words(shorten(toPlain(lastWords.body), 1000)) } as const,
            { kind: 'text', text: words(lastWords.name), muted: true } as const,
          ]),
      { kind: 'text', text: words(bold(`#${ticket.number}: `), why) },
      ...(lastWords === null ? [{ kind: 'quote', text: words(ticket.subject) } as const] : []),
    ],
    `#${ticket.number}: ${toPlain(why)}`,
  );
