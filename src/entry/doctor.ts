import { missingScopes, ownInstallation } from '../../bots/slack/own-installation';
import { refusedByMicrosoft } from '../../bots/teams/credentials-check';
import type { Settings } from '../lib/config';
import { createLogger } from '../lib/logger';
import { withLocalSecrets } from './local-secrets';
import { openDatabases } from './open-databases';
import { readConsents } from './teams-consents';

export interface Finding {
  readonly ok: boolean;
  readonly text: string;
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const database = async (config: Settings): Promise<Finding> => {
  try {
    const databases = await openDatabases(withLocalSecrets(config), createLogger('silent'));
    try {
      const { version, skewMs } = await databases.desk.describe();
      if (Math.abs(skewMs) > 60_000)
        return {
          ok: false,
          text: `The clocks of this machine and the database differ by ${Math.round(skewMs / 1000)} s. Turn on time synchronisation: Slack's signatures are good for five minutes.`,
        };
      return {
        ok: true,
        text: `Database: ${databases.desk.kind === 'embedded' ? 'embedded' : 'PostgreSQL'} ${version}, schema up to date.`,
      };
    } finally {
      await databases.close();
    }
  } catch (error) {
    return { ok: false, text: `Database: ${reasonOf(error)}` };
  }
};

const slack = async (config: Settings): Promise<Finding[]> => {
  if (config.SLACK_BOT_TOKEN === undefined)
    return [
      {
        ok: true,
        text: 'Slack: no bot token here; workspaces install themselves at /slack/install, or the local sandbox is used.',
      },
    ];
  try {
    const found = await ownInstallation(
      config.SLACK_BOT_TOKEN,
      config.SLACK_API_URL ?? null,
      10_000,
      createLogger('silent'),
    );
    const missing = missingScopes(found.scopes);
    return [
      { ok: true, text: `Slack: the token speaks for ${found.name} (${found.externalId}).` },
      missing.length === 0
        ? { ok: true, text: 'Slack: every scope the desk needs is granted.' }
        : {
            ok: false,
            text: `Slack: these scopes are missing: ${missing.join(', ')}. Add them under "OAuth & Permissions" and reinstall the app.`,
          },
    ];
  } catch (error) {
    return [{ ok: false, text: `Slack: ${reasonOf(error)}` }];
  }
};

const heard = async (config: Settings): Promise<Finding[]> => {
  try {
    return (await readConsents(config)).map((text) => ({ ok: true, text }));
  } catch {
    // What is wrong with the database is a finding of its own.
    return [];
  }
};

/** Without the consent only mentions arrive, and nothing tells us so but their being all there is. */
const teams = async (config: Settings): Promise<Finding[]> => {
  const { MicrosoftAppId: appId, MicrosoftAppPassword: appPassword } = config;
  if (appId === undefined || appPassword === undefined)
    return [{ ok: true, text: 'Teams: not set up. docs/install-teams.md says how.' }];
  const refused = await refusedByMicrosoft({
    appId,
    appPassword,
    appType: config.MicrosoftAppType ?? 'MultiTenant',
    ownTenant: config.MicrosoftAppTenantId ?? '',
    tokenUrl: config.TEAMS_LOCAL === true ? (config.TEAMS_TOKEN_URL ?? null) : null,
  });
  return [
    refused === null
      ? { ok: true, text: 'Teams: Microsoft accepts the app and its secret.' }
      : { ok: false, text: `Teams: ${refused}` },
    ...(await heard(config)),
  ];
};

/** What an operator should know before customers do. */
export const doctor = async (config: Settings): Promise<readonly Finding[]> => [
  { ok: true, text: `Settings: readable, ${config.NODE_ENV}.` },
  await database(config),
  ...(await slack(config)),
  ...(await teams(config)),
];
