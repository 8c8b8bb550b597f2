import type { WebhookBody } from '../src/app/ports/webhooks';
import type { TimelineKind } from '../src/domain/ticket';
import { globalId } from './global-id';
import { timelineEntryNode } from './types/timeline';

/** `CLAIM_EXPIRED` -> `ticket.claim_expired`. */
const eventTypeOf = (kind: TimelineKind): string =>
  kind === 'TICKET_OPENED' ? 'ticket.opened' : `ticket.${kind.toLowerCase()}`;

/**
 * The body of version 2026-11-01: an entry of the history in the API's own words and ids. An entry
 * never changes, so a repeat has the same bytes. A later version gets a case of its own here.
 */
export const webhookBody: WebhookBody = ({ entry, ticketNumber, apiVersion }) => {
  const { id, at, kind, actor, changes, messageId } = timelineEntryNode(entry);
  const body = {
    type: eventTypeOf(kind),
    timestamp: at.toISOString(),
    apiVersion,
    data: {
      id,
      kind,
      ticket: { id: globalId('Ticket', entry.ticketId), number: ticketNumber },
      actor: { type: actor.constructor.name, ...actor },
      changes,
      messageId,
    },
  };
  return { id, body: JSON.stringify(body) };
};
