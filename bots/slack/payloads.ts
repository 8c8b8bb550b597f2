import { parse as parseForm } from 'node:querystring';
import { z } from 'zod';
import { storable } from '../../src/domain/text';

/**
 * What Slack sends, as far as we read it. Lenient on purpose: an unknown or malformed field is as
 * good as absent, because a message must never be lost over a detail we do not need.
 */
/** Whatever goes into a column goes through here: Postgres refuses NUL and half characters. */
export const id = z.string().transform(storable);
export const str = id.optional().catch(undefined);
const bool = z.boolean().optional().catch(undefined);
const num = z.number().optional().catch(undefined);
const list = <T>(item: z.ZodType<T | null>) =>
  z.array(item.catch(null)).optional().catch(undefined);

const fileSchema = z
  .object({
    id,
    name: str,
    title: str,
    mimetype: str,
    size: num,
    permalink: str,
    url_private: str,
  })
  .nullable();

const attachmentSchema = z.object({ is_share: bool, text: str, fallback: str }).nullable();

export const messageSchema = z.object({
  ts: str,
  thread_ts: str,
  subtype: str,
  text: str,
  user: str,
  bot_id: str,
  app_id: str,
  username: str,
  team: str,
  user_team: str,
  source_team: str,
  bot_profile: z.object({ app_id: str, team_id: str }).optional().catch(undefined),
  edited: z.object({ ts: str, user: str }).optional().catch(undefined),
  blocks: z.array(z.unknown()).optional().catch(undefined),
  attachments: list(attachmentSchema),
  files: list(fileSchema),
  metadata: z
    .object({
      event_type: str,
      event_payload: z.object({ key: str }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});
export type SlackMessage = z.infer<typeof messageSchema>;

export const messageEventSchema = messageSchema.extend({
  channel: id,
  event_ts: str,
  deleted_ts: str,
  message: messageSchema.optional().catch(undefined),
  previous_message: messageSchema.optional().catch(undefined),
});
export type MessageEvent = z.infer<typeof messageEventSchema>;

export const envelopeSchema = z.object({
  type: z.string(),
  event_id: str,
  event_time: num,
  team_id: str,
  enterprise_id: str,
  api_app_id: str,
  is_enterprise_install: bool,
  is_ext_shared_channel: bool,
  minute_rate_limited: num,
  authorizations: list(
    z
      .object({
        enterprise_id: str,
        team_id: str,
        user_id: str,
        is_bot: bool,
        is_enterprise_install: bool,
      })
      .nullable(),
  ),
  event: z.looseObject({ type: z.string() }).optional().catch(undefined),
});
export type Envelope = z.infer<typeof envelopeSchema>;

const named = z.object({ id: str }).nullish().catch(undefined);
const option = z.object({ value: str }).nullish().catch(undefined);

export const interactionSchema = z.object({
  type: z.string(),
  trigger_id: str,
  callback_id: str,
  api_app_id: str,
  is_enterprise_install: bool,
  team: named,
  enterprise: named,
  channel: named,
  user: z.object({ id: str, team_id: str }).nullish().catch(undefined),
  container: z
    .object({ type: str, channel_id: str, message_ts: str, thread_ts: str, is_ephemeral: bool })
    .optional()
    .catch(undefined),
  message: messageSchema.optional().catch(undefined),
  message_ts: str,
  actions: list(
    z
      .object({
        action_id: str,
        block_id: str,
        type: str,
        value: str,
        selected_option: option,
        selected_user: str,
      })
      .nullable(),
  ),
  view: z
    .object({
      type: str,
      callback_id: str,
      private_metadata: str,
      app_installed_team_id: str,
      state: z
        .object({
          values: z.record(
            z.string(),
            z.record(
              z.string(),
              z.object({ value: id.nullish().catch(undefined), selected_option: option }).catch({}),
            ),
          ),
        })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});
export type Interaction = z.infer<typeof interactionSchema>;

export const commandSchema = z.object({
  command: z.string().startsWith('/'),
  text: str,
  user_id: id,
  team_id: str,
  enterprise_id: str,
  is_enterprise_install: z.union([z.string(), z.boolean()]).optional().catch(undefined),
  channel_id: id,
  trigger_id: str,
});
export type Command = z.infer<typeof commandSchema>;

export type Body = Readonly<Record<string, unknown>>;

/** True for a JSON object, which is the only thing Slack ever sends. */
export const isBody = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parseJson = (text: string): Body | null => {
  try {
    const value: unknown = JSON.parse(text);
    return isBody(value) ? value : null;
  } catch {
    return null;
  }
};

/** The stored bytes of one request -> its object; null when there is none. */
export const parseRaw = (raw: Buffer): Body | null => {
  const text = raw.toString('utf8');
  if (/^\s*\{/.test(text)) return parseJson(text);
  const form = parseForm(text);
  return typeof form.payload === 'string' ? parseJson(form.payload) : { ...form };
};

/** `1671073262.391279` -> the instant, to the millisecond; the string itself stays the id. */
export const dateOfTs = (ts: string | undefined): Date | null => {
  const parts = /^(\d{1,10})(?:\.(\d{1,6}))?$/.exec(ts ?? '');
  if (parts === null) return null;
  return new Date(Number(parts[1]) * 1000 + Number((parts[2] ?? '').padEnd(3, '0').slice(0, 3)));
};

/** Seconds since the epoch -> the instant. */
export const dateOfSeconds = (seconds: number | undefined): Date | null => {
  // Ten digits reach the year 2286; what lies beyond is no time of a message.
  if (seconds === undefined || !(seconds >= 0 && seconds < 1e10)) return null;
  return new Date(seconds * 1000);
};

/** Untrusted JSON; undefined when it is none. */
export const jsonOf = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
};
