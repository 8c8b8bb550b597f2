import { fields, type Json, type JsonObject, objects, text } from './json';
import { ConnectorError, contentOf, isEmpty } from './teams-content';
import type { ConnectorOperation } from './teams-faults';
import type { Post, Room } from './teams-model';
import { channelsOf, findMember, memberJson, teamConversations, teamJson } from './teams-roster';
import { conversationId, splitConversation, type TeamsWorld } from './teams-world';

export interface ConnectorAnswer {
  status: number;
  body: JsonObject | Json[];
}

/** One call, known by what it does and to which room. */
export interface ConnectorCall {
  operation: ConnectorOperation;
  /** The conversation with its thread, for throttling; the room, for faults. */
  thread: string | null;
  room: string | null;
  run(body: JsonObject): ConnectorAnswer;
}

const ok = (body: JsonObject | Json[], status = 200): ConnectorAnswer => ({ status, body });
const PAGE = 500;

/** The Bot Connector's calls on the local Teams. */
export class TeamsConnector {
  constructor(private readonly world: TeamsWorld) {}

  /** The call behind a verb and a path (below the serviceUrl); null when there is none. */
  find(verb: string, path: string, query: URLSearchParams): ConnectorCall | null {
    const parts = path
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
    const [version, area, id, what, key] = parts;
    if (version !== 'v3') return null;
    if (area === 'teams' && id !== undefined && verb === 'GET')
      return this.aboutTeam(id, what ?? null);
    if (area !== 'conversations') return null;
    if (id === undefined)
      return verb === 'POST'
        ? {
            operation: 'createConversation',
            thread: null,
            room: null,
            run: (body) => this.createConversation(body),
          }
        : null;
    const { roomId } = splitConversation(id);
    const call = (
      operation: ConnectorOperation,
      run: (body: JsonObject) => ConnectorAnswer,
    ): ConnectorCall => ({ operation, thread: id, room: roomId, run });
    if (what === 'activities') {
      if (verb === 'POST') return call('send', (body) => this.send(id, key ?? null, body));
      if (verb === 'PUT' && key) return call('edit', (body) => this.edit(id, key, body));
      if (verb === 'DELETE' && key) return call('delete', () => this.remove(id, key));
    }
    if (verb !== 'GET') return null;
    if (what === 'pagedmembers') return call('members', () => this.pagedMembers(id, query));
    if (what === 'members')
      return call('members', () => (key ? this.member(id, key) : this.members(id)));
    return null;
  }

  private readable(conversation: string): { room: Room; rootId: string | null } {
    const { roomId, rootId } = splitConversation(conversation);
    const room = this.world.rooms.get(roomId);
    if (!room || room.deleted)
      throw new ConnectorError(404, 'ConversationNotFound', 'Conversation not found.');
    if (!this.world.reach(room).installed)
      throw new ConnectorError(
        403,
        'BotNotInConversationRoster',
        'The bot is not part of the conversation roster.',
      );
    return { room, rootId };
  }

  private writable(conversation: string): { room: Room; rootId: string | null } {
    const place = this.readable(conversation);
    if (place.room.writesBlocked)
      throw new ConnectorError(
        403,
        'MessageWritesBlocked',
        'Message writes are blocked in this thread.',
      );
    return place;
  }

  private send(conversation: string, replyTo: string | null, body: JsonObject): ConnectorAnswer {
    const { room, rootId } = this.writable(conversation);
    const parent = replyTo === null ? undefined : this.world.find(room.id, replyTo);
    const root = room.kind === 'channel' ? (rootId ?? parent?.rootId ?? parent?.id ?? null) : null;
    if (text(body.type) === 'typing') return ok({ id: this.world.nextId() }, 201);
    const post = this.store(room, root, body);
    return ok({ id: post.id }, 201);
  }

  private store(room: Room, rootId: string | null, body: JsonObject): Post {
    const post: Post = {
      id: this.world.nextId(),
      room: room.id,
      rootId,
      from: null,
      ...contentOf(body),
      reactions: [],
      edited: false,
      deleted: false,
      at: this.world.clock(),
    };
    this.world.add(post);
    this.world.changed();
    return post;
  }

