import { toPlain } from '../../domain/text';
import { ownTicketsCard } from '../cards/own-tickets';
import type { ChatMessage } from '../ports/chat-event';
import type { Channel, Contact } from '../ports/records';
import type { Tx } from '../ports/store';
import { whisper } from './answer';
import type { IntakeRules } from './places';
import { decideNot, stored } from './receive-request';

const ASKS = /^(?:(?:show|list)(?: me)? )?(?:my|our)(?: open)? tickets[\s.!?]*$/i;

const MOST = 20;

/** Whether a message to the desk asks for nothing but the list of one's tickets. */
export const asksForTickets = ({ mentionsUs, body, files }: ChatMessage): boolean => {
  if (!mentionsUs || files.length > 0) return false;
  const said = toPlain(body.filter(({ kind }) => kind !== 'mention'));
  return ASKS.test(said.replace(/\s+/gu, ' ').trim());
};

/**
 * Answers a customer's person, and nobody else, with the open tickets of their company that they
 * asked themselves or that were asked in this room: a colleague's other rooms stay theirs.
 */
export const listTickets = async (
  tx: Tx,
  rules: IntakeRules,
  channel: Channel,
  contact: Contact,
  message: ChatMessage,
): Promise<void> => {
  const by = { kind: 'contact', id: contact.id, name: contact.name } as const;
  const row = stored(tx, rules, channel, message, by, false, null);
  await tx.messages.insert(row);
  await decideNot(tx, rules, row.id, 'LIST_ASKED');
  // What is read back from history was asked long ago.
  if (message.fromHistory) return;
  const tickets = await tx.tickets.listableBy(contact, channel.id, MOST);
  const lines = [];
  for (const ticket of tickets) {
    const [promise] = await tx.promises.openOf(ticket.id);
    const owner = ticket.assigneeId === null ? null : await tx.people.member(ticket.assigneeId);
    lines.push({ ticket, ownerName: owner?.name ?? null, nextWordBy: promise?.dueAt ?? null });
  }
  const tenant = await tx.desk.tenant();
  const customer = await tx.desk.customer(contact.customerId);
  const zone = contact.zone ?? customer?.zone ?? tenant.zone;
  const threadId = message.threadId === message.id ? null : message.threadId;
  await whisper(
    tx,
    {
      user: message.author,
      workspace: message.channel.workspace,
      place: { ...message.channel, threadId },
    },
    { kind: 'card', as: null, card: ownTicketsCard(lines, tenant.name, zone) },
  );
};
