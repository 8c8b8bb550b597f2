import type { Outcome } from './http-line';
import type { JsonObject } from './json';
import { type Channel, type Message, Refusal, type User } from './model';
import type { Push } from './push';
import type { Permissions } from './triggers';
import type { World } from './world';

export interface Interaction {
  outcome: Outcome;
  /** What the person sees go wrong, in Slack's codes; null if it went through. */
  error: string | null;
  body: string;
  errors?: JsonObject;
}

/** What clicks, forms, commands and shortcuts have in common. */
export class InteractionDesk {
  constructor(
    protected readonly world: World,
    protected readonly push: Push,
    protected readonly permissions: Permissions,
  ) {}

  protected memberOf(channelId: string, user: User): Channel {
    const channel = this.world.channel(channelId);
    if (!channel.members.includes(user.id)) throw new Refusal('not_in_channel');
    return channel;
  }

  protected responseUrl(
    kind: 'actions' | 'commands' | 'app',
    channel: Channel,
    user: User,
    message: Message | null,
  ): string {
    const spot = {
      channel: channel.id,
      user: user.id,
      ts: message?.ts ?? null,
      threadTs: message?.thread_ts ?? null,
    };
    return `${this.world.baseUrl}${this.permissions.responsePath(kind, spot)}`;
  }

  protected teamPart(user: User): JsonObject {
    return { id: user.team_id, domain: this.world.team(user.team_id).domain };
  }

  protected async send(payload: JsonObject): Promise<Interaction> {
    const answer = await this.push.interact(
      { payload: JSON.stringify(payload) },
      String(payload.type),
    );
    return judged(answer.outcome, answer.body);
  }
}

/** The person's view of how the desk answered. */
export function judged(outcome: Outcome, body: string): Interaction {
  const error =
    outcome === 'timeout'
      ? 'operation_timeout'
      : typeof outcome === 'number' && outcome < 300
        ? null
        : 'dispatch_failed';
  return { outcome, error, body };
}

/** The person of a payload. */
export function userPart(user: User): JsonObject {
  return { id: user.id, username: user.name, name: user.name, team_id: user.team_id };
}
