import type { Json, JsonObject } from './json';
import { changeActivity, messageActivity, type Place, reactionActivity } from './teams-activities';
import type { TeamsFiles, TeamsUpload } from './teams-files';
import { type Post, type Room, type TeamsPerson, TeamsRefusal } from './teams-model';
import type { TeamsDelivery, TeamsPush } from './teams-push';
import { conversationId, type TeamsWorld } from './teams-world';

/** What somebody said or did, and what became of telling the bot; null if it is not told. */
export interface TeamsSaid {
  id: string;
  conversation: string;
  delivered: Promise<TeamsDelivery | null>;
}

export interface TeamsPostArgs {
  room: string;
  person: string;
  text: string;
  /** The root of the thread answered in. */
  replyTo?: string;
  /** Puts a mention of the bot in front. */
  mentionBot?: boolean;
  files?: TeamsUpload[];
}

export interface TeamsAt {
  room: string;
  id: string;
  person: string;
}

/** What people do with messages. */
export class TeamsPeople {
  constructor(
    private readonly world: TeamsWorld,
    private readonly push: TeamsPush,
    private readonly files: TeamsFiles,
  ) {}

  /** Says something in a channel or chat. */
  post(args: TeamsPostArgs): TeamsSaid {
    const { room, person } = this.present(args.room, args.person);
    const rootId = args.replyTo === undefined ? null : this.world.post(room.id, args.replyTo).id;
    if (rootId !== null && room.kind !== 'channel')
      throw new TeamsRefusal('only channels have threads');
    const typed = args.mentionBot ? `@${this.world.botName} ${args.text}` : args.text;
    const { text, entities } = this.mentions(typed, room);
    const id = this.world.nextId();
    const post: Post = {
      id,
      room: room.id,
      rootId,
      from: person.id,
      text,
      attachments: (args.files ?? []).map((file) => this.files.keep(file)),
      entities,
      summary: null,
      reactions: [],
      edited: false,
      deleted: false,
      at: Number(id),
    };
    if (post.text.trim() === '' && post.attachments.length === 0)
      throw new TeamsRefusal('there is nothing to send');
    this.world.add(post);
    this.world.changed();
    return this.told(post, messageActivity(this.world, placeOf(room, post), post));
  }

  /** Changes one's own message. */
  edit(args: TeamsAt & { text: string }): TeamsSaid {
    const { room, post } = this.own(args);
    Object.assign(post, this.mentions(args.text, room), { edited: true });
    this.world.changed();
    return this.told(post, changeActivity(this.world, placeOf(room, post), post, 'editMessage'));
  }

  /** Deletes one's own message; it can be brought back. */
  delete(args: TeamsAt): TeamsSaid {
    const { room, post } = this.own(args);
    post.deleted = true;
    this.world.changed();
    const place = placeOf(room, post);
    return this.told(post, changeActivity(this.world, place, post, 'softDeleteMessage'));
  }

  /** Brings one's deleted message back. */
  undelete(args: TeamsAt): TeamsSaid {
    const { room } = this.present(args.room, args.person);
    const post = this.world.post(room.id, args.id);
    if (!post.deleted || post.from !== args.person)
      throw new TeamsRefusal('there is nothing of yours to bring back');
    post.deleted = false;
    this.world.changed();
    return this.told(
      post,
      changeActivity(this.world, placeOf(room, post), post, 'undeleteMessage'),
    );
  }

  /** Puts a reaction on or takes it off. The bot hears of reactions to its own messages only. */
  react(args: TeamsAt & { type: string; added?: boolean }): TeamsSaid {
    const { room, person } = this.present(args.room, args.person);
    const post = this.world.post(room.id, args.id);
    const added = args.added ?? true;
    const reaction = post.reactions.find(({ type }) => type === args.type);
    const has = reaction?.people.includes(person.id) ?? false;
    if (post.deleted || has === added) throw new TeamsRefusal('nothing changes by that');
    if (reaction)
      reaction.people = added
        ? [...reaction.people, person.id]
        : reaction.people.filter((id) => id !== person.id);
    else post.reactions.push({ type: args.type, people: [person.id] });
    post.reactions = post.reactions.filter(({ people }) => people.length > 0);
    this.world.changed();
    const conversation = conversationId(room, post.rootId ?? post.id);
    const tells = this.world.reach(room).installed && post.from === null;
    const activity = reactionActivity(this.world, placeOf(room, post), person, {
      postId: post.id,
      type: args.type,
      added,
    });
    const delivered = tells ? this.push.deliver(activity) : Promise.resolve(null);
    return { id: post.id, conversation, delivered };
  }

  private present(roomId: string, personId: string): { room: Room; person: TeamsPerson } {
    const room = this.world.room(roomId);
    const person = this.world.person(personId);
    if (!this.world.membersOf(room).includes(person))
      throw new TeamsRefusal('this person is not in that channel or chat');
    return { room, person };
  }

  private own(args: TeamsAt): { room: Room; post: Post } {
    const { room } = this.present(args.room, args.person);
    const post = this.world.post(room.id, args.id);
    if (post.deleted || post.from !== args.person)
      throw new TeamsRefusal('people change their own messages only');
    return { room, post };
  }

  /** Turns @Name into the tag and the entity Teams sends for it. */
  private mentions(typed: string, room: Room): { text: string; entities: Json[] } {
    const names = [
      { id: this.world.botId, name: this.world.botName },
      ...this.world.membersOf(room).map(({ id, name }) => ({ id, name })),
    ];
    let text = typed;
    const entities: Json[] = [];
    for (const mentioned of names) {
      if (!text.includes(`@${mentioned.name}`)) continue;
      const tag = `<at>${mentioned.name}</at>`;
      text = text.replaceAll(`@${mentioned.name}`, tag);
      entities.push({ type: 'mention', mentioned, text: tag });
    }
    return { text, entities };
  }

  private told(post: Post, activity: JsonObject): TeamsSaid {
    const room = this.world.room(post.room);
    const { installed, everything } = this.world.reach(room);
    const heard = everything || (installed && mentionsBot(post, this.world.botId));
    return {
      id: post.id,
      conversation: conversationId(room, post.rootId ?? post.id),
      delivered: heard ? this.push.deliver(activity) : Promise.resolve(null),
    };
  }
}

/** The thread a message belongs to; a root begins its own. */
export function placeOf(room: Room, post: Post): Place {
  return { room, rootId: room.kind === 'channel' ? (post.rootId ?? post.id) : null };
}

function mentionsBot(post: Post, botId: string): boolean {
  return JSON.stringify(post.entities).includes(JSON.stringify(botId));
}
