import { type Args, type Core, channelOf, joinedChannel, type Method, page } from './core';
import type { Json, JsonObject } from './json';
import { type Channel, isExternallyShared, type Message, Refusal } from './model';
import { messageJson } from './shapes';

/** conversations.*: channels and what was said in them. */
export const conversationMethods: Record<string, Method> = {
  'conversations.info': (core, args) => ({
    ok: true,
    channel: channelJson(core, channelOf(core, args), args.flag('include_num_members')),
  }),
  'conversations.list': (core, args) => {
    const kinds = (args.text('types') ?? 'public_channel').split(',').map((kind) => kind.trim());
    return channelPage(
      core,
      args,
      visible(core).filter((channel) => kinds.includes(kindOf(channel))),
    );
  },
  'users.conversations': (core, args) => {
    const kinds = (args.text('types') ?? 'public_channel').split(',').map((kind) => kind.trim());
    const user = args.text('user') ?? core.world.app.bot_user_id;
    const mine = visible(core).filter(
      (channel) => channel.members.includes(user) && kinds.includes(kindOf(channel)),
    );
    return channelPage(core, args, mine);
  },
  'conversations.history': (core, args) => {
    const channel = joinedChannel(core, args);
    const inRange = rangeOf(args);
    const said = core.world
      .log(channel.id)
      .filter((message) => isTopLevel(message) && inRange(message.ts))
      .reverse();
    const { rows, next } = page(said, args, 100, 999);
    return {
      ok: true,
      ...(args.text('latest') ? { latest: args.text('latest') } : {}),
      ...(args.text('oldest') ? { oldest: args.text('oldest') } : {}),
      messages: shapes(core, args, rows),
      has_more: next !== '',
      pin_count: 0,
      channel_actions_ts: null,
      channel_actions_count: 0,
      ...(next === '' ? {} : { response_metadata: { next_cursor: next } }),
    };
  },
  'conversations.replies': (core, args) => {
    const channel = joinedChannel(core, args);
    const ts = args.required('ts', 'thread_not_found');
    const root = core.world.find(channel.id, ts);
    if (!root) throw new Refusal('thread_not_found');
    const inRange = rangeOf(args);
    const replies = core.world.repliesOf(channel.id, ts).filter((reply) => inRange(reply.ts));
    const { rows, next } = page(replies, args, 1000, 1000);
    return {
      ok: true,
      // The root leads every page, as the real method repeats it.
      messages: shapes(core, args, [root, ...rows]),
      has_more: next !== '',
      ...(next === '' ? {} : { response_metadata: { next_cursor: next } }),
    };
  },
  'conversations.members': (core, args) => {
    const { rows, next } = page(channelOf(core, args).members, args, 100, 1000);
    return { ok: true, members: rows, response_metadata: { next_cursor: next } };
  },
  'conversations.join': (core, args) => {
    const channel = channelOf(core, args);
    if (channel.is_archived) throw new Refusal('is_archived');
    const bot = core.world.app.bot_user_id;
    const already = channel.members.includes(bot);
    if (!already) {
      channel.members.push(bot);
      core.world.changed();
      void core.events.membership('member_joined_channel', core.world.user(bot), channel);
    }
    return {
      ok: true,
      channel: channelJson(core, channel, false),
      ...(already
        ? { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } }
        : {}),
    };
  },
  'conversations.open': (core, args) => {
    const user = args.text('users');
    const channel = user ? core.world.directChannel(user) : channelOf(core, args);
    if (!args.flag('return_im')) return { ok: true, channel: { id: channel.id } };
    return {
      ok: true,
      no_op: true,
      already_open: true,
      channel: channelJson(core, channel, false),
    };
  },
};

function shapes(core: Core, args: Args, messages: Message[]): Json[] {
  const metadata = args.flag('include_all_metadata');
  return messages.map((message) => messageJson(core.world, message, { metadata }));
}

function isTopLevel(message: Message): boolean {
  return message.thread_ts === null || message.thread_ts === message.ts || message.broadcast;
}

function rangeOf(args: Args): (ts: string) => boolean {
  const oldest = args.text('oldest');
  const latest = args.text('latest');
  const inclusive = args.flag('inclusive');
  return (ts) => {
    if (oldest !== undefined && (inclusive ? before(ts, oldest) : !before(oldest, ts)))
      return false;
    if (latest !== undefined && (inclusive ? before(latest, ts) : !before(ts, latest)))
      return false;
    return true;
  };
}

/** Compares timestamps digit by digit: as numbers they would lose their last places. */
function before(left: string, right: string): boolean {
  const [leftSeconds = '', leftRest = ''] = left.split('.');
  const [rightSeconds = '', rightRest = ''] = right.split('.');
  if (leftSeconds !== rightSeconds) return Number(leftSeconds) < Number(rightSeconds);
  return leftRest.padEnd(6, '0') < rightRest.padEnd(6, '0');
}

function visible(core: Core): Channel[] {
  const bot = core.world.app.bot_user_id;
  return [...core.world.channels.values()].filter(
    (channel) =>
      channel.team_ids.includes(core.world.app.team_id) &&
      (!channel.is_private || channel.members.includes(bot)),
  );
}

function kindOf(channel: Channel): string {
  if (channel.im_user !== null) return 'im';
  return channel.is_private ? 'private_channel' : 'public_channel';
}

function channelPage(core: Core, args: Args, channels: Channel[]): JsonObject {
  const kept = args.flag('exclude_archived')
    ? channels.filter((channel) => !channel.is_archived)
    : channels;
  const { rows, next } = page(kept, args, 100, 1000);
  return {
    ok: true,
    channels: rows.map((channel) => channelJson(core, channel, true)),
    response_metadata: { next_cursor: next },
  };
}

/** A channel as the Web API shows it to the bot. */
export function channelJson(core: Core, channel: Channel, withCount: boolean): JsonObject {
  const { world } = core;
  const isMember = channel.members.includes(world.app.bot_user_id);
  const shared = isExternallyShared(channel);
  const base: JsonObject = {
    id: channel.id,
    created: channel.created,
    creator: channel.creator,
    is_archived: channel.is_archived,
    is_org_shared: false,
    is_ext_shared: shared,
    is_shared: shared,
    context_team_id: world.app.team_id,
    updated: channel.created * 1000,
  };
  if (channel.im_user !== null) {
    return { ...base, is_im: true, user: channel.im_user, is_user_deleted: false, priority: 0 };
  }
  return {
    ...base,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !channel.is_private,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: channel.is_private,
    is_general: channel.name === 'general',
    is_read_only: false,
    is_member: isMember,
    is_pending_ext_shared: false,
    pending_shared: [],
    pending_connected_team_ids: [],
    parent_conversation: null,
    unlinked: 0,
    shared_team_ids: [...channel.team_ids],
    ...(shared
      ? { connected_team_ids: channel.team_ids.filter((id) => id !== world.app.team_id) }
      : {}),
    internal_team_ids: [],
    conversation_host_id: channel.team_ids[0] ?? world.app.team_id,
    topic: { value: channel.topic, creator: channel.creator, last_set: channel.created },
    purpose: { value: channel.purpose, creator: channel.creator, last_set: channel.created },
    previous_names: [...channel.previous_names],
    ...(withCount ? { num_members: channel.members.length } : {}),
  };
}
