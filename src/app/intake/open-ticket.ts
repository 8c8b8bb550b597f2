import type { Actor } from '../../domain/actor';
import type { IntakeReason } from '../../domain/chatter';
import type { Heard } from '../../domain/signal';
import { bold, words } from '../../domain/text';
import type { Message, Ticket } from '../../domain/ticket';
import { isLongForCard } from '../cards/ticket-card';
import { keepTime, reckonTime } from '../care/keep-time';
import type { Channel } from '../ports/records';
import type { Tx } from '../ports/store';
import { keepSignals, noticeSignals } from '../signals/heed-signals';
import { changeTicket, mayOwn } from '../tickets/change-ticket';
import { giveOut } from '../tickets/give-out';
import { mirror } from '../tickets/mirror';
import { newTicket } from '../tickets/new-ticket';
import { subjectOf } from '../tickets/speak';
import { showNewTicket } from '../tickets/surfaces';
import type { IntakeRules } from './places';

interface Opening {
  readonly channel: Channel;
  readonly customerId: string;
  /** The thread that becomes the ticket's home. */
  readonly threadId: string;
  /** Oldest first; at least one. */
  readonly messages: readonly Pick<Message, 'id' | 'body' | 'files' | 'occurredAt' | 'author'>[];
  readonly contactId: string | null;
  readonly reason: IntakeReason;
  /** What the customer wrote just now, to be listened to for signals. */
  readonly heard?: Heard;
  readonly actor: Actor;
}

/** A person of our side had answered in the thread before it became a ticket. */
const answeredAlready = async (
  tx: Tx,
  ticket: Ticket,
  opening: Opening,
  now: Date,
): Promise<Ticket> => {
  if (!opening.messages.some((message) => message.author.kind === 'member')) return ticket;
  const conversation = await tx.messages.conversation(ticket.id);
  const memberId = conversation.firstReplierId;
  if (memberId === null) return ticket;
  const member = await tx.people.member(memberId);
  const request = {
    ticketId: ticket.id,
    expectedVersion: null,
    actor: { kind: 'system', name: 'intake' },
  } as const;
  const command = {
    do: 'reply',
    memberId,
    takesOver: member?.active === true && mayOwn(member, ticket),
    conversation,
  } as const;
  return changeTicket(tx, request, { command }, now);
};

/**
 * A customer's words become a ticket: number, due time, history, the promise told by the
 * acknowledgement, and both surfaces. The caller holds the channel's intake lock.
 */
export const openTicket = async (
  tx: Tx,
  rules: Pick<IntakeRules, 'now' | 'newId'>,
  opening: Opening,
): Promise<Ticket> => {
  const { now } = rules;
  const own =
    opening.channel.queueId === null ? null : await tx.desk.queue(opening.channel.queueId);
  const queue = own ?? (await tx.desk.defaultQueue());
  const first = opening.messages[0];
  const openedAt = first?.occurredAt ?? now;
  const opened = newTicket({
    id: rules.newId(),
    tenantId: tx.tenantId,
    number: 0,
    customerId: opening.customerId,
    channelId: opening.channel.id,
    threadId: opening.threadId,
    openedByContactId: opening.contactId,
    queueId: queue.id,
    subject: first === undefined ? '(no text)' : subjectOf(first.body, first.files),
    openedAt,
    firstResponseDueAt: null,
    unansweredSince: openedAt,
    updatedAt: now,
  });
  const noticed = await noticeSignals(tx, null, opened, opening.heard ?? null, now);
  const timed = await reckonTime(tx, noticed.ticket, null, now);
  // Late: whoever opens a ticket of this desk meanwhile waits for its number until we commit.
  const ticket = { ...timed.ticket, number: await tx.tickets.nextNumber() };
  const reckoned = { ...timed, ticket };
  await tx.tickets.insert(ticket);
  await tx.messages.attach(
    opening.messages.map((message) => message.id),
    ticket.id,
  );
  for (const message of opening.messages)
    await tx.intake.record({
      id: rules.newId(),
      messageId: message.id,
      verdict: 'TICKET',
      reason: opening.reason,
      ticketId: ticket.id,
      at: now,
      decidedBy: opening.actor.kind === 'member' ? opening.actor.memberId : null,
    });
  await tx.timeline.append(
    ticket.id,
    now,
    opening.actor,
    [
      {
        kind: 'TICKET_OPENED',
        before: {},
        after: {
          status: 'NEW',
          waitingOn: 'US',
          reason: opening.reason,
          openedAt: openedAt.toISOString(),
        },
      },
    ],
    first?.id ?? null,
  );
  await keepSignals(tx, { ...noticed, ticket }, first?.id ?? null, now);
  await keepTime(tx, ticket, reckoned, now);
  await showNewTicket(tx, ticket, opening.channel, now);
  // The card keeps its buttons in sight; the whole of a long question stands under it.
  if (first !== undefined && isLongForCard(first.body))
    await mirror(tx, ticket, first, words(bold(first.author.name), ' wrote, in full'));
  const standing = await answeredAlready(tx, ticket, opening, now);
  if (queue.assignment === 'BY_HAND') return standing;
  await giveOut(tx, ticket.id, now);
  return (await tx.tickets.find(ticket.id)) ?? standing;
};
