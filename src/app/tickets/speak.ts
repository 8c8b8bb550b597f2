import type { Actor } from '../../domain/actor';
import type { Command } from '../../domain/command';
import { DeskError, notFound } from '../../domain/errors';
import { bold, shorten, storable, type Text, toPlain, words } from '../../domain/text';
import type { Conversation, FileLink, Message, Ticket } from '../../domain/ticket';
import { mirrored, say } from '../cards/notices';
import type { Member } from '../ports/records';
import type { NewMessage, SpokenAs, Tx } from '../ports/store';
import { changeTicket, type Intent, mayOwn } from './change-ticket';
import { mirror } from './mirror';
import { tellCustomer, tellSolution, tellTeam } from './surfaces';

/** What a person of our side says on a ticket. */
export interface Utterance {
  readonly ticketId: string;
  readonly expectedVersion: number | null;
  readonly actor: Actor;
  /** Who speaks: the actor, or the member a token names. */
  readonly memberId: string;
  readonly body: Text;
  readonly newId: () => string;
  /** The words stand under the ticket's card already, as this message. */
  readonly spokenAs?: SpokenAs;
}

/** Slack truncates a text at 40,000 characters. */
const LONGEST = 30_000;

/** Text that can be stored and sent. Throws `invalid` when there is none or too much. */
export const checkedText = (body: Text, field: string): Text => {
  const text = toPlain(body).trim();
  if (text === '')
    throw new DeskError('invalid', 'TEXT_NEEDED', 'Write something first.', null, [field]);
  if ([...text].length > LONGEST)
    throw new DeskError(
      'invalid',
      'TEXT_TOO_LONG',
      `That is longer than ${LONGEST} characters.`,
      'Shorten it, or attach it as a file.',
      [field],
    );
  return body.map((span) => ('text' in span ? { ...span, text: storable(span.text) } : span));
};

const speaker = async (tx: Tx, memberId: string): Promise<Member> => {
  const member = await tx.people.member(memberId);
  if (member === null) throw notFound('member');
  return member;
};

const utterance = (
  ticket: Ticket,
  member: Member,
  said: Utterance,
  now: Date,
  visibility: Message['visibility'],
): NewMessage => ({
  id: said.newId(),
  tenantId: ticket.tenantId,
  ticketId: ticket.id,
  channelId: ticket.channelId,
  platformId: null,
  threadId: ticket.threadId,
  author: { kind: 'member', id: member.id, name: member.name },
  visibility,
  body: said.body,
  files: [],
  needsAnswer: false,
  occurredAt: now,
  deliveryState: visibility === 'PUBLIC' ? 'PENDING' : 'RECEIVED',
  spokenAs: said.spokenAs ?? null,
});

interface Uttered {
  readonly ticket: Ticket;
  readonly messageId: string;
  readonly member: Member;
  readonly body: Text;
}

/** Stores the words once the ticket is locked, then gives the command that they are. */
const utter = async (
  tx: Tx,
  said: Utterance,
  field: string,
  visibility: Message['visibility'],
  commandOf: (member: Member, body: Text, conversation: Conversation) => Command,
  now: Date,
): Promise<Uttered> => {
  const body = checkedText(said.body, field);
  const member = await speaker(tx, said.memberId);
  let messageId = '';
  const prepare = async (_: Tx, locked: Ticket): Promise<Intent> => {
    const message = utterance(locked, member, { ...said, body }, now, visibility);
    messageId = message.id;
    await tx.messages.insert(message);
    const conversation = await tx.messages.conversation(locked.id);
    return { command: commandOf(member, body, conversation), messageId };
  };
  const ticket = await changeTicket(tx, said, prepare, now);
  return { ticket, messageId, member, body };
};

/** A public reply: lands in the customer's own thread under the member's name. */
export const replyIn = async (tx: Tx, said: Utterance, now: Date): Promise<Uttered> => {
  const uttered = await utter(
    tx,
    said,
    'text',
    'PUBLIC',
    ({ id }, _, conversation) => ({ do: 'reply', memberId: id, takesOver: true, conversation }),
    now,
  );
  const { ticket, messageId, member, body } = uttered;
  await tellCustomer(tx, ticket, { kind: 'text', text: body, as: member }, messageId);
  const onItsWay = words(
    'On its way to the customer in the name of ',
    bold(member.name),
    '. The card says when it is delivered.',
  );
  await tellTeam(
    tx,
    ticket,
    said.spokenAs !== undefined
      ? say(onItsWay)
      : mirrored(words(bold(member.name), ' replied to the customer'), { body, files: [] }),
  );
  return uttered;
};

/** An internal note: never leaves the team. */
export const noteIn = async (tx: Tx, said: Utterance, now: Date): Promise<Uttered> => {
  const note = ({ id }: Member): Command => ({ do: 'note', memberId: id });
  const uttered = await utter(tx, said, 'text', 'INTERNAL', note, now);
  const { ticket, member, body } = uttered;
  if (said.spokenAs === undefined)
    await tellTeam(
      tx,
      ticket,
      mirrored(words(bold(`Note by ${member.name}`), ' (internal)'), { body, files: [] }, 'muted'),
    );
  return uttered;
};

interface Solving extends Utterance {
  /** Absent: whatever stands is left. Only the team reads it. */
  readonly cause?: string | null;
}

/** Says what was done and asks the customer whether it helped. */
export const solveIn = async (tx: Tx, said: Solving, now: Date): Promise<Uttered> => {
  const cause = said.cause === undefined ? {} : { cause: said.cause };
  const uttered = await utter(
    tx,
    said,
    'solution',
    'PUBLIC',
    ({ id }, body, conversation) => ({
      do: 'solve',
      memberId: id,
      solution: toPlain(body),
      ...cause,
      conversation,
    }),
    now,
  );
  const { ticket, messageId, member } = uttered;
  await tellSolution(tx, ticket, member, messageId);
  return uttered;
};

/** A reply that a person of our side wrote in the customer's thread themselves: counts the same. */
export const recordNativeReply = async (
  tx: Tx,
  ticketId: string,
  member: Member,
  message: NewMessage,
  now: Date,
): Promise<Ticket> => {
  const ticket = await changeTicket(
    tx,
    { ticketId, expectedVersion: null, actor: { kind: 'system', name: 'intake' } },
    async (_, ticket) => {
      await tx.messages.insert(message);
      const conversation = await tx.messages.conversation(ticketId);
      return {
        command: {
          do: 'reply',
          memberId: member.id,
          takesOver: member.active && mayOwn(member, ticket),
          conversation,
        },
        messageId: message.id,
      };
    },
    now,
  );
  await mirror(tx, ticket, message, words(bold(member.name), ' answered in the thread'));
  return ticket;
};

/** A subject line from somebody's first words. */
export const subjectOf = (body: Text, files: readonly FileLink[]): string => {
  const line = toPlain(body).replace(/\s+/gu, ' ').trim();
  return line === ''
    ? shorten(files.map((file) => file.name).join(', ') || '(no text)', 120)
    : shorten(line, 120);
};
