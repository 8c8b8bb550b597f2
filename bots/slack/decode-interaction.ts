import { z } from 'zod';
import { buttonSubject } from '../../src/app/cards/button-subject';
import {
  type ButtonSubject,
  CUSTOMER_ACTIONS,
  type CustomerAction,
  TEAM_ACTIONS,
  type TeamAction,
} from '../../src/app/cards/card';
import { FORM_OF_ACTION, FORMS, type FormName, opensForm } from '../../src/app/cards/form';
import type { ChatEvent, ChatUser, FormRequest, ThreadRef } from '../../src/app/ports/chat-event';
import { decodeMessage } from './decode-message';
import { type Interaction, id, jsonOf } from './payloads';
import { workspaceOfInteraction } from './workspace-of';

const placeSchema = z.object({
  workspace: id,
  channel: id,
  threadId: id.nullable(),
});
const metadataSchema = z.object({ subject: buttonSubject, place: placeSchema.nullable() });
const actionSchema = z.enum([...CUSTOMER_ACTIONS, ...TEAM_ACTIONS]);

export const MAKE_TICKET = 'make_ticket';

const userOf = (payload: Interaction): ChatUser | null =>
  payload.user?.id === undefined
    ? null
    : {
        platform: 'slack',
        home: payload.user.team_id ?? payload.team?.id ?? null,
        userId: payload.user.id,
        isBot: false,
      };

/** Where an answer is seen: the thread, or the channel itself for a card that is no reply. */
const placeOf = (payload: Interaction, workspace: string): ThreadRef | null => {
  const channel = payload.container?.channel_id ?? payload.channel?.id;
  if (channel === undefined) return null;
  const threadId = payload.message?.thread_ts ?? payload.container?.thread_ts ?? null;
  return { platform: 'slack', workspace, channel, threadId };
};

interface Press {
  readonly action: CustomerAction | TeamAction;
  readonly subject: ButtonSubject;
  readonly choice: string | null;
}

/** A button carries its subject in its value, a menu (150 characters an option) in its block's id. */
const pressesOf = (payload: Interaction): Press[] =>
  (payload.actions ?? []).flatMap((pressed) => {
    const action = actionSchema.safeParse(pressed?.action_id?.split(':')[0]);
    const isButton = pressed?.type === 'button' || pressed?.value !== undefined;
    const blockId = pressed?.block_id ?? '';
    const carried = isButton ? pressed?.value : blockId.slice(blockId.indexOf(':') + 1);
    const subject = buttonSubject.safeParse(jsonOf(carried));
    if (!action.success || !subject.success) return [];
    const choice = pressed?.selected_option?.value ?? pressed?.selected_user ?? null;
    return [{ action: action.data, subject: subject.data, choice }];
  });

const formOf = (action: CustomerAction | TeamAction): FormName | null =>
  opensForm(action) ? FORM_OF_ACTION[action] : null;

const valuesOf = (payload: Interaction): Record<string, string> => {
  const values: Record<string, string> = {};
  for (const [field, elements] of Object.entries(payload.view?.state?.values ?? {}))
    for (const element of Object.values(elements)) {
      const value = element.selected_option?.value ?? element.value;
      if (typeof value === 'string') values[field] = value;
    }
  return values;
};

const decodeSubmission = (payload: Interaction, workspace: string, user: ChatUser): ChatEvent[] => {
  const form = z.enum(FORMS).safeParse(payload.view?.callback_id);
  const metadata = metadataSchema.safeParse(jsonOf(payload.view?.private_metadata));
  if (!form.success || !metadata.success) return [];
  const { subject, place } = metadata.data;
  return [
    {
      kind: 'form',
      form: form.data,
      subject,
      values: valuesOf(payload),
      user,
      place: place === null ? null : { platform: 'slack', ...place },
      workspace,
    },
  ];
};

const decodeShortcut = (payload: Interaction, workspace: string, user: ChatUser): ChatEvent[] => {
  const channel = payload.channel?.id;
  if (payload.callback_id !== MAKE_TICKET || channel === undefined || !payload.message) return [];
  const message = decodeMessage(
    { ...payload.message, ts: payload.message.ts ?? payload.message_ts },
    channel,
    {
      workspace,
      appId: payload.api_app_id ?? null,
      botUserId: null,
      defaultHome: null,
      fromHistory: true,
    },
  );
  return message === null ? [] : [{ kind: 'make-ticket', message, user }];
};

/** Presses, menus, submitted forms and the message's own menu. */
export const decodeInteraction = (payload: Interaction): ChatEvent[] => {
  const workspace = workspaceOfInteraction(payload);
  const user = userOf(payload);
  if (workspace === null || user === null) return [];
  switch (payload.type) {
    case 'block_actions':
      return pressesOf(payload).map((press) => ({
        kind: 'button',
        ...press,
        user,
        place: placeOf(payload, workspace),
        workspace,
      }));
    case 'view_submission':
      return decodeSubmission(payload, workspace, user);
    case 'message_action':
      return decodeShortcut(payload, workspace, user);
    default:
      return [];
  }
};

/** A press that must open a form while its trigger lives; null for every other press. */
export const formRequestOfInteraction = (payload: Interaction): FormRequest | null => {
  const workspace = workspaceOfInteraction(payload);
  const user = userOf(payload);
  const press = pressesOf(payload)[0];
  if (payload.type !== 'block_actions' || payload.trigger_id === undefined) return null;
  if (workspace === null || user === null || press === undefined) return null;
  const form = formOf(press.action);
  if (form === null) return null;
  return {
    platform: 'slack',
    workspace,
    form,
    subject: press.subject,
    user,
    place: placeOf(payload, workspace),
    trigger: payload.trigger_id,
  };
};
