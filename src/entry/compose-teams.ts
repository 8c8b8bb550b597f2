import { createTeamsBot, type TeamsBot } from '../../bots/teams/teams-bot';
import { surveyWorkspace } from '../app/admin/survey-workspace';
import type { Desk } from '../app/desk';
import { openForm } from '../app/intake/prepare-form';
import type { ChatPlatform } from '../app/ports/chat-platform';
import type { Installation } from '../app/ports/installations';
import type { Inbox } from '../app/ports/queues';
import { currentCard } from '../app/tickets/current-card';
import type { Database } from '../db/data-source';
import { DeskError } from '../domain/errors';
import type { Settings } from '../lib/config';
import { hasTeams } from '../lib/teams-settings';

interface Databases {
  readonly door: Database;
  readonly desk: Database;
}

/** Speaks for no organisation in particular: the app's own secret speaks for all of them. */
const NO_TOKEN = 'the app speaks for itself';
/** Until a Slack workspace or an operator names the desk. */
const UNNAMED = 'Support';

const installationOf = (tenant: string, name: string, botId: string | null): Installation => ({
  platform: 'teams',
  externalId: tenant,
  name,
  appId: null,
  botUserId: botId,
  botToken: NO_TOKEN,
  scopes: [],
});

/**
 * The vendor's own Entra tenant belongs to the desk of this database, or founds it. Needs nobody's
 * answer, so it is done before the door opens. Returns the desk; null where Teams is not set up.
 */
export const installOwnTeams = async (
  config: Settings,
  databases: Databases,
): Promise<string | null> => {
  const own = config.MicrosoftAppTenantId;
  if (own === undefined || !hasTeams(config)) return null;
  const { directory, installations } = databases.desk;
  const known = await directory.tenantOf('teams', own);
  if (known !== null) return known;
  const [tenant, another] = await directory.tenants(2);
  if (another !== undefined)
    throw new DeskError(
      'invalid',
      'TEAMS_DESK',
      'This database holds several desks: it cannot be known whose Teams this is.',
      'Give the Teams bot a database of its own.',
    );
  const joining = tenant === undefined ? undefined : { tenantId: tenant.id, isOurs: true };
  return installations.save(
    installationOf(own, tenant?.name ?? UNNAMED, null),
    new Date(),
    joining,
  );
};

export interface TeamsParts {
  readonly config: Settings;
  readonly databases: Databases;
  readonly desk: Desk;
  readonly inbox: Inbox;
  readonly wrap: (platform: ChatPlatform) => ChatPlatform;
}

/** The Teams bot, where it is set up. */
export const composeTeams = (parts: TeamsParts): TeamsBot | null => {
  const { config, databases, desk, inbox } = parts;
  const own = config.MicrosoftAppTenantId;
  if (own === undefined || !hasTeams(config)) return null;
  const { MicrosoftAppId: id, MicrosoftAppPassword: password } = config;
  const { installations, directory } = databases.desk;
  const surveys = new Map<string, Promise<void>>();

  const survey = async (workspace: string): Promise<void> => {
    try {
      const count = await surveyWorkspace(desk, platform, workspace, config.TRIAGE_CHANNEL);
      desk.log.info('workspace surveyed', { platform: 'teams', workspace, count });
    } catch (error) {
      desk.log.error('workspace not surveyed', { platform: 'teams', workspace }, error);
    } finally {
      surveys.delete(workspace);
    }
  };

  const bot = createTeamsBot({
    app: id === undefined || password === undefined ? null : { id, password },
    appType: config.MicrosoftAppType ?? 'MultiTenant',
    ownTenant: own,
    local:
      config.TEAMS_LOCAL === true
        ? {
            serviceHosts: config.TEAMS_SERVICE_HOSTS ?? [],
            openIdMetadataUrl: config.TEAMS_OPENID_METADATA_URL ?? null,
            tokenUrl: config.TEAMS_TOKEN_URL ?? null,
          }
        : null,
    allowedTenants: config.TEAMS_ALLOWED_TENANTS ?? null,
    tenantOf: (workspace) => databases.door.directory.tenantOf('teams', workspace),
    onInstalled: async (workspace, botId, at) => {
      const tenantId = await directory.tenantOf('teams', own);
      if (tenantId === null)
        throw new DeskError('unavailable', 'NO_DESK', 'The desk of this Teams is not there yet.');
      const installation = installationOf(workspace, workspace, botId);
      await installations.save(installation, at, { tenantId, isOurs: false });
    },
    onAnnounced: (workspace) => {
      if (!surveys.has(workspace)) surveys.set(workspace, survey(workspace));
    },
    conversations: databases.door.conversations,
    inbox,
    watch: databases.door.inboxWatch,
    currentCard: (at, ticketId) => currentCard(desk, at, ticketId),
    onFormRequest: (request) =>
      openForm(desk, platform, request, desk.newId, config.TRIAGE_CHANNEL),
    clock: desk.clock,
    log: desk.log,
  });
  const platform = parts.wrap(bot.platform);
  return { ...bot, platform };
};
