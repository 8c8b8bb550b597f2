import 'reflect-metadata';
import { DeskError } from '../domain/errors';
import { ConfigError, loadDotEnv, readConfig, type Settings } from '../lib/config';
import { createLogger } from '../lib/logger';
import { hasTeams } from '../lib/teams-settings';
import { withLocalSecrets } from './local-secrets';
import { startSandboxWorkspace } from './sandbox-workspace';
import { onSignals } from './shutdown';
import { startDesk } from './start-desk';
import { welcome } from './welcome';

const hasChat = (config: Settings): boolean =>
  hasTeams(config) ||
  config.SLACK_BOT_TOKEN !== undefined ||
  config.SLACK_CLIENT_ID !== undefined ||
  config.SLACK_APP_TOKEN !== undefined;

const start = async (): Promise<void> => {
  loadDotEnv();
  const given = withLocalSecrets(readConfig());
  const log = createLogger(given.LOG_LEVEL);
  const wantsSandbox = given.SANDBOX ?? (!hasChat(given) && given.NODE_ENV !== 'production');
  const sandbox = wantsSandbox ? await startSandboxWorkspace(given) : null;
  const config: Settings =
    sandbox === null ? given : { ...given, ...sandbox.settings, HOST: given.HOST ?? '127.0.0.1' };
  const desk = await startDesk(config, log);
  sandbox?.deliverTo(`http://127.0.0.1:${desk.port}`);
  const closeSandbox = { name: 'close the sandbox', run: async () => sandbox?.stop() };
  onSignals([...desk.stopSteps, closeSandbox], log, (code) => process.exit(code));
  if (sandbox === null) return;
  await desk.installed;
  const url = config.PUBLIC_URL ?? `http://localhost:${desk.port}`;
  welcome({ sandboxUrl: sandbox.url, url, adminToken: config.ADMIN_TOKEN ?? '' });
};

const problemsOf = (error: unknown): readonly string[] | null => {
  if (error instanceof ConfigError) return error.problems;
  if (error instanceof DeskError)
    return [error.hint === null ? error.message : `${error.message} ${error.hint}`];
  return null;
};

start().catch((error: unknown) => {
  const problems = problemsOf(error);
  if (problems === null) createLogger('info').error('start failed', {}, error);
  else
    process.stderr.write(
      `Threadkeeper cannot start:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\n`,
    );
  process.exit(1);
});
