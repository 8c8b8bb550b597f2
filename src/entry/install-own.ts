import { ownInstallation } from '../../bots/slack/own-installation';
import { surveyWorkspace } from '../app/admin/survey-workspace';
import { ensureAdminToken } from '../app/admin/tokens';
import type { Joining } from '../app/ports/installations';
import type { Settings } from '../lib/config';
import { hasTeams } from '../lib/teams-settings';
import type { Building } from './compose';
import { installOwnTeams } from './compose-teams';

/** So long a start may wait for Slack, before what was stored is sent without having asked. */
const BEFORE_SENDING_MS = 2_000;
const ASK_WITHIN_MS = 10_000;
const INSTALL_TRIES_MS = [0, 1_000, 5_000, 15_000, 60_000];

const admit = async (building: Building, config: Settings, tenantId: string): Promise<void> => {
  const { desk, tokens } = building;
  if (config.ADMIN_TOKEN !== undefined)
    await ensureAdminToken(tokens, tenantId, config.ADMIN_TOKEN, desk.clock.now());
};

/** With Teams beside it, the Slack workspace is the same desk's: one history per customer. */
const joiningOf = async (building: Building, config: Settings): Promise<Joining | undefined> => {
  if (!hasTeams(config)) return undefined;
  const [tenant, another] = await building.databases.desk.directory.tenants(2);
  return tenant === undefined || another !== undefined
    ? undefined
    : { tenantId: tenant.id, isOurs: true };
};

/** The token is asked whose it is, and kept. Returns the workspace. */
const meet = async (
  building: Building,
  config: Settings,
  token: string,
  withinMs: number,
): Promise<string> => {
  const { desk, databases } = building;
  const found = await ownInstallation(token, config.SLACK_API_URL ?? null, withinMs, desk.log);
  const joining = await joiningOf(building, config);
  const tenantId = await databases.desk.installations.save(found, desk.clock.now(), joining);
  await admit(building, config, tenantId);
  return found.externalId;
};

/** One try. False when Slack could not be asked. */
const installSlack = async (
  building: Building,
  config: Settings,
  token: string,
): Promise<boolean> => {
  const { desk, slack } = building;
  try {
    const workspace = await meet(building, config, token, ASK_WITHIN_MS);
    const count = await surveyWorkspace(desk, slack.platform, workspace, config.TRIAGE_CHANNEL);
    desk.log.info('workspace surveyed', { platform: 'slack', workspace, count });
    return true;
  } catch (error) {
    desk.log.error('workspace not surveyed', { platform: 'slack' }, error);
    return false;
  }
};

/**
 * A token that is not the one we spoke with last must be known before anything is sent: what waits
 * would be refused under the old one. Where Slack does not answer in time, it waits for the token.
 */
const meetWithNewToken = async (
  building: Building,
  config: Settings,
  token: string,
): Promise<void> => {
  const { desk, databases } = building;
  if (await databases.desk.installations.holds('slack', token)) return;
  try {
    await meet(building, config, token, BEFORE_SENDING_MS);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    desk.log.warn('workspace not met before sending', { platform: 'slack', reason });
  }
};

/**
 * What must stand before the Teams door opens: its guard turns organisations away that it does not
 * know. Of a new desk, Slack is asked first, so that the desk is called as its workspace is.
 */
export const installBeforeDoor = async (building: Building, config: Settings): Promise<boolean> => {
  const { databases } = building;
  const token = config.SLACK_BOT_TOKEN;
  if (building.teams === null) {
    if (token !== undefined) await meetWithNewToken(building, config, token);
    return false;
  }
  const isNew = (await databases.desk.directory.tenants(1)).length === 0;
  const isSlackDone =
    isNew && token !== undefined ? await installSlack(building, config, token) : false;
  if (!isNew && token !== undefined) await meetWithNewToken(building, config, token);
  const tenantId = await installOwnTeams(config, databases);
  if (tenantId !== null) await admit(building, config, tenantId);
  return isSlackDone;
};

/**
 * The workspace of SLACK_BOT_TOKEN becomes an installation. Slack may be away just now: the door
 * stores meanwhile, and an installation made earlier still stands.
 */
export const installOwnWorkspace = async (
  building: Building,
  config: Settings,
  stopped: () => boolean,
): Promise<void> => {
  const token = config.SLACK_BOT_TOKEN;
  if (token === undefined) return;
  for (const waitMs of INSTALL_TRIES_MS) {
    await new Promise((resolve) => setTimeout(resolve, waitMs).unref());
    if (stopped() || (await installSlack(building, config, token))) return;
  }
};
