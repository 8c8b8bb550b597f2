import type { ChatEvent, ChatMessage } from '../../src/app/ports/chat-event';
import { storable, toPlain } from '../../src/domain/text';
import { readFiles, readText } from './decode-text';
import type { Activity } from './payloads';
import { kindOf, placeOf, timeOf, userOf } from './place-of';

const EPOCH = new Date(0);

/** Verbs of the desk that take nothing, and those that take words. Whole texts only: a customer's sentence may begin with any of them. */
const COMMAND =
  /^\/?(?:desk\s+)?(help|mine|my\s+tickets|queue|skipped|channel|triage|home|new|find\s+\S.*|waiting\s+\S.*|cause\s+\S.*|labels(?:\s+add\s+\S.*)?|label\s+\S.*|(?:un)?link\s+(?:#?\d{1,9}\s+)?\S+|#?\d{1,9}|intake\s+\w+|level\s+\d+\s.+|hours|policy|words|clock(?:\s+#?\d{1,9})?|paths|shifts|shift(?:\s+<@[^>]+>)?|off(?:\s+<@[^>]+>)?(?:\s+(?:today|tomorrow|none|\d.*))?|groups|group\s+\S.*<@[^>]+>|digest(?:\s+(?:daily|weekly|now)\b.*)?)$/i;

const messageOf = (activity: Activity): ChatMessage | null => {
  const place = placeOf(activity);
  const author = userOf(activity);
  if (place === null || author === null || activity.id === undefined) return null;
  const { threadId, ...channel } = place;
  const id = storable(activity.id);
  const { body, mentionsUs, callsEverybody } = readText(activity);
  return {
    channel,
    id,
    // Chats have no threads: each message stands for itself.
    threadId: threadId ?? id,
    author,
    body,
    files: readFiles(activity),
    occurredAt: timeOf(activity) ?? EPOCH,
    editedAt: null,
    mentionsUs: mentionsUs || kindOf(activity) === 'personal',
    echoOf: null,
    fromHistory: false,
    ...(callsEverybody ? { callsEverybody } : {}),
    ...(kindOf(activity) === 'channel' ? {} : { inChat: true }),
  };
};

const isSaid = (message: ChatMessage): boolean =>
  message.body.length > 0 || message.files.length > 0;

/** A command's words keep the Teams id of who is mentioned, as the desk's own grammar wants them. */
const commandText = (message: ChatMessage): string | null => {
  const spoken = message.body
    .map((span) => {
      if (span.kind === 'mention') return `<@${span.userId}>`;
      // However an address is shown, it is the address that is meant.
      return span.kind === 'link' ? span.url : toPlain([span]);
    })
    .join('')
    .trim();
  const match = COMMAND.exec(spoken);
  return match === null ? null : (match[1] ?? '').trim();
};

/** What somebody wrote: words for the desk, or a command to it where we were addressed. */
export const decodeMessage = (activity: Activity): ChatEvent[] => {
  const message = messageOf(activity);
  if (message === null || !isSaid(message)) return [];
  const text = message.mentionsUs ? commandText(message) : null;
  if (text === null) return [{ kind: 'message', message }];
  const { author: user, channel } = message;
  const threadId = kindOf(activity) === 'channel' ? message.threadId : null;
  return [{ kind: 'command', text, user, place: { ...channel, threadId }, said: message }];
};

/** An edit, or a message that its author took back and brought back again. */
export const decodeUpdate = (activity: Activity): ChatEvent[] => {
  const message = messageOf(activity);
  if (message === null) return [];
  const { channel, id, threadId, author, body, files, occurredAt } = message;
  const changed = { channel, id, threadId, author, body, files };
  switch (activity.channelData?.eventType) {
    case 'undeleteMessage':
      return [{ kind: 'message-restored', ...changed, restoredAt: occurredAt }];
    case 'editMessage':
      return [{ kind: 'message-edited', ...changed, editedAt: occurredAt }];
    default:
      return [];
  }
};

export const decodeDeletion = (activity: Activity): ChatEvent[] => {
  const place = placeOf(activity);
  if (place === null || activity.id === undefined) return [];
  const { threadId, ...channel } = place;
  const id = storable(activity.id);
  const deletedAt = timeOf(activity) ?? EPOCH;
  return [{ kind: 'message-deleted', channel, id, threadId: threadId ?? id, deletedAt }];
};

/** The message that was reacted to is the one the activity replies to. */
export const decodeReactions = (activity: Activity): ChatEvent[] => {
  const place = placeOf(activity);
  const user = userOf(activity);
  const { replyToId } = activity;
  if (place === null || user === null || replyToId === undefined) return [];
  const { threadId: _, ...channel } = place;
  const at = timeOf(activity) ?? EPOCH;
  const event = (added: boolean) => (reaction: { type?: string | undefined } | undefined) =>
    reaction?.type === undefined
      ? []
      : [
          {
            kind: 'reaction' as const,
            channel,
            id: storable(replyToId),
            user,
            name: storable(reaction.type),
            added,
            at,
          },
        ];
  return [
    ...(activity.reactionsAdded ?? []).flatMap(event(true)),
    ...(activity.reactionsRemoved ?? []).flatMap(event(false)),
  ];
};
