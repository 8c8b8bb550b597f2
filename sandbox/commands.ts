import { withIds } from './blocks';
import type { Board } from './board';
import { type Interaction, InteractionDesk, judged, userPart } from './interaction';
import { isObject, items, parseJson, text } from './json';
import { type Channel, Refusal, type User } from './model';
import type { Push } from './push';
import { typedToText } from './rich-text';
import { messageJson } from './shapes';
import type { Permissions } from './triggers';
import type { World } from './world';

/** Slash commands and message shortcuts. */
export class Commands extends InteractionDesk {
  constructor(
    world: World,
    push: Push,
    permissions: Permissions,
    private readonly board: Board,
  ) {
    super(world, push, permissions);
  }

  /** A slash command; only people of the installing workspace have it. */
  async command(args: {
    channel: string;
    user: string;
    command: string;
    text: string;
  }): Promise<Interaction> {
    const user = this.ownPerson(args.user);
    const channel = this.memberOf(args.channel, user);
    if (!this.world.commands.some(({ command }) => command === args.command))
      throw new Refusal('unknown_command');
    const answer = await this.push.interact(
      {
        token: this.world.app.verification_token,
        team_id: user.team_id,
        team_domain: this.world.team(user.team_id).domain,
        channel_id: channel.id,
        channel_name: channel.name,
        user_id: user.id,
        user_name: user.name,
        command: args.command,
        text: this.escapedWords(args.text),
        api_app_id: this.world.app.id,
        is_enterprise_install: 'false',
        response_url: this.responseUrl('commands', channel, user, null),
        trigger_id: this.permissions.trigger(user.id),
      },
      'slash_command',
    );
    const result = judged(answer.outcome, answer.body);
    if (result.error === null && answer.body.trim() !== '')
      this.showCommandAnswer(answer.body, channel, user);
    return result;
  }

  /** As Slack sends them to an app whose manifest says `should_escape`: people by id and name. */
  private escapedWords(typed: string): string {
    return typedToText(typed, this.world.users.values()).replace(
      /<@([A-Z0-9]+)>/g,
      (whole, id: string) => {
        const name = this.world.users.get(id)?.name;
        return name === undefined ? whole : `<@${id}|${name}>`;
      },
    );
  }

  private showCommandAnswer(body: string, channel: Channel, user: User): void {
    const parsed = parseJson(body);
    const reply = isObject(parsed) ? parsed : { text: body };
    const draft = {
      channel: channel.id,
      user: this.world.app.bot_user_id,
      by_app: true,
      text: text(reply.text) ?? '',
      blocks: reply.blocks ? withIds(items(reply.blocks)) : null,
    };
    if (draft.text === '' && draft.blocks === null) return;
    if (reply.response_type === 'in_channel') void this.board.post(draft).delivered;
    else this.board.whisper(draft, user.id);
  }

  /** A message shortcut; only people of the installing workspace have it. */
  async messageShortcut(args: {
    channel: string;
    ts: string;
    user: string;
    callbackId: string;
  }): Promise<Interaction> {
    const user = this.ownPerson(args.user);
    const channel = this.memberOf(args.channel, user);
    const message = this.world.find(channel.id, args.ts);
    if (!message) throw new Refusal('message_not_found');
    return this.send({
      type: 'message_action',
      token: this.world.app.verification_token,
      action_ts: this.world.nextTs('actions'),
      team: this.teamPart(user),
      user: userPart(user),
      channel: { id: channel.id, name: channel.name },
      is_enterprise_install: false,
      enterprise: null,
      callback_id: args.callbackId,
      trigger_id: this.permissions.trigger(user.id),
      response_url: this.responseUrl('app', channel, user, message),
      message_ts: message.ts,
      message: messageJson(this.world, message, { metadata: false }),
    });
  }

  private ownPerson(userId: string): User {
    const user = this.world.user(userId);
    if (user.team_id !== this.world.app.team_id)
      throw new Refusal('not_available_to_external_people');
    return user;
  }
}
