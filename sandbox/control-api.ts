import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { channelJson } from './conversation-methods';
import type { Core } from './core';
import { readBody, sendJson } from './http-io';
import type { Json, JsonObject } from './json';
import { parseJson } from './json';
import { type Message, Refusal, type View } from './model';
import type { People } from './people';
import { messageJson } from './shapes';
import { InvalidBlocks } from './views';
import { userJson } from './workspace-methods';

const SHOWN_MESSAGES = 500;
const SHOWN_DELIVERIES = 30;
const QUIET_MS = 50;

const at = { channel: z.string(), ts: z.string(), user: z.string() };
const choice = z.union([z.string(), z.array(z.string())]);
const values = z.record(z.string(), z.record(z.string(), choice));
const attached = z.object({
  name: z.string(),
  mimetype: z.string().exactOptional(),
  content: z.string(),
  encoding: z.enum(['utf8', 'base64']).exactOptional(),
});

const act = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('post'),
    channel: z.string(),
    user: z.string(),
    text: z.string(),
    threadTs: z.string().exactOptional(),
    files: z.array(attached).exactOptional(),
    broadcast: z.boolean().exactOptional(),
  }),
  z.object({ kind: z.literal('edit'), ...at, text: z.string() }),
  z.object({ kind: z.literal('delete'), ...at }),
  z.object({ kind: z.literal('react'), ...at, name: z.string() }),
  z.object({ kind: z.literal('unreact'), ...at, name: z.string() }),
  z.object({
    kind: z.literal('press'),
    user: z.string(),
    actionId: z.string(),
    blockId: z.string().exactOptional(),
    channel: z.string().exactOptional(),
    ts: z.string().exactOptional(),
    viewId: z.string().exactOptional(),
    value: z.string().exactOptional(),
    selected: choice.exactOptional(),
    values: values.exactOptional(),
  }),
  z.object({ kind: z.literal('submitForm'), viewId: z.string(), user: z.string(), values }),
  z.object({ kind: z.literal('closeForm'), viewId: z.string(), user: z.string() }),
  z.object({
    kind: z.literal('command'),
    channel: z.string(),
    user: z.string(),
    command: z.string(),
    text: z.string(),
  }),
  z.object({ kind: z.literal('messageShortcut'), ...at, callbackId: z.string() }),
  z.object({ kind: z.literal('openHome'), user: z.string() }),
]);

/** Does for the page what a person of the workspace does. */
export async function handleAct(
  core: Core,
  people: People,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const parsed = act.safeParse(parseJson((await readBody(request)).toString('utf8')));
  if (!parsed.success) {
    sendJson(response, 400, {
      ok: false,
      error: 'invalid_arguments',
      details: z.prettifyError(parsed.error),
    });
    return;
  }
  try {
    sendJson(response, 200, await perform(core, people, parsed.data));
  } catch (failure) {
    if (failure instanceof InvalidBlocks) {
      sendJson(response, 200, {
        ok: false,
        error: failure.message,
        details: failure.messages.join('\n'),
      });
    } else if (failure instanceof Refusal)
      sendJson(response, 200, { ok: false, error: failure.message });
    else throw failure;
  }
}

async function perform(core: Core, people: People, wish: z.infer<typeof act>): Promise<JsonObject> {
  switch (wish.kind) {
    case 'post':
      return { ok: true, ts: people.post(wish).ts };
    case 'edit':
      return { ok: true, ts: people.edit(wish).ts };
    case 'delete':
      return { ok: true, ts: people.delete(wish).ts };
    case 'react':
      return { ok: true, ts: people.react(wish).ts };
    case 'unreact':
      return { ok: true, ts: people.unreact(wish).ts };
    case 'press':
      return outcome(await core.presses.press(wish));
    case 'submitForm':
      return outcome(await core.forms.submit(wish));
    case 'closeForm':
      return outcome(await core.forms.close(wish));
    case 'command':
      return outcome(await core.commands.command(wish));
    case 'messageShortcut':
      return outcome(await core.commands.messageShortcut(wish));
    case 'openHome':
      return { ok: true, channel: people.openHome(wish).channel };
  }
}

function outcome(result: { error: string | null; errors?: JsonObject } | null): JsonObject {
  const errors = result?.errors ?? {};
  // A form that shows errors at its fields was answered, so the act itself went well.
  const failed = result !== null && result.error !== null && Object.keys(errors).length === 0;
  return failed ? { ok: false, error: result.error } : { ok: true, errors };
}

/** Everything the page shows. */
export function stateJson(core: Core): JsonObject {
  const { world, views } = core;
  const messages: JsonObject = {};
  for (const channel of world.channels.values()) {
    const said = world.log(channel.id).slice(-SHOWN_MESSAGES);
    const whispered = world.ephemerals
      .filter((held) => held.channel === channel.id)
      .slice(-SHOWN_MESSAGES);
    messages[channel.id] = [...said, ...whispered]
      .sort((left, right) => (left.ts < right.ts ? -1 : 1))
      .map((message) => shown(core, message));
  }
  const openViews: Record<string, Json[]> = {};
  for (const view of world.views.values())
    openViews[view.user] = [...(openViews[view.user] ?? []), viewShown(core, view)];
  const homes: JsonObject = {};
  for (const [user, view] of world.homes) homes[user] = views.json(view);
  return {
    version: world.version,
    app: {
      id: world.app.id,
      name: world.app.name,
      team_id: world.app.team_id,
      bot_user_id: world.app.bot_user_id,
    },
    teams: [...world.teams.values()].map((team) => ({ ...team })),
    users: [...world.users.values()].map((user) => userJson(core, user, false)),
    channels: [...world.channels.values()].map((channel) => ({
      ...channelJson(core, channel, true),
      members: [...channel.members],
      team_ids: [...channel.team_ids],
    })),
    messages,
    views: openViews,
    homes,
    commands: world.commands.map((command) => ({ ...command })),
    messageShortcuts: world.messageShortcuts.map((shortcut) => ({ ...shortcut })),
    deskUrl: core.push.url,
    lastDeliveries: core.push.log.slice(-SHOWN_DELIVERIES).map((delivery) => ({
      at: delivery.at,
      kind: delivery.type,
      status: delivery.attempts[delivery.attempts.length - 1]?.outcome ?? delivery.state,
    })),
  };
}

function shown(core: Core, message: Message): JsonObject {
  const json = messageJson(core.world, message, { metadata: false, wholeFiles: true });
  return message.ephemeral_for === null ? json : { ...json, ephemeral_for: message.ephemeral_for };
}

function viewShown(core: Core, view: View): JsonObject {
  return { ...core.views.json(view, view.values), errors: view.errors, trouble: view.trouble };
}

/** A world that says when something in it has changed. */
interface Changing {
  world: { version: number; onChange(listener: () => void): () => void };
}

/** Tells the page that something changed, at most every 50 ms. */
export function streamChanges(
  core: Changing,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
  const tell = () => response.write(`event: change\ndata: ${core.world.version}\n\n`);
  let timer: NodeJS.Timeout | undefined;
  const stop = core.world.onChange(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      tell();
    }, QUIET_MS);
  });
  tell();
  request.on('close', () => {
    stop();
    if (timer) clearTimeout(timer);
  });
}
