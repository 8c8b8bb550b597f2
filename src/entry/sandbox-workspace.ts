import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Settings } from '../lib/config';
import { portTrouble } from './http-server';

type LocalSetting =
  | 'SLACK_SIGNING_SECRET'
  | 'SLACK_BOT_TOKEN'
  | 'SLACK_API_URL'
  | 'MicrosoftAppId'
  | 'MicrosoftAppPassword'
  | 'MicrosoftAppTenantId'
  | 'TEAMS_LOCAL'
  | 'TEAMS_SERVICE_HOSTS'
  | 'TEAMS_OPENID_METADATA_URL'
  | 'TEAMS_TOKEN_URL';

/** A running local workspace, and the settings that make the desk talk to it. */
export interface SandboxWorkspace {
  readonly url: string;
  readonly settings: Pick<Settings, LocalSetting>;
  deliverTo(url: string): void;
  stop(): Promise<void>;
}

const TEAMS_PATH = '/teams';
/** Stays the same over restarts, because what was said before names the bot by it. */
const TEAMS_APP_ID = '7b1f2c9e-4d3a-4e5f-8a6b-9c0d1e2f3a4b';

/** Starts the local chat workspaces. Loaded only here, so production never even reads them. */
export const startSandboxWorkspace = async (config: Settings): Promise<SandboxWorkspace> => {
  const { startSlackSandbox } = await import('../../sandbox/slack.js');
  const { createTeamsSandbox } = await import('../../sandbox/teams.js');
  const signingSecret = randomBytes(16).toString('hex');
  const botToken = `xoxb-${randomBytes(16).toString('hex')}`;
  const mounts = new Map<string, ReturnType<typeof createTeamsSandbox>>();
  const slack = await startSlackSandbox({
    port: config.SANDBOX_PORT,
    signingSecret,
    botToken,
    limits: { postsPerSecondPerChannel: 1 },
    requestCheck: 'strict',
    pageDir: join(__dirname, '..', '..', 'sandbox', 'page'),
    stateFile: join(config.DATA_DIR, 'sandbox-workspace.json'),
    mounts,
  }).catch((error: unknown) => {
    throw portTrouble(error, config.SANDBOX_PORT, 'SANDBOX_PORT');
  });
  const app = { appId: TEAMS_APP_ID, appPassword: randomBytes(24).toString('hex') };
  const teams = createTeamsSandbox(
    { ...app, stateFile: join(config.DATA_DIR, 'sandbox-teams.json') },
    `${slack.url}${TEAMS_PATH}`,
  );
  mounts.set(TEAMS_PATH, teams);
  return {
    url: slack.url,
    settings: {
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_BOT_TOKEN: botToken,
      SLACK_API_URL: `${slack.url}/api/`,
      MicrosoftAppId: app.appId,
      MicrosoftAppPassword: app.appPassword,
      MicrosoftAppTenantId: teams.world.vendorTenantId,
      TEAMS_LOCAL: true,
      TEAMS_SERVICE_HOSTS: [new URL(slack.url).host],
      TEAMS_OPENID_METADATA_URL: teams.openIdMetadataUrl,
      TEAMS_TOKEN_URL: teams.tokenUrl,
    },
    deliverTo: (url) => {
      slack.deliverTo(url);
      void teams.deliverTo(url);
    },
    stop: async () => {
      await teams.stop();
      await slack.stop();
    },
  };
};
