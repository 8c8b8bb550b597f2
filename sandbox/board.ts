import type { Events } from './events';
import type { Json, JsonObject } from './json';
import { type Message, type OtherBot, Refusal } from './model';
import type { Delivery } from './push';
import { messageJson } from './shapes';
import type { World } from './world';

export interface Draft {
  channel: string;
  user: string | null;
  by_app: boolean;
  text: string;
  blocks: Json[] | null;
  attachments?: Json[] | null;
  thread_ts?: string | null;
  broadcast?: boolean;
  username?: string | null;
  icons?: JsonObject | null;
  metadata?: JsonObject | null;
  file_ids?: string[];
  client_msg_id?: string | null;
  /** A subtype that does not follow from the rest. */
  subtype?: string;
  other_bot?: OtherBot | null;
}

export interface Posted {
  message: Message;
  delivered: Promise<Delivery>;
}

export interface Edit {
  text: string;
  blocks: Json[] | null;
  attachments?: Json[] | null;
  metadata?: JsonObject | null;
  editor: string;
}

/** What may be done to the messages of the workspace, by anybody; each act is announced. */
export class Board {
  constructor(
    private readonly world: World,
    private readonly events: Events,
  ) {}

  /** Stores a message and announces it. */
  post(draft: Draft): Posted {
    const { world } = this;
    const channel = world.channel(draft.channel);
    const threadTs = draft.thread_ts ?? null;
    const parent = threadTs === null ? undefined : world.find(channel.id, threadTs);
    if (threadTs !== null && !parent) throw new Refusal('thread_not_found');
    // A reply to a reply lands in the thread of its root, as on the real platform.
    const root = parent?.thread_ts ?? threadTs;
    const message: Message = {
      ts: world.nextTs(channel.id),
      channel: channel.id,
      team_id: draft.user === null ? world.app.team_id : world.user(draft.user).team_id,
      user: draft.user,
      by_app: draft.by_app,
      subtype: subtypeOf(draft),
      text: draft.text,
      blocks: draft.blocks,
      attachments: draft.attachments ?? null,
      thread_ts: root,
      broadcast: draft.broadcast === true,
      username: draft.username ?? null,
      icons: draft.icons ?? null,
      metadata: draft.metadata ?? null,
      edited: null,
      reactions: [],
      file_ids: draft.file_ids ?? [],
      client_msg_id: draft.client_msg_id ?? null,
      ephemeral_for: null,
      other_bot: draft.other_bot ?? null,
    };
    world.add(message);
    world.changed();
    return { message, delivered: this.events.posted(message) };
  }

  /** Changes a stored message and announces before and after. */
  edit(message: Message, edit: Edit): Promise<Delivery> {
    const previous = messageJson(this.world, message, { metadata: message.by_app });
    message.text = edit.text;
    message.blocks = edit.blocks;
    if (edit.attachments !== undefined) message.attachments = edit.attachments;
    if (edit.metadata !== undefined) message.metadata = edit.metadata;
    message.edited = { user: edit.editor, ts: `${this.world.seconds()}.000000` };
    this.world.changed();
    return this.events.changed(message, previous);
  }

  /** Says a message changed though nobody edited it, as when a link gets its preview. */
  unfurl(message: Message, attachments: Json[]): Promise<Delivery> {
    const previous = messageJson(this.world, message, { metadata: message.by_app });
    message.attachments = attachments;
    this.world.changed();
    return this.events.changed(message, previous);
  }

  /** Deletes a message; the root of a thread leaves a tombstone behind. */
  remove(message: Message): Promise<Delivery> {
    const previous = messageJson(this.world, message, { metadata: message.by_app });
    if (this.world.repliesOf(message.channel, message.ts).length > 0) {
      Object.assign(message, {
        subtype: 'tombstone',
        text: 'This message was deleted.',
        user: 'USLACKBOT',
        by_app: false,
        username: null,
        icons: null,
        blocks: null,
        attachments: null,
        metadata: null,
        edited: null,
        reactions: [],
        file_ids: [],
        client_msg_id: null,
      });
      this.world.changed();
      return this.events.changed(message, previous);
    }
    this.world.drop(message);
    this.world.changed();
    return this.events.deleted(message, previous);
  }

  /** Deletes a root so thoroughly that its thread is gone, as retention policies do. */
  removeThread(message: Message): Promise<Delivery> {
    const previous = messageJson(this.world, message, { metadata: message.by_app });
    for (const reply of [...this.world.repliesOf(message.channel, message.ts)])
      this.world.drop(reply);
    this.world.drop(message);
    this.world.changed();
    return this.events.deleted(message, previous);
  }

  /** Puts a reaction on or takes it off. */
  react(message: Message, userId: string, name: string, on: boolean): Promise<Delivery> {
    const held = message.reactions.find((reaction) => reaction.name === name);
    const has = held?.users.includes(userId) === true;
    if (on && has) throw new Refusal('already_reacted');
    if (!on && !has) throw new Refusal('no_reaction');
    if (on && held) held.users.push(userId);
    else if (on) message.reactions.push({ name, users: [userId] });
    else if (held) {
      held.users = held.users.filter((user) => user !== userId);
      message.reactions = message.reactions.filter((reaction) => reaction.users.length > 0);
    }
    this.world.changed();
    return this.events.reaction(
      on ? 'reaction_added' : 'reaction_removed',
      this.world.user(userId),
      message,
      name,
    );
  }

  /** Shows a message to one person only; nobody can find it again. */
  whisper(draft: Draft, forUser: string): Message {
    const channel = this.world.channel(draft.channel);
    const message: Message = {
      ts: this.world.nextTs(channel.id),
      channel: channel.id,
      team_id: this.world.app.team_id,
      user: draft.user,
      by_app: true,
      subtype: null,
      text: draft.text,
      blocks: draft.blocks,
      attachments: draft.attachments ?? null,
      thread_ts: draft.thread_ts ?? null,
      broadcast: false,
      username: draft.username ?? null,
      icons: draft.icons ?? null,
      metadata: null,
      edited: null,
      reactions: [],
      file_ids: [],
      client_msg_id: null,
      ephemeral_for: forUser,
      other_bot: null,
    };
    this.world.ephemerals.push(message);
    this.world.changed();
    return message;
  }
}

function subtypeOf(draft: Draft): string | null {
  if (draft.subtype) return draft.subtype;
  if (draft.username) return 'bot_message';
  if (draft.thread_ts && draft.broadcast) return 'thread_broadcast';
  if (draft.file_ids && draft.file_ids.length > 0) return 'file_share';
  return null;
}
