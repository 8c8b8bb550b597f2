import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { readBody, sendJson } from './http-io';
import { type JsonObject, parseJson } from './json';
import { type PressOutcome, TeamsRefusal } from './teams-model';
import type { TeamsParts } from './teams-parts';
import { fromTs, personOfChat } from './teams-state';

const at = { channel: z.string(), ts: z.string(), user: z.string() };
const inputs = z.record(z.string(), z.string());
const attached = z.object({
  name: z.string(),
  mimetype: z.string(),
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
  }),
  z.object({ kind: z.literal('edit'), ...at, text: z.string() }),
  z.object({ kind: z.literal('delete'), ...at }),
  z.object({ kind: z.literal('undelete'), ...at }),
  z.object({ kind: z.literal('react'), ...at, name: z.string() }),
  z.object({ kind: z.literal('unreact'), ...at, name: z.string() }),
  z.object({ kind: z.literal('pressCard'), ...at, button: z.number(), inputs }),
  z.object({
    kind: z.literal('submitCard'),
    viewId: z.string(),
    user: z.string(),
    button: z.number(),
    inputs,
  }),
  z.object({ kind: z.literal('closeForm'), viewId: z.string(), user: z.string() }),
  z.object({ kind: z.literal('messageShortcut'), ...at, callbackId: z.string() }),
  z.object({ kind: z.literal('install'), channel: z.string(), installed: z.boolean() }),
  z.object({ kind: z.literal('consent'), channel: z.string(), everything: z.boolean() }),
]);

type Act = z.infer<typeof act>;

/** Does for the page what a person of the local Teams does. */
export async function handleTeamsAct(
  parts: TeamsParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const parsed = act.safeParse(parseJson((await readBody(request)).toString('utf8')));
  if (!parsed.success)
    return sendJson(response, 400, { ok: false, error: z.prettifyError(parsed.error) });
  try {
    sendJson(response, 200, await perform(parts, parsed.data));
  } catch (failure) {
    if (!(failure instanceof TeamsRefusal)) throw failure;
    sendJson(response, 200, { ok: false, error: failure.message });
  }
}

async function perform(parts: TeamsParts, wish: Act): Promise<JsonObject> {
  const { people, presses, dialogs, lifecycle, world } = parts;
  switch (wish.kind) {
    case 'post': {
      const { threadTs } = wish;
      people.post({
        room: roomOf(parts, wish.channel),
        person: wish.user,
        text: typed(parts, wish.text),
        ...(threadTs === undefined ? {} : { replyTo: fromTs(threadTs) }),
        ...(wish.files ? { files: wish.files } : {}),
      });
      return { ok: true };
    }
    case 'edit':
      people.edit({ ...target(parts, wish), text: typed(parts, wish.text) });
      return { ok: true };
    case 'delete':
      people.delete(target(parts, wish));
      return { ok: true };
    case 'undelete':
      people.undelete(target(parts, wish));
      return { ok: true };
    case 'react':
    case 'unreact':
      people.react({
        ...target(parts, wish),
        type: wish.name,
        added: wish.kind === 'react',
      });
      return { ok: true };
    case 'pressCard':
      return seen(await presses.press({ ...target(parts, wish), ...wish }));
    case 'submitCard':
      return seen(await dialogs.submit({ dialogId: wish.viewId, person: wish.user, ...wish }));
    case 'closeForm':
      dialogs.close({ dialogId: wish.viewId, person: wish.user });
      return { ok: true };
    case 'messageShortcut': {
      const { room, id, person } = target(parts, wish);
      const { place, post } = dialogs.placeOf(room, id);
      return seen(await dialogs.messageAction(place, world.person(person), post, wish.callbackId));
    }
    case 'install':
      if (wish.installed) await lifecycle.install({ place: wish.channel });
      else await lifecycle.uninstall({ place: wish.channel });
      return { ok: true };
    case 'consent':
      lifecycle.setConsent(wish.channel, wish.everything);
      return { ok: true };
  }
}

function roomOf(parts: TeamsParts, place: string): string {
  const person = personOfChat(place);
  if (person === null) return place;
  // The first word to the bot is what makes the chat, and the desk is told of it before.
  const { room, made } = parts.world.personalRoom(person);
  if (made) void parts.lifecycle.announcePersonal(room, person);
  return room.id;
}

function target(parts: TeamsParts, wish: { channel: string; ts: string; user: string }) {
  return { room: roomOf(parts, wish.channel), id: fromTs(wish.ts), person: wish.user };
}

/** The page names people by id; in Teams they are written by name. */
function typed(parts: TeamsParts, words: string): string {
  const { world } = parts;
  return words.replace(/<@([^>|]+)>/g, (whole, id: string) => {
    const name = id === world.botId ? world.botName : world.people.get(id)?.name;
    return name === undefined ? whole : `@${name}`;
  });
}

function seen(outcome: PressOutcome): JsonObject {
  return outcome.shown === 'error'
    ? { ok: false, error: outcome.text ?? 'Something went wrong.' }
    : { ok: true, note: outcome.shown === 'message' ? outcome.text : null };
}
