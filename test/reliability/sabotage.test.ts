import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Broken, tally } from '../support/checker';
import { type RunOptions, type RunReport, runDesk } from '../support/desk-run';
import { type PrivatePostgres, postgresBinaries, startPostgres } from '../support/postgres';

const LIMIT_MS = 300_000;
const BROKEN_ENTRY = 'dist/test/reliability/sabotaged-main.js';
const SMALL = { messages: 100, rooms: 5, perRoom: 2, names: ['NORTH'], giveUpAfterMs: 8_000 };

/** Answers get lost after the post was stored, at once or a while after the client is gone. */
const lostAnswers =
  (delayMs?: number): NonNullable<RunOptions['prepare']> =>
  ({ all }) => {
    for (const { slack } of all)
      slack.fault({
        ...{ method: 'chat.postMessage', kind: 'store-then-drop', chance: 0.2, times: 100_000 },
        ...(delayMs === undefined ? {} : { delayMs }),
      });
  };

const twiceDelivered: NonNullable<RunOptions['prepare']> = ({ all }) => {
  for (const { slack } of all) slack.duplicate(0.3);
};

const everything: NonNullable<RunOptions['prepare']> = async (workspaces, talks) => {
  await lostAnswers(400)(workspaces, talks);
  await twiceDelivered(workspaces, talks);
};

/** Same name, but it lets every row in. */
const WITHOUT_UNIQUE_MESSAGE = `
  alter table message drop constraint message_platform_key;
  alter table message add constraint message_platform_key unique (tenant_id, id, platform_id)`;

/** A reply spoken under a card is watched twice: by its lease and, since it can be edited, by a key. */
const WITHOUT_UNIQUE_SPOKEN = 'drop index message_spoken_key';

const DONE_TWICE: readonly Broken[] = [
  'duplicate message',
  'duplicate reply',
  'shown twice',
  'ticket twice',
];

const SHORT_LEASE = { LEASE_MS: '1000' };

interface Switch {
  readonly name: string;
  readonly run: Partial<RunOptions>;
  readonly mustFind: Broken;
}

const SWITCHES: readonly Switch[] = [
  {
    name: 'ack_before_store',
    run: { kills: 6, messages: 150 },
    mustFind: 'lost message',
  },
  {
    name: 'no_unique_message',
    run: { prepare: twiceDelivered, schema: WITHOUT_UNIQUE_MESSAGE },
    mustFind: 'duplicate message',
  },
  { name: 'no_lookup', run: { prepare: lostAnswers() }, mustFind: 'duplicate reply' },
  {
    name: 'no_settle',
    run: { prepare: lostAnswers(400), env: { OUTBOX_SETTLE_MS: '0' } },
    mustFind: 'duplicate reply',
  },
  { name: 'sdk_retries_on', run: { prepare: lostAnswers() }, mustFind: 'duplicate reply' },
  {
    name: 'slow_worker,no_lease_token',
    run: { env: SHORT_LEASE, schema: WITHOUT_UNIQUE_SPOKEN },
    mustFind: 'duplicate reply',
  },
];

const block = postgresBinaries() === null ? describe.skip : describe;

block('each guarantee is watched: broken on purpose, its check turns red', () => {
  let postgres: PrivatePostgres;
  let databases = 0;

  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(async () => {
    await postgres.stop();
  });

  const run = async (options: Partial<RunOptions>): Promise<RunReport> => {
    databases += 1;
    const database = `sabotage_${databases}`;
    await postgres.createDatabase(database);
    return runDesk({ ...SMALL, ...options, databaseUrl: postgres.url(database) });
  };

  const told = (name: string, report: RunReport): void => {
    const found = JSON.stringify(tally(report.violations));
    process.stdout.write(
      `sabotage ${name}: n=${report.messages} kills=${report.kills} ${found} seconds=${report.seconds.toFixed(1)}\n`,
    );
  };

  test(
    'unbroken, under the same faults and kills, nothing is found',
    async () => {
      const report = await run({ prepare: everything, kills: 3, giveUpAfterMs: 60_000 });
      told('none', report);
      expect(report.violations).toEqual([]);
    },
    LIMIT_MS,
  );

  test(
    'unbroken, with workers slower than their leases, nothing is done twice',
    async () => {
      const report = await run({
        entry: BROKEN_ENTRY,
        env: { ...SHORT_LEASE, SABOTAGE: 'slow_worker' },
        giveUpAfterMs: 60_000,
      });
      told('none, slow workers', report);
      expect(report.log).toContain('lease lost');
      // A row that no worker finishes in time is parked in the end, and said so; never is it done twice.
      const twice = report.violations.filter(({ broken }) => DONE_TWICE.includes(broken));
      expect(twice).toEqual([]);
    },
    LIMIT_MS,
  );

  test.each(SWITCHES)(
    '$name: $mustFind',
    async ({ name, run: options, mustFind }) => {
      const report = await run({
        ...options,
        entry: BROKEN_ENTRY,
        env: { ...options.env, SABOTAGE: name },
        restWithinMs: 8_000,
      });
      told(name, report);
      expect(report.violations.map(({ broken }) => broken)).toContain(mustFind);
    },
    LIMIT_MS,
  );
});
