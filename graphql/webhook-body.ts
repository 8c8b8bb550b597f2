import { getMetadataStorage } from 'type-graphql';
import type { WebhookBody, WebhookLease, WebhookVersion } from '../src/app/ports/webhooks';
import type { TimelineKind } from '../src/domain/ticket';
import { globalId } from './global-id';
import { eventTypeOf, timelineEntryNode } from './types/timeline';
import type { TimelineEvent } from './types/timeline-event';

/** `CLAIM_EXPIRED` -> `ticket.claim_expired`. */
const typeOf = (kind: TimelineKind): string =>
  kind === 'TICKET_OPENED' ? 'ticket.opened' : `ticket.${kind.toLowerCase()}`;

/** The event as the union of the API shows it: the fields of its own type and no other. */
const typed = (kind: TimelineKind, event: TimelineEvent): Readonly<Record<string, unknown>> => {
  const type = eventTypeOf(kind);
  const shown = new Set(
    getMetadataStorage()
      .fields.filter(({ target }) => type === target || type.prototype instanceof target)
      .map(({ schemaName }) => schemaName),
  );
  const fields = Object.entries(event).filter(([name]) => shown.has(name));
  return { __typename: type.name, ...Object.fromEntries(fields) };
};

type Data = (lease: WebhookLease) => Readonly<Record<string, unknown>>;

/**
 * What each version says of an entry of the history, in the API's own words and ids. An entry never
 * changes, so a repeat has the same bytes; neither does a version, once a webhook may be pinned to it.
 */
const DATA: Readonly<Record<WebhookVersion, Data>> = {
  /** What changed as pairs of words. */
  '2026-11-01': ({ entry, ticketNumber }) => {
    const { id, kind, actor, changes, messageId } = timelineEntryNode(entry);
    return {
      id,
      kind,
      ticket: { id: globalId('Ticket', entry.ticketId), number: ticketNumber },
      actor: { type: actor.constructor.name, ...actor },
      changes,
      messageId,
    };
  },
  /** The entry as `TimelineEntry` answers it, typed: what is generated from the schema fits. */
  '2026-11-26': ({ entry, ticketNumber }) => {
    const { id, at, kind, actor, event, messageId } = timelineEntryNode(entry);
    return {
      __typename: 'TimelineEntry',
      id,
      at,
      kind,
      ticket: { id: globalId('Ticket', entry.ticketId), number: ticketNumber },
      actor: { __typename: actor.constructor.name, ...actor },
      event: typed(kind, event),
      messageId,
    };
  },
};

const isVersion = (version: string): version is WebhookVersion => version in DATA;

/** The body of the version that its webhook is pinned to. */
export const webhookBody: WebhookBody = (lease) => {
  const { entry, apiVersion } = lease;
  // A newer program of ours may have pinned it while this one still runs: that one tells it.
  if (!isVersion(apiVersion)) throw new Error(`no body of version ${apiVersion}`);
  const [type, timestamp] = [typeOf(entry.kind), entry.at.toISOString()];
  const body = { type, timestamp, apiVersion, data: DATA[apiVersion](lease) };
  return { id: globalId('TimelineEntry', entry.id), body: JSON.stringify(body) };
};
