import { fields, isObject, type Json, type JsonObject, text } from './json';
import { invokeActivity, type Place } from './teams-activities';
import { type ButtonName, buttonOf, buttonsOf, type CardInputs, dataOf } from './teams-cards';
import {
  type Dialog,
  type Post,
  type PressOutcome,
  type TeamsOutcome,
  type TeamsPerson,
  TeamsRefusal,
} from './teams-model';
import { placeOf } from './teams-people';
import { isTaken, type TeamsPush } from './teams-push';
import type { TeamsWorld } from './teams-world';

const CONTEXT: JsonObject = { theme: 'default' };
const TROUBLE = 'Something went wrong. Please try again.';

/** Dialogs (task modules): opened by a card's button or a message action, sent off, closed. */
export class TeamsDialogs {
  constructor(
    private readonly world: TeamsWorld,
    private readonly push: TeamsPush,
  ) {}

  /** The dialogs a person has open. */
  of(person: string): Dialog[] {
    return [...this.world.dialogs.values()].filter((dialog) => dialog.person === person);
  }

  /** Asks the desk for a dialog's card. */
  async open(place: Place, person: TeamsPerson, data: JsonObject): Promise<PressOutcome> {
    const value = { data, context: CONTEXT };
    const invoke = { name: 'task/fetch', value, replyToId: null };
    const answer = await this.push.invoke(invokeActivity(this.world, place, person, invoke));
    return this.show(place, person, null, answer.outcome, answer.body, null);
  }

  /** Uses one of the app's commands on a message. */
  async messageAction(
    place: Place,
    person: TeamsPerson,
    post: Post,
    commandId: string,
  ): Promise<PressOutcome> {
    const command = { id: commandId, message: this.messagePayload(post) };
    const value = { ...commandValue(command), context: CONTEXT };
    const invoke = { name: 'composeExtension/fetchTask', value, replyToId: null };
    const answer = await this.push.invoke(invokeActivity(this.world, place, person, invoke));
    return this.show(place, person, command, answer.outcome, answer.body, null);
  }

  /** Sends a dialog off; its own Submit button unless another is named. */
  async submit(args: {
    dialogId: string;
    person: string;
    inputs: CardInputs;
    button?: ButtonName;
  }): Promise<PressOutcome> {
    const dialog = this.mine(args);
    const first = buttonsOf(dialog.card).find(({ type }) => type === 'Action.Submit');
    const button = args.button === undefined ? first : buttonOf(dialog.card, args.button);
    if (!button) throw new TeamsRefusal('the dialog has no button to send it off');
    const data = dataOf(dialog.card, button, args.inputs);
    const { command } = dialog;
    const value = { ...(command ? commandValue(command) : {}), data, context: CONTEXT };
    const name = command ? 'composeExtension/submitAction' : 'task/submit';
    const person = this.world.person(args.person);
    const place = { room: this.world.room(dialog.room), rootId: dialog.rootId };
    const invoke = { name, value, replyToId: null };
    const answer = await this.push.invoke(invokeActivity(this.world, place, person, invoke));
    return this.show(place, person, command, answer.outcome, answer.body, dialog);
  }

  /** Closes a dialog; the desk is not told. */
  close(args: { dialogId: string; person: string }): void {
    this.world.dialogs.delete(this.mine(args).id);
    this.world.changed();
  }

  /** The place a message action is used in. */
  placeOf(room: string, id: string): { place: Place; post: Post } {
    const post = this.world.post(room, id);
    return { place: placeOf(this.world.room(room), post), post };
  }

  private mine(args: { dialogId: string; person: string }): Dialog {
    const dialog = this.world.dialogs.get(args.dialogId);
    if (!dialog || dialog.person !== args.person)
      throw new TeamsRefusal('there is no such dialog open');
    return dialog;
  }

  private show(
    place: Place,
    person: TeamsPerson,
    command: Dialog['command'],
    status: TeamsOutcome,
    body: Json | undefined,
    before: Dialog | null,
  ): PressOutcome {
    const outcome = (
      shown: PressOutcome['shown'],
      words: string | null,
      dialogId: string | null,
    ): PressOutcome => {
      this.world.changed();
      return { status, answer: body, shown, text: words, dialogId };
    };
    const room = place.room.id;
    if (!isTaken({ outcome: status, body })) {
      if (before) before.trouble = TROUBLE;
      else this.world.tell(person.id, room, TROUBLE);
      return outcome('error', TROUBLE, before?.id ?? null);
    }
    const task = fields(fields(body).task);
    const value = fields(task.value);
    const card = fields(value.card).content;
    if (task.type === 'continue' && isObject(card)) {
      const id = before?.id ?? this.world.newToken();
      const title = text(value.title) ?? '';
      const { rootId } = place;
      this.world.dialogs.set(id, {
        id,
        person: person.id,
        room,
        rootId,
        title,
        card,
        trouble: null,
        command,
      });
      return outcome('dialog', null, id);
    }
    if (before) this.world.dialogs.delete(before.id);
    if (task.type === 'message') {
      const words = text(task.value) ?? '';
      this.world.tell(person.id, room, words);
      return outcome('message', words, null);
    }
    if (before) return outcome('nothing', null, null);
    this.world.tell(person.id, room, TROUBLE);
    return outcome('error', TROUBLE, null);
  }

  private messagePayload(post: Post): JsonObject {
    const from = post.from === null ? null : this.world.person(post.from);
    const user = from && {
      userIdentityType: 'aadUser',
      id: from.aadObjectId,
      displayName: from.name,
    };
    const application = { applicationIdentityType: 'bot', id: this.world.botId };
    return {
      id: post.id,
      replyToId: post.rootId,
      createdDateTime: new Date(post.at).toISOString(),
      deleted: post.deleted,
      from: user ? { user } : { application },
      body: { contentType: 'text', content: post.text },
      attachments: [],
      mentions: [],
      reactions: [],
    };
  }
}

function commandValue(command: { id: string; message: JsonObject }): JsonObject {
  return { commandId: command.id, commandContext: 'message', messagePayload: command.message };
}
