import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../src/db/data-source';
import { startChild } from '../support/child';
import { silentLog, testKey } from '../support/database';
import { arrival, seedDesk } from './fixtures';

const WRITER = join(__dirname, 'children/write-for-ever.ts');

describe('the embedded database', () => {
  const dirs: string[] = [];
  const freshDir = (): string => {
    const dir = mkdtempSync(join(tmpdir(), 'threadkeeper-data-'));
    dirs.push(dir);
    return join(dir, 'not', 'there', 'yet');
  };
  const open = (dataDir: string): Promise<Database> =>
    openDatabase({
      url: null,
      dataDir,
      poolSize: 5,
      statementTimeoutMs: 5_000,
      encryptionKeys: [testKey],
      log: silentLog,
    });
  afterEach(() => {
    for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
  });

  test('is made on first use and survives a restart', async () => {
    const dataDir = freshDir();
    const first = await open(dataDir);
    await first.migrate();
    const desk = await seedDesk(first, 'TKEEP');
    await first.close();
    const second = await open(dataDir);
    expect(await second.migrate()).toEqual([]);
    const ticket = await second.unitOfWork.run(desk.tenantId, (tx) =>
      tx.tickets.find(desk.ticket.id),
    );
    expect(ticket).toEqual(desk.ticket);
    await second.close();
  }, 60_000);

  test('loses no row it acknowledged to kill -9', async () => {
    const dataDir = freshDir();
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const child = startChild(WRITER, dataDir, String(round * 1_000_000));
      await child.line((line) => line === 'open');
      await pause(150 + round * 100);
      await child.kill();
      acknowledged.push(...child.lines.filter((line) => line.startsWith('k')));
    }
    const database = await open(dataDir);
    const rows: { key: string }[] = await database.dataSource.query(
      'select dedup_key as key from inbox',
    );
    const kept = new Set(rows.map(({ key }) => key));
    expect(acknowledged.length).toBeGreaterThan(50);
    expect(acknowledged.filter((key) => !kept.has(key))).toEqual([]);
    await database.close();
  }, 90_000);

  test('a first start that was cut short is begun again', async () => {
    const dataDir = freshDir();
    const child = startChild(WRITER, dataDir);
    for (let n = 0; n < 500 && !existsSync(join(dataDir, 'database', 'base')); n += 1)
      await pause(10);
    await child.kill();
    expect(existsSync(join(dataDir, 'database.complete'))).toBe(false);
    const database = await open(dataDir);
    await database.migrate();
    expect(await database.inbox.put(arrival('a', 'a'))).toBe('stored');
    await database.close();
  }, 60_000);

  test('a directory in use is refused, in this process and by another one', async () => {
    const dataDir = freshDir();
    const inUse = expect.objectContaining({ name: 'DeskError', code: 'DATA_DIR_IN_USE' });
    const first = await open(dataDir);
    await expect(open(dataDir)).rejects.toEqual(inUse);
    const other = startChild(WRITER, dataDir);
    await expect(other.line(() => true)).rejects.toThrow('Another process is using');
    await first.close();
    await (await open(dataDir)).close();
  }, 60_000);

  test('a failing transaction undoes only itself, however many wait for the one session', async () => {
    const database = await open(freshDir());
    await database.migrate();
    const desk = await seedDesk(database, 'TMANY');
    const ends = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        database.unitOfWork
          .run(desk.tenantId, async (tx) => {
            const number = await tx.tickets.nextNumber();
            await pause(1);
            if (n % 5 === 0) throw new Error('this one fails');
            return number;
          })
          .catch(() => null),
      ),
    );
    const kept = ends.filter((number) => number !== null);
    expect(new Set(kept).size).toBe(32);
    expect(Math.max(...kept)).toBe(33);
    await database.close();
  }, 60_000);

  test('holds texts and bytes of several megabytes', async () => {
    const database = await open(freshDir());
    await database.migrate();
    const raw = Buffer.alloc(3_000_000, 0xfe);
    await database.inbox.put(arrival('big', 'a', { raw }));
    const [lease] = await database.inboxLease.claim('w', 1);
    expect(lease?.row.raw.equals(raw)).toBe(true);
    await database.close();
  }, 60_000);
});
