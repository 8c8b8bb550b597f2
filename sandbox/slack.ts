import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Board } from './board';
import { Commands } from './commands';
import { handleAct, stateJson, streamChanges } from './control-api';
import type { Core } from './core';
import { Events } from './events';
import { Faults } from './faults';
import { Forms } from './forms';
import { SlackSandbox } from './handle';
import { isLocal, sendJson, sendText } from './http-io';
import type { SandboxSeed } from './model';
import { authorizePage } from './oauth';
import { receiveUpload, serveAvatar, serveFile, servePage } from './page-files';
import { People } from './people';
import { Presses } from './presses';
import { Push } from './push';
import { RateLimit } from './rate-limit';
import { answerResponseUrl } from './response-urls';
import { restore } from './saved-world';
import { ALL_SCOPES } from './scopes';
import { defaultSeed } from './seed';
import { SocketMode } from './socket-mode';
import { Permissions } from './triggers';
import { Views } from './views';
import { WebApi } from './web-api';
import { World } from './world';
import { keepWorld, readSavedWorld } from './world-file';

export interface SlackSandboxOptions {
  /** 0 or absent: any free port. It always listens on 127.0.0.1. */
  port?: number;
  host?: '127.0.0.1';
  /** The desk's base address; may be told later with `deliverTo`. */
  deliverTo?: string;
  signingSecret: string;
  botToken: string;
  /** For Socket Mode; without it apps.connections.open refuses. */
  appToken?: string;
  /** What the bot's token may do; everything unless said. */
  scopes?: string[];
  seed?: SandboxSeed;
  limits?: { postsPerSecondPerChannel: number | null };
  retryDelaysMs?: number[];
  ackTimeoutMs?: number;
  /** Checks each call's arguments against Slack's description of the method, unless off. */
  requestCheck?: 'strict' | 'off';
  /** A file the workspace is kept in, so that it survives a restart. */
  stateFile?: string;
  /** Where the built page lies. */
  pageDir?: string;
  /** What else this server answers for, by the beginning of the path. */
  mounts?: ReadonlyMap<string, Mount>;
  /** Numbers from 0 to 1 for faults that hit by chance. */
  random?: () => number;
  /** Milliseconds since 1970, for timestamps, triggers and limits. */
  clock?: () => number;
}

/** Another service on this server's port. */
export interface Mount {
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    path: string,
  ): Promise<void> | void;
}

/** Starts a local Slack workspace. */
export async function startSlackSandbox(options: SlackSandboxOptions): Promise<SlackSandbox> {
  const clock = options.clock ?? Date.now;
  const core = assemble(options, clock);
  const webApi = new WebApi(core, options.requestCheck !== 'off');
  const people = new People(core);
  const pageDir = options.pageDir ?? join(process.cwd(), 'dist', 'sandbox', 'page');
  const mounts = options.mounts ?? new Map<string, Mount>();
  const server = createServer((request, response) => {
    route(core, webApi, people, pageDir, portOf(server), mounts, request, response).catch(
      (failure: unknown) => {
        if (!response.headersSent)
          sendJson(response, 500, { ok: false, error: 'fatal_error', reason: String(failure) });
      },
    );
  });
  core.socketMode.listen(server, () => portOf(server));
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  core.world.baseUrl = `http://127.0.0.1:${portOf(server)}`;
  // Only now: the desk may ask back at once, and needs an address for it.
  core.push.deliverTo(options.deliverTo ?? null);
  const save =
    options.stateFile === undefined
      ? () => undefined
      : keepWorld(core.world, core.push, options.stateFile);
  return new SlackSandbox(core, webApi, people, server, save);
}

function assemble(options: SlackSandboxOptions, clock: () => number): Core {
  const world = new World(options.seed ?? defaultSeed(), clock);
  const past = options.stateFile === undefined ? null : readSavedWorld(options.stateFile);
  if (past) restore(world, past);
  if (world.installed)
    world.tokens.set(options.botToken, { scopes: options.scopes ?? ALL_SCOPES, by: 'settings' });
  const random = options.random ?? Math.random;
  const push = new Push({
    signingSecret: options.signingSecret,
    retryDelaysMs: options.retryDelaysMs ?? [0, 60_000, 300_000],
    ackTimeoutMs: options.ackTimeoutMs ?? 3000,
    clock,
    random,
  });
  const socketMode = new SocketMode(world, options.ackTimeoutMs ?? 3000);
  push.socketMode = socketMode;
  push.keep(past?.openEvents ?? []);
  push.onAttempt = () => world.changed();
  socketMode.onOpen = () => push.resumeKept();
  const events = new Events(world, push);
  const board = new Board(world, events);
  const views = new Views(world);
  const permissions = new Permissions(clock);
  return {
    world,
    push,
    events,
    board,
    views,
    permissions,
    presses: new Presses(world, push, permissions, views),
    forms: new Forms(world, push, permissions, views),
    commands: new Commands(world, push, permissions, board),
    faults: new Faults(random),
    rateLimit: new RateLimit(options.limits?.postsPerSecondPerChannel ?? null, clock),
    socketMode,
    appToken: options.appToken ?? null,
    uploads: new Map(),
    codes: new Map(),
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function route(
  core: Core,
  webApi: WebApi,
  people: People,
  pageDir: string,
  port: number,
  mounts: ReadonlyMap<string, Mount>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isLocal(request, port)) {
    sendText(
      response,
      403,
      'text/plain; charset=utf-8',
      'This sandbox answers only pages and programs of this machine.\n',
    );
    return;
  }
  const url = new URL(request.url ?? '/', core.world.baseUrl);
  const path = url.pathname;
  const verb = request.method ?? 'GET';
  const first = `/${path.split('/')[1] ?? ''}`;
  const mount = mounts.get(first);
  if (mount) return mount.handle(request, response, url, path.slice(first.length));
  if (path.startsWith('/api/'))
    return webApi.handle(path.slice('/api/'.length), request, response, url);
  if (verb === 'POST' && /^\/(actions|commands|app)\/respond\//.test(path)) {
    return answerResponseUrl(core, path.split('/')[3] ?? '', request, response);
  }
  if (verb === 'POST' && path.startsWith('/upload/v1/'))
    return receiveUpload(core, path.slice('/upload/v1/'.length), request, response);
  if (verb === 'POST' && path === '/sandbox/act') return handleAct(core, people, request, response);
  if (verb !== 'GET')
    return sendText(response, 405, 'text/plain; charset=utf-8', 'method not allowed\n');
  if (path === '/sandbox/state')
    return sendJson(response, 200, stateJson(core), { 'cache-control': 'no-store' });
  if (path === '/sandbox/stream') return streamChanges(core, request, response);
  if (path === '/oauth/v2/authorize') return authorizePage(core, url, response);
  if (path.startsWith('/avatars/'))
    return serveAvatar(core, path.slice('/avatars/'.length).replace(/\.svg$/, ''), response);
  if (path.startsWith('/files-pri/')) return serveFile(core, path, request, response);
  return servePage(pageDir, decodeURIComponent(path), response);
}
