import { randomUUID } from 'node:crypto';
import type { FormRequest, MessageRef } from '../../src/app/ports/chat-event';
import type { Outgoing } from '../../src/app/ports/chat-platform';
import { CARD_TYPE, render } from './adaptive-card';
import { formRequestOf, MAKE_TICKET, pressedOf } from './decode-invoke';
import { type Dialog, makeTicketDialog } from './forms';
import type { Activity } from './payloads';
import { placeOf } from './place-of';
import type { PendingForms } from './platform';

export interface InvokeAnswer {
  readonly status: number;
  readonly body: object | null;
}

const MESSAGE = 'application/vnd.microsoft.activity.message';
const ERROR = 'application/vnd.microsoft.error';
const FORM_WITHIN_MS = 4_000;

const ok = (body: object | null): InvokeAnswer => ({ status: 200, body });

const told = (words: string): InvokeAnswer => ok({ statusCode: 200, type: MESSAGE, value: words });

/** An answer in the form of a Universal Action, which has a status of its own inside. */
export const actionRefused = (message: string): InvokeAnswer =>
  ok({ statusCode: 400, type: ERROR, value: { code: 'BadRequest', message } });

/** What the pressed card shows now; where none stands, that the press was heard. */
export const cardAnswer = async (
  activity: Activity,
  currentCard: (at: MessageRef, ticketId: string | null) => Promise<Outgoing | null>,
  otherwise: string,
): Promise<InvokeAnswer> => {
  const place = placeOf(activity);
  const { replyToId } = activity;
  if (place === null || replyToId === undefined) return told(otherwise);
  const { platform, workspace, channel } = place;
  const at = { platform, workspace, channel, id: replyToId };
  const what = await currentCard(at, pressedOf(activity)?.subject.ticketId ?? null);
  // A nonce of its own: after a refusal the same person may press again and be heard.
  const rendered = what === null ? null : render(what, randomUUID());
  if (rendered?.kind !== 'card') return told(otherwise);
  return ok({ statusCode: 200, type: CARD_TYPE, value: rendered.card });
};

const opened = (dialog: Dialog): InvokeAnswer => ok({ task: { type: 'continue', value: dialog } });
const closed = (words: string): InvokeAnswer => ok({ task: { type: 'message', value: words } });

const isMakeTicket = (activity: Activity): boolean => {
  const { value } = activity;
  return (
    typeof value === 'object' &&
    value !== null &&
    'commandId' in value &&
    value.commandId === MAKE_TICKET
  );
};

/** Opens the dialog a person waits for. Reads only, and never longer than the client waits. */
export const formAnswer = async (
  activity: Activity,
  forms: PendingForms,
  onFormRequest: (request: FormRequest) => Promise<void>,
): Promise<InvokeAnswer> => {
  if (activity.name === 'composeExtension/fetchTask' && isMakeTicket(activity))
    return opened(makeTicketDialog());
  const trigger = randomUUID();
  const request = formRequestOf(activity, trigger);
  if (request === null) return closed('That button is no longer valid. Use a newer card.');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<InvokeAnswer>((resolve) => {
    timer = setTimeout(
      () => resolve(closed('The desk is busy just now. Press the button again.')),
      FORM_WITHIN_MS,
    );
  });
  const shown = new Promise<InvokeAnswer>((resolve) => {
    forms.expect(trigger, (dialog) => resolve(opened(dialog)));
  });
  const refused = onFormRequest(request).then(() =>
    closed('That cannot be done now. The desk has written to you why.'),
  );
  try {
    return await Promise.race([shown, refused, late]);
  } finally {
    clearTimeout(timer);
    forms.forget(trigger);
  }
};
