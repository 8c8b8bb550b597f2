import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readCareDocument } from '../../src/app/care/care-document';
import { openDatabase } from '../../src/db/data-source';
import { type SimulateOptions, simulated } from '../../src/entry/simulate-command';
import { CareWorld } from '../support/care-world';
import { silentLog, testKey } from '../support/database';
import { databaseHome } from '../support/desk';

const ROOT = join(__dirname, '../..');
const DOCUMENT = {
  policies: [
    {
      targets: ['LOW', 'NORMAL', 'HIGH', 'URGENT'].map((priority) => ({
        priority,
        measure: 'FIRST_RESPONSE',
        minutes: 60,
      })),
    },
  ],
};

let home: string;
let document: string;
let where: Record<string, string> = {};
let drop = async (): Promise<void> => undefined;

/** `npm run desk -- simulate`, on the sources as they are. */
const simulate = (settings: Record<string, string>, ...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['-r', './test/support/run-typescript.cjs', 'src/entry/cli.ts', 'simulate', document, ...args],
    { cwd: ROOT, encoding: 'utf8', env: { PATH: process.env.PATH, NODE_ENV: 'test', ...settings } },
  );
  return { status, lines: stdout.trim().split('\n'), stderr };
};

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'threadkeeper-simulate-'));
  document = join(home, 'hours.json');
  writeFileSync(document, JSON.stringify(DOCUMENT));
  const { settings, drop: dropped } = await databaseHome(home);
  where = { DATA_DIR: home, ...settings };
  drop = dropped;
  const database = await openDatabase({
    url: settings.DATABASE_URL ?? null,
    dataDir: home,
    poolSize: 2,
    statementTimeoutMs: 15_000,
    encryptionKeys: [testKey],
    log: silentLog,
  });
  try {
    await database.migrate();
    const hour = 3_600_000;
    const opened = Date.now() - 20 * hour;
    const desk = await CareWorld.begin(database, 'TSIMULATE', new Date(opened).toISOString());
    const answered = await desk.asks('The export is empty');
    desk.at(new Date(opened + hour / 2).toISOString());
    await desk.replies(answered);
    await desk.asks('Nobody answers this one');
  } finally {
    await database.close();
  }
}, 120_000);
afterAll(async () => {
  await drop();
  rmSync(home, { recursive: true, force: true });
});

test('past tickets are replayed from the database of the desk', () => {
  const key = `${testKey.id}:${testKey.key.toString('base64')}`;
  const { status, lines, stderr } = simulate({ ...where, ENCRYPTION_KEYS: key }, '--days', '1');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(lines[0]).toBe('2 tickets of the last 1 day');
  expect(lines[1]).toBe(
    'FIRST_RESPONSE NORMAL: n 2: 50 % achieved (1 of 2; 0 late, 1 late and still running), 0 running in time; used time p50 30m, p90 not reached',
  );
  expect(lines).toContain(
    'FIRST_RESPONSE: 50 % achieved (1 of 2); as measured: 50 % achieved (1 of 2)',
  );
  expect(lines).toContain('Assumed:');
});

test('generated tickets need no database, and the same seed gives the same answer', async () => {
  const untouched = { DATA_DIR: join(home, 'untouched') };
  const order = ['--generate', '200', '--seed', '7', '--days', '14', '--until', '2026-04-01'];
  const first = simulate(untouched, ...order);
  expect({ status: first.status, stderr: first.stderr }).toEqual({ status: 0, stderr: '' });
  expect(first.lines[0]).toBe(
    '200 generated tickets of 14 days (2026-03-18 up to 2026-04-01, UTC, seed 7)',
  );
  expect(first.lines.slice(1, 5).map((line) => line.split(':')[0])).toEqual(
    ['URGENT', 'HIGH', 'NORMAL', 'LOW'].map((priority) => `FIRST_RESPONSE ${priority}`),
  );
  const same = { generate: '200', seed: '7', days: '14', until: '2026-04-01' };
  const said = readCareDocument(DOCUMENT);
  expect(await simulated(said, same, new Date())).toEqual(first.lines);
  expect(await simulated(said, { ...same, seed: '8' }, new Date())).not.toEqual(first.lines);
  expect(existsSync(untouched.DATA_DIR)).toBe(false);
});

test('arguments that make no sense are refused in words', async () => {
  const said = readCareDocument(DOCUMENT);
  const refusal = (options: Partial<SimulateOptions>) =>
    simulated(said, { days: '30', ...options }, new Date()).then(
      (lines) => lines.join(),
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );
  for (const text of ['0', '-1', '1.5', 'many', '', '100001'])
    expect(await refusal({ generate: text })).toBe(
      '--generate takes a whole number from 1 to 100000.',
    );
  expect(await refusal({ generate: '5', days: '0' })).toContain('--days takes a whole number');
  expect(await refusal({ generate: '5', seed: '4294967296' })).toContain('--seed takes a whole');
  for (const text of ['2026-02-30', 'tomorrow'])
    expect(await refusal({ generate: '5', until: text })).toContain('--until takes a date');
  expect(await refusal({ seed: '1' })).toContain('pass --generate too');
  expect(await refusal({ until: '2026-01-01' })).toContain('pass --generate too');
  expect(await refusal({ generate: '5', tenant: 'Ours' })).toContain('leave out --tenant');
  const { status, stderr } = simulate({}, '--generate', 'many');
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: '--generate takes a whole number from 1 to 100000.\n',
  });
});
