import { installationActivity, membersActivity, teamActivity } from './teams-activities';
import { type Room, type TeamsPerson, TeamsRefusal, type TeamsTeam } from './teams-model';
import type { TeamsDelivery, TeamsPush } from './teams-push';
import { teamsRoom } from './teams-seed';
import type { TeamsWorld } from './teams-world';

/** What happens to teams, channels, chats and their people. */
export class TeamsLifecycle {
  constructor(
    private readonly world: TeamsWorld,
    private readonly push: TeamsPush,
  ) {}

  /** Tells the desk of every place its bot is in, as if it were installed there now. */
  async announce(): Promise<TeamsDelivery[]> {
    const rooms = [...this.world.rooms.values()].filter(
      (room) => !room.deleted && this.world.reach(room).installed && isHome(room),
    );
    return (await Promise.all(rooms.map((room) => this.tellInstalled(room)))).flat();
  }

  /** Puts the bot into a team (by its id), a group chat or a person's own chat. */
  install(args: { place: string; by?: string }): Promise<TeamsDelivery[]> {
    const room = this.home(args.place);
    if (this.world.reach(room).installed) throw new TeamsRefusal('the bot is there already');
    this.setInstalled(room, true);
    return this.tellInstalled(room, args.by);
  }

  /** Opens the app in person, which makes the chat with the bot. */
  installPersonally(person: string): Promise<TeamsDelivery[]> {
    const { room, made } = this.world.personalRoom(person);
    if (!made && room.installed) return Promise.resolve([]);
    room.installed = true;
    this.world.changed();
    return this.tellInstalled(room, person);
  }

  /** Tells the desk of a chat somebody has just opened. */
  announcePersonal(room: Room, person: string): Promise<TeamsDelivery[]> {
    return this.tellInstalled(room, person);
  }

  /** Takes the bot out of a team or chat. */
  async uninstall(args: { place: string; by?: string }): Promise<TeamsDelivery[]> {
    const room = this.home(args.place);
    if (!this.world.reach(room).installed) throw new TeamsRefusal('the bot is not there');
    this.setInstalled(room, false);
    const by = this.anybody(room, args.by);
    const gone = { members: ['bot' as const], added: false };
    return Promise.all([
      this.push.deliver(installationActivity(this.world, room, by, 'remove')),
      this.push.deliver(membersActivity(this.world, room, by, gone)),
    ]);
  }

  /** Grants or takes back the right to read every message (ChannelMessage.Read.Group). */
  setConsent(place: string, consent: boolean): void {
    const room = this.home(place);
    const team = this.world.teamOf(room);
    if (team) team.consent = consent;
    else room.consent = consent;
    this.world.changed();
  }

  /** Makes a new channel in a team. */
  createChannel(args: { team: string; name: string; by?: string; sharedWith?: string[] }): {
    id: string;
    delivered: Promise<TeamsDelivery | null>;
  } {
    const team = this.world.team(args.team);
    const id = `19:${this.world.newToken()}@thread.tacv2`;
    const sharedWith = args.sharedWith ?? [];
    const room = teamsRoom(id, args.name, team.tenantId, team.id, { sharedWith });
    this.world.rooms.set(id, room);
    return { id, delivered: this.changedChannel(room, 'channelCreated', args.by) };
  }

  renameChannel(args: { room: string; name: string; by?: string }): Promise<TeamsDelivery | null> {
    const room = this.world.room(args.room);
    room.name = args.name;
    return this.changedChannel(room, 'channelRenamed', args.by);
  }

  deleteChannel(args: { room: string; by?: string }): Promise<TeamsDelivery | null> {
    const room = this.world.room(args.room);
    if (room.id === room.teamId) throw new TeamsRefusal('General cannot be deleted');
    room.deleted = true;
    return this.changedChannel(room, 'channelDeleted', args.by);
  }

  restoreChannel(args: { room: string; by?: string }): Promise<TeamsDelivery | null> {
    const room = this.world.rooms.get(args.room);
    if (!room?.deleted) throw new TeamsRefusal('there is no such deleted channel');
    room.deleted = false;
    return this.changedChannel(room, 'channelRestored', args.by);
  }

