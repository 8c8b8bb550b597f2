import type { Core } from './core';
import { type Channel, Refusal } from './model';
import type { Delivery } from './push';

/** What administrators and other companies do to channels and to the installation. */
export class Lifecycle {
  constructor(protected readonly core: Core) {}

  /** Archives a channel. */
  async archive(args: { channel: string; user: string }): Promise<Delivery> {
    const channel = this.core.world.channel(args.channel);
    channel.is_archived = true;
    this.core.world.changed();
    return this.core.events.plain(
      { type: 'channel_archive', channel: channel.id, user: args.user },
      channel,
    );
  }

  /** Brings an archived channel back. */
  async unarchive(args: { channel: string; user: string }): Promise<Delivery> {
    const channel = this.core.world.channel(args.channel);
    channel.is_archived = false;
    this.core.world.changed();
    return this.core.events.plain(
      { type: 'channel_unarchive', channel: channel.id, user: args.user },
      channel,
    );
  }

  /** Gives a channel another name. */
  async rename(args: { channel: string; name: string }): Promise<Delivery> {
    const channel = this.core.world.channel(args.channel);
    channel.previous_names.unshift(channel.name);
    channel.name = args.name;
    this.core.world.changed();
    this.announce(
      channel,
      channel.creator,
      'channel_name',
      `has renamed the channel to "${args.name}"`,
    );
    const event = {
      type: 'channel_rename',
      channel: { id: channel.id, name: channel.name, created: channel.created },
    };
    return this.core.events.plain(event, channel);
  }

  /** Brings a person or the bot into a channel. */
  async invite(args: { channel: string; user?: string; inviter?: string }): Promise<Delivery> {
    const { world, events } = this.core;
    const channel = world.channel(args.channel);
    const user = world.user(args.user ?? world.app.bot_user_id);
    if (channel.members.includes(user.id)) throw new Refusal('already_in_channel');
    channel.members.push(user.id);
    world.changed();
    this.announce(channel, user.id, 'channel_join', 'has joined the channel');
    return events.membership('member_joined_channel', user, channel, args.inviter);
  }

  /** Takes a person or the bot out of a channel; the bot is told by another event. */
  async kick(args: { channel: string; user?: string }): Promise<Delivery> {
    const { world, events } = this.core;
    const channel = world.channel(args.channel);
    const user = world.user(args.user ?? world.app.bot_user_id);
    channel.members = channel.members.filter((member) => member !== user.id);
    world.changed();
    if (user.id === world.app.bot_user_id) {
      return events.plain(
        { type: 'channel_left', channel: channel.id, actor_id: channel.creator },
        channel,
      );
    }
    return events.membership('member_left_channel', user, channel);
  }

  /** Connects another company to a channel. */
  async share(args: { channel: string; team: string; users?: string[] }): Promise<Delivery> {
    const channel = this.core.world.channel(args.channel);
    const team = this.core.world.team(args.team);
    if (!channel.team_ids.includes(team.id)) channel.team_ids.push(team.id);
    channel.members.push(...(args.users ?? []).filter((user) => !channel.members.includes(user)));
    this.core.world.changed();
    const event = { type: 'channel_shared', connected_team_id: team.id, channel: channel.id };
    return this.core.events.plain(event, channel);
  }

  /** Disconnects another company from a channel; its people go with it. */
  async unshare(args: { channel: string; team: string }): Promise<Delivery> {
    const { world } = this.core;
    const channel = world.channel(args.channel);
    channel.team_ids = channel.team_ids.filter((id) => id !== args.team);
    channel.members = channel.members.filter((id) => world.users.get(id)?.team_id !== args.team);
    world.changed();
    const event = {
      type: 'channel_unshared',
      previously_connected_team_id: args.team,
      channel: channel.id,
      is_ext_shared: channel.team_ids.length > 1,
    };
    return this.core.events.plain(event, channel);
  }

  /** Gives a channel a new id, as happens when sharing starts. */
  changeChannelId(args: { channel: string; to?: string }): {
    channel: string;
    delivered: Promise<Delivery>;
  } {
    const channel = this.core.world.channel(args.channel);
    const old = channel.id;
    this.core.world.rekey(channel, args.to ?? this.core.world.newId('C'));
    this.core.world.changed();
    const event = { type: 'channel_id_changed', old_channel_id: old, new_channel_id: channel.id };
    return { channel: channel.id, delivered: this.core.events.plain(event, channel) };
  }

  /** Removes a root message together with its whole thread. */
  async deleteParent(args: { channel: string; ts: string }): Promise<Delivery> {
    const message = this.core.world.find(args.channel, args.ts);
    if (!message) throw new Refusal('message_not_found');
    return this.core.board.removeThread(message);
  }

  /** Removes the app from the workspace: its token is dead from now on. */
  async uninstall(): Promise<Delivery[]> {
    const { world, events } = this.core;
    world.tokens.clear();
    world.installed = false;
    world.changed();
    return Promise.all([
      events.plain(
        { type: 'tokens_revoked', tokens: { oauth: [], bot: [world.app.bot_user_id] } },
        null,
      ),
      events.plain({ type: 'app_uninstalled' }, null),
    ]);
  }

  /** The line the client writes into a channel when something happens to it. */
  private announce(channel: Channel, user: string, subtype: string, what: string): void {
    const draft = {
      channel: channel.id,
      user,
      by_app: false,
      text: `<@${user}> ${what}`,
      blocks: null,
      subtype,
    };
    void this.core.board.post(draft).delivered;
  }

  /** Makes a person's account inactive. */
  deactivate(args: { user: string }): void {
    this.core.world.user(args.user).deleted = true;
    this.core.world.changed();
  }
}
