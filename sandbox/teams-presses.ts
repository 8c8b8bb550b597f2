import { fields, isObject, type JsonObject, text } from './json';
import { invokeActivity, type Place } from './teams-activities';
import { cardsOf } from './teams-card-check';
import {
  type ButtonName,
  buttonOf,
  type CardInputs,
  dataOf,
  opensDialog,
  refreshOf,
} from './teams-cards';
import type { TeamsDialogs } from './teams-dialogs';
import {
  type Post,
  type PressOutcome,
  type Room,
  type TeamsPerson,
  TeamsRefusal,
} from './teams-model';
import { placeOf } from './teams-people';
import { isTaken, type TeamsPush } from './teams-push';
import type { TeamsWorld } from './teams-world';

export interface TeamsPress {
  room: string;
  id: string;
  person: string;
  button: ButtonName;
  inputs?: CardInputs;
}

const CARD = 'application/vnd.microsoft.card.adaptive';
const MESSAGE = 'application/vnd.microsoft.activity.message';
/** What Teams' client shows when a bot does not answer as it should. */
const TROUBLE = 'Something went wrong. Please try again.';

/** Buttons of cards in messages. */
export class TeamsPresses {
  constructor(
    private readonly world: TeamsWorld,
    private readonly push: TeamsPush,
    private readonly dialogs: TeamsDialogs,
  ) {}

  /** The card a person sees in a message: their own view of it, if they have one. */
  cardFor(post: Post, person: string): JsonObject | null {
    return this.world.views.get(viewKey(post, person)) ?? cardsOf(post.attachments)[0] ?? null;
  }

  /** Presses a button of a card. */
  async press(args: TeamsPress): Promise<PressOutcome> {
    const { room, post, person, card } = this.target(args);
    const button = buttonOf(card, args.button);
    const place = placeOf(room, post);
    if (button.type === 'Action.OpenUrl' || button.type === 'Action.ShowCard')
      return { status: 200, answer: undefined, shown: 'nothing', text: null, dialogId: null };
    const data = dataOf(card, button, args.inputs ?? {});
    if (opensDialog(button)) return this.dialogs.open(place, person, data);
    if (button.type === 'Action.Submit') return this.submitted(place, person, post, data);
    const action = { ...titled(button), data };
    return this.execute(place, person, post, action, 'manual');
  }

  /** What the client does by itself when a card with refresh comes into view; null if not for them. */
  async refresh(args: Omit<TeamsPress, 'button'>): Promise<PressOutcome | null> {
    const { room, post, person } = this.target(args);
    const refresh = refreshOf(cardsOf(post.attachments)[0] ?? {});
    if (!refresh?.userIds.includes(person.id)) return null;
    const action = { ...titled(refresh.action), data: fields(refresh.action.data) };
    return this.execute(placeOf(room, post), person, post, action, 'automatic');
  }

  private async execute(
    place: Place,
    person: TeamsPerson,
    post: Post,
    action: JsonObject,
    trigger: 'manual' | 'automatic',
  ): Promise<PressOutcome> {
    const invoke = { name: 'adaptiveCard/action', value: { action, trigger }, replyToId: post.id };
    const { outcome, body } = await this.push.invoke(
      invokeActivity(this.world, place, person, invoke),
    );
    const answer = fields(body);
    const told = (shown: PressOutcome['shown'], words: string | null): PressOutcome => {
      if (words !== null && trigger === 'manual') this.world.tell(person.id, post.room, words);
      return { status: outcome, answer: body, shown, text: words, dialogId: null };
    };
    const good = isTaken({ outcome, body });
    if (good && answer.type === CARD && isObject(answer.value)) {
      this.world.views.set(viewKey(post, person.id), answer.value);
      this.world.changed();
      return told('card', null);
    }
    if (good && answer.type === MESSAGE) return told('message', text(answer.value) ?? null);
    if (good && text(answer.type)?.startsWith('application/vnd.microsoft.error'))
      return told('error', text(fields(answer.value).message) ?? TROUBLE);
    return told('error', TROUBLE);
  }

  private async submitted(
    place: Place,
    person: TeamsPerson,
    post: Post,
    value: JsonObject,
  ): Promise<PressOutcome> {
    const asInvoke = invokeActivity(this.world, place, person, {
      name: '',
      value,
      replyToId: post.id,
    });
    const { name: _unused, ...activity } = asInvoke;
    const delivery = await this.push.deliver({ ...activity, type: 'message' });
    const status = delivery.attempts.at(-1)?.outcome ?? 'connection_failed';
    return { status, answer: undefined, shown: 'nothing', text: null, dialogId: null };
  }

  private target(args: Omit<TeamsPress, 'button'>): {
    room: Room;
    post: Post;
    person: TeamsPerson;
    card: JsonObject;
  } {
    const room = this.world.room(args.room);
    const person = this.world.person(args.person);
    if (!this.world.membersOf(room).includes(person))
      throw new TeamsRefusal('this person does not see that card');
    const post = this.world.post(room.id, args.id);
    const card = this.cardFor(post, person.id);
    if (!card || post.deleted) throw new TeamsRefusal('the message has no card');
    return { room, post, person, card };
  }
}

function titled(action: JsonObject): JsonObject {
  return {
    type: 'Action.Execute',
    ...(text(action.title) === undefined ? {} : { title: action.title }),
    ...(text(action.id) === undefined ? {} : { id: action.id }),
    verb: text(action.verb) ?? '',
  };
}

function viewKey(post: Post, person: string): string {
  return `${post.room}/${post.id}/${person}`;
}
