import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Client } from 'pg';
import { z } from 'zod';
import type { JsonObject } from '../../sandbox/json';
import type { TeamsSandbox } from '../../sandbox/teams-handle';
import { TEAMS } from '../../sandbox/teams-seed';
import { unfinished } from '../support/desk-dump';
import { FAST, KEY, untilSurveyed } from '../support/desk-run';
import { type PrivatePostgres, postgresBinaries, startPostgres } from '../support/postgres';
import { scaled } from '../support/scale';
import { type DeskServer, freePort, startServer } from '../support/server';
import { startTeams, teamsSettings } from '../support/teams-desk';

const ORDERS = scaled(60, 6);
const { umbrellaSupport: room, alice, albert } = TEAMS;

const stateSchema = z.array(
  z.object({
    plain: z.string(),
    isDeleted: z.boolean(),
    ticket: z.string().nullable(),
    tickets: z.coerce.number(),
  }),
);
const STATE = `
  select case when deleted_at is null then plain else '' end as plain,
    deleted_at is not null as "isDeleted", ticket_id as ticket,
    (select count(*) from ticket t where t.channel_id = m.channel_id and t.thread_id = m.thread_id)
      as tickets
  from message m where m.author_kind = 'contact' and m.thread_id = $1 order by m.platform_id`;

/** What becomes of the answer in the thread after it was written. */
const FATES = {
  kept: { acts: 4, isDeleted: false, plain: 'For me as well' },
  deleted: { acts: 5, isDeleted: true, plain: '' },
  'deleted and brought back': { acts: 6, isDeleted: false, plain: 'For me as well' },
  'deleted, brought back and deleted again': { acts: 7, isDeleted: true, plain: '' },
} as const;

/** Which of an act's activities, and at which of the two servers. */
const deliveries = (acts: number) =>
  fc.record({
    order: fc.shuffledSubarray(
      Array.from({ length: acts }, (_, at) => at),
      { minLength: acts, maxLength: acts },
    ),
    again: fc.array(fc.nat(acts - 1), { maxLength: 4 }),
    places: fc.array(fc.boolean(), { minLength: acts + 4, maxLength: acts + 4 }),
  });

const block = postgresBinaries() === null ? describe.skip : describe;

block('F7 in Teams: whatever the order and however often', () => {
  let postgres: PrivatePostgres;
  let databaseUrl: string;
  let teams: TeamsSandbox;
  let client: Client;
  let caught: JsonObject[] = [];
  const servers: DeskServer[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
    await postgres.createDatabase('teams_orders');
    databaseUrl = postgres.url('teams_orders');
    teams = await startTeams();
    for (const first of [true, false]) {
      const server = await startServer({
        port: await freePort(),
        env: {
          ...FAST,
          ...teamsSettings(teams),
          LOG_LEVEL: 'info',
          DATABASE_URL: databaseUrl,
          ENCRYPTION_KEYS: KEY,
          ADMIN_TOKEN: 'admin-token-for-orders-0123456789abcdef',
        },
      });
      servers.push(server);
      if (!first) continue;
      await teams.deliverTo(server.url);
      await untilSurveyed(server);
    }
    client = new Client({ connectionString: databaseUrl });
    await client.connect();
    await untilRest();
    teams.withhold((activity) => {
      caught.push(activity);
      return true;
    });
  }, 120_000);

  afterAll(async () => {
    await client.end();
    await Promise.all(servers.map((server) => server.kill()));
    await teams.stop();
    await postgres.stop();
  }, 60_000);

  const push = async (activity: JsonObject | undefined, atFirst: boolean): Promise<void> => {
    const answer = await fetch(`${servers[atFirst ? 0 : 1]?.url}/api/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${teams.keys.token(teams.serviceUrl)}`,
      },
      body: JSON.stringify(activity),
    });
    expect(answer.status).toBe(200);
  };

  const untilRest = async (): Promise<void> => {
    let quiet = 0;
    for (let waited = 0; quiet < 2 && waited < 300_000; waited += 30) {
      quiet = (await unfinished(databaseUrl)) === 0 ? quiet + 1 : 0;
      await pause(30);
    }
    expect(quiet).toBe(2);
  };

  /** Asks, corrects twice, and is followed up; the follow-up meets its fate. */
  const act = async (acts: number): Promise<{ thread: string; activities: JsonObject[] }> => {
    const mine = { room, person: alice };
    const theirs = { room, person: albert };
    const { id } = teams.post({ ...mine, text: 'The export is borken' });
    let answer = '';
    const steps = [
      () => teams.edit({ ...mine, id, text: 'The export is broken' }),
      () => teams.edit({ ...mine, id, text: 'The export is broken since noon' }),
      () => {
        answer = teams.post({ ...theirs, text: 'For me as well', replyTo: id }).id;
      },
      () => teams.delete({ ...theirs, id: answer }),
      () => teams.undelete({ ...theirs, id: answer }),
      () => teams.delete({ ...theirs, id: answer }),
    ];
    for (const step of steps.slice(0, acts - 1)) {
      // Nobody does two things to a message within a millisecond.
      await pause(3);
      step();
    }
    const activities = caught;
    caught = [];
    return { thread: id, activities };
  };

  test.each(Object.entries(FATES))(
    'an answer %s: the same in any order, at two servers',
    async (fate, { acts, isDeleted, plain }) => {
      await fc.assert(
        fc.asyncProperty(deliveries(acts), async ({ order, again, places }) => {
          const { thread, activities } = await act(acts);
          expect(activities).toHaveLength(acts);
          await Promise.all(
            [...order, ...again].map(async (which, at) => {
              await pause(at * 4);
              await push(activities[which], places[at] ?? true);
            }),
          );
          await untilRest();
          const rows = stateSchema.parse((await client.query(STATE, [thread])).rows);
          expect(rows.map(({ ticket: _, ...row }) => row)).toEqual([
            { plain: 'The export is broken since noon', isDeleted: false, tickets: 1 },
            { plain, isDeleted, tickets: 1 },
          ]);
          expect(rows[0]?.ticket).not.toBeNull();
          expect(rows[1]?.ticket).toBe(rows[0]?.ticket);
        }),
        { numRuns: ORDERS, seed: Number(process.env.RELIABILITY_SEED ?? '1') },
      );
      process.stdout.write(`F7 Teams orders: n=${ORDERS} acts=${acts} (${fate}) servers=2\n`);
    },
    900_000,
  );
});
