import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { z } from 'zod';
import { globalId } from '../../graphql/global-id';
import { type BusyWorkspaces, startBusyWorkspaces } from '../support/busy-workspaces';
import { Seen } from '../support/conversations';
import { unfinished } from '../support/desk-dump';
import { FAST, KEY, untilSurveyed } from '../support/desk-run';
import { type PrivatePostgres, postgresBinaries, startPostgres } from '../support/postgres';
import { scaled } from '../support/scale';
import { freePort, startServer } from '../support/server';

const ROUNDS = scaled(200, 4);
const CLAIMS = 50;
const AT_ONCE = 2;
const ADMIN_TOKEN = 'admin-token-for-races-0123456789abcdef';

const CLAIM = `mutation ($input: ClaimTicketInput!) {
  claimTicket(input: $input) { errors { code message } } }`;
const answerSchema = z.object({
  data: z.object({
    claimTicket: z.object({
      errors: z.array(z.object({ code: z.string(), message: z.string() })),
    }),
  }),
});
const memberSchema = z.array(z.object({ id: z.string(), name: z.string() }));
const ticketSchema = z.array(z.object({ id: z.string() })).length(1);
const outcomeSchema = z
  .array(z.object({ winner: z.string().nullable(), claims: z.coerce.number() }))
  .length(1);
const busySchema = z.object({
  errors: z.array(z.object({ extensions: z.object({ code: z.literal('SERVICE_UNAVAILABLE') }) })),
});
const NAME = /Agent \d+/;

interface Round {
  readonly winner: string;
  readonly claims: number;
  /** Names the winners by API believe in: their own. */
  readonly apiWinners: readonly string[];
  readonly apiLosersToldWrong: readonly string[];
}

interface Race {
  readonly rounds: readonly Round[];
  /** For each agent at a button: the winners they were told of, and should have been. */
  readonly told: ReadonlyMap<string, readonly string[]>;
  readonly shouldBeTold: ReadonlyMap<string, readonly string[]>;
  /** Whose press was not answered in time: they may have been told, or not. */
  readonly unsure: ReadonlySet<string>;
}