  /** Lets another tenant into a channel, with the people of it who see the channel. */
  shareChannel(args: {
    room: string;
    tenant: string;
    people: string[];
    by?: string;
  }): Promise<TeamsDelivery | null> {
    const room = this.world.room(args.room);
    const own = this.world.membersOf(room).map(({ id }) => id);
    room.members = [...new Set([...own, ...args.people])];
    room.sharedWith = [...new Set([...room.sharedWith, args.tenant])];
    return this.changedChannel(room, 'channelShared', args.by);
  }

  renameTeam(args: { team: string; name: string; by?: string }): Promise<TeamsDelivery | null> {
    const team = this.world.team(args.team);
    team.name = args.name;
    return this.changedTeam(team, 'teamRenamed', args.by);
  }

  archiveTeam(args: { team: string; by?: string }): Promise<TeamsDelivery | null> {
    return this.changedTeam(this.world.team(args.team), 'teamArchived', args.by);
  }

  deleteTeam(args: { team: string; by?: string }): Promise<TeamsDelivery | null> {
    const team = this.world.team(args.team);
    const told = this.changedTeam(team, 'teamDeleted', args.by);
    team.installed = false;
    for (const room of this.world.rooms.values()) if (room.teamId === team.id) room.deleted = true;
    return told;
  }

  /** Lets a person into a team, a shared channel or a chat. */
  addMember(args: { room: string; person: string; by?: string }): Promise<TeamsDelivery | null> {
    return this.moveMember(args, true);
  }

  removeMember(args: { room: string; person: string; by?: string }): Promise<TeamsDelivery | null> {
    return this.moveMember(args, false);
  }

  /** Lets the connector move; later activities name the new address. */
  moveServiceUrl(url: string): void {
    this.world.serviceUrl = url;
    this.world.changed();
  }

  private moveMember(
    args: { room: string; person: string; by?: string },
    added: boolean,
  ): Promise<TeamsDelivery | null> {
    const room = this.world.room(args.room);
    const person = this.world.person(args.person);
    const team = this.world.teamOf(room);
    const list = room.members ?? team?.members ?? [];
    if (list.includes(person.id) === added) throw new TeamsRefusal('nothing changes by that');
    const moved = added ? [...list, person.id] : list.filter((id) => id !== person.id);
    if (room.members !== null) room.members = moved;
    else if (team) team.members = moved;
    this.world.changed();
    if (!this.world.reach(room).installed) return Promise.resolve(null);
    const by = this.anybody(room, args.by ?? person.id);
    const who = { members: [person], added };
    return this.push.deliver(membersActivity(this.world, room, by, who));
  }

  private async tellInstalled(room: Room, by?: string): Promise<TeamsDelivery[]> {
    const person = this.anybody(room, by);
    const come = {
      members: room.kind === 'personal' ? [person, 'bot' as const] : ['bot' as const],
      added: true,
    };
    return Promise.all([
      this.push.deliver(installationActivity(this.world, room, person, 'add')),
      this.push.deliver(membersActivity(this.world, room, person, come)),
    ]);
  }

  private home(place: string): Room {
    const room = this.world.room(place);
    return room.teamId === null ? room : this.world.room(room.teamId);
  }

  private setInstalled(room: Room, installed: boolean): void {
    const team = this.world.teamOf(room);
    if (team) team.installed = installed;
    else room.installed = installed;
    this.world.changed();
  }

  private anybody(room: Room, by: string | undefined): TeamsPerson {
    const first = by ?? this.world.membersOf(room)[0]?.id;
    if (first === undefined) throw new TeamsRefusal('nobody is there to do it');
    return this.world.person(first);
  }

  private changedChannel(room: Room, eventType: string, by: string | undefined) {
    this.world.changed();
    const team = this.world.teamOf(room);
    if (!team) throw new TeamsRefusal('chats are not changed this way');
    if (!team.installed) return Promise.resolve(null);
    const person = this.anybody(room, by);
    return this.push.deliver(teamActivity(this.world, team, person, eventType, room));
  }

  private changedTeam(team: TeamsTeam, eventType: string, by: string | undefined) {
    this.world.changed();
    if (!team.installed) return Promise.resolve(null);
    const person = this.anybody(this.world.room(team.id), by);
    return this.push.deliver(teamActivity(this.world, team, person, eventType, null));
  }
}

function isHome(room: Room): boolean {
  return room.teamId === null || room.teamId === room.id;
}
