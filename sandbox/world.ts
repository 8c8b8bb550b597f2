import { randomBytes } from 'node:crypto';
import {
  type App,
  type Channel,
  type FileRecord,
  type Message,
  Refusal,
  type SandboxSeed,
  type Team,
  type User,
  type View,
} from './model';

/** The whole state of the local workspace. */
export class World {
  readonly app: App;
  readonly teams = new Map<string, Team>();
  readonly users = new Map<string, User>();
  readonly channels = new Map<string, Channel>();
  readonly files = new Map<string, FileRecord>();
  readonly views = new Map<string, View>();
  readonly homes = new Map<string, View>();
  readonly tokens = new Map<string, { scopes: string[]; by: 'settings' | 'install' }>();
  readonly ephemerals: Message[] = [];
  readonly commands: SandboxSeed['commands'];
  readonly messageShortcuts: SandboxSeed['messageShortcuts'];
  installed = true;
  version = 1;
  baseUrl = '';
  private readonly logs = new Map<string, Map<string, Message>>();
  private readonly threads = new Map<string, Map<string, Message[]>>();
  private readonly listeners = new Set<() => void>();
  /** The last timestamp given out, by channel. */
  readonly lastMicros = new Map<string, number>();
  private serial = 0;

  constructor(
    seed: SandboxSeed,
    readonly clock: () => number,
  ) {
    this.app = { ...seed.app };
    this.commands = seed.commands;
    this.messageShortcuts = seed.messageShortcuts;
    for (const team of seed.teams) this.teams.set(team.id, { ...team });
    for (const user of seed.users) this.users.set(user.id, { ...user });
    for (const channel of seed.channels) {
      this.channels.set(channel.id, {
        ...channel,
        members: [...channel.members],
        team_ids: [...channel.team_ids],
        previous_names: [...channel.previous_names],
      });
    }
  }

  /** Tells the listeners (the page) that something is new. */
  changed(): void {
    this.version += 1;
    for (const listener of this.listeners) listener();
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  seconds(): number {
    return Math.floor(this.clock() / 1000);
  }

  /** The next timestamp of a channel: unique and rising, six decimals. */
  nextTs(channel: string): string {
    const micros = Math.max(this.clock() * 1000, (this.lastMicros.get(channel) ?? 0) + 100);
    this.lastMicros.set(channel, micros);
    return `${Math.floor(micros / 1e6)}.${String(Math.floor(micros % 1e6)).padStart(6, '0')}`;
  }

  /** A new id in Slack's alphabet, never repeated within this run or by the next one. */
  newId(prefix: string): string {
    this.serial += 1;
    const random = randomBytes(4).readUInt32BE().toString(36);
    return `${prefix}${this.serial.toString(36).padStart(4, '0')}${random}`.toUpperCase();
  }

  user(id: string): User {
    const user = this.users.get(id);
    if (!user) throw new Refusal('user_not_found');
    return user;
  }

  channel(id: string): Channel {
    const channel = this.channels.get(id);
    if (!channel) throw new Refusal('channel_not_found');
    return channel;
  }

  team(id: string): Team {
    const team = this.teams.get(id);
    if (!team) throw new Refusal('team_not_found');
    return team;
  }

  add(message: Message): void {
    const log = this.logs.get(message.channel) ?? new Map<string, Message>();
    this.logs.set(message.channel, log);
    log.set(message.ts, message);
    if (message.thread_ts && message.thread_ts !== message.ts) {
      this.repliesOf(message.channel, message.thread_ts).push(message);
    }
  }

  drop(message: Message): void {
    this.logs.get(message.channel)?.delete(message.ts);
    if (message.thread_ts) {
      const replies = this.repliesOf(message.channel, message.thread_ts);
      const at = replies.indexOf(message);
      if (at >= 0) replies.splice(at, 1);
    }
  }

  find(channel: string, ts: string): Message | undefined {
    return this.logs.get(channel)?.get(ts);
  }

  /** Everything said in a channel, oldest first, replies included. */
  log(channel: string): Message[] {
    return [...(this.logs.get(channel)?.values() ?? [])];
  }

  /** The replies below a root, oldest first. The array is the stored one. */
  repliesOf(channel: string, rootTs: string): Message[] {
    const roots = this.threads.get(channel) ?? new Map<string, Message[]>();
    this.threads.set(channel, roots);
    const replies = roots.get(rootTs) ?? [];
    roots.set(rootTs, replies);
    return replies;
  }

  /** Gives a channel a new id and carries its whole past over. */
  rekey(channel: Channel, id: string): void {
    const old = channel.id;
    const log = this.logs.get(old);
    const threads = this.threads.get(old);
    this.channels.delete(old);
    channel.id = id;
    this.channels.set(id, channel);
    for (const message of log?.values() ?? []) message.channel = id;
    if (log) this.logs.set(id, log);
    if (threads) this.threads.set(id, threads);
    this.logs.delete(old);
    this.threads.delete(old);
    this.lastMicros.set(id, this.lastMicros.get(old) ?? 0);
  }

  /** The direct channel between the bot and a person, made when first needed. */
  directChannel(userId: string): Channel {
    const user = this.user(userId);
    for (const channel of this.channels.values()) if (channel.im_user === userId) return channel;
    const channel: Channel = {
      id: this.newId('D'),
      name: 'directmessage',
      is_private: true,
      is_archived: false,
      im_user: userId,
      team_ids: [...new Set([this.app.team_id, user.team_id])],
      members: [userId, this.app.bot_user_id],
      creator: this.app.bot_user_id,
      created: this.seconds(),
      topic: '',
      purpose: '',
      previous_names: [],
    };
    this.channels.set(channel.id, channel);
    return channel;
  }
}
