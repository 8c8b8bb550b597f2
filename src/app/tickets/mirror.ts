import { bold, plain, type Text, words } from '../../domain/text';
import type { Message, Ticket } from '../../domain/ticket';
import type { Tone } from '../cards/card';
import { mirrored } from '../cards/notices';
import type { Tx } from '../ports/store';
import { tellTeam } from './surfaces';

type Words = Pick<Message, 'id' | 'body' | 'files'>;

const mirrorSurface = (messageId: string): string => `mirror:${messageId}`;

/** What was said in the customer's thread, repeated under the card. */
export const mirror = async (
  tx: Tx,
  ticket: Ticket,
  message: Words,
  headline: Text,
  tone: Tone = 'neutral',
): Promise<void> =>
  tellTeam(tx, ticket, mirrored(headline, message, tone), { surface: mirrorSurface(message.id) });

/** Deleted words must not live on in their mirror. */
export const retractMirror = async (
  tx: Tx,
  ticket: Ticket,
  message: Pick<Message, 'id' | 'author'>,
): Promise<void> => {
  const first = await tx.messages.firstOf(ticket.id);
  // The first words stand on the card itself.
  if (first?.id === message.id) return;
  const gone = { body: plain('(deleted)'), files: [] };
  await tellTeam(tx, ticket, mirrored(words(bold(message.author.name)), gone, 'muted'), {
    kind: 'edit',
    // Still under the card: it must not overtake the mirror that it takes back.
    surface: mirrorSurface(message.id),
  });
};
