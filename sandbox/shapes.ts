import { compact, copy, type Json, type JsonObject } from './json';
import {
  type Channel,
  type FileRecord,
  isExternallyShared,
  type Message,
  type User,
} from './model';
import type { World } from './world';

export interface ShapeOptions {
  /** Metadata is only shown when a reader asks for it. */
  metadata: boolean;
  /** What people see on the page: whole files instead of Connect stubs. */
  wholeFiles?: boolean;
}

/** The kinds of message whose recordings name no team. */
const WITHOUT_TEAM = new Set(['tombstone', 'file_share', 'thread_broadcast']);

/** A stored message as Slack's history, replies and events show it. */
export function messageJson(world: World, message: Message, options: ShapeOptions): JsonObject {
  const replies =
    message.thread_ts === null || message.thread_ts === message.ts
      ? world.repliesOf(message.channel, message.ts)
      : [];
  const author = message.user === null ? undefined : world.users.get(message.user);
  const foreign = author !== undefined && author.team_id !== world.app.team_id;
  const asPerson = message.username !== null;
  return compact({
    bot_id: message.by_app ? world.app.bot_id : message.other_bot?.bot_id,
    app_id: message.by_app ? world.app.id : message.other_bot?.app_id,
    client_msg_id: message.client_msg_id ?? undefined,
    type: 'message',
    subtype: message.subtype ?? undefined,
    hidden: message.subtype === 'tombstone' ? true : undefined,
    text: message.text,
    username: message.username ?? undefined,
    icons: message.icons ?? undefined,
    user: asPerson ? undefined : (message.user ?? undefined),
    ts: message.ts,
    team: asPerson || WITHOUT_TEAM.has(message.subtype ?? '') ? undefined : message.team_id,
    user_team: foreign ? author.team_id : undefined,
    source_team: foreign ? author.team_id : undefined,
    user_profile: foreign ? userProfile(author) : undefined,
    bot_profile: asPerson ? undefined : botProfile(world, message),
    ...fileFields(world, message, options.wholeFiles === true),
    blocks: message.blocks ? copy(message.blocks) : undefined,
    attachments: message.attachments ? copy(message.attachments) : undefined,
    edited: message.edited ? { ...message.edited } : undefined,
    metadata: options.metadata && message.metadata ? copy(message.metadata) : undefined,
    thread_ts: replies.length > 0 ? message.ts : (message.thread_ts ?? undefined),
    ...threadFields(replies),
    ...parentFields(world, message),
    reactions: message.reactions.length > 0 ? reactionsJson(message) : undefined,
  });
}

/** The reactions of a message as Slack lists them. */
export function reactionsJson(message: Message): Json[] {
  return message.reactions.map(({ name, users }) => ({
    name,
    users: [...users],
    count: users.length,
  }));
}

function threadFields(replies: Message[]): JsonObject {
  if (replies.length === 0) return {};
  const users = [...new Set(replies.map((reply) => reply.user ?? 'USLACKBOT'))];
  return {
    reply_count: replies.length,
    reply_users_count: users.length,
    latest_reply: replies[replies.length - 1]?.ts,
    reply_users: users.slice(0, 5),
    is_locked: false,
    subscribed: false,
  };
}

function parentFields(world: World, message: Message): JsonObject {
  if (message.thread_ts === null || message.thread_ts === message.ts) return {};
  const parent = world.find(message.channel, message.thread_ts);
  return parent?.user ? { parent_user_id: parent.user } : {};
}

function fileFields(world: World, message: Message, whole: boolean): JsonObject {
  if (message.file_ids.length === 0) return {};
  const channel = world.channels.get(message.channel);
  const files = message.file_ids.flatMap((id) => {
    const file = world.files.get(id);
    if (!file) return [{ id, mode: 'tombstone' }];
    const stub =
      !whole &&
      channel !== undefined &&
      isExternallyShared(channel) &&
      file.team_id !== world.app.team_id;
    return [stub ? fileStub(file.id) : fileJson(world, file)];
  });
  return { files, upload: false, display_as_bot: false };
}

function fileStub(id: string): JsonObject {
  return {
    id,
    mode: 'file_access',
    file_access: 'check_file_info',
    created: 0,
    timestamp: 0,
    user: '',
  };
}

/** A file as files.info and ordinary messages show it. The token is needed to read url_private. */
export function fileJson(world: World, file: FileRecord): JsonObject {
  const extension = file.name.includes('.') ? (file.name.split('.').pop() ?? '') : 'text';
  const place = `${file.team_id}-${file.id}`;
  const name = encodeURIComponent(file.name);
  const domain = world.teams.get(file.team_id)?.domain ?? 'unknown';
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: extension,
    pretty_type: extension.toUpperCase(),
    user: file.user,
    editable: false,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: true,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: `${world.baseUrl}/files-pri/${place}/${name}`,
    url_private_download: `${world.baseUrl}/files-pri/${place}/download/${name}`,
    permalink: `https://${domain}.slack.com/files/${file.user}/${file.id}/${name}`,
    permalink_public: `https://slack-files.com/${place}-public`,
    has_rich_preview: false,
  };
}

function userProfile(user: User): JsonObject {
  return {
    avatar_hash: `g${user.id.toLowerCase()}`,
    image_72: '',
    first_name: user.real_name.split(' ')[0] ?? '',
    real_name: user.real_name,
    display_name: user.display_name,
    team: user.team_id,
    name: user.name,
    is_restricted: user.is_restricted,
    is_ultra_restricted: false,
  };
}

function botProfile(world: World, message: Message): JsonObject | undefined {
  const own = { bot_id: world.app.bot_id, app_id: world.app.id, name: world.app.name };
  const bot = message.by_app ? own : message.other_bot;
  if (!bot) return undefined;
  const image = avatarUrl(world, world.app.bot_user_id);
  return {
    id: bot.bot_id,
    deleted: false,
    name: bot.name,
    updated: 1735689600,
    app_id: bot.app_id,
    icons: { image_36: image, image_48: image, image_72: image },
    team_id: world.app.team_id,
  };
}

/** Where the picture of a person is served. */
export function avatarUrl(world: World, userId: string): string {
  return `${world.baseUrl}/avatars/${userId}.svg`;
}

/** The letter Slack uses for the kind of channel in events. */
export function channelType(channel: Channel): string {
  if (channel.im_user !== null) return 'im';
  return channel.is_private ? 'group' : 'channel';
}
