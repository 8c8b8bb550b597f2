import type { Ticket } from '../../domain/ticket';
import type { Outgoing } from '../ports/chat-platform';
import type { Errand } from '../ports/queues';
import type { Channel, Queue } from '../ports/records';
import type { Tx } from '../ports/store';

/** Something to post into a channel, or into one of its threads. */
export const errand = (
  channel: Channel,
  threadId: string | null,
  part: Partial<Errand>,
): Errand => ({
  kind: 'post',
  to: {
    platform: channel.platform,
    workspace: channel.workspace,
    channel: channel.externalId,
    threadId,
  },
  inThreadOf: null,
  what: null,
  ticketId: null,
  messageId: null,
  surface: null,
  at: null,
  userId: null,
  ...part,
});

const roomOf = async (tx: Tx, queue: Queue | null): Promise<Channel | null> => {
  if (queue?.triageChannelId == null) return null;
  const channel = await tx.desk.channelById(queue.triageChannelId);
  // A triage room that turned external must never hear an internal word again.
  return channel?.active === true && !channel.isExternallyShared ? channel : null;
};

/** The room that shows the ticket's queue; null while the desk has none. */
export const triageChannel = async (tx: Tx, ticket: Ticket): Promise<Channel | null> =>
  roomOf(tx, await tx.desk.queue(ticket.queueId));

/** Something for the team that belongs to no ticket; null while the desk has no room for it. */
export const triageErrand = async (tx: Tx, what: Outgoing): Promise<Errand | null> => {
  const queue = await tx.desk.defaultQueue();
  const channel = await roomOf(tx, queue);
  return channel === null ? null : errand(channel, null, { what });
};
