import { shorten } from '../../domain/text';
import type { Ticket } from '../../domain/ticket';
import type { Field } from './form';

/** What a ticket came from, in a word or two; those used most lately are offered for repeating. */
export const causeField = (ticket: Ticket, usual: readonly string[]): Field => ({
  kind: 'text',
  name: 'cause',
  label: 'Cause, for the team only',
  multiline: false,
  required: false,
  maxLength: 60,
  hint:
    usual.length === 0
      ? 'For example: sso login. Tickets of one cause are counted together.'
      : shorten(`Lately: ${usual.join(', ')}`, 190),
  ...(ticket.cause === null ? {} : { initial: ticket.cause }),
});
