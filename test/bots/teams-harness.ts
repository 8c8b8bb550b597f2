import { createServer } from 'node:http';
import { createTeamsBot, type TeamsBot, type TeamsBotOptions } from '../../bots/teams/teams-bot';
import type { TeamsSandboxOptions } from '../../sandbox/teams';
import type { TeamsSandbox } from '../../sandbox/teams-handle';
import { TEAMS } from '../../sandbox/teams-seed';
import type { FormRequest, Platform } from '../../src/app/ports/chat-event';
import type {
  ChatAddress,
  Consent,
  Conversation,
  Conversations,
} from '../../src/app/ports/conversations';
import { APP_ID, APP_PASSWORD, startTeams } from '../support/teams-desk';
import { MemoryInbox, silent, wall } from './slack-harness';

/** The references a real desk keeps in its database. */
export class MemoryConversations implements Conversations {
  readonly held = new Map<string, Conversation>();
  readonly heard = new Map<string, Date>();
  readonly people = new Map<string, ChatAddress>();

  async learn(conversation: Conversation): Promise<void> {
    const before = this.held.get(conversation.id) ?? conversation;
    const isLate = before.seenAt > conversation.seenAt;
    const [newest, older] = isLate ? [before, conversation] : [conversation, before];
    const { name, teamId } = newest;
    this.held.set(conversation.id, {
      ...newest,
      name: name ?? older.name,
      teamId: teamId ?? older.teamId,
    });
  }
  async learnPeople(people: readonly ChatAddress[]): Promise<void> {
    for (const person of people) {
      const key = `${person.workspace} ${person.userId}`;
      const personal = person.personal ?? this.people.get(key)?.personal ?? null;
      this.people.set(key, { ...person, personal });
    }
  }
  async find(_platform: Platform, id: string): Promise<Conversation | null> {
    return this.held.get(id) ?? null;
  }
  async address(
    _platform: Platform,
    workspace: string,
    userId: string,
  ): Promise<ChatAddress | null> {
    return this.people.get(`${workspace} ${userId}`) ?? null;
  }
  async heardAll(_platform: Platform, id: string, at: Date): Promise<void> {
    this.heard.set(id, at);
  }
  async consents(): Promise<readonly Consent[]> {
    return [...this.held.values()].map(({ id, name, workspace }) => ({
      workspace,
      rooms: [name ?? id],
      heardAllAt: this.heard.get(id) ?? null,
    }));
  }
  async inWorkspace(_platform: Platform, workspace: string): Promise<readonly Conversation[]> {
    return [...this.held.values()].filter((one) => one.workspace === workspace);
  }
}

export interface RunningTeams {
  readonly bot: TeamsBot;
  readonly teams: TeamsSandbox;
  readonly inbox: MemoryInbox;
  readonly conversations: MemoryConversations;
  readonly installed: Set<string>;
  readonly forms: FormRequest[];
  readonly url: string;
  close(): Promise<void>;
}

/** The real Teams bot on a free port of this machine, with stores in memory, beside a local Teams. */
export const runTeamsBot = async (
  changes: Partial<TeamsBotOptions> = {},
  sandbox: Partial<TeamsSandboxOptions> = {},
): Promise<RunningTeams> => {
  const teams = await startTeams({ announces: false, retryDelaysMs: [], ...sandbox });
  const inbox = new MemoryInbox();
  const conversations = new MemoryConversations();
  const installed = new Set<string>([TEAMS.northwind]);
  const forms: FormRequest[] = [];
  const bot = createTeamsBot({
    app: { id: APP_ID, password: APP_PASSWORD },
    appType: 'MultiTenant',
    ownTenant: TEAMS.northwind,
    local: {
      serviceHosts: [new URL(teams.url).host],
      openIdMetadataUrl: teams.openIdMetadataUrl,
      tokenUrl: teams.tokenUrl,
    },
    allowedTenants: null,
    tenantOf: async (workspace) => (installed.has(workspace) ? 'desk' : null),
    onInstalled: async (workspace) => {
      installed.add(workspace);
    },
    onAnnounced: () => undefined,
    conversations,
    inbox,
    watch: { isSettled: async () => true },
    currentCard: async () => null,
    onFormRequest: async (request) => {
      forms.push(request);
    },
    clock: wall,
    log: silent,
    ...changes,
  });
  const server = createServer(bot.routes.messages);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  await bot.start();
  await teams.deliverTo(url);
  return {
    bot,
    teams,
    inbox,
    conversations,
    installed,
    forms,
    url,
    close: async () => {
      await bot.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await teams.stop();
    },
  };
};
