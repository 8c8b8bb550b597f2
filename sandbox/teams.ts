import { createServer, type Server } from 'node:http';
import { isLocal, sendJson, sendText } from './http-io';
import { TeamsConnector } from './teams-connector';
import { ConnectorHttp } from './teams-connector-http';
import { TeamsDialogs } from './teams-dialogs';
import { TeamsFaults, TeamsThrottle } from './teams-faults';
import { TeamsFiles } from './teams-files';
import { TeamsSandbox } from './teams-handle';
import { TeamsKeys } from './teams-keys';
import { TeamsLifecycle } from './teams-lifecycle';
import type { TeamsSeed } from './teams-model';
import type { TeamsParts } from './teams-parts';
import { TeamsPeople } from './teams-people';
import { TeamsPresses } from './teams-presses';
import { TeamsPush } from './teams-push';
import { restoreTeams, savedTeams } from './teams-saved-world';
import { defaultTeamsSeed } from './teams-seed';
import { TeamsWorld } from './teams-world';
import { keepFile } from './world-file';

export interface TeamsSandboxOptions {
  appId: string;
  appPassword: string;
  /** 0 or absent: any free port. It always listens on 127.0.0.1. */
  port?: number;
  /** The desk's base address; may be told later with `deliverTo`. */
  deliverTo?: string;
  seed?: TeamsSeed;
  /** Tells a new desk of every place the bot is in; yes unless said. */
  announces?: boolean;
  /** When an activity that was not taken is repeated. */
  retryDelaysMs?: number[];
  answerTimeoutMs?: number;
  /** Keeps to Teams' limits per thread; yes unless said. */
  throttle?: boolean;
  /** A file what was said is kept in, so that it survives a restart. */
  stateFile?: string;
  random?: () => number;
  clock?: () => number;
}

/** Puts a local Teams together without a server of its own; `url` is where it is mounted. */
export function createTeamsSandbox(
  options: TeamsSandboxOptions,
  url: string,
  close: () => Promise<void> = async () => undefined,
): TeamsSandbox {
  const clock = options.clock ?? Date.now;
  const random = options.random ?? Math.random;
  const { appId, appPassword } = options;
  const world = new TeamsWorld(options.seed ?? defaultTeamsSeed(), `28:${appId}`, clock);
  world.serviceUrl = `${url}/connector`;
  const { stateFile } = options;
  if (stateFile !== undefined) restoreTeams(world, stateFile);
  const save =
    stateFile === undefined
      ? () => undefined
      : keepFile(world, stateFile, () => JSON.stringify(savedTeams(world)));
  const keys = new TeamsKeys(appId, clock);
  const push = new TeamsPush({
    keys,
    retryDelaysMs: options.retryDelaysMs ?? [15_000, 15_000],
    answerTimeoutMs: options.answerTimeoutMs ?? 15_000,
    clock,
    random,
  });
  push.onAttempt = () => world.changed();
  const faults = new TeamsFaults(random);
  const throttle = new TeamsThrottle(clock);
  throttle.enabled = options.throttle ?? true;
  const files = new TeamsFiles(world);
  const dialogs = new TeamsDialogs(world, push);
  const credentials = { appId, appPassword };
  const parts: TeamsParts = {
    world,
    keys,
    push,
    connector: new ConnectorHttp(new TeamsConnector(world), faults, throttle, credentials, clock),
    people: new TeamsPeople(world, push, files),
    presses: new TeamsPresses(world, push, dialogs),
    dialogs,
    lifecycle: new TeamsLifecycle(world, push),
    faults,
    throttle,
    files,
    announces: options.announces ?? true,
    appId,
  };
  return new TeamsSandbox(url, parts, async () => {
    await close();
    save();
  });
}

/** Starts a local Teams on a port of its own. */
export async function startTeamsSandbox(options: TeamsSandboxOptions): Promise<TeamsSandbox> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const port = portOf(server);
  const base = `http://127.0.0.1:${port}`;
  const sandbox = createTeamsSandbox(options, base, async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  });
  server.on('request', (request, response) => {
    if (!isLocal(request, port))
      return sendText(response, 403, 'text/plain; charset=utf-8', 'only for this machine\n');
    const url = new URL(request.url ?? '/', base);
    sandbox.handle(request, response, url, url.pathname).catch((failure: unknown) => {
      const error = { code: 'ServiceError', message: String(failure) };
      sendJson(response, 500, { error });
    });
  });
  if (options.deliverTo !== undefined) await sandbox.deliverTo(options.deliverTo);
  return sandbox;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
