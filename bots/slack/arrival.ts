import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Arrival } from '../../src/app/ports/arrival';
import { shorten } from '../../src/domain/text';
import {
  type Body,
  commandSchema,
  dateOfSeconds,
  dateOfTs,
  type Envelope,
  envelopeSchema,
  type Interaction,
  id,
  interactionSchema,
  str,
} from './payloads';
import { workspaceOfCommand, workspaceOfEnvelope, workspaceOfInteraction } from './workspace-of';

const within = z.object({ ts: str, thread_ts: str }).optional().catch(undefined);
const ref = z
  .union([id, z.object({ id }).transform((it) => it.id)])
  .optional()
  .catch(undefined);
const laneFields = z.object({
  channel: ref,
  old_channel_id: str,
  thread_ts: str,
  ts: str,
  event_ts: str,
  user: ref,
  message: within,
  previous_message: within,
  item: z.object({ channel: str }).optional().catch(undefined),
});

interface Address {
  readonly workspace: string;
  readonly lane: string;
  readonly occurredAt: Date | null;
  readonly eventId: string | null;
}

/** Replies wait for nobody but their own thread; everything else of a channel keeps its order. */
const addressOfEvent = (envelope: Envelope): Address => {
  const workspace = workspaceOfEnvelope(envelope) ?? 'unknown';
  const fields = laneFields.safeParse(envelope.event ?? {}).data;
  const channel = fields?.channel ?? fields?.old_channel_id ?? fields?.item?.channel;
  const thread =
    fields?.thread_ts ?? fields?.message?.thread_ts ?? fields?.previous_message?.thread_ts;
  const own = fields?.ts ?? fields?.message?.ts ?? fields?.previous_message?.ts;
  const root = fields?.message?.ts ?? fields?.previous_message?.ts ?? own;
  const lane =
    channel === undefined
      ? `user:${fields?.user ?? 'none'}`
      : thread === undefined || thread === root
        ? channel
        : `${channel}:${thread}`;
  return {
    workspace,
    lane,
    occurredAt:
      dateOfTs(fields?.event_ts) ?? dateOfTs(fields?.ts) ?? dateOfSeconds(envelope.event_time),
    eventId: envelope.event_id ?? null,
  };
};

const addressOfInteraction = (payload: Interaction): Address => {
  const channel = payload.container?.channel_id ?? payload.channel?.id;
  const thread =
    payload.message?.thread_ts ??
    payload.container?.thread_ts ??
    payload.container?.message_ts ??
    payload.message?.ts ??
    payload.message_ts;
  return {
    workspace: workspaceOfInteraction(payload) ?? 'unknown',
    lane:
      channel === undefined
        ? `user:${payload.user?.id ?? 'none'}`
        : thread === undefined
          ? channel
          : `${channel}:${thread}`,
    occurredAt: null,
    eventId: null,
  };
};

const addressOf = (body: Body): Address => {
  const command = commandSchema.safeParse(body).data;
  if (command !== undefined)
    return {
      workspace: workspaceOfCommand(command) ?? 'unknown',
      lane: `user:${command.user_id}`,
      occurredAt: null,
      eventId: null,
    };
  const envelope =
    body.event !== undefined ||
    body.event_id !== undefined ||
    body.minute_rate_limited !== undefined
      ? envelopeSchema.safeParse(body).data
      : undefined;
  if (envelope !== undefined) return addressOfEvent(envelope);
  const interaction = interactionSchema.safeParse(body).data;
  if (interaction !== undefined) return addressOfInteraction(interaction);
  return { workspace: 'unknown', lane: 'user:none', occurredAt: null, eventId: null };
};

/** Longer than any id of Slack's, short enough for an index. */
const MAX_KEY = 200;

/** One verified request -> the row to store. An event's id is unique for ever; all else is its bytes. */
export const arrivalOf = (raw: Buffer, body: Body): Arrival => {
  const { eventId, workspace, lane, occurredAt } = addressOf(body);
  const isNamed = eventId !== null && eventId !== '' && eventId.length <= MAX_KEY;
  return {
    platform: 'slack',
    workspace: shorten(workspace, MAX_KEY),
    lane: shorten(lane, MAX_KEY),
    occurredAt,
    dedupKey: isNamed
      ? `event:${eventId}`
      : `body:${createHash('sha256').update(raw).digest('hex')}`,
    raw,
  };
};
