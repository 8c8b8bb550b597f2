import type { Actor } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import type { Text } from '../../domain/text';
import type { Author, Ticket } from '../../domain/ticket';
import { keepTime, reckonTime } from '../care/keep-time';
import type { Speaker } from '../ports/chat-platform';
import type { Tx } from '../ports/store';
import { newTicket } from './new-ticket';
import { requirePermission } from './requirements';
import { checkedText, subjectOf } from './speak';
import { beginThread, pendingThread, showNewTicket } from './surfaces';

export interface TicketRequest {
  readonly actor: Actor;
  /** A customer's channel: the ticket's thread is begun there. */
  readonly channelId: string;
  readonly body: Text;
  readonly newId: () => string;
}

const authorOf = async (
  tx: Tx,
  actor: Actor,
): Promise<{ author: Author; speaker: Speaker | null }> => {
  const member = actor.kind === 'member' ? await tx.people.member(actor.memberId) : null;
  return member === null
    ? { author: { kind: 'bot', id: null, name: actor.name }, speaker: null }
    : { author: { kind: 'member', id: member.id, name: member.name }, speaker: member };
};

/**
 * A ticket that our side begins: its first words are posted in the customer's room and become the
 * root of its thread. No first-response clock: the customer's first message would start it.
 */
export const createTicketIn = async (
  tx: Tx,
  request: TicketRequest,
  now: Date,
): Promise<Ticket> => {
  requirePermission(request.actor, 'create');
  const body = checkedText(request.body, 'text');
  const channel = await tx.desk.channelById(request.channelId);
  if (channel === null) throw notFound('channel');
  if (channel.customerId === null)
    throw new DeskError(
      'refused',
      'NO_CUSTOMER_HERE',
      `#${channel.name} belongs to no customer.`,
      'Choose a channel that is shared with a customer.',
      ['channelId'],
    );
  if (!channel.active)
    throw new DeskError(
      'refused',
      'CHANNEL_INACTIVE',
      `#${channel.name} is archived, or the desk is no longer in it.`,
      'Unarchive it, or invite the desk again.',
      ['channelId'],
    );
  const queue = channel.queueId === null ? null : await tx.desk.queue(channel.queueId);
  const { id: queueId } = queue ?? (await tx.desk.defaultQueue());
  const id = request.newId();
  const opened = newTicket({
    id,
    tenantId: tx.tenantId,
    number: await tx.tickets.nextNumber(),
    customerId: channel.customerId,
    channelId: channel.id,
    threadId: pendingThread(id),
    openedByContactId: null,
    queueId,
    subject: subjectOf(body, []),
    openedAt: now,
    firstResponseDueAt: null,
    unansweredSince: null,
    updatedAt: now,
  });
  const reckoned = await reckonTime(tx, opened, null, now);
  const { ticket } = reckoned;
  await tx.tickets.insert(ticket);
  const { author, speaker } = await authorOf(tx, request.actor);
  const messageId = request.newId();
  await tx.messages.insert({
    id: messageId,
    tenantId: tx.tenantId,
    ticketId: id,
    channelId: channel.id,
    platformId: null,
    threadId: null,
    author,
    visibility: 'PUBLIC',
    body,
    files: [],
    needsAnswer: false,
    occurredAt: now,
    deliveryState: 'PENDING',
  });
  await tx.timeline.append(
    id,
    now,
    request.actor,
    [
      {
        kind: 'TICKET_OPENED',
        before: {},
        after: { status: 'NEW', waitingOn: 'US', reason: 'ON_DEMAND', openedAt: now.toISOString() },
      },
    ],
    messageId,
  );
  await beginThread(tx, ticket, channel, { kind: 'text', text: body, as: speaker }, messageId);
  await keepTime(tx, ticket, reckoned, now);
  await showNewTicket(tx, ticket, channel, now);
  return ticket;
};
