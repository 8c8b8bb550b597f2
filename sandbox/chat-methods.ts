import { blockBreaches } from './block-limits';
import { withIds } from './blocks';
import { type Args, type Core, channelOf, joinedChannel, type Method } from './core';
import { fields, isObject, type Json, type JsonObject, text } from './json';
import { type Channel, type Message, Refusal } from './model';
import { messageJson } from './shapes';
import { InvalidBlocks } from './views';

const LONGEST_TEXT = 40_000;

interface Content {
  text: string;
  blocks: Json[] | null;
  attachments: Json[] | null;
}

/** chat.*: what the bot says. */
export const chatMethods: Record<string, Method> = {
  'chat.postMessage': (core, args) => {
    const channel = writable(joinedChannel(core, args));
    const content = contentOf(args);
    const name = args.text('username');
    const icon = args.text('icon_url');
    const emoji = args.text('icon_emoji');
    const posted = core.board.post({
      channel: channel.id,
      user: core.world.app.bot_user_id,
      by_app: true,
      ...content,
      thread_ts: args.text('thread_ts') ?? null,
      broadcast: args.flag('reply_broadcast'),
      username: name ?? null,
      icons: icon ? { image_64: icon } : emoji ? { emoji } : null,
      metadata: metadataOf(args),
    });
    // The push runs beside the answer; its failure is the delivery log's business.
    void posted.delivered;
    return {
      ok: true,
      channel: channel.id,
      ts: posted.message.ts,
      message: messageJson(core.world, posted.message, { metadata: true }),
    };
  },
  'chat.update': (core, args) => {
    const channel = joinedChannel(core, args);
    const message = ownMessage(core, args, channel, 'cant_update_message');
    writable(channel);
    const keeps = args.raw.blocks === undefined && args.raw.text === undefined;
    const content = keeps
      ? { text: message.text, blocks: message.blocks, attachments: message.attachments }
      : contentOf(args);
    const metadata = metadataOf(args);
    void core.board.edit(message, {
      ...content,
      ...(metadata ? { metadata } : {}),
      editor: core.world.app.bot_id,
    });
    return {
      ok: true,
      channel: channel.id,
      ts: message.ts,
      text: message.text,
      message: messageJson(core.world, message, { metadata: true }),
    };
  },
  'chat.delete': (core, args) => {
    const channel = joinedChannel(core, args);
    const message = ownMessage(core, args, channel, 'cant_delete_message');
    void core.board.remove(message);
    return { ok: true, channel: channel.id, ts: message.ts };
  },
  'chat.postEphemeral': (core, args) => {
    const channel = writable(joinedChannel(core, args));
    const user = args.required('user', 'user_not_in_channel');
    if (!channel.members.includes(user)) throw new Refusal('user_not_in_channel');
    const content = contentOf(args);
    const message = core.board.whisper(
      {
        channel: channel.id,
        user: core.world.app.bot_user_id,
        by_app: true,
        ...content,
        thread_ts: args.text('thread_ts') ?? null,
        username: args.text('username') ?? null,
      },
      user,
    );
    return { ok: true, message_ts: message.ts };
  },
  'chat.getPermalink': (core, args) => {
    const channel = channelOf(core, args);
    const ts = args.required('message_ts', 'message_not_found');
    const message = core.world.find(channel.id, ts);
    if (!message) throw new Refusal('message_not_found');
    const { domain } = core.world.team(core.world.app.team_id);
    const thread =
      message.thread_ts && message.thread_ts !== ts
        ? `?thread_ts=${message.thread_ts}&cid=${channel.id}`
        : '';
    const permalink = `https://${domain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}${thread}`;
    return { ok: true, channel: channel.id, permalink };
  },
};

/** Refuses a channel nobody can write in. */
function writable(channel: Channel): Channel {
  if (channel.is_archived) throw new Refusal('is_archived');
  return channel;
}

function ownMessage(core: Core, args: Args, channel: Channel, refusal: string): Message {
  const message = core.world.find(channel.id, args.required('ts', 'message_not_found'));
  if (!message) throw new Refusal('message_not_found');
  if (!message.by_app) throw new Refusal(refusal);
  return message;
}

/** What a message says: checked against the documented limits. */
export function contentOf(args: Args): Content {
  const said = args.text('text') ?? '';
  const blocks = args.list('blocks');
  const attachments = args.list('attachments');
  if (said.length > LONGEST_TEXT) throw new Refusal('msg_too_long');
  const breaches = [
    ...(blocks ? blockBreaches(blocks, 'message') : []),
    ...(attachments ?? []).flatMap((attachment) =>
      blockBreaches(attachmentBlocks(attachment), 'message'),
    ),
  ];
  if (breaches.length > 0) throw new InvalidBlocks('invalid_blocks', breaches);
  if (said === '' && (blocks?.length ?? 0) === 0 && (attachments?.length ?? 0) === 0)
    throw new Refusal('no_text');
  return {
    text: said,
    blocks: blocks ? withIds(blocks) : null,
    attachments: attachments ? attachments.map(withAttachmentIds) : null,
  };
}

function attachmentBlocks(attachment: Json): Json[] {
  const blocks = fields(attachment).blocks;
  return Array.isArray(blocks) ? blocks : [];
}

function withAttachmentIds(attachment: Json, at: number): Json {
  if (!isObject(attachment)) throw new Refusal('invalid_attachments');
  const blocks = attachmentBlocks(attachment);
  return { id: at + 1, ...attachment, ...(blocks.length > 0 ? { blocks: withIds(blocks) } : {}) };
}

function metadataOf(args: Args): JsonObject | null {
  if (args.raw.metadata === undefined || args.raw.metadata === '') return null;
  const metadata = args.json('metadata');
  if (
    !isObject(metadata) ||
    text(metadata.event_type) === undefined ||
    !isObject(metadata.event_payload)
  ) {
    throw new Refusal('invalid_metadata_format');
  }
  return { event_type: metadata.event_type, event_payload: metadata.event_payload };
}
