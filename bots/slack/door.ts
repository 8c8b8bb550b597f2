import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  App,
  HTTPReceiver,
  type Receiver,
  type ReceiverEvent,
  SocketModeReceiver,
} from '@slack/bolt';
import type { FormRequest } from '../../src/app/ports/chat-event';
import type { Clock, Log } from '../../src/app/ports/log';
import type { Inbox } from '../../src/app/ports/queues';
import { headersFor, type Refusal, readBody, within } from '../../src/lib/door-guard';
import { arrivalOf } from './arrival';
import { formRequestOf } from './decode';
import { refuseBody, refuseHeaders } from './guard';
import { quietLogger } from './quiet-logger';

/** Slack gives up after 3 s; whoever has not answered by then has failed. */
const ANSWER_WITHIN_MS = 2_500;
const CLOSE_WITHIN_MS = 5_000;

export interface DoorOptions {
  readonly inbox: Inbox;
  readonly onFormRequest: (request: FormRequest) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Bolt's App acknowledges events before any listener has run, so a killed process would have
 * answered 200 for a message nobody keeps. This one stores first and runs no listeners at all.
 */
class DurableApp extends App {
  readonly #options: DoorOptions;

  constructor(receiver: Receiver, options: DoorOptions) {
    super({
      receiver,
      authorize: () => Promise.reject(new Error('the door looks nothing up')),
      logger: quietLogger(options.log, 'bolt'),
      convoStore: false,
      ignoreSelf: false,
    });
    this.#options = options;
  }

  override async processEvent(event: ReceiverEvent): Promise<void> {
    const { inbox, onFormRequest } = this.#options;
    const form = formRequestOf(event.body);
    if (form === null) {
      const given: unknown = event.customProperties?.raw;
      const raw = Buffer.isBuffer(given) ? given : Buffer.from(JSON.stringify(event.body));
      await within(inbox.put(arrivalOf(raw, event.body)), ANSWER_WITHIN_MS);
    } else await within(onFormRequest(form), ANSWER_WITHIN_MS);
    await event.ack();
  }
}

const answer = (response: ServerResponse, status: number): void => {
  if (response.headersSent) return;
  response.writeHead(status, headersFor(status));
  response.end();
};

export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** The HTTP door: guard, then Bolt's signature check, then the inbox, then the answer. */
export const createHttpDoor = (signingSecret: string, options: DoorOptions): Listener => {
  const { log, clock } = options;
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: ['/slack/events', '/'],
    logger: quietLogger(log, 'bolt'),
    customPropertiesExtractor: (request) => ({ raw: request.rawBody }),
    processEventErrorHandler: async ({ error, response }) => {
      log.error('slack_not_stored', { platform: 'slack' }, error);
      answer(response, 503);
      return true;
    },
    dispatchErrorHandler: ({ response }) => answer(response, 404),
  });
  void new DurableApp(receiver, options);

  const refuse = (response: ServerResponse, refusal: Refusal): void => {
    log.warn('slack_refused', {
      platform: 'slack',
      status: refusal.status,
      reason: refusal.reason,
    });
    answer(response, refusal.status);
  };

  const enter = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const early = refuseHeaders(request, clock.now());
    if (early !== null) {
      refuse(response, early);
      request.resume();
      return;
    }
    const raw = await readBody(request);
    if (!Buffer.isBuffer(raw)) return refuse(response, raw);
    const contentType = request.headers['content-type'] ?? '';
    const refusal = refuseBody(raw, contentType);
    if (refusal !== null) return refuse(response, refusal);
    // The package compares the whole header, a charset would hide a form from it.
    if (contentType.startsWith('application/x-www-form-urlencoded'))
      request.headers['content-type'] = 'application/x-www-form-urlencoded';
    response.once('finish', () => {
      if (response.statusCode >= 400)
        log.warn('slack_refused', { platform: 'slack', status: response.statusCode });
    });
    receiver.requestListener(Object.assign(request, { rawBody: raw }), response);
  };

  return (request, response) => {
    enter(request, response).catch((error: unknown) => {
      log.error('slack_door_failed', { platform: 'slack' }, error);
      answer(response, 503);
    });
  };
};

export interface SocketDoor {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The same behind a web socket: what is not stored is not acknowledged, so Slack sends it again. */
export const createSocketDoor = (
  appToken: string,
  apiUrl: string | null,
  options: DoorOptions,
): SocketDoor => {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: quietLogger(options.log, 'socket'),
    installerOptions: { clientOptions: apiUrl === null ? {} : { slackApiUrl: apiUrl } },
    processEventErrorHandler: async ({ error }) => {
      options.log.error('slack_not_stored', { platform: 'slack' }, error);
      return false;
    },
  });
  void new DurableApp(receiver, options);
  return {
    start: async () => {
      await receiver.start();
    },
    // The receiver's own stop() does not wait for the closing handshake, and its timers live on.
    stop: () => within(receiver.client.disconnect(), CLOSE_WITHIN_MS).catch(() => undefined),
  };
};
