import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { createSlackBot, type SlackBot, type SlackBotOptions } from '../../bots/slack/slack-bot';
import type { Arrival } from '../../src/app/ports/arrival';
import type { FormRequest } from '../../src/app/ports/chat-event';
import type { Installation, Installations } from '../../src/app/ports/installations';
import type { Clock, Log } from '../../src/app/ports/log';
import type { Inbox } from '../../src/app/ports/queues';

export const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
export const FIXTURES = join(__dirname, '..', 'fixtures', 'slack');

export const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
export const wall: Clock = { now: () => new Date() };

/** An inbox that keeps its promise in memory: a repeat is a no-op. */
export class MemoryInbox implements Inbox {
  readonly rows = new Map<string, Arrival>();
  failing = false;
  delayMs = 0;

  async put(arrival: Arrival): Promise<'stored' | 'repeat'> {
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs).unref());
    if (this.failing) throw new Error('no database');
    if (this.rows.has(arrival.dedupKey)) return 'repeat';
    this.rows.set(arrival.dedupKey, arrival);
    return 'stored';
  }
}

export class MemoryInstallations implements Installations {
  readonly held = new Map<string, Installation>();
  readonly states = new Map<string, Date>();
  lookUps = 0;

  async save(installation: Installation): Promise<string> {
    this.held.set(installation.externalId, installation);
    return 'tenant';
  }
  async find(_platform: string, externalId: string): Promise<Installation | null> {
    this.lookUps += 1;
    return this.held.get(externalId) ?? null;
  }
  async revoke(_platform: string, externalId: string): Promise<void> {
    this.held.delete(externalId);
  }
  async issueState(state: string, expiresAt: Date): Promise<void> {
    this.states.set(state, expiresAt);
  }
  async useState(state: string, now: Date): Promise<boolean> {
    const expiresAt = this.states.get(state);
    return this.states.delete(state) && expiresAt !== undefined && expiresAt > now;
  }
}

export interface Running {
  readonly bot: SlackBot;
  readonly inbox: MemoryInbox;
  readonly installations: MemoryInstallations;
  readonly forms: FormRequest[];
  readonly url: string;
  close(): Promise<void>;
}

/** The real Slack bot on a free port of this machine, with stores in memory. */
export const runBot = async (changes: Partial<SlackBotOptions> = {}): Promise<Running> => {
  const inbox = new MemoryInbox();
  const installations = new MemoryInstallations();
  const forms: FormRequest[] = [];
  let listener: RequestListener = (_request, response) => response.writeHead(500).end();
  const server = createServer((request, response) => listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const options: SlackBotOptions = {
    signingSecret: SECRET,
    appToken: null,
    clientId: null,
    clientSecret: null,
    stateSecret: null,
    apiUrl: null,
    publicUrl: url,
    installations,
    inbox,
    onFormRequest: async (request) => {
      forms.push(request);
    },
    clock: wall,
    log: silent,
    ...changes,
  };
  let bot: SlackBot;
  try {
    bot = createSlackBot(options);
  } catch (error) {
    await stop();
    throw error;
  }
  const routes: Readonly<Record<string, RequestListener>> = {
    '/slack/events': bot.routes.events,
    '/slack/install': bot.routes.install,
    '/slack/oauth_redirect': bot.routes.oauthRedirect,
  };
  listener = (request, response) => {
    const path = new URL(request.url ?? '/', url).pathname;
    const route = routes[path];
    if (route === undefined) response.writeHead(404).end();
    else route(request, response);
  };
  return {
    bot,
    inbox,
    installations,
    forms,
    url,
    close: stop,
  };
};

export const sign = (body: Buffer | string, timestamp: string, secret = SECRET): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;

export const nowSeconds = (offset = 0): string => String(Math.floor(Date.now() / 1000) + offset);

export const signed = (
  body: Buffer | string,
  contentType = 'application/json',
  timestamp = nowSeconds(),
  secret = SECRET,
): Record<string, string> => ({
  'content-type': contentType,
  'x-slack-request-timestamp': timestamp,
  'x-slack-signature': sign(body, timestamp, secret),
});

export const FORM = 'application/x-www-form-urlencoded';

export interface Recorded {
  readonly name: string;
  /** As it stands in the file. */
  readonly bytes: Buffer;
  /** As Slack posts it. */
  readonly body: Buffer;
  readonly contentType: string;
}

const recordedIn = (folder: string): Recorded[] =>
  readdirSync(join(FIXTURES, folder))
    .filter((file) => file.endsWith('.json') && !file.startsWith('api.'))
    .map((file) => {
      const bytes = readFileSync(join(FIXTURES, folder, file));
      const name = `${folder}/${file}`;
      if (folder === 'interactive')
        return {
          name,
          bytes,
          body: Buffer.from(new URLSearchParams({ payload: bytes.toString() }).toString()),
          contentType: FORM,
        };
      if (folder === 'slash_commands') {
        const fields: unknown = JSON.parse(bytes.toString());
        const form = new URLSearchParams();
        for (const [key, value] of Object.entries(Object(fields))) form.set(key, String(value));
        return { name, bytes, body: Buffer.from(form.toString()), contentType: FORM };
      }
      return { name, bytes, body: bytes, contentType: 'application/json' };
    });

/** Every recorded payload, in the form in which Slack posts its kind. */
export const recorded = (): Recorded[] =>
  ['events', 'docs-examples', 'interactive', 'slash_commands'].flatMap(recordedIn);