  private own(conversation: string, id: string): Post {
    const { room } = this.writable(conversation);
    const post = this.world.find(room.id, id);
    if (!post || post.deleted)
      throw new ConnectorError(
        404,
        'ActivityNotFoundInConversation',
        'The activity was not found in the conversation.',
      );
    if (post.from !== null)
      throw new ConnectorError(403, 'Forbidden', 'A bot can change its own messages only.');
    return post;
  }

  private edit(conversation: string, id: string, body: JsonObject): ConnectorAnswer {
    const post = this.own(conversation, id);
    Object.assign(post, contentOf(body), { edited: true });
    this.world.forgetViews(post.room, post.id);
    this.world.changed();
    return ok({ id });
  }

  private remove(conversation: string, id: string): ConnectorAnswer {
    const post = this.own(conversation, id);
    post.deleted = true;
    this.world.changed();
    return ok({});
  }

  private members(conversation: string): ConnectorAnswer {
    const { room } = this.readable(conversation);
    return ok(this.world.membersOf(room).map(memberJson));
  }

  private pagedMembers(conversation: string, query: URLSearchParams): ConnectorAnswer {
    const { room } = this.readable(conversation);
    const everyone = this.world.membersOf(room).map(memberJson);
    const size = Math.min(Math.max(Number(query.get('pageSize') ?? PAGE) || PAGE, 50), PAGE);
    const from = Number(query.get('continuationToken') ?? 0) || 0;
    const next = from + size < everyone.length ? String(from + size) : null;
    return ok({
      members: everyone.slice(from, from + size),
      ...(next === null ? {} : { continuationToken: next }),
    });
  }

  private member(conversation: string, key: string): ConnectorAnswer {
    const { room } = this.readable(conversation);
    const person = findMember(this.world, room, key);
    if (!person) throw new ConnectorError(404, 'MemberNotFoundInConversation', 'Member not found.');
    return ok(memberJson(person));
  }

  private aboutTeam(id: string, what: string | null): ConnectorCall | null {
    if (what !== null && what !== 'conversations') return null;
    const run = (): ConnectorAnswer => {
      const team = this.world.teams.get(id);
      if (!team) throw new ConnectorError(404, 'NotFound', 'Team not found.');
      if (!team.installed)
        throw new ConnectorError(403, 'BotNotInConversationRoster', 'The bot is not in the team.');
      return ok(what === null ? teamJson(this.world, team) : teamConversations(this.world, team));
    };
    return { operation: 'team', thread: null, room: id, run };
  }

  private createConversation(body: JsonObject): ConnectorAnswer {
    const channelId = text(fields(fields(body.channelData).channel).id);
    if (channelId !== undefined) {
      const { room } = this.writable(channelId);
      const root = this.store(room, null, fields(body.activity));
      return ok(
        {
          id: conversationId(room, root.id),
          activityId: root.id,
          serviceUrl: this.world.serviceUrl,
        },
        201,
      );
    }
    const [member, ...others] = objects(body.members);
    const key = text(member?.id);
    if (key === undefined || others.length > 0)
      throw new ConnectorError(400, 'BadSyntax', 'Exactly one member must be given.');
    const person = this.world.people.get(key) ?? this.world.byObjectId(key);
    if (!person || !this.meets(person.id))
      throw new ConnectorError(
        403,
        'ForbiddenOperationException',
        'The bot cannot reach this user.',
      );
    const { room } = this.world.personalRoom(person.id);
    this.writable(room.id);
    const first = isEmpty(fields(body.activity))
      ? null
      : this.store(room, null, fields(body.activity));
    this.world.changed();
    return ok({ id: room.id, ...(first ? { activityId: first.id } : {}) }, 201);
  }

  /** A bot may only open a chat with people it shares an installation with. */
  private meets(person: string): boolean {
    const teams = [...this.world.teams.values()].filter((team) => team.installed);
    return (
      teams.some(
        (team) =>
          team.members.includes(person) ||
          channelsOf(this.world, team).some((room) => room.members?.includes(person)),
      ) ||
      [...this.world.rooms.values()].some(
        (room) => room.teamId === null && room.installed && room.members?.includes(person),
      )
    );
  }
}
