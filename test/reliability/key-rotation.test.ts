import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { KEY, runDesk } from '../support/desk-run';
import { type PrivatePostgres, postgresBinaries, startPostgres } from '../support/postgres';
import { freePort, startServer } from '../support/server';

const FRESH = `fresh:${Buffer.alloc(32, 6).toString('base64')}`;
/** As operate.md says: the new one in front, and then the old one goes. */
const RINGS = [KEY, `${FRESH},${KEY}`, FRESH];

(postgresBinaries() === null ? describe.skip : describe)('the key of stored secrets', () => {
  let postgres: PrivatePostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(() => postgres.stop());

  test('is changed while messages come and go, by servers side by side: none lost, none doubled', async () => {
    const databaseUrl = postgres.url('postgres');
    const report = await runDesk({
      databaseUrl,
      messages: 80,
      // Whoever waits for a card that shows other words of its ticket goes on without.
      giveUpAfterMs: 15_000,
      rooms: 6,
      kills: 2,
      overlaps: true,
      // A lease that outlasts a slow machine; who stops gives theirs back.
      env: { LEASE_MS: '10000' },
      end: async (server) => {
        await server.stop();
      },
      envOfBoot: (boot) => ({ ENCRYPTION_KEYS: RINGS[boot] ?? FRESH }),
    });
    console.info(
      `${report.messages} messages, ${report.replies} replies, ${report.kills} changes of the ring, ${report.seconds.toFixed(1)} s`,
    );
    expect(report.violations).toEqual([]);
    expect(report.refused).toEqual([]);
    expect([report.messages, report.kills]).toEqual([80, 2]);
    expect(report.replies).toBeGreaterThan(10);

    // Nothing is left that the old key opens, and with it alone the program does not start.
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    const sealed = await client.query('select sealed_bot_token as sealed from installation');
    await client.end();
    expect(sealed.rows.length).toBeGreaterThan(0);
    for (const row of sealed.rows) expect(String(row.sealed)).toMatch(/^v1:fresh:/);
    const env = { DATABASE_URL: databaseUrl, ENCRYPTION_KEYS: KEY };
    await expect(startServer({ env, port: await freePort() })).rejects.toThrow(
      'key "fresh" is not configured',
    );
  }, 240_000);
});
