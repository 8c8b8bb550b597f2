import type { Json, JsonObject } from './json';
import { messageActivity } from './teams-activities';
import type { TeamsKeys, TokenWish } from './teams-keys';
import type { Post } from './teams-model';
import type { TeamsAnswer, TeamsPush } from './teams-push';
import type { TeamsWorld } from './teams-world';

export interface Forgery {
  room: string;
  person: string;
  text?: string;
  /** Laid over the genuine activity, undefined takes a field away. */
  activity?: JsonObject;
  /** What is wrong with the token. */
  token?: TokenWish;
  /** This instead of a token; null sends no Authorization header. */
  bearer?: string | null;
  /** Sent instead of the activity, byte for byte. */
  bytes?: Buffer;
}

/** A genuine message with something wrong on purpose. */
export interface Forged {
  activity: JsonObject;
  token: string | null;
  /** Sends it to the desk, once. */
  send(): Promise<TeamsAnswer>;
}

/** Builds a message nobody wrote; without wishes it is as good as a genuine one. */
export function forgeActivity(
  world: TeamsWorld,
  keys: TeamsKeys,
  push: TeamsPush,
  forgery: Forgery,
): Forged {
  const room = world.room(forgery.room);
  const id = world.nextId();
  const post: Post = {
    id,
    room: room.id,
    rootId: null,
    from: forgery.person,
    text: forgery.text ?? 'Is anybody there?',
    attachments: [],
    entities: [],
    summary: null,
    reactions: [],
    edited: false,
    deleted: false,
    at: Number(id),
  };
  const rootId = room.kind === 'channel' ? id : null;
  const activity = {
    ...messageActivity(world, { room, rootId }, post),
    ...forgery.activity,
  };
  const token =
    forgery.bearer === undefined ? keys.token(world.serviceUrl, forgery.token) : forgery.bearer;
  const sent: Json | Buffer = forgery.bytes ?? activity;
  return { activity, token, send: () => push.raw(sent, token) };
}
