import { randomBytes } from 'node:crypto';
import type { JsonObject } from './json';
import {
  type Dialog,
  type Post,
  type Room,
  type TeamsPerson,
  TeamsRefusal,
  type TeamsSeed,
  type TeamsTeam,
  type TeamsTenant,
  type Toast,
} from './teams-model';

/** Everything true in the local Teams. */
export class TeamsWorld {
  readonly botName: string;
  readonly vendorTenantId: string;
  readonly tenants: Map<string, TeamsTenant>;
  readonly people: Map<string, TeamsPerson>;
  readonly teams: Map<string, TeamsTeam>;
  readonly rooms: Map<string, Room>;
  readonly messageActions: TeamsSeed['messageActions'];
  readonly dialogs = new Map<string, Dialog>();
  /** Cards as one person sees them after the desk answered their click, by room, message, person. */
  readonly views = new Map<string, JsonObject>();
  readonly toasts: Toast[] = [];
  /** Where the connector is; it may move, and then the newest is the one to use. */
  serviceUrl = '';
  version = 1;
  private readonly posts = new Map<string, Map<string, Post>>();
  private readonly listeners = new Set<() => void>();
  private lastId = 0;

  constructor(
    seed: TeamsSeed,
    readonly botId: string,
    readonly clock: () => number,
  ) {
    const fresh = structuredClone(seed);
    this.botName = fresh.botName;
    this.vendorTenantId = fresh.vendorTenantId;
    this.tenants = new Map(fresh.tenants.map((tenant) => [tenant.id, tenant]));
    this.people = new Map(fresh.people.map((person) => [person.id, person]));
    this.teams = new Map(fresh.teams.map((team) => [team.id, team]));
    this.rooms = new Map(fresh.rooms.map((room) => [room.id, room]));
    this.messageActions = fresh.messageActions;
  }

  /** Tells the listeners (the page, the file) that something is new. */
  changed(): void {
    this.version += 1;
    for (const listener of this.listeners) listener();
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The next message id: milliseconds, unique and rising over all rooms. */
  nextId(): string {
    this.lastId = Math.max(this.clock(), this.lastId + 1);
    return String(this.lastId);
  }

  /** A new opaque id. */
  newToken(): string {
    return randomBytes(12).toString('base64url');
  }

  /** Shows a person a short word that is gone when read. */
  tell(person: string, room: string, text: string): void {
    this.toasts.push({ person, room, text, at: this.clock() });
    this.changed();
  }

  /** Drops every personal view of a message: its card was edited for everybody. */
  forgetViews(room: string, id: string): void {
    for (const key of this.views.keys())
      if (key.startsWith(`${room}/${id}/`)) this.views.delete(key);
  }

  person(id: string): TeamsPerson {
    const person = this.people.get(id) ?? this.byObjectId(id);
    if (!person) throw new TeamsRefusal('there is no such person');
    return person;
  }

  byObjectId(aadObjectId: string): TeamsPerson | undefined {
    return [...this.people.values()].find((person) => person.aadObjectId === aadObjectId);
  }

  room(id: string): Room {
    const room = this.rooms.get(id);
    if (!room || room.deleted) throw new TeamsRefusal('there is no such channel or chat');
    return room;
  }

  team(id: string): TeamsTeam {
    const team = this.teams.get(id);
    if (!team) throw new TeamsRefusal('there is no such team');
    return team;
  }

  teamOf(room: Room): TeamsTeam | null {
    return room.teamId === null ? null : this.team(room.teamId);
  }

  membersOf(room: Room): TeamsPerson[] {
    const ids = room.members ?? this.teamOf(room)?.members ?? [];
    return ids.flatMap((id) => this.people.get(id) ?? []);
  }

  /** Whether the bot is in a room, and whether it may read what does not mention it. */
  reach(room: Room): { installed: boolean; everything: boolean } {
    const team = this.teamOf(room);
    const installed = team ? team.installed : room.installed;
    const consent = team ? team.consent : room.consent;
    return { installed, everything: installed && (room.kind === 'personal' || consent) };
  }

  /** The chat between the bot and one person, made when first needed. */
  personalRoom(personId: string): { room: Room; made: boolean } {
    const person = this.person(personId);
    for (const room of this.rooms.values())
      if (room.kind === 'personal' && room.members?.includes(person.id))
        return { room, made: false };
    const room: Room = {
      id: `a:1${this.newToken()}`,
      kind: 'personal',
      tenantId: person.tenantId,
      teamId: null,
      name: '',
      members: [person.id],
      sharedWith: [],
      deleted: false,
      installed: true,
      consent: true,
      writesBlocked: false,
    };
    this.rooms.set(room.id, room);
    return { room, made: true };
  }

  add(post: Post): void {
    const log = this.posts.get(post.room) ?? new Map<string, Post>();
    this.posts.set(post.room, log);
    log.set(post.id, post);
    this.lastId = Math.max(this.lastId, Number(post.id));
  }

  find(room: string, id: string): Post | undefined {
    return this.posts.get(room)?.get(id);
  }

  post(room: string, id: string): Post {
    const post = this.find(room, id);
    if (!post) throw new TeamsRefusal('there is no such message');
    return post;
  }

  /** Everything said in a room, oldest first, replies and deleted ones included. */
  log(room: string): Post[] {
    return [...(this.posts.get(room)?.values() ?? [])];
  }
}

/** A conversation id as it travels: with the thread's root for a channel. */
export function conversationId(room: Room, rootId: string | null): string {
  return room.kind === 'channel' && rootId !== null ? `${room.id};messageid=${rootId}` : room.id;
}

/** A conversation id taken apart. */
export function splitConversation(id: string): { roomId: string; rootId: string | null } {
  const [roomId = '', rootId] = id.split(';messageid=');
  return { roomId, rootId: rootId ?? null };
}
