import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Client } from 'pg';
import { z } from 'zod';
import { type BusyWorkspaces, startBusyWorkspaces } from '../support/busy-workspaces';
import { captureEvents, type EventBody, pushEvent } from '../support/captured-events';
import { seeded } from '../support/conversations';
import { dumpDesk, unfinished } from '../support/desk-dump';
import { FAST, KEY, untilSurveyed } from '../support/desk-run';
import { type PrivatePostgres, postgresBinaries, startPostgres } from '../support/postgres';
import { scaled } from '../support/scale';
import { type DeskServer, freePort, startServer } from '../support/server';

const ORDERS = scaled(60, 8);
const EVENTS = scaled(10_000, 200);
const DUPLICATES = 0.03;
const LATE = 0.01;
const PUSHED_AT_ONCE = 32;

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

/** Which of an act's events, and at which of the two servers. */
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

block('F7: whatever the order and however often', () => {
  let postgres: PrivatePostgres;
  let workspaces: BusyWorkspaces;
  let databaseUrl: string;
  let client: Client;
  const servers: DeskServer[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
    await postgres.createDatabase('orders');
    databaseUrl = postgres.url('orders');
    workspaces = await startBusyWorkspaces({ names: ['NORTH'], rooms: 8 });
    for (const first of [true, false]) {
      const server = await startServer({
        port: await freePort(),
        env: {
          ...FAST,
          LOG_LEVEL: 'info',
          DATABASE_URL: databaseUrl,
          ENCRYPTION_KEYS: KEY,
          ADMIN_TOKEN: 'admin-token-for-orders-0123456789abcdef',
          SLACK_SIGNING_SECRET: workspaces.signingSecret,
          SLACK_BOT_TOKEN: workspaces.all[0]?.botToken ?? '',
          SLACK_API_URL: workspaces.apiUrl,
        },
      });
      servers.push(server);
      if (first) await untilSurveyed(server);
    }
    client = new Client({ connectionString: databaseUrl });
    await client.connect();
  }, 120_000);

  afterAll(async () => {
    await client.end();
    await Promise.all(servers.map((server) => server.kill()));
    await workspaces.stop();
    await postgres.stop();
  }, 60_000);

  const push = async (body: EventBody, atFirst: boolean, retryNum = 0): Promise<void> => {
    const url = servers[atFirst ? 0 : 1]?.url ?? '';
    expect(await pushEvent(url, body, retryNum)).toBe(200);
  };

  const untilRest = async (): Promise<void> => {
    let quiet = 0;
    for (let waited = 0; quiet < 2 && waited < 300_000; waited += 30) {
      quiet = (await unfinished(databaseUrl)) === 0 ? quiet + 1 : 0;
      await pause(30);
    }
    expect(quiet).toBe(2);
  };

  let threads = 0;
  /** Asks, corrects twice, follows up; and deletes the follow-up. */
  const act = async (withDeletion: boolean): Promise<{ thread: string; events: EventBody[] }> => {
    const [workspace] = workspaces.all;
    if (workspace === undefined) throw new Error('no workspace');
    const { slack } = workspace;
    const { take } = captureEvents(workspaces);
    threads += 1;
    const channel = workspace.rooms[threads % workspace.rooms.length] ?? '';
    const people = workspace.customersOf(channel);
    const user = people[Math.floor(threads / workspace.rooms.length) % people.length] ?? '';
    const other = people[(Math.floor(threads / workspace.rooms.length) + 1) % people.length] ?? '';
    const { ts } = slack.post({ channel, user, text: 'The export is borken' });
    // Nobody corrects a word twice within a millisecond.
    await pause(3);
    slack.edit({ channel, ts, user, text: 'The export is broken' });
    await pause(3);
    slack.edit({ channel, ts, user, text: 'The export is broken since noon' });
    await pause(3);
    const reply = slack.post({ channel, user: other, text: 'For me as well', threadTs: ts });
    if (withDeletion) slack.delete({ channel, ts: reply.ts, user: other });
    return { thread: ts, events: take() };
  };

  test.each([
    { withDeletion: false, acts: 4 },
    { withDeletion: true, acts: 5 },
  ])(
    'create, edits, reply (deleted: $withDeletion) end the same at two servers',
    async ({ withDeletion, acts }) => {
      await fc.assert(
        fc.asyncProperty(deliveries(acts), async ({ order, again, places }) => {
          const { thread, events } = await act(withDeletion);
          expect(events).toHaveLength(acts);
          const sequence = [...order, ...again];
          await Promise.all(
            sequence.map(async (which, at) => {
              // Close together, but in this order; what comes again comes as a retry.
              await pause(at * 4);
              await push(events[which] ?? '', places[at] ?? true, at >= acts ? 1 : 0);
            }),
          );
          await untilRest();
          const rows = stateSchema.parse((await client.query(STATE, [thread])).rows);
          expect(
            rows.map(({ plain, isDeleted, tickets }) => ({ plain, isDeleted, tickets })),
          ).toEqual([
            { plain: 'The export is broken since noon', isDeleted: false, tickets: 1 },
            { plain: withDeletion ? '' : 'For me as well', isDeleted: withDeletion, tickets: 1 },
          ]);
          expect(rows[0]?.ticket).not.toBeNull();
          expect(rows[1]?.ticket).toBe(rows[0]?.ticket);
        }),
        { numRuns: ORDERS, seed: Number(process.env.RELIABILITY_SEED ?? '1') },
      );
      process.stdout.write(`F7 orders: n=${ORDERS} acts=${acts} servers=2\n`);
    },
    1_800_000,
  );

  test('I5: repeated and late events make no more and no less than the messages there are', async () => {
    const began = performance.now();
    const [workspace] = workspaces.all;
    if (workspace === undefined) throw new Error('no workspace');
    const { slack } = workspace;
    const before = await dumpDesk(databaseUrl);
    const { take } = captureEvents(workspaces);
    const random = seeded(7);
    const roots: { channel: string; ts: string }[] = [];
    const events: EventBody[] = [];
    while (events.length < EVENTS) {
      const channel = workspace.rooms[Math.floor(random() * workspace.rooms.length)] ?? '';
      const people = workspace.customersOf(channel);
      const user = people[Math.floor(random() * people.length)] ?? '';
      const root = random() < 0.1 ? undefined : roots.at(-1 - Math.floor(random() * 20));
      const place = root === undefined ? { channel } : { channel: root.channel, threadTs: root.ts };
      const mine = workspace.customersOf(place.channel)[people.indexOf(user)] ?? user;
      const text = random() < 0.1 ? 'thanks' : 'The export is broken';
      const { ts } = slack.post({ ...place, user: mine, text });
      if (root === undefined) roots.push({ channel, ts });
      events.push(...take());
    }
    const distinct = events.length;
    const late = events.map((body, at) => ({
      body,
      at: random() < LATE ? at + random() * 200 : at,
    }));
    const twice = late.flatMap((one) =>
      random() < DUPLICATES ? [one, { ...one, at: one.at + random() * 100 }] : [one],
    );
    const queue = twice.toSorted((a, b) => a.at - b.at);
    let next = 0;
    const pusher = async (): Promise<void> => {
      for (let one = queue[next]; one !== undefined; one = queue[next]) {
        next += 1;
        await push(one.body, random() < 0.5);
      }
    };
    await Promise.all(Array.from({ length: PUSHED_AT_ONCE }, pusher));
    await untilRest();
    const after = await dumpDesk(databaseUrl);
    const messages = after.messages.filter(({ author }) => author === 'contact');
    const old = before.messages.filter(({ author }) => author === 'contact').length;
    process.stdout.write(
      `I5 replay: events=${distinct} pushed=${queue.length} messages=${messages.length - old}` +
        ` seconds=${((performance.now() - began) / 1000).toFixed(1)}\n`,
    );
    expect(messages.length - old).toBe(distinct);
    expect(messages.filter(({ decisions }) => decisions === 0)).toEqual([]);
    expect(after.messages.length - before.messages.length).toBe(distinct);
    expect(after.inbox.filter(({ state }) => state !== 'DONE')).toEqual([]);
  }, 1_800_000);
});
