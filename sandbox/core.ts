import type { Board } from './board';
import type { Commands } from './commands';
import type { Events } from './events';
import type { Faults } from './faults';
import type { Forms } from './forms';
import { items, type Json, type JsonObject, parseJson, text } from './json';
import { type Channel, Refusal } from './model';
import type { Presses } from './presses';
import type { Push } from './push';
import type { RateLimit } from './rate-limit';
import type { SocketMode } from './socket-mode';
import type { Permissions } from './triggers';
import type { Views } from './views';
import type { World } from './world';

/** Everything the sandbox is made of, for the rooms that answer requests. */
export interface Core {
  world: World;
  push: Push;
  events: Events;
  board: Board;
  views: Views;
  permissions: Permissions;
  presses: Presses;
  forms: Forms;
  commands: Commands;
  faults: Faults;
  rateLimit: RateLimit;
  socketMode: SocketMode;
  appToken: string | null;
  uploads: Map<string, { fileId: string; name: string; length: number }>;
  codes: Map<string, { scopes: string[]; until: number }>;
}

/** The arguments of one call, whether they came as a form or as JSON. */
export class Args {
  constructor(readonly raw: JsonObject) {}

  text(name: string): string | undefined {
    const value = this.raw[name];
    return typeof value === 'number' ? String(value) : text(value);
  }

  required(name: string, error = 'invalid_arguments'): string {
    const value = this.text(name);
    if (value === undefined || value === '') throw new Refusal(error);
    return value;
  }

  flag(name: string): boolean {
    const value = this.raw[name];
    return value === true || value === 'true' || value === '1' || value === 1;
  }

  count(name: string, fallback: number, most: number): number {
    const value = Number(this.text(name) ?? fallback);
    if (!Number.isInteger(value) || value < 1) throw new Refusal('invalid_limit');
    return Math.min(value, most);
  }

  /** An argument that is JSON, given as text or as it is. */
  json(name: string): Json | undefined {
    const value = this.raw[name];
    return typeof value === 'string' ? parseJson(value) : value;
  }

  /** A list argument; null when it was not given. */
  list(name: string): Json[] | null {
    if (this.raw[name] === undefined || this.raw[name] === '') return null;
    const value = this.json(name);
    if (!Array.isArray(value))
      throw new Refusal(name === 'blocks' ? 'invalid_blocks_format' : 'invalid_arguments');
    return items(value);
  }
}

export type Method = (core: Core, args: Args) => JsonObject | Promise<JsonObject>;

/** The channel of a call, which may be named by a person's id for their direct channel. */
export function channelOf(core: Core, args: Args): Channel {
  const id = args.required('channel', 'channel_not_found');
  const known = core.world.channels.get(id);
  if (known) {
    const hidden =
      known.is_private &&
      known.im_user === null &&
      !known.members.includes(core.world.app.bot_user_id);
    if (hidden) throw new Refusal('channel_not_found');
    return known;
  }
  if (core.world.users.has(id)) return core.world.directChannel(id);
  throw new Refusal('channel_not_found');
}

/** A channel the bot is in. */
export function joinedChannel(core: Core, args: Args): Channel {
  const channel = channelOf(core, args);
  if (!channel.members.includes(core.world.app.bot_user_id)) throw new Refusal('not_in_channel');
  return channel;
}

/** One page of a list, with Slack's opaque cursor. */
export function page<T>(
  all: T[],
  args: Args,
  fallback: number,
  most: number,
): { rows: T[]; next: string } {
  const cursor = args.text('cursor');
  const limit = args.count('limit', fallback, most);
  const from = cursor
    ? Number(Buffer.from(cursor, 'base64').toString('utf8').replace('at:', ''))
    : 0;
  if (!Number.isInteger(from) || from < 0) throw new Refusal('invalid_cursor');
  const next =
    from + limit < all.length ? Buffer.from(`at:${from + limit}`).toString('base64') : '';
  return { rows: all.slice(from, from + limit), next };
}
