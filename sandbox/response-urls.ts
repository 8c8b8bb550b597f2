import type { IncomingMessage, ServerResponse } from 'node:http';
import { contentOf } from './chat-methods';
import { Args, type Core } from './core';
import { readBody, sendJson } from './http-io';
import { isObject, type JsonObject, parseJson } from './json';
import { Refusal } from './model';

/** Answers a POST to a response URL: replace, delete, whisper or say. */
export async function answerResponseUrl(
  core: Core,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = parseJson((await readBody(request)).toString('utf8'));
  try {
    if (!isObject(body)) throw new Refusal('invalid_payload');
    respond(core, id, body);
    sendJson(response, 200, { ok: true });
  } catch (failure) {
    if (!(failure instanceof Refusal)) throw failure;
    const status = failure.message === 'expired_url' || failure.message === 'used_url' ? 404 : 400;
    sendJson(response, status, { ok: false, error: failure.message });
  }
}

function respond(core: Core, id: string, body: JsonObject): void {
  const { world, board } = core;
  const spot = core.permissions.spot(id);
  const args = new Args(body);
  const message = spot.ts === null ? undefined : world.find(spot.channel, spot.ts);
  const whispered = world.ephemerals.find(
    (held) => held.channel === spot.channel && held.ts === spot.ts,
  );
  if (args.flag('delete_original')) {
    if (message?.by_app) void board.remove(message);
    if (whispered) world.ephemerals.splice(world.ephemerals.indexOf(whispered), 1);
    world.changed();
    return;
  }
  const content = contentOf(args);
  if (args.flag('replace_original') && message?.by_app) {
    void board.edit(message, { ...content, editor: world.app.bot_id });
    return;
  }
  if (args.flag('replace_original') && whispered) {
    Object.assign(whispered, content);
    world.changed();
    return;
  }
  const threadTs = args.text('thread_ts') ?? spot.threadTs;
  const draft = {
    channel: spot.channel,
    user: world.app.bot_user_id,
    by_app: true,
    ...content,
    thread_ts: threadTs,
  };
  if (args.text('response_type') === 'in_channel') void board.post(draft).delivered;
  else board.whisper(draft, spot.user);
}