const race = async (databaseUrl: string, rounds: number, entry?: string): Promise<Race> => {
  const workspaces: BusyWorkspaces = await startBusyWorkspaces({
    names: ['NORTH'],
    rooms: 2,
    agents: CLAIMS,
  });
  const [workspace] = workspaces.all;
  if (workspace === undefined) throw new Error('no workspace');
  const { slack, triage, agents } = workspace;
  const port = await freePort();
  const server = await startServer({
    port,
    ...(entry === undefined ? {} : { entry }),
    env: {
      ...FAST,
      LEASE_MS: '20000',
      LOG_LEVEL: 'info',
      DATABASE_URL: databaseUrl,
      ENCRYPTION_KEYS: KEY,
      ADMIN_TOKEN,
      SLACK_SIGNING_SECRET: workspaces.signingSecret,
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_API_URL: workspaces.apiUrl,
      SABOTAGE: 'find_then_save_claim',
    },
  });
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await untilSurveyed(server);
    workspaces.deliverTo(server.url);
    const seen = new Seen(workspace);
    const members = memberSchema.parse((await client.query('select id, name from member')).rows);
    const buttons = agents.slice(0, CLAIMS / 2);
    const byApi = agents.slice(CLAIMS / 2).map((_, at) => {
      const member = members.find(({ name }) => name === `Agent ${at + CLAIMS / 2}`);
      if (member === undefined) throw new Error('an agent was not enrolled');
      return member;
    });
    const claimByApi = async (
      ticketId: string,
      memberId: string,
      patience = 20,
    ): Promise<readonly { readonly code: string; readonly message: string }[]> => {
      const input = {
        ticketId: globalId('Ticket', ticketId),
        memberId: globalId('Member', memberId),
      };
      const answer = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_TOKEN}` },
        body: JSON.stringify({ query: CLAIM, variables: { input } }),
      });
      const body: unknown = await answer.json();
      const parsed = answerSchema.safeParse(body);
      // Told to come back in a moment, a client does.
      if (busySchema.safeParse(body).success && patience > 0) {
        await pause(200);
        return claimByApi(ticketId, memberId, patience - 1);
      }
      if (!parsed.success) throw new Error(`no answer to a claim: ${JSON.stringify(body)}`);
      return parsed.data.data.claimTicket.errors;
    };
    const until = async <T>(look: () => Promise<T | null> | T | null): Promise<T> => {
      for (let waited = 0; waited < 60_000; waited += 25) {
        const found = await look();
        if (found !== null) return found;
        await pause(25);
      }
      throw new Error(`waited in vain:\n${server.output().slice(-2_000)}`);
    };
    const shouldBeTold = new Map<string, string[]>(buttons.map((user) => [user, []]));
    const unsure = new Set<string>();
    const playRound = async (number: number): Promise<Round> => {
      const room = workspace.rooms[number % workspace.rooms.length] ?? '';
      const user = workspace.customersOf(room)[number % 8] ?? '';
      const mark = `mk${number}`;
      slack.post({ channel: room, user, text: `Our export is broken ${mark}` });
      const ts = await until(() => seen.card(mark));
      const found = await client.query('select ticket_id as id from message where plain like $1', [
        `% ${mark}`,
      ]);
      const ticketId = ticketSchema.parse(found.rows)[0]?.id ?? '';
      // A button disappears for who comes late; whoever pressed in that moment still arrives.
      const value = JSON.stringify({ ticketId, version: 1, workspace: workspace.team });
      const [errors, presses] = await Promise.all([
        Promise.all(byApi.map(({ id }) => claimByApi(ticketId, id))),
        Promise.all(
          buttons.map((agent) =>
            slack.press({
              ...{ channel: triage, ts, user: agent, actionId: 'claim', value },
              stale: true,
            }),
          ),
        ),
      ]);
      await until(async () => ((await unfinished(databaseUrl)) === 0 ? true : null));
      const outcome = outcomeSchema.parse(
        (
          await client.query(
            `select m.name as winner, (select count(*) from timeline_entry e
               where e.ticket_id = t.id and e.kind = 'CLAIMED') as claims
             from ticket t left join member m on m.id = t.assignee_id where t.id = $1`,
            [ticketId],
          )
        ).rows,
      )[0];
      const winner = outcome?.winner ?? '';
      for (const [at, agent] of buttons.entries()) {
        // Slack itself tells whoever it could not get through to us in three seconds.
        if (presses[at]?.error !== null) unsure.add(agent);
        else if (`Agent ${at}` !== winner) shouldBeTold.get(agent)?.push(winner);
      }
      const losers = errors.flat();
      return {
        winner,
        claims: outcome?.claims ?? 0,
        apiWinners: byApi.flatMap(({ name }, at) => (errors[at]?.length === 0 ? [name] : [])),
        apiLosersToldWrong: losers.flatMap(({ code, message }) =>
          code === 'ALREADY_CLAIMED' && NAME.exec(message)?.[0] === winner ? [] : [message],
        ),
      };
    };
    const played: Round[] = [];
    for (let first = 0; first < rounds; first += AT_ONCE) {
      const count = Math.min(AT_ONCE, rounds - first);
      const some = Array.from({ length: count }, (_, at) => playRound(first + at));
      played.push(...(await Promise.all(some)));
    }
    const told = new Map(
      buttons.map((user) => [
        user,
        slack.ephemerals(user).map((whisper) => NAME.exec(JSON.stringify(whisper.text))?.[0] ?? ''),
      ]),
    );
    return { rounds: played, told, shouldBeTold, unsure };
  } finally {
    await client.end();
    await server.kill();
    await workspaces.stop();
  }
};

const sorted = (names: readonly string[] | undefined): readonly string[] =>
  [...(names ?? [])].toSorted();

const block = postgresBinaries() === null ? describe.skip : describe;

block('F8: fifty claims at once', () => {
  let postgres: PrivatePostgres;

  beforeAll(async () => {
    postgres = await startPostgres();
    await Promise.all(['race', 'race_sabotaged'].map((name) => postgres.createDatabase(name)));
  }, 60_000);
  afterAll(async () => {
    await postgres.stop();
  });

  test('half by button, half by API: one wins each round, everybody else is told who', async () => {
    const began = performance.now();
    const { rounds, told, shouldBeTold, unsure } = await race(postgres.url('race'), ROUNDS);
    const apiWins = rounds.filter(({ apiWinners }) => apiWinners.length === 1).length;
    process.stdout.write(
      `F8 claim race: rounds=${rounds.length} claims=${rounds.length * CLAIMS}` +
        ` winners=${rounds.filter(({ winner }) => winner !== '').length} by-api=${apiWins}` +
        ` seconds=${((performance.now() - began) / 1000).toFixed(1)}\n`,
    );
    expect(rounds).toHaveLength(ROUNDS);
    for (const { winner, claims, apiWinners, apiLosersToldWrong } of rounds) {
      expect(winner).toMatch(NAME);
      expect(claims).toBe(1);
      expect(apiWinners.filter((name) => name !== winner)).toEqual([]);
      expect(apiLosersToldWrong).toEqual([]);
    }
    expect(unsure.size).toBeLessThan(CLAIMS / 5);
    for (const [user, names] of shouldBeTold)
      if (!unsure.has(user)) expect(sorted(told.get(user))).toEqual(sorted(names));
  }, 1_800_000);

  test('found and then saved, the same race has more than one winner', async () => {
    const { rounds } = await race(
      postgres.url('race_sabotaged'),
      4,
      'dist/test/reliability/sabotaged-main.js',
    );
    process.stdout.write(
      `sabotage find_then_save_claim: ${rounds.map(({ claims }) => claims).join(' ')} winners a round\n`,
    );
    expect(Math.max(...rounds.map(({ claims }) => claims))).toBeGreaterThan(1);
  }, 120_000);
});
