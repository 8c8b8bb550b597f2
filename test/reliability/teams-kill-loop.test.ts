import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { busyTeams } from '../support/busy-teams';
import { tally } from '../support/checker';
import { runLoad } from '../support/desk-run';
import { type PrivatePostgres, postgresBinaries, startPostgres } from '../support/postgres';
import { SCALE, scaled } from '../support/scale';

const MESSAGES = scaled(4_000, 100);
const KILLS = scaled(40, 3);
const ROOMS = 20;
const LIMIT_MS = 3_600_000;

const block = postgresBinaries() === null ? describe.skip : describe;

block('F1 in Teams: killed again and again under load', () => {
  let postgres: PrivatePostgres;

  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(async () => {
    await postgres.stop();
  });

  test(
    'nothing is lost or doubled; what nobody can know is told to the team and not repeated',
    async () => {
      await postgres.createDatabase('teams_kill_loop');
      const seed = Number(process.env.RELIABILITY_SEED ?? '1');
      const run = await runLoad(
        {
          databaseUrl: postgres.url('teams_kill_loop'),
          messages: MESSAGES,
          kills: KILLS,
          perRoom: 2,
          seed,
          // A lease that outlasts a slow machine; at full size the settings of production.
          env: SCALE < 1 ? { LEASE_MS: '10000' } : { OUTBOX_SETTLE_MS: '45000', LEASE_MS: '20000' },
        },
        (random) => busyTeams(random, ROOMS),
      );
      const broken = tally(run.violations);
      const { dump } = run;
      const unknown = dump.messages.filter(({ delivery }) => delivery === 'UNKNOWN').length;
      process.stdout.write(
        `F1 Teams kill-loop: n=${run.messages} replies=${run.replies} kills=${run.kills}` +
          ` lost=${(broken['lost message'] ?? 0) + (broken['lost reply'] ?? 0)}` +
          ` duplicates=${(broken['duplicate message'] ?? 0) + (broken['duplicate reply'] ?? 0)}` +
          ` wrong-tenant=${broken['wrong tenant'] ?? 0}` +
          ` never-known-and-told=${unknown} turned-away-and-told=${run.turnedAway}` +
          ` inbox=${dump.inbox.length} outbox=${dump.outbox.length}` +
          ` accepting<=${Math.round(run.acceptedAfterMs)}ms resumed<=${run.resumedAfterMs}ms` +
          ` unknown-decided<=${run.unknownDecidedAfterMs}ms` +
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
