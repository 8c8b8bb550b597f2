import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTeamsSandbox, type TeamsSandboxOptions } from '../../sandbox/teams';
import type { TeamsSandbox } from '../../sandbox/teams-handle';
import { TEAMS } from '../../sandbox/teams-seed';
import type { LogFields } from '../../src/app/ports/log';
import { type RunningDesk, startDesk } from '../../src/entry/start-desk';
import { readConfig } from '../../src/lib/config';
import { endingOnce } from './left-open';

export const APP_ID = '5f1c2d3e-0000-4000-8000-000000000001';
export const APP_PASSWORD = 'teams-password-of-the-flow-tests';

/** Starts a local Teams that a desk can be pointed to. */
export const startTeams = (options: Partial<TeamsSandboxOptions> = {}): Promise<TeamsSandbox> =>
  startTeamsSandbox({
    appId: APP_ID,
    appPassword: APP_PASSWORD,
    retryDelaysMs: [100, 500],
    throttle: false,
    ...options,
  });

/** What an operator would set for it. */
export const teamsSettings = (teams: TeamsSandbox): Record<string, string> => ({
  MicrosoftAppId: APP_ID,
  MicrosoftAppPassword: APP_PASSWORD,
  MicrosoftAppTenantId: TEAMS.northwind,
  TEAMS_LOCAL: 'true',
  TEAMS_SERVICE_HOSTS: new URL(teams.url).host,
  TEAMS_OPENID_METADATA_URL: teams.openIdMetadataUrl,
  TEAMS_TOKEN_URL: teams.tokenUrl,
});

export interface TeamsLine {
  readonly level: string;
  readonly event: string;
  readonly fields: LogFields;
  readonly error?: unknown;
}

export interface TeamsDesk {
  readonly teams: TeamsSandbox;
  readonly desk: RunningDesk;
  readonly url: string;
  readonly lines: TeamsLine[];
  rows(sql: string): Promise<unknown[]>;
  stop(): Promise<void>;
}

/** A desk that has Teams and nothing else, with its database in a directory of its own. */
export const startTeamsDesk = async (
  settings: Readonly<Record<string, string>> = {},
  options: Partial<TeamsSandboxOptions> = {},
): Promise<TeamsDesk> => {
  const teams = await startTeams(options);
  const dataDir = mkdtempSync(join(tmpdir(), 'threadkeeper-teams-'));
  let running: RunningDesk | null = null;
  const stop = endingOnce(async () => {
    for (const step of running?.stopSteps ?? []) await step.run();
    await teams.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const lines: TeamsLine[] = [];
  const note =
    (level: string) =>
    (event: string, fields: LogFields = {}, error?: unknown): void => {
      lines.push({ level, event, fields, error });
    };
  const log = {
    debug: note('debug'),
    info: note('info'),
    warn: note('warn'),
    error: note('error'),
  };
  const config = readConfig({
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: dataDir,
    ENCRYPTION_KEYS: `flow:${Buffer.alloc(32, 9).toString('base64')}`,
    ADMIN_TOKEN: 'admin-token-of-the-flow-tests-0123456789',
    POLL_MS: '40',
    POST_INTERVAL_MS: '0',
    OUTBOX_SETTLE_MS: '300',
    RECONCILE_EVERY_MS: '600000',
    ...teamsSettings(teams),
    ...settings,
    // More of them beside the local Teams, not instead of it.
    TEAMS_SERVICE_HOSTS: [new URL(teams.url).host, settings.TEAMS_SERVICE_HOSTS ?? []]
      .flat()
      .join(','),
  });
  const desk = await startDesk(config, log);
  running = desk;
  const url = `http://127.0.0.1:${desk.port}`;
  await teams.deliverTo(url);
  return {
    teams,
    desk,
    url,
    lines,
    rows: (sql) => desk.building.databases.desk.dataSource.query(sql),
    stop,
  };
};
