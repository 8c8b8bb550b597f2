import { chatterOf, type IntakeReason, intakeVerdict } from '../../domain/chatter';
import type { Heard } from '../../domain/signal';
import { bold, type Span, toPlain, words } from '../../domain/text';
import type { Message, Ticket } from '../../domain/ticket';
import { answerToSolution } from '../feedback/answer-to-solution';
import type { ChatMessage } from '../ports/chat-event';
import type { Channel, Contact } from '../ports/records';
import type { NewMessage, Tx } from '../ports/store';
import { changeTicket } from '../tickets/change-ticket';
import { mirror } from '../tickets/mirror';
import { tellOfOthers } from '../tickets/other-tickets';
import { subjectOf } from '../tickets/speak';
import { confirmIn } from '../tickets/team-commands';
import { openTicket } from './open-ticket';
import type { IntakeRules } from './places';

/** Without threads nothing else tells which ticket an answer belongs to. */
const CHAT_WINDOW_SEC = 7 * 86_400;

const INTAKE = { kind: 'system', name: 'intake' } as const;

const UNSPOKEN: ReadonlySet<Span['kind']> = new Set(['code', 'block', 'link', 'mention', 'time']);

/** A chat message as it is stored. */
export const stored = (
  tx: Tx,
  rules: IntakeRules,
  channel: Channel,
  message: ChatMessage,
  author: Message['author'],
  needsAnswer: boolean,
  ticketId: string | null,
): NewMessage => ({
  id: rules.newId(),
  tenantId: tx.tenantId,
  ticketId,
  channelId: channel.id,
  platformId: message.id,
  threadId: message.threadId,
  author,
  visibility: 'PUBLIC',
  body: message.body,
  files: message.files,
  needsAnswer,
  occurredAt: message.occurredAt,
  deliveryState: 'RECEIVED',
});

/** What is listened to in a message: what its author typed, not what they pasted as code or link. */
const heardIn = (message: ChatMessage, needsAnswer: boolean): Heard => ({
  text: toPlain(message.body.filter(({ kind }) => !UNSPOKEN.has(kind))),
  at: message.occurredAt,
  needsAnswer,
  callsEverybody: message.callsEverybody === true,
});

/** Changes that overtook their message are applied as soon as it is there. */
const applyEarly = async (
  tx: Tx,
  channel: Channel,
  message: NewMessage,
  source: ChatMessage,
): Promise<void> => {
  for (const early of await tx.messages.earlyChanges(channel.id, source.id)) {
    if (early.kind === 'deleted') await tx.messages.remove(message.id, early.at);
    else if (!(await tx.messages.edit(message.id, early.body, early.files, early.at, false)))
      // Nobody edits what is deleted: these words were brought back.
      await tx.messages.restore(message.id, early.body, early.files, early.at);
  }
};

/** The ticket a thread belongs to: its home, or the thread of a message that joined it. */
export const ticketOfThread = async (
  tx: Tx,
  channel: Channel,
  threadId: string,
): Promise<Ticket | null> => {
  const home = await tx.tickets.findByThread(channel.id, threadId);
  if (home !== null) return home;
  const root = await tx.messages.findByPlatformId(channel.id, threadId);
  return root?.ticketId == null ? null : tx.tickets.find(root.ticketId);
};

/** Records why a message did not become part of a ticket. */
export const decideNot = async (
  tx: Tx,
  rules: IntakeRules,
  messageId: string,
  reason: IntakeReason,
): Promise<void> =>
  tx.intake.record({
    id: rules.newId(),
    messageId,
    verdict: 'NOT_A_REQUEST',
    reason,
    ticketId: null,
    at: rules.now,
    decidedBy: null,
  });

/** A question that its own follow-up has overtaken still gives the ticket its name. */
const nameOf = async (
  tx: Tx,
  ticket: Ticket,
  row: NewMessage,
): Promise<{ readonly subject?: string }> => {
  if (row.occurredAt >= ticket.openedAt) return {};
  const first = await tx.messages.firstOf(ticket.id);
  return first?.id === row.id ? { subject: subjectOf(row.body, row.files) } : {};
};

