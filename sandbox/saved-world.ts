import { z } from 'zod';
import type { Channel, FileRecord, Message, Team, User, View } from './model';
import type { OpenEvent } from './push';
import type { World } from './world';

/** Raised whenever an older file can no longer be read as it is. */
export const FORMAT = 1;
/** Larger files keep their name and size, but not their content. */
const LARGEST_KEPT_FILE = 200_000;

/** A token from the settings is brought by the next start itself. */
type Grant = { token: string; scopes: string[] };
type SavedFile = Omit<FileRecord, 'bytes'> & { base64: string | null };
type SavedHome = Pick<View, 'id' | 'user' | 'team_id' | 'hash' | 'body'>;

/** What of a workspace outlives its process. */
export interface SavedWorld {
  format: typeof FORMAT;
  installed: boolean;
  grants: Grant[];
  teams: Team[];
  users: User[];
  channels: Channel[];
  messages: Message[];
  files: SavedFile[];
  homes: SavedHome[];
  /** The last timestamp given out, by channel, in microseconds. */
  lastMicros: Record<string, number>;
  openEvents: OpenEvent[];
}

const text = z.string();
const texts = z.array(text);
const count = z.number();
const flag = z.boolean();
const object = z.record(text, z.json());

/** Every field is named, and the compiler holds the list against the model. */
export const savedWorldSchema: z.ZodType<SavedWorld> = z.object({
  format: z.literal(FORMAT),
  installed: flag,
  grants: z.array(z.object({ token: text, scopes: texts })),
  teams: z.array(z.object({ id: text, name: text, domain: text, email_domain: text })),
  users: z.array(
    z.object({
      id: text,
      team_id: text,
      name: text,
      real_name: text,
      display_name: text,
      title: text,
      email: text,
      tz: text,
      tz_label: text,
      tz_offset: count,
      color: text,
      is_bot: flag,
      is_admin: flag,
      is_restricted: flag,
      deleted: flag,
    }),
  ),
  channels: z.array(
    z.object({
      id: text,
      name: text,
      is_private: flag,
      is_archived: flag,
      im_user: text.nullable(),
      team_ids: texts,
      members: texts,
      creator: text,
      created: count,
      topic: text,
      purpose: text,
      previous_names: texts,
    }),
  ),
  messages: z.array(
    z.object({
      ts: text,
      channel: text,
      team_id: text,
      user: text.nullable(),
      by_app: flag,
      subtype: text.nullable(),
      text,
      blocks: z.array(z.json()).nullable(),
      attachments: z.array(z.json()).nullable(),
      thread_ts: text.nullable(),
      broadcast: flag,
      username: text.nullable(),
      icons: object.nullable(),
      metadata: object.nullable(),
      edited: z.object({ user: text, ts: text }).nullable(),
      reactions: z.array(z.object({ name: text, users: texts })),
      file_ids: texts,
      client_msg_id: text.nullable(),
      ephemeral_for: text.nullable(),
      other_bot: z.object({ bot_id: text, app_id: text, name: text }).nullable(),
    }),
  ),
  files: z.array(
    z.object({
      id: text,
      name: text,
      title: text,
      mimetype: text,
      user: text,
      team_id: text,
      created: count,
      size: count,
      base64: z.base64().nullable(),
      channels: texts,
    }),
  ),
  homes: z.array(z.object({ id: text, user: text, team_id: text, hash: text, body: object })),
  lastMicros: z.record(text, count),
  openEvents: z.array(
    z.object({
      eventId: text,
      type: text,
      at: count,
      attempts: z.array(
        z.object({
          at: count,
          retryNum: count,
          outcome: z.union([count, z.literal('timeout'), z.literal('connection_failed')]),
        }),
      ),
      body: text,
    }),
  ),
});

/** What is worth keeping of a workspace: no open form, no ephemeral message, nothing of the logs. */
export function saved(world: World, openEvents: OpenEvent[]): SavedWorld {
  return {
    format: FORMAT,
    installed: world.installed,
    grants: [...world.tokens].flatMap(([token, { scopes, by }]) =>
      by === 'install' ? [{ token, scopes }] : [],
    ),
    teams: [...world.teams.values()],
    users: [...world.users.values()],
    channels: [...world.channels.values()],
    messages: [...world.channels.keys()].flatMap((id) => world.log(id)),
    files: [...world.files.values()].map(({ bytes, ...file }) => ({
      ...file,
      base64: bytes && bytes.length <= LARGEST_KEPT_FILE ? bytes.toString('base64') : null,
    })),
    homes: [...world.homes.values()].map(({ id, user, team_id, hash, body }) => ({
      id,
      user,
      team_id,
      hash,
      body,
    })),
    lastMicros: Object.fromEntries(world.lastMicros),
    openEvents,
  };
}

/** Brings a workspace back to what it was. Who came with the seed since then stays, too. */
export function restore(world: World, state: SavedWorld): void {
  world.installed = state.installed;
  for (const { token, scopes } of state.grants) world.tokens.set(token, { scopes, by: 'install' });
  for (const team of state.teams) world.teams.set(team.id, team);
  for (const user of state.users) world.users.set(user.id, user);
  // Channels are replaced: the seed would bring back those which have got another id.
  world.channels.clear();
  for (const channel of state.channels) world.channels.set(channel.id, channel);
  for (const message of state.messages) world.add(message);
  for (const { base64, ...file } of state.files) {
    const bytes = base64 === null ? null : Buffer.from(base64, 'base64');
    world.files.set(file.id, { ...file, bytes });
  }
  for (const home of state.homes) {
    world.homes.set(home.user, {
      ...home,
      type: 'home',
      root_view_id: home.id,
      previous_view_id: null,
      values: {},
      errors: {},
      trouble: null,
    });
  }
  for (const [channel, micros] of Object.entries(state.lastMicros))
    world.lastMicros.set(channel, micros);
}
