import type { ChannelRef, ChatEvent, ChatMessage, ChatUser } from '../../src/app/ports/chat-event';
import { storable, type Text, words } from '../../src/domain/text';
import type { FileLink } from '../../src/domain/ticket';
import { decodeText } from './decode-text';
import { dateOfTs, type MessageEvent, type SlackMessage } from './payloads';

/** What the envelope knows and the message itself does not say. */
export interface Hearing {
  readonly workspace: string;
  readonly appId: string | null;
  readonly botUserId: string | null;
  /** The home of authors who are not named otherwise; null in a shared channel. */
  readonly defaultHome: string | null;
  readonly fromHistory: boolean;
}

export const OUTBOX_METADATA = 'threadkeeper_outbox';

type Reading = 'ingest' | 'edited' | 'deleted' | 'ignore';

/** Joins, topics, pins, huddles and whatever Slack invents next say nothing a customer wrote. */
const READING: Readonly<Record<string, Reading>> = {
  thread_broadcast: 'ingest',
  file_share: 'ingest',
  me_message: 'ingest',
  bot_message: 'ingest',
  message_changed: 'edited',
  message_deleted: 'deleted',
};

const readingOf = (subtype: string | undefined): Reading =>
  subtype === undefined ? 'ingest' : (READING[subtype] ?? 'ignore');

const authorOf = (message: SlackMessage, hearing: Hearing): ChatUser => {
  const isBot =
    message.bot_id !== undefined ||
    message.subtype === 'bot_message' ||
    message.user === 'USLACKBOT';
  return {
    platform: 'slack',
    home:
      message.user_team ??
      message.source_team ??
      message.team ??
      message.bot_profile?.team_id ??
      hearing.defaultHome,
    userId: message.user ?? message.bot_id ?? 'unknown',
    isBot,
  };
};

interface SlackFile {
  readonly id: string;
  readonly name?: string | undefined;
  readonly title?: string | undefined;
  readonly mimetype?: string | undefined;
  readonly size?: number | undefined;
  readonly permalink?: string | undefined;
  readonly url_private?: string | undefined;
}

/** Slack's file -> ours. */
export const fileLinkOf = (file: SlackFile): FileLink => ({
  id: file.id,
  name: storable(file.name ?? file.title ?? 'file'),
  mimeType: file.mimetype ?? null,
  sizeBytes: file.size ?? null,
  url: file.permalink ?? file.url_private ?? null,
});

const filesOf = (message: SlackMessage): FileLink[] =>
  (message.files ?? []).flatMap((file) => (file === null ? [] : [fileLinkOf(file)]));

/** Slack says who is meant by id alone; who we are we need not ask. */
const namingUs = (text: Text, { botUserId }: Hearing): Text =>
  text.map((span) =>
    span.kind === 'mention' && span.userId === botUserId && span.label === span.userId
      ? { ...span, label: 'Threadkeeper' }
      : span,
  );

/** A forwarded message carries its words in an attachment. */
const bodyOf = (message: SlackMessage, hearing: Hearing): Text => {
  const own = namingUs(decodeText(message.text, message.blocks ?? []), hearing);
  const shared = (message.attachments ?? [])
    .flatMap((attachment) => (attachment?.is_share && attachment.text ? [attachment.text] : []))
    .map((text) => `> ${storable(text)}`);
  return shared.length === 0
    ? own
    : words(own, `${own.length > 0 ? '\n' : ''}${shared.join('\n')}`);
};

const isOurs = (message: SlackMessage, hearing: Hearing): boolean => {
  const appId = message.app_id ?? message.bot_profile?.app_id;
  if (appId !== undefined && hearing.appId !== null) return appId === hearing.appId;
  if (message.user !== undefined && message.user === hearing.botUserId) return true;
  // Another app may copy our metadata, so it only counts where the app cannot be told.
  return message.bot_id !== undefined && message.metadata?.event_type === OUTBOX_METADATA;
};

const echoOf = (message: SlackMessage, hearing: Hearing): string | null => {
  if (!isOurs(message, hearing)) return null;
  if (message.metadata?.event_type !== OUTBOX_METADATA) return '';
  return message.metadata.event_payload?.key ?? '';
};

