import { bold, type Text, toPlain, words } from '../../domain/text';
import type { Message, Ticket } from '../../domain/ticket';
import { say } from '../cards/notices';
import type { Channel } from '../ports/records';
import type { Tx } from '../ports/store';
import { changeReply, replySurface, tellTeam } from '../tickets/surfaces';
import { type EventOf, recount } from './change-message';
import type { IntakeRules } from './places';
import { publicWords } from './triage-thread';

type Change = EventOf<'message-edited'> | EventOf<'message-deleted'>;

const NOT_PUBLIC_YET =
  'A note stays a note: nothing was sent. To answer the customer, write a new message with the verb.';
const STILL_PUBLIC =
  'The customer still sees the reply as it was. To take it back, delete your message; to correct it, keep the verb in front.';
const NEVER_SHOWN = 'That reply did not reach the customer, so there is nothing to change there.';

const recounted = async (
  tx: Tx,
  rules: IntakeRules,
  ticketId: string,
  message: Message,
  event: Change,
): Promise<Ticket> => {
  const conversation = await tx.messages.conversation(ticketId);
  const what = event.kind === 'message-edited' ? 'edit' : 'deletion';
  return recount(tx, rules, ticketId, message, what, rules.now, conversation.unansweredSince);
};

/** What the words under the card became, in the shape they are stored in; null: leave it be. */
const wordsNow = async (
  tx: Tx,
  ticket: Ticket,
  message: Message,
  event: EventOf<'message-edited'>,
): Promise<Text | null> => {
  const open = publicWords(event.body);
  const isPublic = message.visibility === 'PUBLIC';
  if (isPublic !== (open !== null)) {
    // Only a new message with the verb makes words public, and only a deletion takes them back.
    await tellTeam(tx, ticket, say(words(isPublic ? STILL_PUBLIC : NOT_PUBLIC_YET)));
    return null;
  }
  const body = open ?? event.body;
  return toPlain(body).trim() === '' || toPlain(body) === toPlain(message.body) ? null : body;
};

/**
 * A reply or note that began under a card follows what its author makes of those words. Times are
 * the desk's, as the reply's own is: the platform's may lie before it.
 */
export const changeSpoken = async (
  tx: Tx,
  rules: IntakeRules,
  room: Channel,
  event: Change,
): Promise<void> => {
  const message = await tx.messages.findSpoken({ channelId: room.id, platformId: event.id });
  if (message?.ticketId == null || message.author.kind !== 'member') return;
  const ticket = await tx.tickets.lock(message.ticketId);
  if (ticket === null) return;
  const isPublic = message.visibility === 'PUBLIC';
  if (isPublic && !(await tx.isShown(replySurface(message.id))))
    return tellTeam(tx, ticket, say(words(NEVER_SHOWN)));
  if (event.kind === 'message-deleted') {
    if (!(await tx.messages.remove(message.id, rules.now))) return;
    const changed = await recounted(tx, rules, ticket.id, message, event);
    if (!isPublic) return;
    await changeReply(tx, changed, message.id, { kind: 'remove' });
    return tellTeam(
      tx,
      changed,
      say(
        words(bold(message.author.name), ' took a reply back: it goes from the customer’s thread.'),
      ),
    );
  }
  const body = await wordsNow(tx, ticket, message, event);
  if (body === null) return;
  if (!(await tx.messages.edit(message.id, body, message.files, rules.now, false))) return;
  const changed = await recounted(tx, rules, ticket.id, message, event);
  if (!isPublic) return;
  const as = await tx.people.member(message.author.id);
  await changeReply(tx, changed, message.id, {
    kind: 'edit',
    what: { kind: 'text', text: body, as },
  });
  await tellTeam(
    tx,
    changed,
    say(
      words(bold(message.author.name), ' corrected a reply: the customer’s copy changes with it.'),
    ),
  );
};
