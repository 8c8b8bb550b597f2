import { ownInstallation } from '../../bots/slack/own-installation';
import { surveyWorkspace } from '../app/admin/survey-workspace';
import { ensureAdminToken } from '../app/admin/tokens';
import type { Log } from '../app/ports/log';
import { DeskError } from '../domain/errors';
import type { ProcessRole, Settings } from '../lib/config';
import { type Building, compose, type Overrides } from './compose';
import { createHttpServer, listen } from './http-server';
import type { Step } from './shutdown';

/** A desk that listens and works. */
export interface RunningDesk {
  readonly building: Building;
  readonly port: number;
  /** Resolves when the workspace of SLACK_BOT_TOKEN is known, or could not be asked for long. */
  readonly installed: Promise<void>;
  /** In order: nothing new comes in, what is in hand is finished, then everything closes. */
  readonly stopSteps: readonly Step[];
}

const INSTALL_TRIES_MS = [0, 1_000, 5_000, 15_000, 60_000];

/**
 * The workspace of SLACK_BOT_TOKEN becomes an installation. Slack may be away just now: the door
 * stores meanwhile, and an installation made earlier still stands.
 */
const installOwnWorkspace = async (
  building: Building,
  config: Settings,
  stopped: () => boolean,
): Promise<void> => {
  const token = config.SLACK_BOT_TOKEN;
  if (token === undefined) return;
  const { desk, databases, slack, tokens } = building;
  for (const waitMs of INSTALL_TRIES_MS) {
    await new Promise((resolve) => setTimeout(resolve, waitMs).unref());
    if (stopped()) return;
    try {
      const found = await ownInstallation(token, config.SLACK_API_URL ?? null, 10_000, desk.log);
      const now = desk.clock.now();
      const tenantId = await databases.desk.installations.save(found, now);
      if (config.ADMIN_TOKEN !== undefined)
        await ensureAdminToken(tokens, tenantId, config.ADMIN_TOKEN, now);
      const rooms = await surveyWorkspace(
        desk,
        slack.platform,
        found.externalId,
        config.TRIAGE_CHANNEL,
      );
      desk.log.info('workspace surveyed', {
        platform: 'slack',
        workspace: found.externalId,
        count: rooms,
      });
      return;
    } catch (error) {
      desk.log.error('workspace not surveyed', { platform: 'slack' }, error);
    }
  }
};

const answers = async (building: Building): Promise<boolean> => {
  try {
    await building.databases.door.ping();
    return true;
  } catch (error) {
    if (error instanceof DeskError && error.kind === 'unavailable') return false;
    throw error;
  }
};

/** Opens the database, the door and the loops, each role that this process has. */
export const startDesk = async (
  config: Settings,
  log: Log,
  overrides: Overrides = {},
): Promise<RunningDesk> => {
  const building = await compose(config, log, overrides);
  const { databases, slack, graphql, loops, metrics, bootId } = building;
  const does = (role: ProcessRole): boolean => config.ROLES.includes(role);
  let state: 'starting' | 'ready' | 'stopping' = 'starting';
  const server = createHttpServer({
    routes: {
      slack: does('door') ? slack.routes : null,
      graphql: does('api') ? graphql.handler : null,
    },
    bootId,
    isReady: async () => state === 'ready' && (await answers(building)),
    metrics,
    log,
  });
  const port = await listen(server, config.PORT, config.HOST);
  if (does('desk')) for (const loop of loops) loop.start();
  if (does('door')) await slack.start();
  state = 'ready';
  log.info('ready', { port });
  const installed = installOwnWorkspace(building, config, () => state === 'stopping');
  return {
    building,
    port,
    installed,
    stopSteps: [
      {
        name: 'not ready',
        run: async () => {
          state = 'stopping';
        },
      },
      {
        name: 'close the door',
        run: async () => {
          await slack.stop();
          await new Promise<void>((resolve) => {
            server.close(() => resolve());
            server.closeIdleConnections();
          });
        },
      },
      {
        name: 'stop the loops',
        run: async () => {
          await Promise.all(loops.map((loop) => loop.stop()));
        },
      },
      { name: 'drain the api', run: () => graphql.stop() },
      { name: 'close the database', run: () => databases.close() },
    ],
  };
};
