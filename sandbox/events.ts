import { randomUUID } from 'node:crypto';
import { compact, type JsonObject } from './json';
import { type Channel, isExternallyShared, type Message, type User } from './model';
import type { Delivery, Push } from './push';
import { channelType, messageJson } from './shapes';
import type { World } from './world';

const NOT_FOR_THE_APP: Delivery = {
  eventId: '',
  type: 'none',
  at: 0,
  attempts: [],
  state: 'withheld',
};

/** Says what happened to the desk, in Slack's envelopes. */
export class Events {
  constructor(
    private readonly world: World,
    private readonly push: Push,
  ) {}

  /** Announces a new message, and the mention of the bot in it as a second event. */
  posted(message: Message): Promise<Delivery> {
    const channel = this.world.channel(message.channel);
    if (!this.botIsIn(channel)) return Promise.resolve(NOT_FOR_THE_APP);
    const shape = messageJson(this.world, message, { metadata: message.by_app });
    for (const key of [
      'reply_count',
      'reply_users_count',
      'latest_reply',
      'reply_users',
      'is_locked',
      'subscribed',
    ])
      delete shape[key];
    const said = {
      ...shape,
      ...(message.subtype === 'thread_broadcast' ? { root: this.rootOf(message) } : {}),
      channel: channel.id,
      event_ts: message.ts,
    };
    const delivered = this.emit(
      { ...said, channel_type: channelType(channel) },
      channel,
      message.team_id,
    );
    const mentioned = message.text.includes(`<@${this.world.app.bot_user_id}>`);
    if (mentioned && !message.by_app) {
      void this.emit({ ...said, type: 'app_mention' }, channel, message.team_id);
    }
    return delivered;
  }

  private rootOf(message: Message): JsonObject {
    const root = message.thread_ts
      ? this.world.find(message.channel, message.thread_ts)
      : undefined;
    return root ? messageJson(this.world, root, { metadata: false }) : {};
  }

  /** Announces an edit, an unfurl or a tombstone: the message as it is now and as it was. */
  changed(message: Message, previous: JsonObject): Promise<Delivery> {
    const channel = this.world.channel(message.channel);
    const ts = this.world.nextTs(channel.id);
    return this.emit(
      {
        type: 'message',
        subtype: 'message_changed',
        message: messageJson(this.world, message, { metadata: message.by_app }),
        previous_message: previous,
        channel: channel.id,
        hidden: true,
        ts,
        event_ts: ts,
        channel_type: channelType(channel),
      },
      channel,
      message.team_id,
    );
  }

  /** Announces a deletion. */
  deleted(message: Message, previous: JsonObject): Promise<Delivery> {
    const channel = this.world.channel(message.channel);
    const ts = this.world.nextTs(channel.id);
    return this.emit(
      {
        type: 'message',
        subtype: 'message_deleted',
        previous_message: previous,
        channel: channel.id,
        hidden: true,
        deleted_ts: message.ts,
        event_ts: ts,
        ts,
        channel_type: channelType(channel),
      },
      channel,
      message.team_id,
    );
  }

  /** Announces a reaction put on or taken off. */
  reaction(
    type: 'reaction_added' | 'reaction_removed',
    user: User,
    message: Message,
    name: string,
  ): Promise<Delivery> {
    const channel = this.world.channel(message.channel);
    return this.emit(
      compact({
        type,
        user: user.id,
        reaction: name,
        item: { type: 'message', channel: channel.id, ts: message.ts },
        item_user: message.user ?? undefined,
        event_ts: this.world.nextTs(channel.id),
      }),
      channel,
      user.team_id,
    );
  }

  /** Announces that somebody came or went. */
  membership(
    type: 'member_joined_channel' | 'member_left_channel',
    user: User,
    channel: Channel,
    inviter?: string,
  ): Promise<Delivery> {
    return this.emit(
      compact({
        type,
        user: user.id,
        channel: channel.id,
        channel_type: channel.is_private ? 'G' : 'C',
        team: user.team_id,
        inviter,
        event_ts: this.world.nextTs(channel.id),
      }),
      channel,
      user.team_id,
    );
  }

  /** Announces anything about a channel or the installation, as it stands. */
  plain(event: JsonObject, channel: Channel | null, senderTeam?: string): Promise<Delivery> {
    const event_ts = this.world.nextTs(channel?.id ?? 'events');
    return this.emit({ ...event, event_ts }, channel, senderTeam ?? this.world.app.team_id);
  }

  /** Announces that the workspace's hourly allowance is used up: the one push without an event. */
  rateLimited(minute: number): Promise<Delivery> {
    const { app } = this.world;
    const body = {
      token: app.verification_token,
      type: 'app_rate_limited',
      team_id: app.team_id,
      minute_rate_limited: minute,
      api_app_id: app.id,
    };
    return this.push.deliver(body, '', 'app_rate_limited');
  }

  private botIsIn(channel: Channel): boolean {
    return this.world.installed && channel.members.includes(this.world.app.bot_user_id);
  }

  private emit(event: JsonObject, channel: Channel | null, senderTeam: string): Promise<Delivery> {
    const { app } = this.world;
    if (
      channel &&
      event.type !== 'member_left_channel' &&
      event.type !== 'channel_left' &&
      !this.botIsIn(channel)
    ) {
      return Promise.resolve(NOT_FOR_THE_APP);
    }
    const eventId = `Ev${randomUUID().replace(/-/g, '').slice(0, 12).toUpperCase()}`;
    const type = String(event.type);
    const envelope: JsonObject = {
      token: app.verification_token,
      // In a shared channel Slack puts the sender's workspace here; the installation is below.
      team_id: senderTeam,
      api_app_id: app.id,
      event,
      type: 'event_callback',
      event_id: eventId,
      event_time: this.world.seconds(),
      authorizations: [
        {
          enterprise_id: null,
          team_id: app.team_id,
          user_id: app.bot_user_id,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: channel ? isExternallyShared(channel) : false,
      event_context: `4-${type}-${senderTeam}-${app.id}-${channel?.id ?? 'none'}`,
    };
    return this.push.deliver(envelope, eventId, String(event.subtype ?? type));
  }
}
