import { z } from 'zod';
import type { ChannelChange, ChatEvent, ChatUser } from '../../src/app/ports/chat-event';
import type { Hearing } from './decode-message';
import { type Body, dateOfTs, id, str } from './payloads';

const channelId = z.union([id, z.object({ id }).transform((it) => it.id)]);

const channelEvent = z.object({
  type: z.string(),
  channel: channelId.optional().catch(undefined),
  user: str,
  old_channel_id: str,
  new_channel_id: str,
  is_ext_shared: z.boolean().optional().catch(undefined),
  event_ts: str,
});
const renamed = z.object({ channel: z.object({ name: id }) });
const reactionEvent = z.object({
  type: z.enum(['reaction_added', 'reaction_removed']),
  user: id,
  reaction: id,
  item: z.object({ type: z.literal('message'), channel: id, ts: id }),
  event_ts: str,
});
const userEvent = z.object({
  user: z.object({
    id,
    team_id: str,
    deleted: z.boolean().optional().catch(undefined),
    is_bot: z.boolean().optional().catch(undefined),
    name: str,
    real_name: str,
    profile: z.object({ display_name: str, real_name: str }).optional().catch(undefined),
  }),
});

/** "U1 joined" matters only where U1 is our own bot. */
const changeOf = (event: z.infer<typeof channelEvent>, body: Body, botUserId: string | null) => {
  const isUs = event.user !== undefined && event.user === botUserId;
  switch (event.type) {
    case 'channel_rename':
    case 'group_rename': {
      const name = renamed.safeParse(body);
      return name.success
        ? ({ to: 'renamed', name: name.data.channel.name } satisfies ChannelChange)
        : null;
    }
    case 'channel_archive':
    case 'group_archive':
      return { to: 'archived' } satisfies ChannelChange;
    case 'channel_unarchive':
    case 'group_unarchive':
      return { to: 'unarchived' } satisfies ChannelChange;
    case 'channel_deleted':
    case 'group_deleted':
      return { to: 'deleted' } satisfies ChannelChange;
    case 'channel_shared':
      return { to: 'shared' } satisfies ChannelChange;
    case 'channel_unshared':
      // One of several customers left: the room is still shared with the others.
      return { to: event.is_ext_shared ? 'shared' : 'unshared' } satisfies ChannelChange;
    case 'channel_left':
    case 'group_left':
      return { to: 'left' } satisfies ChannelChange;
    case 'member_joined_channel':
      return isUs ? ({ to: 'joined' } satisfies ChannelChange) : null;
    case 'member_left_channel':
      return isUs ? ({ to: 'left' } satisfies ChannelChange) : null;
    case 'channel_id_changed':
      return event.new_channel_id === undefined
        ? null
        : ({ to: 'id-changed', newChannel: event.new_channel_id } satisfies ChannelChange);
    default:
      return null;
  }
};

/** What happened to a room. */
export const decodeChannelEvent = (body: Body, hearing: Hearing, at: Date): ChatEvent[] => {
  const parsed = channelEvent.safeParse(body);
  if (!parsed.success) return [];
  const event = parsed.data;
  const change = changeOf(event, body, hearing.botUserId);
  const channel = event.type === 'channel_id_changed' ? event.old_channel_id : event.channel;
  if (change === null || channel === undefined) return [];
  return [
    {
      kind: 'channel',
      channel: { platform: 'slack', workspace: hearing.workspace, channel },
      change,
      at: dateOfTs(event.event_ts) ?? at,
    },
  ];
};

/** A reaction set or taken back on a message. */
export const decodeReaction = (body: Body, hearing: Hearing, at: Date): ChatEvent[] => {
  const parsed = reactionEvent.safeParse(body);
  if (!parsed.success) return [];
  const { user, item, reaction, type, event_ts } = parsed.data;
  return [
    {
      kind: 'reaction',
      channel: { platform: 'slack', workspace: hearing.workspace, channel: item.channel },
      id: item.ts,
      user: {
        platform: 'slack',
        home: hearing.defaultHome,
        userId: user,
        isBot: user === hearing.botUserId,
      },
      name: reaction,
      added: type === 'reaction_added',
      at: dateOfTs(event_ts) ?? at,
    },
  ];
};

/** A person's profile or standing changed. */
export const decodeUserChange = (body: Body, hearing: Hearing): ChatEvent[] => {
  const parsed = userEvent.safeParse(body);
  if (!parsed.success) return [];
  const { user } = parsed.data;
  const who: ChatUser = {
    platform: 'slack',
    home: user.team_id ?? hearing.defaultHome,
    userId: user.id,
    isBot: user.is_bot ?? false,
  };
  const name =
    [user.profile?.display_name, user.profile?.real_name, user.real_name, user.name, user.id].find(
      (candidate) => candidate !== undefined && candidate !== '',
    ) ?? user.id;
  return [
    {
      kind: 'user-changed',
      workspace: hearing.workspace,
      user: who,
      active: !(user.deleted ?? false),
      name,
    },
  ];
};
