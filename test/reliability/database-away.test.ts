import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runDesk } from '../support/desk-run';
import { type FaultProxy, type ProxyMode, startFaultProxy } from '../support/fault-proxy';
import { type PrivatePostgres, postgresBinaries, startPostgres } from '../support/postgres';

const AWAY_MS = 6_000;
/** Slack waits for 3 s. A form waits for its data for up to 2.5 s before the door says 503. */
const ANSWER_WITHIN_MS = 2_900;
const ASK_EVERY_MS = 150;
/** From before the database goes until after it is back. */
const QUESTIONS = 70;
const MODES: readonly ProxyMode[] = ['refused', 'black hole'];

const block = postgresBinaries() === null ? describe.skip : describe;

block('the database away while customers write', () => {
  let postgres: PrivatePostgres;
  let line: FaultProxy;

  beforeAll(async () => {
    postgres = await startPostgres();
    line = await startFaultProxy(Number(new URL(postgres.url('postgres')).port));
  }, 60_000);
  afterAll(async () => {
    await line.stop();
    await postgres.stop();
  });

  test.each(MODES)(
    '%s: every event is answered in time with 503, and all is there afterwards',
    async (mode) => {
      const database = `away_${mode.replace(' ', '_')}`;
      await postgres.createDatabase(database);
      const through = new URL(postgres.url(database));
      through.port = String(line.port);
      let outcomes: () => readonly (number | string)[] = () => [];
      const run = await runDesk({
        databaseUrl: postgres.url(database),
        env: { DATABASE_URL: through.href },
        messages: 100,
        rooms: 5,
        names: ['NORTH'],
        // Whoever is not answered by then was not answered in time.
        slack: { ackTimeoutMs: ANSWER_WITHIN_MS },
        prepare: async ({ all }, talks) => {
          const [workspace] = all;
          if (workspace === undefined) throw new Error('no workspace');
          // People who wait for no answer, so that there is something to refuse all the while.
          const strangers = workspace.rooms.map((room) => ({
            room,
            user: workspace.customersOf(room).at(-1) ?? '',
          }));
          const askOn = async (): Promise<void> => {
            const questions: Promise<unknown>[] = [];
            for (let at = 0; at < QUESTIONS; at += 1) {
              const { room = '', user = '' } = strangers[at % strangers.length] ?? {};
              questions.push(talks.asks(workspace, room, user));
              await pause(ASK_EVERY_MS);
            }
            await Promise.all(questions);
          };
          outcomes = () =>
            all.flatMap(({ slack }) =>
              slack.deliveries().flatMap(({ attempts }) => attempts.map(({ outcome }) => outcome)),
            );
          const asking = askOn();
          await pause(2_000);
          await line.set(mode);
          await pause(AWAY_MS);
          await line.set('open');
          await asking;
        },
      });
      const unavailable = outcomes().filter((outcome) => outcome === 503).length;
      process.stdout.write(
        `database ${mode} for ${AWAY_MS / 1000}s: n=${run.messages} answered-503=${unavailable}` +
          ` seconds=${run.seconds.toFixed(1)}\n`,
      );
      expect(unavailable).toBeGreaterThan(0);
      expect(outcomes().filter((outcome) => outcome !== 200 && outcome !== 503)).toEqual([]);
      expect(run.violations.slice(0, 20)).toEqual([]);
    },
    // Slack's own retries come after a minute and more: 152 s were seen on a busy machine.
    400_000,
  );
});
