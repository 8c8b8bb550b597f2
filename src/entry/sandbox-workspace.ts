import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Settings } from '../lib/config';

/** A running local workspace, and the settings that make the desk talk to it. */
export interface SandboxWorkspace {
  readonly url: string;
  readonly settings: Pick<Settings, 'SLACK_SIGNING_SECRET' | 'SLACK_BOT_TOKEN' | 'SLACK_API_URL'>;
  deliverTo(url: string): void;
  stop(): Promise<void>;
}

/** Starts the local chat workspace. Loaded only here, so production never even reads it. */
export const startSandboxWorkspace = async (config: Settings): Promise<SandboxWorkspace> => {
  const { startSlackSandbox } = await import('../../sandbox/slack.js');
  const signingSecret = randomBytes(16).toString('hex');
  const botToken = `xoxb-${randomBytes(16).toString('hex')}`;
  const sandbox = await startSlackSandbox({
    port: config.SANDBOX_PORT,
    signingSecret,
    botToken,
    limits: { postsPerSecondPerChannel: 1 },
    requestCheck: 'strict',
    pageDir: join(__dirname, '..', '..', 'sandbox', 'page'),
    stateFile: join(config.DATA_DIR, 'sandbox-workspace.json'),
  });
  return {
    url: sandbox.url,
    settings: {
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_BOT_TOKEN: botToken,
      SLACK_API_URL: `${sandbox.url}/api/`,
    },
    deliverTo: (url) => sandbox.deliverTo(url),
    stop: () => sandbox.stop(),
  };
};
