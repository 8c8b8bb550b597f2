import type { Server } from 'node:http';
import type { Core } from './core';
import type { Fault } from './faults';
import type { FormValues } from './form-state';
import type { Interaction } from './interaction';
import { fields, type Json, type JsonObject, text } from './json';
import { Lifecycle } from './lifecycle';
import type { Message } from './model';
import type { People, PostArgs, Said } from './people';
import type { Press } from './presses';
import type { Delivery } from './push';
import { messageJson } from './shapes';
import type { RequestRecord, WebApi } from './web-api';
import type { World } from './world';

type At = { channel: string; ts: string; user: string };

/** A message as the Web API shows it, for tests to look into. */
export type ShownMessage = JsonObject & { ts: string; text: string };

/** An open form, with the errors it shows. */
export type ShownView = JsonObject & { id: string; callback_id: string };

/** A running local workspace: what people do in it, what is true in it, and what goes wrong in it. */
export class SlackSandbox extends Lifecycle {
  readonly url: string;

  constructor(
    core: Core,
    private readonly webApi: WebApi,
    private readonly people: People,
    private readonly server: Server,
    private readonly save: () => void,
  ) {
    super(core);
    this.url = core.world.baseUrl;
  }

  /** The Web API's base address, for SLACK_API_URL. */
  get apiUrl(): string {
    return `${this.url}/api/`;
  }

  /** The stored state itself, for tests that need to look closely. */
  get world(): World {
    return this.core.world;
  }

  /** Tells the sandbox where the desk is. */
  deliverTo(url: string | null): void {
    this.core.push.deliverTo(url);
    this.core.world.changed();
  }

  /** Says something as a person. */
  post(args: PostArgs): Said {
    return this.people.post(args);
  }

  /** Says something as another vendor's app. */
  postAsOtherBot(args: {
    channel: string;
    text: string;
    threadTs?: string;
    name?: string;
    user?: string;
  }): Said {
    return this.people.postAsOtherBot(args);
  }

  /** Changes one's own message. */
  edit(args: At & { text: string; raw?: boolean }): Said {
    return this.people.edit(args);
  }

  /** Deletes one's own message. */
  delete(args: At): Said {
    return this.people.delete(args);
  }

  /** Puts a reaction on. */
  react(args: At & { name: string }): Said {
    return this.people.react(args);
  }

  /** Takes a reaction off. */
  unreact(args: At & { name: string }): Said {
    return this.people.unreact(args);
  }

  /** Lets a link's preview appear. */
  unfurl(args: { channel: string; ts: string; attachments: Json[] }): Said {
    return this.people.unfurl(args);
  }

  /** Opens the app's home. */
  openHome(args: { user: string }): { channel: string; delivered: Promise<Delivery> } {
    return this.people.openHome(args);
  }

  /** Presses a button or makes a choice; the promise carries what the person saw. */
  press(args: Press): Promise<Interaction> {
    return this.core.presses.press(args);
  }

  /** Sends a form off. */
  submitForm(args: { viewId: string; user: string; values: FormValues }): Promise<Interaction> {
    return this.core.forms.submit(args);
  }

  /** Closes a form without sending it. */
  closeForm(args: { viewId: string; user: string }): Promise<Interaction | null> {
    return this.core.forms.close(args);
  }

  /** Runs a slash command. */
  command(args: {
    channel: string;
    user: string;
    command: string;
    text: string;
  }): Promise<Interaction> {
    return this.core.commands.command(args);
  }

  /** Uses a message shortcut. */
  messageShortcut(args: At & { callbackId: string }): Promise<Interaction> {
    return this.core.commands.messageShortcut(args);
  }

  /** Everything said in a channel, replies included, oldest first, with metadata. */
  messages(channel: string): ShownMessage[] {
    return this.world.log(channel).map((message) => this.shown(message));
  }

  /** A root and its replies, oldest first. */
  thread(channel: string, ts: string): ShownMessage[] {
    const root = this.world.find(channel, ts);
    return [...(root ? [root] : []), ...this.world.repliesOf(channel, ts)].map((message) =>
      this.shown(message),
    );
  }

  /** What only this person was shown. */
  ephemerals(user: string): ShownMessage[] {
    return this.world.ephemerals
      .filter((held) => held.ephemeral_for === user)
      .map((message) => this.shown(message));
  }

  /** The forms a person has open, the topmost last. */
  views(user: string): ShownView[] {
    return this.core.views.stack(user).map((view) => ({
      ...this.core.views.json(view, view.values),
      id: view.id,
      callback_id: text(view.body.callback_id) ?? '',
      errors: fields(view.errors),
      trouble: view.trouble,
    }));
  }

  /** What a person's home shows; null if nothing was published. */
  home(user: string): JsonObject | null {
    const view = this.world.homes.get(user);
    return view ? this.core.views.json(view) : null;
  }

  /** Every Web API call so far. */
  requests(): readonly RequestRecord[] {
    return this.webApi.log;
  }

  /** Every push so far, with its attempts. */
  deliveries(): readonly Delivery[] {
    return this.core.push.log;
  }

  /** What the desk asked for that Slack would not understand. */
  violations(): readonly string[] {
    return this.webApi.violations;
  }

  /** Lets the next matching call go wrong; the returned function takes the fault back. */
  fault(fault: Fault): () => void {
    return this.core.faults.add(fault);
  }

  /** Keeps events from being pushed though they stand in the history. */
  withhold(which: number | ((envelope: JsonObject) => boolean)): void {
    this.core.push.withholds =
      typeof which === 'number' ? () => this.core.push.chance(which) : which;
  }

  /** Pushes this share of the events twice. */
  duplicate(fraction: number): void {
    this.core.push.duplicateFraction = fraction;
  }

  /** Lets events overtake each other by up to so many milliseconds. */
  reorder(withinMs: number): void {
    this.core.push.reorderMs = withinMs;
  }

  /** Lets the echo of a post arrive so much earlier than the post's own answer. */
  echoBeforeAnswer(ms: number): void {
    this.webApi.echoBeforeAnswerMs = ms;
  }

  /** Holds every push back. */
  pausePush(): void {
    this.core.push.pause();
  }

  /** Lets the held pushes go out. */
  resumePush(): void {
    this.core.push.resume();
  }

  /** Says that the hourly allowance is used up. */
  rateLimited(minute: number): Promise<Delivery> {
    return this.core.events.rateLimited(minute);
  }

  /** Ends the web socket the way Slack does, for the desk to open a new one. */
  disconnectSocket(reason: 'refresh_requested' | 'warning'): void {
    this.core.socketMode.disconnect(reason);
  }

  /** Sets how many posts a second a channel takes; null for any number. */
  limitPosts(perSecond: number | null): void {
    this.core.rateLimit.perSecond = perSecond;
  }

  /** Ends the workspace: no timer, socket or port outlives it. */
  async stop(): Promise<void> {
    this.core.push.close();
    this.core.socketMode.close();
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
    this.save();
  }

  private shown(message: Message): ShownMessage {
    const json = messageJson(this.world, message, { metadata: true, wholeFiles: true });
    return { ...json, ts: message.ts, text: message.text };
  }
}
