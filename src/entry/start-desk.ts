import { join } from 'node:path';
import type { Log } from '../app/ports/log';
import { DeskError } from '../domain/errors';
import type { ProcessRole, Settings } from '../lib/config';
import { type Building, compose, type Overrides } from './compose';
import { dashboardPage } from './dashboard-page';
import { closeServer, createHttpServer, listen } from './http-server';
import { installBeforeDoor, installOwnWorkspace } from './install-own';
import type { Step } from './shutdown';

/** Beside the compiled program. */
const DASHBOARD = join(__dirname, '../../dashboard');

/** A desk that listens and works. */
export interface RunningDesk {
  readonly building: Building;
  readonly port: number;
  /** Resolves when the workspace of SLACK_BOT_TOKEN is known, or could not be asked for long. */
  readonly installed: Promise<void>;
  /** In order: nothing new comes in, what is in hand is finished, then everything closes. */
  readonly stopSteps: readonly Step[];
}

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
  const { databases, slack, teams, graphql, loops, metrics, bootId } = building;
  const does = (role: ProcessRole): boolean => config.ROLES.includes(role);
  let state: 'starting' | 'ready' | 'stopping' = 'starting';
  const server = createHttpServer({
    routes: {
      slack: does('door') ? slack.routes : null,
      teams: does('door') ? (teams?.routes ?? null) : null,
      trackers: does('door') ? building.trackers : null,
      graphql: does('api') ? graphql.handler : null,
      exports: does('api') ? graphql.exports : null,
      dashboard: does('api') ? dashboardPage(DASHBOARD, config.NODE_ENV !== 'production') : null,
      signIn: does('api') ? building.signIn : null,
      live: does('api') ? graphql.upgrade : null,
    },
    bootId,
    isReady: async () => state === 'ready' && (await answers(building)),
    metrics,
    log,
  });
  const isSlackInstalled = await installBeforeDoor(building, config);
  const port = await listen(server, config.PORT, config.HOST ?? '0.0.0.0');
  if (does('desk')) for (const loop of loops) loop.start();
  if (does('door')) await Promise.all([slack.start(), teams?.start()]);
  state = 'ready';
  log.info('ready', { port });
  const installed = isSlackInstalled
    ? Promise.resolve()
    : installOwnWorkspace(building, config, () => state === 'stopping');
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
          await Promise.all([slack.stop(), teams?.stop(), graphql.hangUp()]);
          await closeServer(server);
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
