import type { ChatMessage } from '../ports/chat-event';
import type { Channel } from '../ports/records';
import type { Tx } from '../ports/store';
import { recordNativeReply } from '../tickets/speak';
import { answerWord } from './answer-word';
import { editMessage } from './change-message';
import { asksForTickets, listTickets } from './list-tickets';
import type { Learned } from './lookup';
import { authorOf } from './people';
import type { IntakeRules } from './places';
import { decideNot, receiveRequest, stored, ticketOfThread } from './receive-request';

/**
 * A message in a customer's room: into its ticket, into a new one, or recorded with the reason why
 * not. A message that is there already, whichever way it came, changes nothing.
 */
export const receiveMessage = async (
  tx: Tx,
  learned: Learned,
  rules: IntakeRules,
  channel: Channel,
  received: ChatMessage,
): Promise<void> => {
  await tx.intake.serialiseMessage(channel.id, received.id);
  const known = await tx.messages.findByPlatformId(channel.id, received.id);
  if (known !== null) {
    // Read back from history: an edit that was never pushed shows here.
    if (
      received.editedAt !== null &&
      (known.editedAt === null || known.editedAt < received.editedAt)
    )
      await editMessage(tx, rules, channel, {
        ...received,
        kind: 'message-edited',
        editedAt: received.editedAt,
      });
    return;
  }
  // An answer in a known thread queues at its ticket; only what may open one waits for the room.
  if ((await ticketOfThread(tx, channel, received.threadId)) === null)
    await tx.intake.serialise(channel.id);
  const message = {
    ...received,
    files: learned.files(received.channel.workspace, received.files),
  };
  const met = { tx, learned, rules, user: message.author, workspace: message.channel.workspace };
  const author = await authorOf(met, channel);
  switch (author.kind) {
    case 'contact':
      if (asksForTickets(message)) return listTickets(tx, rules, channel, author.contact, message);
      return receiveRequest(tx, rules, channel, author.contact, message);
    case 'member': {
      const { member } = author;
      await answerWord(tx, message);
      const ticket =
        (await ticketOfThread(tx, channel, message.threadId)) ??
        (message.inChat === true ? await tx.intake.openInChat(channel.id) : null);
      const said = stored(
        tx,
        rules,
        channel,
        message,
        { kind: 'member', id: member.id, name: member.name },
        false,
        ticket?.id ?? null,
      );
      if (ticket !== null) {
        await recordNativeReply(tx, ticket.id, member, said, rules.now);
        return;
      }
      await tx.messages.insert(said);
      return decideNot(tx, rules, said.id, 'MEMBER_SPOKE');
    }
    case 'bot':
    case 'ignored': {
      const said = stored(
        tx,
        rules,
        channel,
        message,
        { kind: 'bot', id: null, name: message.author.userId },
        false,
        null,
      );
      await tx.messages.insert(said);
      return decideNot(tx, rules, said.id, author.kind === 'bot' ? 'BOT' : 'NOT_A_CUSTOMER');
    }
    default:
      return author satisfies never;
  }
};
