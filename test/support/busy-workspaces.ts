import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { SlackSandbox } from '../../sandbox/handle';
import type { SandboxSeed } from '../../sandbox/model';
import { person, room } from '../../sandbox/seed';
import { type SlackSandboxOptions, startSlackSandbox } from '../../sandbox/slack';
import type { TalkingPlace } from './chat-side';
import { slackSide } from './slack-side';

/** One vendor's workspace, with a triage room and rooms shared with customers. */
export interface BusyWorkspace extends TalkingPlace {
  readonly name: string;
  readonly botToken: string;
  readonly slack: SlackSandbox;
}

/** Several workspaces behind one Web API address, as Slack has it. */
export interface BusyWorkspaces {
  readonly all: readonly BusyWorkspace[];
  readonly apiUrl: string;
  readonly signingSecret: string;
  deliverTo(url: string): void;
  stop(): Promise<void>;
}

export const SIGNING_SECRET = 'a-signing-secret-for-load';
const PEOPLE_PER_CUSTOMER = 8;
const AGENTS = 6;

/** The same customers are in both vendors' rooms: only the tenant tells their messages apart. */
const seedOf = (name: string, rooms: number, agentCount: number): SandboxSeed => {
  const team = `T0${name}`;
  const bot = `U0BOT${name}`;
  const agents = Array.from({ length: agentCount }, (_, at) =>
    person(`U0AG${at}${name}`, team, `Agent ${at}`, 'vendor.example', { is_admin: at === 0 }),
  );
  const numbers = Array.from({ length: rooms }, (_, at) => at);
  const customers = numbers.map((at) => ({
    id: `T0CUST${at}`,
    name: `Customer ${at}`,
    domain: `customer${at}`,
    email_domain: `customer${at}.example`,
  }));
  const contacts = numbers.flatMap((at) =>
    Array.from({ length: PEOPLE_PER_CUSTOMER }, (_, who) =>
      person(`U0C${at}P${who}`, `T0CUST${at}`, `Person ${at} ${who}`, `customer${at}.example`),
    ),
  );
  const staff = agents.map(({ id }) => id);
  return {
    app: {
      id: 'A0DESK',
      name: 'Threadkeeper',
      team_id: team,
      bot_id: `B0${name}`,
      bot_user_id: bot,
      client_id: '1.2',
      client_secret: 'none',
      verification_token: 'none',
    },
    teams: [
      {
        id: team,
        name: `Vendor ${name}`,
        domain: name.toLowerCase(),
        email_domain: 'vendor.example',
      },
      ...customers,
    ],
    users: [
      person(bot, team, 'Threadkeeper', 'vendor.example', { is_bot: true }),
      ...agents,
      ...contacts,
    ],
    channels: [
      room(`C0TRIAGE${name}`, 'support-triage', [team], [...staff, bot]),
      ...numbers.map((at) =>
        room(
          `C0R${at}${name}`,
          `ext-customer-${at}`,
          [team, `T0CUST${at}`],
          [
            ...staff,
            bot,
            ...Array.from({ length: PEOPLE_PER_CUSTOMER }, (_, who) => `U0C${at}P${who}`),
          ],
        ),
      ),
    ],
    commands: [{ command: '/desk', description: 'Your support desk' }],
    messageShortcuts: [{ callback_id: 'make_ticket', name: 'Make this a ticket' }],
  };
};

/** Passes a call on to the workspace whose token it carries. */
const passOn = (
  targets: ReadonlyMap<string, string>,
  incoming: IncomingMessage,
  response: ServerResponse,
): void => {
  const token = (incoming.headers.authorization ?? '').replace('Bearer ', '');
  const target = targets.get(token);
  if (target === undefined) {
    incoming.resume();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"ok":false,"error":"invalid_auth"}');
    return;
  }
  const { host: _, ...headers } = incoming.headers;
  const onward = request(
    new URL(incoming.url ?? '/', target),
    { method: incoming.method, headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    },
  );
  onward.on('error', () => response.destroy());
  incoming.pipe(onward);
};

/** Starts the workspaces; 20 rooms in two of them unless said. */
export const startBusyWorkspaces = async (
  options: Partial<SlackSandboxOptions> & {
    readonly names?: readonly string[];
    readonly rooms?: number;
    readonly agents?: number;
  } = {},
): Promise<BusyWorkspaces> => {
  const { names = ['NORTH', 'SOUTH'], rooms = 10, agents = AGENTS, ...slackOptions } = options;
  const targets = new Map<string, string>();
  const all: BusyWorkspace[] = [];
  for (const name of names) {
    const seed = seedOf(name, rooms, agents);
    const botToken = `xoxb-load-${name.toLowerCase()}`;
    const slack = await startSlackSandbox({
      signingSecret: SIGNING_SECRET,
      botToken,
      seed,
      limits: { postsPerSecondPerChannel: null },
      retryDelaysMs: Array.from({ length: 600 }, () => 100),
      ...slackOptions,
    });
    targets.set(botToken, slack.url);
    all.push({
      name,
      team: seed.app.team_id,
      botToken,
      slack,
      chat: slackSide(slack),
      triage: `C0TRIAGE${name}`,
      rooms: seed.channels.flatMap(({ id, team_ids }) => (team_ids.length > 1 ? [id] : [])),
      agents: seed.users.flatMap(({ id, is_bot, team_id }) =>
        team_id === seed.app.team_id && !is_bot ? [id] : [],
      ),
      customersOf: (channel) =>
        seed.channels.find(({ id }) => id === channel)?.members.filter((id) => /^U0C\d/.test(id)) ??
        [],
    });
  }
  const gateway: Server = createServer((incoming, response) => passOn(targets, incoming, response));
  gateway.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  const address = gateway.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    all,
    apiUrl: `http://127.0.0.1:${port}/api/`,
    signingSecret: SIGNING_SECRET,
    deliverTo: (url) => {
      for (const { slack } of all) slack.deliverTo(url);
    },
    stop: async () => {
      await Promise.all(all.map(({ slack }) => slack.stop()));
      const closed = new Promise((resolve) => gateway.close(resolve));
      gateway.closeAllConnections();
      await closed;
    },
  };
};
