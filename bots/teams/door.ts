import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { FormRequest, MessageRef } from '../../src/app/ports/chat-event';
import type { Outgoing } from '../../src/app/ports/chat-platform';
import type { Clock, Log } from '../../src/app/ports/log';
import type { Inbox, InboxWatch } from '../../src/app/ports/queues';
import { headersFor, type Refusal, readBody, within } from '../../src/lib/door-guard';
import { arrivalOf } from './arrival';
import { executed } from './card-data';
import { decodeInvoke, pressedOf } from './decode-invoke';
import { refuseHeaders } from './guard';
import { actionRefused, cardAnswer, formAnswer, type InvokeAnswer } from './invoke-answer';
import { announcesUs, type Organisations } from './organisations';
import { type Activity, parseActivity } from './payloads';
import { placeOf, workspaceOf } from './place-of';
import type { PendingForms } from './platform';
import type { References } from './references';
import { refuseSender, type SenderRules } from './sender';

/** Teams waits 10 to 15 s for a message, 5 s for a dialog; whoever has not answered by then has failed. */
const STORE_WITHIN_MS = 4_000;
/** How long a press is watched, so that its answer can show what became of it. */
const WATCH_MS = 2_500;
const WATCH_EVERY_MS = 60;

export interface DoorOptions {
  readonly rules: SenderRules;
  readonly organisations: Organisations;
  readonly onAnnounced: (workspace: string) => void;
  readonly references: References;
  readonly inbox: Inbox;
  readonly watch: InboxWatch;
  readonly currentCard: (at: MessageRef, ticketId: string | null) => Promise<Outgoing | null>;
  readonly onFormRequest: (request: FormRequest) => Promise<void>;
  readonly forms: PendingForms;
  readonly clock: Clock;
  readonly log: Log;
}

const answer = (response: ServerResponse, status: number, body: object | null = null): void => {
  if (response.headersSent) return;
  response.writeHead(status, {
    ...headersFor(status),
    ...(status === 405 ? { allow: 'POST' } : {}),
    ...(body === null ? {} : { 'content-type': 'application/json; charset=utf-8' }),
  });
  response.end(body === null ? undefined : JSON.stringify(body));
};

const FETCHES = new Set(['task/fetch', 'composeExtension/fetchTask']);
const SUBMITS = new Set(['task/submit', 'composeExtension/submitAction']);

/** The Teams door: guard, then the inbox, then the answer. No line of the package runs before that. */
export const createDoor = (options: DoorOptions): RequestListener => {
  const { rules, organisations, references, inbox, watch, log } = options;

  /** Refused before anything of it is believed, stored or asked for elsewhere. */
  const refusalOf = async (
    request: IncomingMessage,
    activity: Activity,
  ): Promise<Refusal | null> => {
    const forged = await refuseSender(rules, request.headers.authorization, activity);
    if (forged !== null) return { status: forged === 'channel' ? 403 : 401, reason: forged };
    const workspace = workspaceOf(activity);
    const place = placeOf(activity);
    if (workspace === null || place === null) return { status: 400, reason: 'no-conversation' };
    if (!(await organisations.admits(workspace, activity)))
      return { status: 403, reason: 'not-installed' };
    const stored = await references.workspaceOf(place.channel);
    return stored === null || stored === workspace
      ? null
      : { status: 403, reason: 'another-organisation' };
  };

  const store = async (raw: Buffer, activity: Activity): Promise<string> => {
    const arrival = arrivalOf(raw, activity);
    await Promise.all([
      within(inbox.put(arrival), STORE_WITHIN_MS),
      within(references.learn(activity), STORE_WITHIN_MS).catch(() => undefined),
    ]);
    return arrival.dedupKey;
  };

  const settled = async (dedupKey: string): Promise<void> => {
    const until = Date.now() + WATCH_MS;
    while (Date.now() < until) {
      if (await watch.isSettled('teams', dedupKey)) return;
      await new Promise((resolve) => setTimeout(resolve, WATCH_EVERY_MS));
    }
  };

  const press = async (raw: Buffer, activity: Activity): Promise<InvokeAnswer> => {
    const execution = executed(activity.value);
    if (execution === null || pressedOf(activity) === null)
      return actionRefused('That button is no longer valid. Use a newer card.');
    // A client that redraws a card is nobody's click.
    if (!execution.byPerson) return cardAnswer(activity, options.currentCard, '');
    await settled(await store(raw, activity));
    return cardAnswer(activity, options.currentCard, 'The desk has heard you.');
  };

  const invoke = async (raw: Buffer, activity: Activity): Promise<InvokeAnswer> => {
    const name = activity.name ?? '';
    if (name === 'adaptiveCard/action') return press(raw, activity);
    if (FETCHES.has(name)) {
      await references.learn(activity);
      return formAnswer(activity, options.forms, options.onFormRequest);
    }
    if (!SUBMITS.has(name)) return { status: 501, body: null };
    if (decodeInvoke(activity).length > 0) await store(raw, activity);
    return { status: 200, body: null };
  };

  const enter = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refuse = ({ status, reason }: Refusal): void => {
      log.warn('teams_refused', { platform: 'teams', status, reason });
      answer(response, status);
    };
    const early = refuseHeaders(request);
    if (early !== null) {
      request.resume();
      return refuse(early);
    }
    const raw = await readBody(request);
    if (!Buffer.isBuffer(raw)) return refuse(raw);
    const activity = parseActivity(raw);
    if (activity === null) return refuse({ status: 400, reason: 'not-an-activity' });
    const refusal = await within(refusalOf(request, activity), STORE_WITHIN_MS);
    if (refusal !== null) return refuse(refusal);
    if (activity.type === 'invoke') {
      const { status, body } = await invoke(raw, activity);
      return answer(response, status, body);
    }
    await store(raw, activity);
    answer(response, 200);
    const workspace = workspaceOf(activity);
    if (workspace !== null && announcesUs(activity)) options.onAnnounced(workspace);
  };

  return (request, response) => {
    enter(request, response).catch((error: unknown) => {
      log.error('teams_not_stored', { platform: 'teams' }, error);
      answer(response, 503);
    });
  };
};