const join = async (
  tx: Tx,
  rules: IntakeRules,
  channel: Channel,
  ticket: Ticket,
  contact: Contact,
  message: ChatMessage,
  reason: IntakeReason,
): Promise<void> => {
  const answer = await answerToSolution(tx, ticket, contact, message);
  const needsAnswer =
    answer !== 'SOLVED' && chatterOf(toPlain(message.body), message.files.length > 0) === null;
  const row = stored(
    tx,
    rules,
    channel,
    message,
    { kind: 'contact', id: contact.id, name: contact.name },
    needsAnswer,
    ticket.id,
  );
  const changed = await changeTicket(
    tx,
    { ticketId: ticket.id, expectedVersion: null, actor: INTAKE },
    async () => {
      await tx.messages.insert(row);
      await applyEarly(tx, channel, row, message);
      const conversation = await tx.messages.conversation(ticket.id);
      return {
        command: {
          do: 'receive',
          what: 'message',
          at: message.occurredAt,
          needsAnswer,
          conversation,
          ...(await nameOf(tx, ticket, row)),
        },
        messageId: row.id,
        heard: heardIn(message, needsAnswer),
      };
    },
    rules.now,
  );
  await tx.intake.record({
    id: rules.newId(),
    messageId: row.id,
    verdict: 'JOINED',
    reason,
    ticketId: ticket.id,
    at: rules.now,
    decidedBy: null,
  });
  const again = changed.reopenCount > ticket.reopenCount ? ' came back to this' : '';
  await mirror(
    tx,
    changed,
    row,
    words(bold(contact.name), again),
    again === '' ? 'neutral' : 'warning',
  );
  if (answer === 'SOLVED') {
    const { id: contactId, customerId, name } = contact;
    const actor = { kind: 'contact', contactId, customerId, name } as const;
    await confirmIn(tx, { ticketId: ticket.id, expectedVersion: null, actor }, rules.now);
  }
};

/** A customer's message: into their ticket, into a new one, or recorded with the reason why not. */
export const receiveRequest = async (
  tx: Tx,
  rules: IntakeRules,
  channel: Channel,
  contact: Contact,
  message: ChatMessage,
): Promise<void> => {
  const threaded = message.threadId !== message.id;
  const ticket = await ticketOfThread(tx, channel, message.threadId);
  if (ticket !== null)
    return join(tx, rules, channel, ticket, contact, message, 'IN_TICKET_THREAD');
  const tenant = await tx.desk.tenant();
  if (!threaded) {
    const open = await tx.intake.joinable(
      channel.id,
      contact.id,
      message.occurredAt,
      message.inChat === true ? CHAT_WINDOW_SEC : tenant.groupingWindowSec,
    );
    if (open !== null)
      return join(tx, rules, channel, open, contact, message, 'FOLLOW_UP_IN_WINDOW');
  }
  const verdict = intakeVerdict({
    mode: channel.intakeMode ?? tenant.defaultIntakeMode,
    mentionsUs: message.mentionsUs,
    text: toPlain(message.body),
    hasFiles: message.files.length > 0,
  });
  const row = stored(
    tx,
    rules,
    channel,
    message,
    { kind: 'contact', id: contact.id, name: contact.name },
    chatterOf(toPlain(message.body), message.files.length > 0) === null,
    null,
  );
  await tx.messages.insert(row);
  await applyEarly(tx, channel, row, message);
  if (!verdict.opens) return decideNot(tx, rules, row.id, verdict.reason);
  // Answers may have overtaken their question, and a late ticket takes its whole thread along.
  const thread = await tx.messages.ofThread(channel.id, message.threadId);
  const opened = await openTicket(tx, rules, {
    channel,
    customerId: contact.customerId,
    threadId: message.threadId,
    messages: thread,
    contactId: contact.id,
    reason: verdict.reason,
    heard: heardIn(message, row.needsAnswer),
    actor: INTAKE,
  });
  await tellOfOthers(tx, opened, contact);
};
