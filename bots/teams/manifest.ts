import { MAKE_TICKET, NEW_TICKET } from './decode-invoke';

export interface TeamsManifestOptions {
  readonly name: string;
  readonly appId: string;
  readonly publicUrl: string;
  /** A number with two dots; Teams offers an update only when it grows. */
  readonly version: string;
}

/** Read every message of a team or chat, and who is in it: consented once by an owner of each. */
const RSC = [
  'ChannelMessage.Read.Group',
  'TeamSettings.Read.Group',
  'ChannelSettings.Read.Group',
  'TeamMember.Read.Group',
  'ChannelMember.Read.Group',
  'ChatMessage.Read.Chat',
  'ChatMember.Read.Chat',
] as const;

const COMMANDS = [
  ['help', 'What the desk can do from here'],
  ['mine', 'Your tickets'],
  ['queue', 'The oldest tickets nobody has'],
  ['home', 'Your desk: tickets, promises, queue'],
  ['find', 'Search tickets: find export fails'],
  ['skipped', 'Messages here that did not become tickets, and why'],
  ['channel', "This channel's intake mode"],
  ['triage', 'Show the queue in this channel'],
] as const;

/** The manifest of the vendor's own Teams app. */
export const teamsManifest = ({
  name,
  appId,
  publicUrl,
  version,
}: TeamsManifestOptions): object => {
  const site = publicUrl.replace(/\/+$/, '');
  return {
    $schema: 'https://developer.microsoft.com/json-schemas/teams/v1.25/MicrosoftTeams.schema.json',
    manifestVersion: '1.25',
    version,
    id: appId,
    developer: {
      name: name.slice(0, 32),
      websiteUrl: site,
      privacyUrl: `${site}/privacy`,
      termsOfUseUrl: `${site}/terms`,
    },
    name: { short: name.slice(0, 30), full: name.slice(0, 100) },
    description: {
      short: 'Support where the conversation is.',
      full: 'Messages in shared channels become tickets; the team claims, answers and solves them without leaving Teams.',
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#2F5D8C',
    defaultInstallScope: 'team',
    bots: [
      {
        botId: appId,
        scopes: ['team', 'groupChat', 'personal'],
        supportsFiles: false,
        isNotificationOnly: false,
        commandLists: [
          {
            scopes: ['team', 'groupChat', 'personal'],
            commands: COMMANDS.map(([title, description]) => ({ title, description })),
          },
        ],
      },
    ],
    composeExtensions: [
      {
        botId: appId,
        commands: [
          {
            id: MAKE_TICKET,
            type: 'action',
            title: 'Make this a ticket',
            description: 'Opens a ticket with this message',
            context: ['message'],
            fetchTask: true,
          },
          {
            id: NEW_TICKET,
            type: 'action',
            title: 'New ticket',
            description: 'Writes to a customer and opens a ticket',
            context: ['compose', 'commandBox'],
            fetchTask: true,
          },
        ],
      },
    ],
    // Shared channels too: each needs the app installed in its own team.
    supportsChannelFeatures: 'tier1',
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: [new URL(site).host],
    webApplicationInfo: { id: appId, resource: site },
    authorization: {
      permissions: {
        resourceSpecific: RSC.map((permission) => ({ name: permission, type: 'Application' })),
      },
    },
  };
};
