import { DeskError } from '../../domain/errors';
import { type Text, words } from '../../domain/text';
import { changeTicket } from '../tickets/change-ticket';
import type { Asked } from './asked';
import { ticketNamed } from './ticket-here';

/** `42 sso login`; without a number it is the ticket of the thread. */
const SPOKEN = /^(?:#?(\d{1,9})\s+)?(\S.*)$/s;

/** `/desk cause …`: says what a ticket came from. Throws DeskError. */
export const causeFromChat = async (asked: Asked): Promise<Text> => {
  const [, number, label] = SPOKEN.exec(asked.words) ?? [];
  const ticket = label === undefined ? null : await ticketNamed(asked, number);
  if (ticket === null || label === undefined)
    throw new DeskError(
      'invalid',
      'CAUSE_NOT_UNDERSTOOD',
      'Say which ticket, and what it came from.',
      'For example: /desk cause 42 sso login',
    );
  const request = { ticketId: ticket.id, expectedVersion: null, actor: asked.actor };
  const cause = label.toLowerCase() === 'none' ? null : label;
  const changed = await changeTicket(
    asked.tx,
    request,
    { command: { do: 'set-cause', cause } },
    asked.rules.now,
  );
  return words(
    changed.cause === null
      ? `Ticket #${ticket.number} has no cause any more.`
      : `Ticket #${ticket.number} came from: ${changed.cause}.`,
  );
};
