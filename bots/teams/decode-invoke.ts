import { z } from 'zod';
import { FORM_OF_ACTION, opensForm } from '../../src/app/cards/form';
import type { ChatEvent, ChatUser, FormRequest, ThreadRef } from '../../src/app/ports/chat-event';
import { dataOf, executed, type Pressed, pressOf, submissionOf } from './card-data';
import { decodeMessage } from './decode-message';
import type { Activity } from './payloads';
import { placeOf, userOf } from './place-of';

export const MAKE_TICKET = 'make_ticket';
export const NEW_TICKET = 'new_ticket';

const buttonOf = (pressed: Pressed, user: ChatUser, place: ThreadRef): ChatEvent => ({
  kind: 'button',
  action: pressed.action,
  subject: pressed.subject,
  choice: pressed.choice,
  user,
  place,
  workspace: place.workspace,
});

const formOf = (data: unknown, user: ChatUser, place: ThreadRef): ChatEvent[] => {
  const submission = submissionOf(data);
  if (submission === null) return [];
  const { filled, values } = submission;
  // A form can be carried from room to room by its holder, but not out of the organisation that heard it.
  const from = filled.place?.workspace === place.workspace ? filled.place : null;
  return [
    {
      kind: 'form',
      form: filled.form,
      subject: filled.subject,
      values,
      user,
      place: from === null ? place : { platform: 'teams', ...from },
      workspace: place.workspace,
    },
  ];
};

const payloadMessage = z.looseObject({
  id: z.string(),
  createdDateTime: z.string().optional().catch(undefined),
  from: z.looseObject({
    user: z.looseObject({ id: z.string(), displayName: z.string().optional().catch(undefined) }),
  }),
  body: z
    .looseObject({ content: z.string(), contentType: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
  linkToMessage: z.string().optional().catch(undefined),
});
const composed = z.looseObject({
  commandId: z.string(),
  messagePayload: z.unknown(),
  data: z.unknown(),
});

/** The message of a message action comes in Graph's shape: read as the activity it once was. */
const payloadActivity = (activity: Activity, payload: unknown): Activity | null => {
  const parsed = payloadMessage.safeParse(payload);
  if (!parsed.success) return null;
  const { id, createdDateTime, from, body } = parsed.data;
  return {
    ...activity,
    type: 'message',
    id,
    ...(createdDateTime === undefined ? {} : { timestamp: createdDateTime }),
    from: { id: from.user.id, aadObjectId: from.user.id, name: from.user.displayName },
    text: body?.content ?? '',
    textFormat: body?.contentType === 'html' ? 'xml' : 'plain',
    entities: [],
    attachments: [],
  };
};

const decodeComposed = (activity: Activity, user: ChatUser, place: ThreadRef): ChatEvent[] => {
  const parsed = composed.safeParse(activity.value);
  if (!parsed.success) return [];
  const { commandId, messagePayload, data } = parsed.data;
  if (commandId !== MAKE_TICKET) return formOf(data, user, place);
  const said = payloadActivity(activity, messagePayload);
  const [event] = said === null ? [] : decodeMessage(said);
  const message =
    event?.kind === 'message' ? event.message : event?.kind === 'command' ? event.said : undefined;
  return message === undefined ? [] : [{ kind: 'make-ticket', message, user }];
};

/** A press, a submitted form, a message action. What only reads is answered at the door. */
export const decodeInvoke = (activity: Activity): ChatEvent[] => {
  const user = userOf(activity);
  const place = placeOf(activity);
  if (user === null || place === null) return [];
  switch (activity.name) {
    case 'adaptiveCard/action': {
      const execution = executed(activity.value);
      const pressed = execution?.byPerson === true ? pressOf(execution.data) : null;
      return pressed === null ? [] : [buttonOf(pressed, user, place)];
    }
    case 'task/submit':
      return formOf(dataOf(activity.value), user, place);
    case 'composeExtension/submitAction':
      return decodeComposed(activity, user, place);
    default:
      return [];
  }
};

/** An `Action.Submit` comes as a message with a value: the older clients' way to press. */
export const decodeSubmit = (activity: Activity): ChatEvent[] => {
  const user = userOf(activity);
  const place = placeOf(activity);
  const pressed = pressOf(activity.value);
  return user === null || place === null || pressed === null
    ? []
    : [buttonOf(pressed, user, place)];
};

/** The form an invoke asks for right now; null if it asks for none. `trigger` is the door's own. */
export const formRequestOf = (activity: Activity, trigger: string): FormRequest | null => {
  const user = userOf(activity);
  const place = placeOf(activity);
  if (user === null || place === null) return null;
  const asked = { platform: 'teams', workspace: place.workspace, user, place, trigger } as const;
  if (activity.name === 'composeExtension/fetchTask') {
    const parsed = composed.safeParse(activity.value);
    return parsed.data?.commandId === NEW_TICKET
      ? { ...asked, form: 'new-ticket', subject: { ticketId: null, version: 0 } }
      : null;
  }
  const pressed = activity.name === 'task/fetch' ? pressOf(dataOf(activity.value)) : null;
  if (pressed === null || !opensForm(pressed.action)) return null;
  return { ...asked, form: FORM_OF_ACTION[pressed.action], subject: pressed.subject };
};

/** What a press is about, for the card that answers it. */
export const pressedOf = (activity: Activity): Pressed | null => {
  const execution = executed(activity.value);
  return execution === null ? null : pressOf(execution.data);
};
