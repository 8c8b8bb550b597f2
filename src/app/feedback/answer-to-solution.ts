import { type Answer, answerOf } from '../../domain/care-words';
import { toPlain } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import type { ChatMessage } from '../ports/chat-event';
import type { Contact } from '../ports/records';
import type { Tx } from '../ports/store';

/**
 * A customer's words as an answer to "is it solved?". Null where nothing was asked, where they
 * were said before it was, or where they say more than that.
 */
export const answerToSolution = async (
  tx: Tx,
  ticket: Ticket,
  contact: Contact,
  message: ChatMessage,
): Promise<Answer | null> => {
  if (ticket.status !== 'SOLVED' && ticket.status !== 'UNCONFIRMED') return null;
  if (contact.customerId !== ticket.customerId || message.files.length > 0) return null;
  if (ticket.lastSolvedAt === null || message.occurredAt <= ticket.lastSolvedAt) return null;
  const { words } = await tx.feedback.settings();
  return answerOf(toPlain(message.body), words);
};
