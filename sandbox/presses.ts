import { chosenFields, placedElements } from './blocks';
import { type FormValues, stateValues } from './form-state';
import { type Interaction, InteractionDesk, userPart } from './interaction';
import { copy, items, type JsonObject } from './json';
import { Refusal, type User, type View } from './model';
import type { Push } from './push';
import { messageJson } from './shapes';
import type { Permissions } from './triggers';
import type { Views } from './views';
import type { World } from './world';

export interface Press {
  user: string;
  actionId: string;
  blockId?: string;
  channel?: string;
  ts?: string;
  viewId?: string;
  value?: string;
  selected?: string | string[];
  /** What stands in the other fields of the form at that moment. */
  values?: FormValues;
  /** A button the page no longer shows: sent with this very value, without looking it up. */
  stale?: boolean;
}

/** Buttons pressed and choices made. */
export class Presses extends InteractionDesk {
  constructor(
    world: World,
    push: Push,
    permissions: Permissions,
    private readonly views: Views,
  ) {
    super(world, push, permissions);
  }

  /** A button pressed, or a choice made, in a message, an ephemeral, a form or a home. */
  async press(press: Press): Promise<Interaction> {
    const user = this.world.user(press.user);
    const view = this.viewFor(press);
    if (view) return this.pressInView(press, user, view);
    const channel = this.memberOf(press.channel ?? '', user);
    const message =
      this.world.find(channel.id, press.ts ?? '') ??
      this.world.ephemerals.find(
        (held) =>
          held.ts === press.ts && held.channel === channel.id && held.ephemeral_for === user.id,
      );
    if (!message) throw new Refusal('message_not_found');
    const action = this.actionOf(press, placedElements(message.blocks, message.attachments));
    const isEphemeral = message.ephemeral_for !== null;
    const payload: JsonObject = {
      type: 'block_actions',
      user: userPart(user),
      api_app_id: this.world.app.id,
      token: this.world.app.verification_token,
      container: {
        type: 'message',
        message_ts: message.ts,
        ...(message.thread_ts ? { thread_ts: message.thread_ts } : {}),
        channel_id: channel.id,
        is_ephemeral: isEphemeral,
      },
      trigger_id: this.permissions.trigger(user.id),
      team: this.teamPart(user),
      enterprise: null,
      is_enterprise_install: false,
      channel: { id: channel.id, name: channel.name },
      ...(isEphemeral ? {} : { message: messageJson(this.world, message, { metadata: false }) }),
      state: { values: stateValues(message.blocks, press.values ?? {}, press) },
      response_url: this.responseUrl('actions', channel, user, message),
      actions: [action],
    };
    return this.send(payload);
  }

  private pressInView(press: Press, user: User, view: View): Promise<Interaction> {
    const action = this.actionOf(press, placedElements(items(view.body.blocks)));
    return this.send({
      type: 'block_actions',
      user: userPart(user),
      api_app_id: this.world.app.id,
      token: this.world.app.verification_token,
      container: { type: 'view', view_id: view.id },
      trigger_id: this.permissions.trigger(user.id, view.id),
      team: this.teamPart(user),
      enterprise: null,
      is_enterprise_install: false,
      view: this.views.json(view, stateValues(items(view.body.blocks), press.values ?? {}, press)),
      actions: [action],
    });
  }

  private viewFor(press: Press): View | undefined {
    if (press.channel !== undefined) return undefined;
    if (press.viewId !== undefined) {
      const view = this.views.find(press.viewId);
      if (view.user !== press.user) throw new Refusal('not_found');
      return view;
    }
    const shown = [...this.views.stack(press.user)].reverse();
    const home = this.world.homes.get(press.user);
    return [...shown, ...(home ? [home] : [])].find((view) =>
      placedElements(items(view.body.blocks)).some(
        ({ element }) => element.action_id === press.actionId,
      ),
    );
  }

  private actionOf(press: Press, placed: ReturnType<typeof placedElements>): JsonObject {
    const action_ts = this.world.nextTs('actions');
    if (press.stale) {
      const label = { type: 'plain_text', text: press.actionId, emoji: true };
      return {
        action_id: press.actionId,
        block_id: press.blockId ?? 'stale',
        text: label,
        value: press.value,
        type: 'button',
        action_ts,
      };
    }
    const found = placed.find(
      ({ block, element }) =>
        element.action_id === press.actionId &&
        (press.blockId === undefined || block.block_id === press.blockId) &&
        (press.value === undefined || element.type !== 'button' || element.value === press.value),
    );
    if (!found) throw new Refusal('action_not_found');
    const { element, block } = found;
    const { options: _options, option_groups: _groups, ...shown } = copy(element);
    return {
      ...shown,
      ...(element.type === 'button' ? {} : chosenFields(element, press.selected ?? press.value)),
      block_id: block.block_id,
      action_ts,
    };
  }
}
