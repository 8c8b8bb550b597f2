import type { Actor } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import { toPlain } from '../../domain/text';
import type { Message, Ticket } from '../../domain/ticket';
import type { ChatEvent } from '../ports/chat-event';
import type { Channel } from '../ports/records';
import type { Tx } from '../ports/store';
import type { Learned } from './lookup';
import { openTicket } from './open-ticket';
import { authorOf } from './people';
import type { IntakeRules } from './places';

/** A recorded message becomes a ticket after all; its whole thread comes along. */
export const makeTicketFrom = async (
  tx: Tx,
  rules: Pick<IntakeRules, 'now' | 'newId'>,
  actor: Actor,
  messageId: string,
): Promise<Ticket> => {
  const message = await tx.messages.find(messageId);
  if (message === null) throw notFound('message');
  const channel = await tx.desk.channelById(message.channelId);
  if (channel === null) throw notFound('channel');
  await tx.intake.serialise(channel.id);
  return promote(tx, rules, actor, channel, message);
};

const promote = async (
  tx: Tx,
  rules: Pick<IntakeRules, 'now' | 'newId'>,
  actor: Actor,
  channel: Channel,
  message: Message,
): Promise<Ticket> => {
  const standing = (await tx.messages.find(message.id))?.ticketId ?? null;
  if (standing !== null) {
    const ticket = await tx.tickets.find(standing);
    throw new DeskError(
      'conflict',
      'ALREADY_A_TICKET',
      `That message is in ticket #${ticket?.number ?? '?'} already.`,
      null,
    );
  }
  const contact =
    message.author.kind === 'contact' ? await tx.people.contact(message.author.id) : null;
  const customerId = contact?.customerId ?? channel.customerId;
  if (customerId === null)
    throw new DeskError(
      'refused',
      'NO_CUSTOMER_HERE',
      'This room belongs to no customer, so there is nobody to open a ticket for.',
      'Use it in a channel that is shared with a customer.',
    );
  const threadId = message.threadId ?? message.platformId;
  if (threadId === null) throw notFound('message');
  const thread = await tx.messages.ofThread(channel.id, threadId);
  return openTicket(tx, rules, {
    channel,
    customerId,
    threadId,
    messages: thread.length === 0 ? [message] : thread,
    contactId: contact?.id ?? null,
    reason:
      actor.kind === 'system'
        ? 'ON_DEMAND'
        : message.author.kind === 'contact'
          ? 'REVERSED'
          : 'ON_DEMAND',
    actor,
  });
};

/** The :ticket: reaction and the message menu: the message may be one we never stored. */
export const makeTicketFromChat = async (
  tx: Tx,
  learned: Learned,
  rules: IntakeRules,
  actor: Actor,
  channel: Channel,
  event: Extract<ChatEvent, { readonly kind: 'make-ticket' }>,
): Promise<Ticket> => {
  await tx.intake.serialise(channel.id);
  const said = event.message;
  const known = await tx.messages.findByPlatformId(channel.id, said.id);
  if (known !== null) return promote(tx, rules, actor, channel, known);
  const author = await authorOf(
    { tx, learned, rules, user: said.author, workspace: said.channel.workspace },
    channel,
  );
  const name =
    author.kind === 'member'
      ? ({ kind: 'member', id: author.member.id, name: author.member.name } as const)
      : author.kind === 'contact'
        ? ({ kind: 'contact', id: author.contact.id, name: author.contact.name } as const)
        : ({ kind: 'bot', id: null, name: said.author.userId } as const);
  const id = rules.newId();
  await tx.messages.insert({
    id,
    tenantId: tx.tenantId,
    ticketId: null,
    channelId: channel.id,
    platformId: said.id,
    threadId: said.threadId,
    author: name,
    visibility: 'PUBLIC',
    body: said.body,
    files: said.files,
    needsAnswer: name.kind === 'contact' && toPlain(said.body) !== '',
    occurredAt: said.occurredAt,
    deliveryState: 'RECEIVED',
  });
  const stored = await tx.messages.find(id);
  if (stored === null) throw notFound('message');
  return promote(tx, rules, actor, channel, stored);
};
