import { randomUUID } from 'node:crypto';
import type { Core } from './core';
import type { Json, JsonObject } from './json';
import { type Channel, type Message, Refusal, type User } from './model';
import type { Delivery } from './push';
import { richTextBlock, typedToText } from './rich-text';

export interface Said {
  ts: string;
  delivered: Promise<Delivery>;
}

export interface Attached {
  name: string;
  mimetype?: string;
  /** The content, or base64 of it when `encoding` says so. */
  content: string;
  encoding?: 'utf8' | 'base64';
}

export interface PostArgs {
  channel: string;
  user: string;
  text: string;
  threadTs?: string;
  files?: Attached[];
  broadcast?: boolean;
  /** Takes the text as stored text, without the composer's escaping and without a rich text block. */
  raw?: boolean;
  subtype?: 'me_message';
}

/** What people do by typing and clicking in the client. */
export class People {
  constructor(private readonly core: Core) {}

  /** Says something in a channel or a thread. */
  post(args: PostArgs): Said {
    const { world, board } = this.core;
    const { user, channel } = this.present(args.user, args.channel);
    if (channel.is_archived) throw new Refusal('is_archived');
    const files = (args.files ?? []).map((file) => this.upload(file, user, channel));
    if (args.text === '' && files.length === 0) throw new Refusal('no_text');
    const people = [...world.users.values()].filter((held) => channel.members.includes(held.id));
    const posted = board.post({
      channel: channel.id,
      user: user.id,
      by_app: false,
      text: args.raw ? args.text : typedToText(args.text, people),
      blocks: args.raw || args.text === '' ? null : [richTextBlock(shortId(), args.text, people)],
      thread_ts: args.threadTs ?? null,
      broadcast: args.broadcast === true,
      file_ids: files,
      client_msg_id: files.length > 0 ? null : randomUUID(),
      ...(args.subtype ? { subtype: args.subtype } : {}),
    });
    return { ts: posted.message.ts, delivered: posted.delivered };
  }

  /** Another vendor's app says something: nameless as of old, or with a bot user of its own. */
  postAsOtherBot(args: {
    channel: string;
    text: string;
    threadTs?: string;
    name?: string;
    user?: string;
  }): Said {
    const name = args.name ?? 'Statusbot';
    const posted = this.core.board.post({
      channel: args.channel,
      user: args.user ?? null,
      by_app: false,
      text: args.text,
      blocks: null,
      thread_ts: args.threadTs ?? null,
      username: args.user ? null : name,
      other_bot: { bot_id: 'B0OTHER', app_id: 'A0OTHER', name },
    });
    return { ts: posted.message.ts, delivered: posted.delivered };
  }

  /** Changes one's own message. */
  edit(args: { channel: string; ts: string; user: string; text: string; raw?: boolean }): Said {
    const { user, channel, message } = this.own(args, 'cant_update_message');
    const people = [...this.core.world.users.values()].filter((held) =>
      channel.members.includes(held.id),
    );
    const delivered = this.core.board.edit(message, {
      text: args.raw ? args.text : typedToText(args.text, people),
      blocks: args.raw ? null : [richTextBlock(shortId(), args.text, people)],
      editor: user.id,
    });
    return { ts: message.ts, delivered };
  }

  /** Deletes one's own message; administrators may delete those of their colleagues. */
  delete(args: { channel: string; ts: string; user: string }): Said {
    const { message } = this.own(args, 'cant_delete_message');
    return { ts: message.ts, delivered: this.core.board.remove(message) };
  }

  /** Puts a reaction on. */
  react(args: { channel: string; ts: string; user: string; name: string }): Said {
    return this.setReaction(args, true);
  }

  /** Takes a reaction off. */
  unreact(args: { channel: string; ts: string; user: string; name: string }): Said {
    return this.setReaction(args, false);
  }

  /** A link's preview appears below a message: a change nobody made. */
  unfurl(args: { channel: string; ts: string; attachments: Json[] }): Said {
    const message = this.message(args.channel, args.ts);
    return { ts: message.ts, delivered: this.core.board.unfurl(message, args.attachments) };
  }

  /** Opens the app's home. */
  openHome(args: { user: string }): { channel: string; delivered: Promise<Delivery> } {
    const { world, events, views } = this.core;
    const user = world.user(args.user);
    const channel = world.directChannel(user.id);
    const view = world.homes.get(user.id);
    const event: JsonObject = {
      type: 'app_home_opened',
      user: user.id,
      channel: channel.id,
      tab: 'home',
      ...(view ? { view: views.json(view) } : {}),
    };
    return { channel: channel.id, delivered: events.plain(event, channel, user.team_id) };
  }

  private setReaction(
    args: { channel: string; ts: string; user: string; name: string },
    on: boolean,
  ): Said {
    const { user } = this.present(args.user, args.channel);
    const message = this.message(args.channel, args.ts);
    return { ts: message.ts, delivered: this.core.board.react(message, user.id, args.name, on) };
  }

  private upload(file: Attached, user: User, channel: Channel): string {
    const { world } = this.core;
    const id = world.newId('F');
    const bytes = Buffer.from(file.content, file.encoding ?? 'utf8');
    world.files.set(id, {
      id,
      name: file.name,
      title: file.name,
      mimetype: file.mimetype ?? 'text/plain',
      user: user.id,
      team_id: user.team_id,
      created: world.seconds(),
      size: bytes.length,
      bytes,
      channels: [channel.id],
    });
    return id;
  }

  private message(channel: string, ts: string): Message {
    const message = this.core.world.find(channel, ts);
    if (!message) throw new Refusal('message_not_found');
    return message;
  }

  private own(args: { channel: string; ts: string; user: string }, refusal: string) {
    const { user, channel } = this.present(args.user, args.channel);
    const message = this.message(args.channel, args.ts);
    const mayModerate =
      refusal === 'cant_delete_message' && user.is_admin && message.team_id === user.team_id;
    if (message.user !== user.id && !mayModerate) throw new Refusal(refusal);
    return { user, channel, message };
  }

  private present(userId: string, channelId: string): { user: User; channel: Channel } {
    const user = this.core.world.user(userId);
    const channel = this.core.world.channel(channelId);
    if (!channel.members.includes(user.id)) throw new Refusal('not_in_channel');
    return { user, channel };
  }
}

function shortId(): string {
  return randomUUID().slice(0, 5);
}
