import { randomBytes } from 'node:crypto';
import { isViewTooLarge, viewBreaches } from './block-limits';
import { withIds } from './blocks';
import { copy, isObject, items, type Json, type JsonObject, parseJson, text } from './json';
import { Refusal, type View } from './model';
import type { World } from './world';

/** A refusal with Slack's list of what is wrong. */
export class InvalidBlocks extends Refusal {
  constructor(
    error: string,
    readonly messages: string[],
  ) {
    super(error);
  }
}

/** The forms people have open and the homes they see. */
export class Views {
  constructor(private readonly world: World) {}

  /** Reads and checks a view argument, which may come as text or as an object. */
  parse(argument: Json | undefined, type: 'modal' | 'home'): JsonObject {
    const view = typeof argument === 'string' ? parseJson(argument) : argument;
    if (!isObject(view)) throw new Refusal('invalid_arguments');
    if (isViewTooLarge(view)) throw new Refusal('view_too_large');
    const breaches = viewBreaches(view);
    if (view.type !== type) breaches.push(`expected a view of type ${type}`);
    if (breaches.length > 0) throw new InvalidBlocks('invalid_arguments', breaches);
    return view;
  }

  /** Opens a form for a person; an older one makes room, as in the client. */
  open(userId: string, body: JsonObject): View {
    for (const view of this.stack(userId)) this.world.views.delete(view.id);
    return this.put(userId, 'modal', body, null);
  }

  /** Puts a form on top of another; three deep is the limit. */
  push(userId: string, below: View, body: JsonObject): View {
    if (this.stack(userId).length >= 3) throw new Refusal('push_limit_reached');
    return this.put(userId, 'modal', body, below);
  }

  /** Replaces what a form shows. What was typed is kept where the block is still there. */
  update(view: View, body: JsonObject): View {
    view.body = { ...body, blocks: withIds(items(body.blocks)) };
    view.hash = this.newHash();
    view.errors = {};
    view.trouble = null;
    this.world.changed();
    return view;
  }

  /** Shows a home to a person. */
  publish(userId: string, body: JsonObject): View {
    const held = this.world.homes.get(userId);
    if (held) return this.update(held, body);
    const view = this.make(userId, 'home', body, null);
    this.world.homes.set(userId, view);
    this.world.changed();
    return view;
  }

  /** The open forms of a person, the lowest first. */
  stack(userId: string): View[] {
    return [...this.world.views.values()].filter((view) => view.user === userId);
  }

  find(viewId: string | undefined, externalId?: string): View {
    for (const view of [...this.world.views.values(), ...this.world.homes.values()]) {
      if (view.id === viewId) return view;
      if (externalId !== undefined && view.body.external_id === externalId) return view;
    }
    throw new Refusal('not_found');
  }

  close(view: View): void {
    this.world.views.delete(view.id);
    this.world.changed();
  }

  closeAll(userId: string): void {
    for (const view of this.stack(userId)) this.world.views.delete(view.id);
    this.world.changed();
  }

  /** A view as Slack's answers and payloads show it. */
  json(view: View, values: JsonObject = {}): JsonObject {
    const { body } = view;
    return {
      id: view.id,
      team_id: view.team_id,
      type: view.type,
      blocks: copy(items(body.blocks)),
      private_metadata: text(body.private_metadata) ?? '',
      callback_id: text(body.callback_id) ?? '',
      state: { values },
      hash: view.hash,
      title: body.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
      clear_on_close: body.clear_on_close === true,
      notify_on_close: body.notify_on_close === true,
      close: body.close ?? null,
      submit: body.submit ?? null,
      previous_view_id: view.previous_view_id,
      root_view_id: view.root_view_id,
      app_id: this.world.app.id,
      external_id: text(body.external_id) ?? '',
      app_installed_team_id: this.world.app.team_id,
      bot_id: this.world.app.bot_id,
    };
  }

  private put(userId: string, type: 'modal', body: JsonObject, below: View | null): View {
    const view = this.make(userId, type, body, below);
    this.world.views.set(view.id, view);
    this.world.changed();
    return view;
  }

  private make(userId: string, type: 'modal' | 'home', body: JsonObject, below: View | null): View {
    const id = this.world.newId('V');
    return {
      id,
      user: userId,
      type,
      team_id: this.world.user(userId).team_id,
      root_view_id: below?.root_view_id ?? id,
      previous_view_id: below?.id ?? null,
      hash: this.newHash(),
      body: { ...body, blocks: withIds(items(body.blocks)) },
      values: {},
      errors: {},
      trouble: null,
    };
  }

  private newHash(): string {
    return `${this.world.seconds()}.${randomBytes(6).toString('base64url')}`;
  }
}
