import type { FormRequest } from '../../src/app/ports/chat-event';
import type { ChatPlatform } from '../../src/app/ports/chat-platform';
import type { Installations } from '../../src/app/ports/installations';
import type { Clock, Log } from '../../src/app/ports/log';
import type { Inbox } from '../../src/app/ports/queues';
import { createCall } from './call';
import { createHttpDoor, createSocketDoor, type Listener } from './door';
import { createInstallRoutes } from './install';
import { createPlatform } from './platform';

export interface SlackBotOptions {
  /** Null: no HTTP door (Socket Mode only). */
  readonly signingSecret: string | null;
  /** Null: no Socket Mode. */
  readonly appToken: string | null;
  readonly clientId: string | null;
  readonly clientSecret: string | null;
  readonly stateSecret: string | null;
  /** Null: Slack itself. */
  readonly apiUrl: string | null;
  readonly publicUrl: string;
  readonly installations: Installations;
  readonly inbox: Inbox;
  readonly onFormRequest: (request: FormRequest) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  readonly requestTimeoutMs?: number;
}

export interface SlackBot {
  readonly platform: ChatPlatform;
  /** Plain node listeners for /slack/events, /slack/install and /slack/oauth_redirect. */
  readonly routes: {
    readonly events: Listener;
    readonly install: Listener;
    readonly oauthRedirect: Listener;
  };
  start(): Promise<void>;
  stop(): Promise<void>;
}

const REQUEST_TIMEOUT_MS = 10_000;

const closed: Listener = (_request, response) => {
  response.writeHead(404).end();
};

/** Slack as one part of the desk: its door, its postman and its installation pages. */
export const createSlackBot = (options: SlackBotOptions): SlackBot => {
  const requestTimeoutMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
  const { signingSecret, appToken, apiUrl } = options;
  const socket = appToken === null ? null : createSocketDoor(appToken, apiUrl, options);
  return {
    platform: createPlatform(createCall({ ...options, requestTimeoutMs })),
    routes: {
      events: signingSecret === null ? closed : createHttpDoor(signingSecret, options),
      ...createInstallRoutes({ ...options, requestTimeoutMs }),
    },
    start: async () => {
      await socket?.start();
    },
    stop: async () => {
      await socket?.stop();
    },
  };
};
