import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseJson } from './json';
import type { Post, Room, TeamsTeam } from './teams-model';
import type { TeamsWorld } from './teams-world';

/** Raised whenever an older file can no longer be read as it is. */
const FORMAT = 1;

interface SavedTeams {
  format: typeof FORMAT;
  teams: TeamsTeam[];
  rooms: Room[];
  posts: Post[];
}

const text = z.string();
const texts = z.array(text);
const flag = z.boolean();
const list = z.array(z.json());

/** Every field is named, and the compiler holds the list against the model. */
const schema: z.ZodType<SavedTeams> = z.object({
  format: z.literal(FORMAT),
  teams: z.array(
    z.object({
      id: text,
      aadGroupId: text,
      tenantId: text,
      name: text,
      members: texts,
      installed: flag,
      consent: flag,
    }),
  ),
  rooms: z.array(
    z.object({
      id: text,
      kind: z.enum(['channel', 'groupChat', 'personal']),
      tenantId: text,
      teamId: text.nullable(),
      name: text,
      members: texts.nullable(),
      sharedWith: texts,
      deleted: flag,
      installed: flag,
      consent: flag,
      writesBlocked: flag,
    }),
  ),
  posts: z.array(
    z.object({
      id: text,
      room: text,
      rootId: text.nullable(),
      from: text.nullable(),
      text,
      attachments: list,
      entities: list,
      summary: text.nullable(),
      reactions: z.array(z.object({ type: text, people: texts })),
      edited: flag,
      deleted: flag,
      at: z.number(),
    }),
  ),
});

/** What of the local Teams outlives its process. */
export function savedTeams(world: TeamsWorld): SavedTeams {
  const rooms = [...world.rooms.values()];
  return {
    format: FORMAT,
    teams: [...world.teams.values()],
    rooms,
    posts: rooms.flatMap((room) => world.log(room.id)),
  };
}

/** Brings back what an earlier run left, if it can be read. */
export function restoreTeams(world: TeamsWorld, path: string): void {
  if (!existsSync(path)) return;
  const saved = schema.safeParse(parseJson(readFileSync(path, 'utf8'))).data;
  if (!saved) return;
  for (const team of saved.teams) world.teams.set(team.id, team);
  for (const room of saved.rooms) world.rooms.set(room.id, room);
  for (const post of saved.posts) world.add(post);
}
