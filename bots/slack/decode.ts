import { z } from 'zod';
import type { ChatEvent, FormRequest } from '../../src/app/ports/chat-event';
import { decodeChannelEvent, decodeReaction, decodeUserChange } from './decode-channel';
import { decodeCommand, formRequestOfCommand } from './decode-command';
import { decodeInteraction, formRequestOfInteraction } from './decode-interaction';
import { decodeMessage, decodeMessageEvent, type Hearing } from './decode-message';
import {
  type Body,
  commandSchema,
  dateOfSeconds,
  type Envelope,
  envelopeSchema,
  id,
  interactionSchema,
  messageEventSchema,
  messageSchema,
  parseRaw,
} from './payloads';
import { workspaceOfEnvelope } from './workspace-of';

const HISTORY = 'threadkeeper_history';
const historySchema = z.object({
  type: z.literal(HISTORY),
  workspace: z.string(),
  channel: z.string(),
  appId: z.string().nullable().catch(null),
  botUserId: z.string().nullable().catch(null),
  message: messageSchema,
});

/** The bytes under which one fetched message is stored in the inbox, as if it had been pushed. */
export const historyRow = (
  heard: Pick<Hearing, 'workspace' | 'appId' | 'botUserId'>,
  channel: string,
  message: Body,
): Buffer =>
  Buffer.from(
    JSON.stringify({
      type: HISTORY,
      workspace: heard.workspace,
      channel,
      appId: heard.appId,
      botUserId: heard.botUserId,
      message,
    }),
  );

const hearingOf = (envelope: Envelope, workspace: string): Hearing => ({
  workspace,
  appId: envelope.api_app_id ?? null,
  botUserId: envelope.authorizations?.find((entry) => entry?.is_bot)?.user_id ?? null,
  // Only where Slack says that nobody from outside can be in the room.
  defaultHome: envelope.is_ext_shared_channel === false ? (envelope.team_id ?? workspace) : null,
  fromHistory: false,
});

const homeOpened = z.object({ user: id, tab: z.literal('home') });
const revoked = z.object({ tokens: z.object({ bot: z.array(z.unknown()).nonempty() }) });

/** `event_time` is cut to the second: an end within the second of a beginning came after it. */
const endOfSecond = (at: Date): Date => new Date(at.getTime() + 999);

const decodeEvent = (body: Body, type: string, hearing: Hearing, at: Date): ChatEvent[] => {
  switch (type) {
    case 'message': {
      const event = messageEventSchema.safeParse(body);
      return event.success ? decodeMessageEvent(event.data, hearing) : [];
    }
    // The same words arrive as a message event too; that one is read.
    case 'app_mention':
      return [];
    case 'reaction_added':
    case 'reaction_removed':
      return decodeReaction(body, hearing, at);
    case 'user_change':
    case 'user_profile_changed':
      return decodeUserChange(body, hearing);
    case 'app_uninstalled':
      return [{ kind: 'uninstalled', workspace: hearing.workspace, at: endOfSecond(at) }];
    case 'tokens_revoked':
      return revoked.safeParse(body).success
        ? [{ kind: 'uninstalled', workspace: hearing.workspace, at: endOfSecond(at) }]
        : [];
    case 'app_home_opened': {
      const opened = homeOpened.safeParse(body);
      if (!opened.success) return [];
      const user = {
        platform: 'slack',
        home: null,
        userId: opened.data.user,
        isBot: false,
      } as const;
      return [{ kind: 'home-opened', workspace: hearing.workspace, user }];
    }
    default:
      return decodeChannelEvent(body, hearing, at);
  }
};

const decodeEnvelope = (envelope: Envelope): ChatEvent[] => {
  const workspace = workspaceOfEnvelope(envelope);
  if (workspace === null) return [];
  if (envelope.type === 'app_rate_limited') {
    const from = dateOfSeconds(envelope.minute_rate_limited);
    if (from === null) return [];
    return [{ kind: 'gap', workspace, from, to: new Date(from.getTime() + 60_000) }];
  }
  if (envelope.type !== 'event_callback' || envelope.event === undefined) return [];
  const at = dateOfSeconds(envelope.event_time) ?? new Date(0);
  return decodeEvent(envelope.event, envelope.event.type, hearingOf(envelope, workspace), at);
};

const decodeHistory = (body: Body): ChatEvent[] => {
  const row = historySchema.safeParse(body);
  if (!row.success) return [];
  const { workspace, channel, appId, botUserId } = row.data;
  const hearing = { workspace, appId, botUserId, defaultHome: null, fromHistory: true };
  const message = decodeMessage(row.data.message, channel, hearing);
  return message === null ? [] : [{ kind: 'message', message }];
};

/** Pure: one inbox row's raw bytes -> what they say. Unknown kinds are kept in the row and ignored. */
export const decode = (raw: Buffer): readonly ChatEvent[] => {
  const body = parseRaw(raw);
  if (body === null) return [];
  if (body.type === HISTORY) return decodeHistory(body);
  if (body.command !== undefined) {
    const command = commandSchema.safeParse(body);
    return command.success ? decodeCommand(command.data) : [];
  }
  if (body.type === 'event_callback' || body.type === 'app_rate_limited') {
    const envelope = envelopeSchema.safeParse(body);
    return envelope.success ? decodeEnvelope(envelope.data) : [];
  }
  const interaction = interactionSchema.safeParse(body);
  return interaction.success ? decodeInteraction(interaction.data) : [];
};

/** The form a request asks for right now; null if it can wait in the inbox. */
export const formRequestOf = (body: Body): FormRequest | null => {
  const command = commandSchema.safeParse(body);
  if (command.success) return formRequestOfCommand(command.data);
  if (body.type !== 'block_actions') return null;
  const interaction = interactionSchema.safeParse(body);
  return interaction.success ? formRequestOfInteraction(interaction.data) : null;
};
