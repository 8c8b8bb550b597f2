import type { Text } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import type { Tx } from '../ports/store';

/** Words of the desk itself in a ticket; they count for nobody's answer. Returns the message's id. */
export const recordDeskWords = async (
  tx: Tx,
  ticket: Ticket,
  body: Text,
  now: Date,
): Promise<string> => {
  const id = tx.newId();
  const { name } = await tx.desk.tenant();
  await tx.messages.insert({
    id,
    tenantId: tx.tenantId,
    ticketId: ticket.id,
    channelId: ticket.channelId,
    platformId: null,
    threadId: ticket.threadId,
    author: { kind: 'bot', id: null, name },
    visibility: 'PUBLIC',
    body,
    files: [],
    needsAnswer: false,
    occurredAt: now,
    deliveryState: 'PENDING',
  });
  return id;
};
