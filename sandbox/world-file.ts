import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { parseJson } from './json';
import type { World } from './world';

const QUIET_MS = 300;

const payload = z.record(z.string(), z.json()).nullable();
const channelSchema = z.object({
  id: z.string(),
  name: z.string(),
  is_private: z.boolean(),
  is_archived: z.boolean(),
  im_user: z.string().nullable(),
  team_ids: z.array(z.string()),
  members: z.array(z.string()),
  creator: z.string(),
  created: z.number(),
  topic: z.string(),
  purpose: z.string(),
  previous_names: z.array(z.string()),
});
const messageSchema = z.object({
  ts: z.string(),
  channel: z.string(),
  team_id: z.string(),
  user: z.string().nullable(),
  by_app: z.boolean(),
  subtype: z.string().nullable(),
  text: z.string(),
  blocks: z.array(z.json()).nullable(),
  attachments: z.array(z.json()).nullable(),
  thread_ts: z.string().nullable(),
  broadcast: z.boolean(),
  username: z.string().nullable(),
  icons: payload,
  metadata: payload,
  edited: z.object({ user: z.string(), ts: z.string() }).nullable(),
  reactions: z.array(z.object({ name: z.string(), users: z.array(z.string()) })),
  file_ids: z.array(z.string()),
  client_msg_id: z.string().nullable(),
  other_bot: z.object({ bot_id: z.string(), app_id: z.string(), name: z.string() }).nullable(),
  ephemeral_for: z.string().nullable(),
});
const fileSchema = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  mimetype: z.string(),
  user: z.string(),
  team_id: z.string(),
  created: z.number(),
  bytes: z.base64().nullable(),
  channels: z.array(z.string()),
});
const homeSchema = z.object({
  id: z.string(),
  user: z.string(),
  team_id: z.string(),
  hash: z.string(),
  body: z.record(z.string(), z.json()),
});
const worldSchema = z.object({
  format: z.literal(1),
  installed: z.boolean(),
  tokens: z.record(z.string(), z.object({ scopes: z.array(z.string()), by: z.literal('install') })),
  channels: z.array(channelSchema),
  messages: z.array(messageSchema),
  ephemerals: z.array(messageSchema),
  files: z.array(fileSchema),
  homes: z.array(homeSchema),
});

/** Writes the whole workspace to a file, in one move. */
export function writeWorld(world: World, path: string): void {
  const state: z.input<typeof worldSchema> = {
    format: 1,
    installed: world.installed,
    // A token from the settings is brought by the next start itself.
    tokens: Object.fromEntries(
      [...world.tokens].flatMap(([token, { scopes, by }]) =>
        by === 'install' ? [[token, { scopes, by }]] : [],
      ),
    ),
    channels: [...world.channels.values()],
    messages: [...world.channels.keys()]
      .flatMap((id) => world.log(id))
      .map((held) => messageSchema.parse(held)),
    ephemerals: world.ephemerals.map((held) => messageSchema.parse(held)),
    files: [...world.files.values()].map((file) => ({
      ...file,
      bytes: file.bytes?.toString('base64') ?? null,
    })),
    homes: [...world.homes.values()].map(({ id, user, team_id, hash, body }) =>
      homeSchema.parse({ id, user, team_id, hash, body }),
    ),
  };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(state), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Brings back what was said before a restart. A file that cannot be read is set aside, not overwritten. */
export function readWorld(world: World, path: string): void {
  if (!existsSync(path)) return;
  const parsed = worldSchema.safeParse(parseJson(readFileSync(path, 'utf8')));
  if (!parsed.success) {
    renameSync(path, `${path}.unreadable`);
    return;
  }
  const state = parsed.data;
  world.installed = state.installed;
  for (const [token, rights] of Object.entries(state.tokens)) world.tokens.set(token, rights);
  world.channels.clear();
  for (const channel of state.channels) world.channels.set(channel.id, channel);
  for (const message of state.messages) world.add(message);
  world.ephemerals.push(...state.ephemerals);
  for (const file of state.files) {
    world.files.set(file.id, {
      ...file,
      bytes: file.bytes === null ? null : Buffer.from(file.bytes, 'base64'),
    });
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
}

/** Keeps the file up to date while the workspace lives; the returned function writes the last state. */
export function keepWorld(world: World, path: string): () => void {
  let timer: NodeJS.Timeout | undefined;
  const stop = world.onChange(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      try {
        writeWorld(world, path);
      } catch {
        // A full or vanished disk must not end the workspace; the next change tries again.
      }
    }, QUIET_MS).unref();
  });
  return () => {
    stop();
    if (timer) clearTimeout(timer);
    writeWorld(world, path);
  };
}