const mentions = (message: SlackMessage, body: Text, botUserId: string | null): boolean =>
  botUserId !== null &&
  (body.some((span) => span.kind === 'mention' && span.userId === botUserId) ||
    (message.text ?? '').includes(`<@${botUserId}>`));

/** One message, pushed or fetched; null if it is not something a person or bot said. */
export const decodeMessage = (
  message: SlackMessage,
  channel: string,
  hearing: Hearing,
): ChatMessage | null => {
  const occurredAt = dateOfTs(message.ts);
  if (message.ts === undefined || occurredAt === null) return null;
  if (readingOf(message.subtype) !== 'ingest') return null;
  const body = bodyOf(message, hearing);
  return {
    channel: { platform: 'slack', workspace: hearing.workspace, channel },
    id: message.ts,
    threadId: message.thread_ts ?? message.ts,
    author: authorOf(message, hearing),
    body,
    files: filesOf(message),
    occurredAt,
    editedAt: dateOfTs(message.edited?.ts),
    mentionsUs: mentions(message, body, hearing.botUserId),
    echoOf: echoOf(message, hearing),
    fromHistory: hearing.fromHistory,
  };
};

const fileIds = (message: SlackMessage): string =>
  filesOf(message)
    .map((file) => file.id)
    .join(',');

/** Slack also says "changed" when a link preview arrives or a thread grows. */
const saysTheSame = (before: SlackMessage | undefined, after: SlackMessage): boolean =>
  before === undefined
    ? after.edited === undefined
    : before.text === after.text && fileIds(before) === fileIds(after);

const decodeEdit = (event: MessageEvent, channel: ChannelRef, hearing: Hearing): ChatEvent[] => {
  const { message, previous_message: before } = event;
  const id = message?.ts ?? before?.ts;
  if (message === undefined || id === undefined || dateOfTs(id) === null) return [];
  const threadId = message.thread_ts ?? before?.thread_ts ?? id;
  // The event's own time first: `edited.ts` is cut to the second, and would lie before an answer
  // given in that second.
  const editedAt = dateOfTs(event.event_ts) ?? dateOfTs(event.ts) ?? dateOfTs(message.edited?.ts);
  if (editedAt === null) return [];
  // A root that is deleted while its thread lives on becomes a tombstone.
  if (message.subtype === 'tombstone')
    return [{ kind: 'message-deleted', channel, id, threadId, deletedAt: editedAt }];
  if (readingOf(message.subtype) !== 'ingest' || saysTheSame(before, message)) return [];
  if (isOurs(message, hearing)) return [];
  return [
    {
      kind: 'message-edited',
      channel,
      id,
      threadId,
      author: authorOf(message, hearing),
      body: bodyOf(message, hearing),
      files: filesOf(message),
      editedAt,
    },
  ];
};

const decodeDeletion = (event: MessageEvent, channel: ChannelRef): ChatEvent[] => {
  const id = event.deleted_ts ?? event.previous_message?.ts;
  const deletedAt = dateOfTs(event.event_ts) ?? dateOfTs(event.ts);
  if (id === undefined || dateOfTs(id) === null || deletedAt === null) return [];
  const threadId = event.previous_message?.thread_ts ?? id;
  return [{ kind: 'message-deleted', channel, id, threadId, deletedAt }];
};

/** The `message` event with all its subtypes. */
export const decodeMessageEvent = (event: MessageEvent, hearing: Hearing): ChatEvent[] => {
  const channel: ChannelRef = {
    platform: 'slack',
    workspace: hearing.workspace,
    channel: event.channel,
  };
  const reading = readingOf(event.subtype);
  switch (reading) {
    case 'ingest': {
      const message = decodeMessage(event, event.channel, hearing);
      return message === null ? [] : [{ kind: 'message', message }];
    }
    case 'edited':
      return decodeEdit(event, channel, hearing);
    case 'deleted':
      return decodeDeletion(event, channel);
    case 'ignore':
      return [];
    default:
      return reading satisfies never;
  }
};
