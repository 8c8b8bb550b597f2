import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JsonObject } from './json';
import type { ButtonName, CardInputs } from './teams-cards';
import type { ConnectorRecord } from './teams-connector-http';
import type { TeamsFault } from './teams-faults';
import { type Forged, type Forgery, forgeActivity } from './teams-forge';
import type { TeamsKeys } from './teams-keys';
import type { TeamsLifecycle } from './teams-lifecycle';
import type { Dialog, Post, PressOutcome, Toast } from './teams-model';
import type { TeamsParts } from './teams-parts';
import type { TeamsAt, TeamsPostArgs, TeamsSaid } from './teams-people';
import type { TeamsPress } from './teams-presses';
import type { Repeat, TeamsDelivery } from './teams-push';
import { handleTeamsRequest } from './teams-routes';
import type { TeamsWorld } from './teams-world';

/** A running local Teams: what people do in it, what is true in it, and what goes wrong in it. */
export class TeamsSandbox {
  constructor(
    /** Where it is; the connector, the keys and the token endpoint lie below. */
    readonly url: string,
    readonly parts: TeamsParts,
    private readonly close: () => Promise<void>,
  ) {}

  /** For the desk's settings. */
  get openIdMetadataUrl(): string {
    return `${this.url}/v1/.well-known/openidconfiguration`;
  }

  get tokenUrl(): string {
    return `${this.url}/oauth2/v2.0/token`;
  }

  get serviceUrl(): string {
    return this.parts.world.serviceUrl;
  }

  get world(): TeamsWorld {
    return this.parts.world;
  }

  /** Teams, channels and people coming and going. */
  get lifecycle(): TeamsLifecycle {
    return this.parts.lifecycle;
  }

  /** Tells where the desk is; it then hears of every place its bot is in. */
  async deliverTo(url: string | null): Promise<TeamsDelivery[]> {
    this.parts.push.deliverTo(url);
    this.world.changed();
    return url !== null && this.parts.announces ? this.parts.lifecycle.announce() : [];
  }

  post(args: TeamsPostArgs): TeamsSaid {
    return this.parts.people.post(args);
  }

  edit(args: TeamsAt & { text: string }): TeamsSaid {
    return this.parts.people.edit(args);
  }

  delete(args: TeamsAt): TeamsSaid {
    return this.parts.people.delete(args);
  }

  undelete(args: TeamsAt): TeamsSaid {
    return this.parts.people.undelete(args);
  }

  react(args: TeamsAt & { type: string; added?: boolean }): TeamsSaid {
    return this.parts.people.react(args);
  }

  /** Presses a card's button: Action.Execute, Action.Submit, or one that opens a dialog. */
  press(args: TeamsPress): Promise<PressOutcome> {
    return this.parts.presses.press(args);
  }

  /** The client's automatic refresh; null if the card does not ask for it from this person. */
  refresh(args: Omit<TeamsPress, 'button'>): Promise<PressOutcome | null> {
    return this.parts.presses.refresh(args);
  }

  /** Uses the app's command on a message. */
  messageAction(args: TeamsAt & { commandId: string }): Promise<PressOutcome> {
    const { place, post } = this.parts.dialogs.placeOf(args.room, args.id);
    const person = this.world.person(args.person);
    return this.parts.dialogs.messageAction(place, person, post, args.commandId);
  }

  submitDialog(args: {
    dialogId: string;
    person: string;
    inputs: CardInputs;
    button?: ButtonName;
  }): Promise<PressOutcome> {
    return this.parts.dialogs.submit(args);
  }

  closeDialog(args: { dialogId: string; person: string }): void {
    this.parts.dialogs.close(args);
  }

  /** The dialogs a person has open. */
  dialogs(person: string): Dialog[] {
    return this.parts.dialogs.of(person);
  }

  /** Everything said in a room, oldest first, deleted ones included. */
  messages(room: string): Post[] {
    return structuredClone(this.world.log(room));
  }

  /** A root and its replies, oldest first. */
  thread(room: string, rootId: string): Post[] {
    return this.messages(room).filter((post) => post.id === rootId || post.rootId === rootId);
  }

  /** The card a person sees in a message. */
  cardFor(room: string, id: string, person: string): JsonObject | null {
    return this.parts.presses.cardFor(this.world.post(room, id), person);
  }

  /** What a person was told in passing. */
  toasts(person: string): Toast[] {
    return this.world.toasts.filter((toast) => toast.person === person);
  }

  /** The chat between the bot and a person, made if there is none; its id. */
  personalRoom(person: string): string {
    return this.world.personalRoom(person).room.id;
  }

  /** A message nobody wrote, with anything wrong about it. */
  forge(forgery: Forgery): Forged {
    return forgeActivity(this.world, this.parts.keys, this.parts.push, forgery);
  }

  /** The signing keys: to rotate them, or to sign a token of one's own. */
  get keys(): TeamsKeys {
    return this.parts.keys;
  }

  /** Every call of the connector so far. */
  requests(): readonly ConnectorRecord[] {
    return this.parts.connector.log;
  }

  /** Every activity so far, with its attempts. */
  deliveries(): readonly TeamsDelivery[] {
    return this.parts.push.log;
  }

  /** What the desk sent that Teams would not show. */
  violations(): readonly string[] {
    return this.parts.connector.violations;
  }

  /** Lets the next matching call go wrong; the returned function takes the fault back. */
  fault(fault: TeamsFault): () => void {
    return this.parts.faults.add(fault);
  }

  /** Repeats activities that were answered already. */
  repeat(repeat: Repeat): void {
    this.parts.push.repeat(repeat);
  }

  /** Keeps activities from the desk though they happened: in Teams they are then lost. */
  withhold(which: (activity: JsonObject) => boolean): void {
    this.parts.push.withholds = which;
  }

  duplicate(fraction: number): void {
    this.parts.push.duplicateFraction = fraction;
  }

  reorder(withinMs: number): void {
    this.parts.push.reorderMs = withinMs;
  }

  pausePush(): void {
    this.parts.push.pause();
  }

  resumePush(): void {
    this.parts.push.resume();
  }

  /** Whether the connector keeps to Teams' limits per thread. */
  throttle(enabled: boolean): void {
    this.parts.throttle.enabled = enabled;
  }

  expireTokens(): void {
    this.parts.connector.expireTokens();
  }

  /** Answers one request; `path` is the one below where the sandbox is mounted. */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    path: string,
  ): Promise<void> {
    await handleTeamsRequest(this.parts, this.url, request, response, url, path);
  }

  /** Ends it: no timer, socket or port outlives it. */
  async stop(): Promise<void> {
    this.parts.push.close();
    await this.close();
  }
}
