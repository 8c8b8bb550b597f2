import { startTeamsSandbox } from '../sandbox/teams';
import type { TeamsSandbox } from '../sandbox/teams-handle';
import { TEAMS } from '../sandbox/teams-seed';
import { type Bench, deskSettings, type Scenario, SIGNING_SECRET } from './bench';
import { putLoad, startBotbuilderServer } from './children';
import { scratchDirectory, startDeskProcess } from './desk-process';
import type { LoadResult } from './load-job';

const APP_ID = '5f1c2d3e-0000-4000-8000-0000000000be';
const APP_PASSWORD = 'teams-password-of-the-benchmarks';
const CONCURRENCY = 32;

const bounds = ({ quick }: Bench) => ({
  concurrency: CONCURRENCY,
  warmUp: quick ? 500 : 3_000,
  count: quick ? 2_000 : 15_000,
  mostSeconds: quick ? 3 : 12,
});

const load = (bench: Bench, teams: TeamsSandbox, port: number): Promise<LoadResult> =>
  putLoad({
    kind: 'activities',
    port,
    token: teams.keys.token(teams.serviceUrl),
    serviceUrl: teams.serviceUrl,
    botId: `28:${APP_ID}`,
    tenantId: TEAMS.northwind,
    ...bounds(bench),
  });

const settings = (teams: TeamsSandbox): Record<string, string> => ({
  MicrosoftAppId: APP_ID,
  MicrosoftAppPassword: APP_PASSWORD,
  MicrosoftAppTenantId: TEAMS.northwind,
  TEAMS_LOCAL: 'true',
  TEAMS_SERVICE_HOSTS: new URL(teams.url).host,
  TEAMS_OPENID_METADATA_URL: teams.openIdMetadataUrl,
  TEAMS_TOKEN_URL: teams.tokenUrl,
});

const botbuilderLoad = async (bench: Bench, teams: TeamsSandbox): Promise<LoadResult> => {
  const server = await startBotbuilderServer(APP_ID, APP_PASSWORD, teams.openIdMetadataUrl);
  try {
    return await load(bench, teams, server.port);
  } finally {
    await server.stop();
  }
};

/** A signed activity, stored before it is answered: against the package keeping nothing, and Slack's door. */
export const teamsScenario: Scenario = async (bench) => {
  const teams = await startTeamsSandbox({ appId: APP_ID, appPassword: APP_PASSWORD });
  const url = (await bench.server?.createDatabase()) ?? null;
  const data = scratchDirectory();
  const desk = await startDeskProcess({
    ...deskSettings(bench, data.path, url),
    ...settings(teams),
    ROLES: 'door',
  });
  try {
    await teams.deliverTo(`http://127.0.0.1:${desk.port}`);
    // The package right before and after: other work on the machine then weighs on both.
    const before = await botbuilderLoad(bench, teams);
    const door = await load(bench, teams, desk.port);
    const slack = await putLoad({
      kind: 'events',
      port: desk.port,
      secret: SIGNING_SECRET,
      ...bounds(bench),
    });
    const after = await botbuilderLoad(bench, teams);
    const botbuilder = 'botbuilder, empty handler, keeps nothing';
    const slackDoor = 'our Slack door: signed event -> durable -> 200';
    const note = `${CONCURRENCY} connections`;
    const middle = (of: (result: LoadResult) => number): number => (of(before) + of(after)) / 2;
    const beside = (of: (result: LoadResult) => number) => [
      { name: botbuilder, value: middle(of) },
      { name: slackDoor, value: of(slack) },
    ];
    return [
      {
        what: 'signed activity -> durable -> 200 (Teams)',
        value: door.perSecond,
        unit: 'req/s',
        against: beside(({ perSecond }) => perSecond),
        note,
      },
      {
        what: 'the same, p50',
        value: door.p50,
        unit: 'ms',
        against: beside(({ p50 }) => p50),
        note,
      },
      {
        what: 'the same, p99',
        value: door.p99,
        unit: 'ms',
        against: [...beside(({ p99 }) => p99), { name: "Teams' patience", value: 10_000 }],
        note,
      },
    ];
  } finally {
    await desk.stop();
    await teams.stop();
    data.remove();
  }
};
