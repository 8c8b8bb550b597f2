import { bold, toPlain, words } from '../../domain/text';
import type { Message, Ticket } from '../../domain/ticket';
import { changedAfterAnswer, mirrored, say } from '../cards/notices';
import type { ChatEvent } from '../ports/chat-event';
import type { Channel } from '../ports/records';
import type { Tx } from '../ports/store';
import { changeTicket } from '../tickets/change-ticket';
import { retractMirror } from '../tickets/mirror';
import { subjectOf } from '../tickets/speak';
import { tellTeam } from '../tickets/surfaces';
import type { IntakeRules } from './places';

export type EventOf<Kind extends ChatEvent['kind']> = Extract<ChatEvent, { readonly kind: Kind }>;

const INTAKE = { kind: 'system', name: 'intake' } as const;

const LOOKED_THROUGH = 50;

/** The ticket's name follows its first words: taken back, they must not live on in every list. */
const subjectNow = async (tx: Tx, ticketId: string): Promise<string> => {
  const first = await tx.messages.firstOf(ticketId);
  if (first !== null && first.deletedAt === null) return subjectOf(first.body, first.files);
  const next = (await tx.messages.ofTicket(ticketId, LOOKED_THROUGH)).find(
    (message) => message.deletedAt === null && message.author.kind === 'contact',
  );
  return next === undefined ? '(deleted by the customer)' : subjectOf(next.body, next.files);
};

/** After an edit or deletion the ticket's clocks are read again from what is there now. */
export const recount = async (
  tx: Tx,
  rules: IntakeRules,
  ticketId: string,
  message: Message,
  what: 'edit' | 'deletion',
  at: Date,
  waitedSince: Date | null,
): Promise<Ticket> =>
  changeTicket(
    tx,
    { ticketId, expectedVersion: null, actor: INTAKE },
    async () => {
      const conversation = await tx.messages.conversation(ticketId);
      const needsAnswer =
        message.needsAnswer &&
        message.author.kind === 'contact' &&
        conversation.unansweredSince !== null;
      const subject = await subjectNow(tx, ticketId);
      return {
        command: { do: 'receive', what, at, needsAnswer, conversation, waitedSince, subject },
        messageId: message.id,
      };
    },
    rules.now,
  );

/** A customer changed their words; after our answer that is flagged with the difference. */
export const editMessage = async (
  tx: Tx,
  rules: IntakeRules,
  channel: Channel,
  event: EventOf<'message-edited'>,
): Promise<void> => {
  await tx.intake.serialiseMessage(channel.id, event.id);
  const message = await tx.messages.findByPlatformId(channel.id, event.id);
  if (message === null) {
    await tx.messages.rememberEarly(channel.id, event.id, {
      kind: 'edited',
      at: event.editedAt,
      body: event.body,
      files: event.files,
    });
    return;
  }
  if (toPlain(message.body) === toPlain(event.body) && message.files.length === event.files.length)
    return;
  const ticket = message.ticketId === null ? null : await tx.tickets.lock(message.ticketId);
  const conversation = ticket === null ? null : await tx.messages.conversation(ticket.id);
  const answeredAt = conversation?.lastReplyAt ?? null;
  const afterAnswer =
    message.author.kind === 'contact' &&
    answeredAt !== null &&
    answeredAt > message.occurredAt &&
    event.editedAt > answeredAt;
  // An edit names its files by id again; what was learned of them stays.
  const files = event.files.map((file) => message.files.find(({ id }) => id === file.id) ?? file);
  if (!(await tx.messages.edit(message.id, event.body, files, event.editedAt, afterAnswer))) return;
  if (ticket === null) return;
  const waitedSince = conversation?.unansweredSince ?? null;
  const changed = await recount(tx, rules, ticket.id, message, 'edit', event.editedAt, waitedSince);
  const { name } = message.author;
  await tellTeam(
    tx,
    changed,
    afterAnswer
      ? changedAfterAnswer(name, message.body, event.body)
      : mirrored(words(bold(name), ' edited a message'), { body: event.body, files }, 'muted'),
  );
};

/** A deletion leaves a tombstone; the words are never shown again. */
export const deleteMessage = async (
  tx: Tx,
  rules: IntakeRules,
  channel: Channel,
  event: EventOf<'message-deleted'>,
): Promise<void> => {
  await tx.intake.serialiseMessage(channel.id, event.id);
  const message = await tx.messages.findByPlatformId(channel.id, event.id);
  if (message === null) {
    await tx.messages.rememberEarly(channel.id, event.id, { kind: 'deleted', at: event.deletedAt });
    return;
  }
  const { ticketId } = message;
  const before = ticketId === null ? null : await tx.messages.conversation(ticketId);
  if (!(await tx.messages.remove(message.id, event.deletedAt)) || ticketId === null) return;
  const waitedSince = before?.unansweredSince ?? null;
  const ticket = await recount(
    tx,
    rules,
    ticketId,
    message,
    'deletion',
    event.deletedAt,
    waitedSince,
  );
  await retractMirror(tx, ticket, message);
  await tellTeam(tx, ticket, say(words(bold(message.author.name), ' deleted a message.')));
};

/** Reactions on a ticket's messages are part of its history. */
export const recordReaction = async (
  tx: Tx,
  rules: IntakeRules,
  message: Message,
  event: EventOf<'reaction'>,
): Promise<void> => {
  if (message.ticketId === null) return;
  const fact = { emoji: event.name, user: event.user.userId };
  await tx.timeline.append(
    message.ticketId,
    rules.now,
    INTAKE,
    [{ kind: 'REACTION_CHANGED', before: event.added ? {} : fact, after: event.added ? fact : {} }],
    message.id,
  );
};
