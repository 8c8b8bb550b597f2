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
  const surface = mirrorSurface(message.id);
  // Words that stood on the card, or were in the thread before the ticket, have no mirror. Which
  // message is the first now does not tell: after a kill the root may arrive after its follow-up.
  if (!(await tx.isShown(surface))) return;
  const gone = { body: plain('(deleted)'), files: [] };
  await tellTeam(tx, ticket, mirrored(words(bold(message.author.name)), gone, 'muted'), {
    kind: 'edit',
    // Still under the card: it must not overtake the mirror that it takes back.
    surface,
  });
};
