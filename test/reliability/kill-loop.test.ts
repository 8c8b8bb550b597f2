import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tally } from '../support/checker';
import { runDesk } from '../support/desk-run';
import { type PrivatePostgres, postgresBinaries, startPostgres } from '../support/postgres';
import { scaled } from '../support/scale';

const MESSAGES = scaled(10_000, 100);
const KILLS = scaled(50, 3);
const LIMIT_MS = 3_600_000;

const block = postgresBinaries() === null ? describe.skip : describe;

block('F1: killed again and again under load', () => {
  let postgres: PrivatePostgres;

  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(async () => {
    await postgres.stop();
  });

  test(
    'no message and no reply is lost, doubled, out of order or in another tenant',
    async () => {
      await postgres.createDatabase('kill_loop');
      const seed = Number(process.env.RELIABILITY_SEED ?? '1');
      const databaseUrl = postgres.url('kill_loop');
      const run = await runDesk({
        databaseUrl,
        messages: MESSAGES,
        kills: KILLS,
        perRoom: 4,
        seed,
      });
      const broken = tally(run.violations);
      process.stdout.write(
        `F1 kill-loop: n=${run.messages} replies=${run.replies} kills=${run.kills}` +
          ` lost=${(broken['lost message'] ?? 0) + (broken['lost reply'] ?? 0)}` +
          ` duplicates=${(broken['duplicate message'] ?? 0) + (broken['duplicate reply'] ?? 0)}` +
          ` wrong-tenant=${broken['wrong tenant'] ?? 0} inbox=${run.dump.inbox.length}` +
          ` read-back=${run.dump.inbox.filter(({ isReadBack }) => isReadBack).length}` +
          ` outbox=${run.dump.outbox.length} accepting<=${Math.round(run.acceptedAfterMs)}ms` +
          ` resumed<=${run.resumedAfterMs}ms unknown-decided<=${run.unknownDecidedAfterMs}ms` +
          ` seconds=${run.seconds.toFixed(1)} seed=${seed}\n`,
      );
      expect(run.violations.slice(0, 20)).toEqual([]);
      expect(run.refused).toEqual([]);
      expect(run.messages).toBe(MESSAGES);
      expect(run.kills).toBe(KILLS);
    },
    LIMIT_MS,
  );
});
