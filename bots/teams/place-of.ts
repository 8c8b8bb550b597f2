import type { ChatUser, ThreadRef } from '../../src/app/ports/chat-event';
import type { Conversation } from '../../src/app/ports/conversations';
import { storable } from '../../src/domain/text';
import type { Account, Activity } from './payloads';

const THREAD_MARK = ';messageid=';

/** A channel's conversation id names a thread too: the room before the mark, the thread behind it. */
export const splitConversation = (
  id: string,
): { readonly room: string; readonly threadId: string | null } => {
  const at = id.indexOf(THREAD_MARK);
  if (at === -1) return { room: id, threadId: null };
  const threadId = id.slice(at + THREAD_MARK.length);
  return { room: id.slice(0, at), threadId: threadId === '' ? null : threadId };
};

/** How a thread is addressed. */
export const joinConversation = (room: string, threadId: string | null): string =>
  threadId === null ? room : `${room}${THREAD_MARK}${threadId}`;

const TENANT = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12,}$/i;

/**
 * The Entra tenant whose installation heard it: the room's host. It stands in two places, and a
 * client was seen to write something into one of them that is no tenant.
 */
export const workspaceOf = (activity: Activity): string | null => {
  const named = [activity.conversation?.tenantId, activity.channelData?.tenant?.id];
  return named.find((id) => id !== undefined && TENANT.test(id)) ?? named[0] ?? named[1] ?? null;
};

export const kindOf = (activity: Activity): Conversation['kind'] => {
  switch (activity.conversation?.conversationType) {
    case 'channel':
      return 'channel';
    case 'groupChat':
      return 'group';
    case 'personal':
      return 'personal';
    default:
      return activity.channelData?.team?.id === undefined ? 'personal' : 'channel';
  }
};

/** Where it happened; null when the activity does not say. */
export const placeOf = (activity: Activity): ThreadRef | null => {
  const workspace = workspaceOf(activity);
  const id = activity.conversation?.id;
  if (workspace === null || id === undefined || id === '') return null;
  const { room, threadId } = splitConversation(storable(id));
  return { platform: 'teams', workspace: storable(workspace), channel: room, threadId };
};

/** Where a person can open a message of a channel or group chat. */
export const messageLink = (
  room: { readonly workspace: string; readonly channel: string },
  id: string,
): string =>
  `https://teams.microsoft.com/l/message/${encodeURIComponent(room.channel)}/${encodeURIComponent(id)}?tenantId=${encodeURIComponent(room.workspace)}`;

export const userIdOf = (account: Account | undefined): string | null =>
  storable(account?.aadObjectId ?? account?.id ?? '') || null;

/**
 * Who acted. A shared channel names its host for everybody, so the home of a person is not in the
 * activity: the roster knows it.
 */
export const userOf = (activity: Activity): ChatUser | null => {
  const userId = userIdOf(activity.from);
  if (userId === null) return null;
  const isBot = activity.from?.role === 'bot' || activity.from?.id?.startsWith('28:') === true;
  return { platform: 'teams', home: null, userId, isBot };
};

/** When it happened, by the platform's clock; null when it does not say. */
export const timeOf = (activity: Activity): Date | null => {
  const at = new Date(activity.timestamp ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at;
};
