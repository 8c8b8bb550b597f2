import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import express, { type Express, type RequestHandler } from 'express';
import type { Registry } from 'prom-client';
import { EXPORT_PATHS } from '../../graphql/export-server';
import type { Log } from '../app/ports/log';
import { DeskError } from '../domain/errors';
import { TRACKER_PATH } from './tracker-door';

type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface Routes {
  /** Null where this process has no door. */
  readonly slack: {
    readonly events: RequestListener;
    readonly install: RequestListener;
    readonly oauthRedirect: RequestListener;
  } | null;
  readonly teams: { readonly messages: RequestListener } | null;
  readonly trackers: RequestListener | null;
  /** Null where this process serves no API. */
  readonly graphql: RequestListener | null;
  /** Null likewise. */
  readonly exports: RequestListener | null;
  /** Null where this process serves no API, which the page lives on. */
  readonly dashboard: RequestHandler | null;
  /** How people sign in; null where this process serves no API. */
  readonly signIn: RequestHandler | null;
  /** Sockets of the same address. */
  readonly live: UpgradeHandler | null;
}

export interface HttpServerOptions {
  readonly routes: Routes;
  readonly bootId: string;
  readonly isReady: () => Promise<boolean>;
  readonly metrics: Registry;
  readonly log: Log;
}

/** Slowloris and half-open peers: headers within 10 s, the whole request within 15 s. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 15_000;

const SECURE = new Map([
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['x-frame-options', 'DENY'],
]);
const secure = (response: ServerResponse): ServerResponse => response.setHeaders(SECURE);

const health = (app: Express, options: HttpServerOptions): void => {
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok', boot: options.bootId });
  });
  app.get('/readyz', async (_request, response) => {
    const ready = await options.isReady();
    response
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ready' : 'not ready', boot: options.bootId });
  });
  app.get('/metrics', async (_request, response) => {
    response.type(options.metrics.contentType).send(await options.metrics.metrics());
  });
};

/** Every route of the program on one server. */
export const createHttpServer = (options: HttpServerOptions): Server => {
  const { routes, log } = options;
  const app = express();
  app.disable('x-powered-by');
  // Behind a proxy on our own network the caller is whom that names, and nobody further away.
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  app.use((_request, response, next) => {
    secure(response);
    next();
  });
  if (routes.signIn !== null) app.use('/auth', routes.signIn);
  if (routes.dashboard !== null) app.use(routes.dashboard);
  health(app, options);
  app.use((_request, response) => {
    response.status(404).json({ error: 'There is nothing here.' });
  });
  app.use(((error: unknown, _request, response, _next) => {
    const reference = Math.random().toString(36).slice(2, 10);
    log.error('request failed', { reference }, error);
    if (!response.headersSent)
      response.status(500).json({ error: `Something went wrong (${reference}).` });
  }) satisfies express.ErrorRequestHandler);
  // These read raw bytes and have no use for Express: 200 us of a request's 600 (measured by others on this stack).
  const doors = new Map<string, RequestListener>(
    routes.slack === null
      ? []
      : [
          ['/slack/events', routes.slack.events],
          ['/slack/install', routes.slack.install],
          ['/slack/oauth_redirect', routes.slack.oauthRedirect],
        ],
  );
  const { graphql, exports } = routes;
  if (graphql !== null)
    doors.set('/graphql', (request, response) => graphql(request, secure(response)));
  if (exports !== null)
    for (const path of EXPORT_PATHS.keys())
      doors.set(path, (request, response) => exports(request, secure(response)));
  if (routes.teams !== null) doors.set('/api/messages', routes.teams.messages);
  const server = createServer((request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '/';
    const door = path.startsWith(TRACKER_PATH) ? (routes.trackers ?? undefined) : doors.get(path);
    if (door === undefined) app(request, response);
    else door(request, response);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = request.url?.split('?', 1)[0] ?? '/';
    if (routes.live !== null && path === '/graphql') routes.live(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
  });
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  return server;
};

/** Says which setting gives a taken port another number; anything else is passed on. */
export const portTrouble = (error: unknown, port: number, setting: string): unknown =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    ? new DeskError(
        'unavailable',
        'PORT_IN_USE',
        `Port ${port} is taken by another program.`,
        `Stop it, or set ${setting} to another number.`,
      )
    : error;

/** Resolves with the port it listens on. Throws `unavailable` when another program has it. */
export const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error) => reject(portTrouble(error, port, 'PORT')));
    server.listen(port, host, () => {
      const address: AddressInfo | string | null = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

const IDLE_EVERY_MS = 100;
const PATIENCE_MS = 3_000;

/**
 * Takes no new connection and lets running requests end. A keep-alive connection that was busy at
 * that moment becomes idle later, so idle ones are closed again and again, and after 3 s all.
 */
export const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_EVERY_MS);
    const all = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(all);
      resolve();
    });
    server.closeIdleConnections();
  });
