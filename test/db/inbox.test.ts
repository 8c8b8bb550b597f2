import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { LeaseLost } from '../../src/app/ports/queues';
import type { Database } from '../../src/db/data-source';
import { describeOnEachEngine, describeOnPostgres } from '../support/engines';
import { arrival, seedDesk } from './fixtures';

const expireLeases = (database: Database): Promise<unknown> =>
  database.dataSource.query(`update inbox set lease_until = now() - interval '1 second'`);

const dueNow = (database: Database): Promise<unknown> =>
  database.dataSource.query(`update inbox set not_before = now() - interval '1 second'`);

const keys = (leases: readonly { row: { dedupKey: string } }[]): string[] =>
  leases.map(({ row }) => row.dedupKey);

describeOnEachEngine('the inbox', (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  }, 60_000);
  afterAll(() => database.close());
  beforeEach(() => database.dataSource.query('truncate inbox'));

  test('keeps every byte, and a repeat is a no-op', async () => {
    const raw = Buffer.from([0, 255, 34, 0xd8, 0x00, 10]);
    expect(await database.inbox.put(arrival('e1', 'lane', { raw }))).toBe('stored');
    expect(await database.inbox.put(arrival('e1', 'lane', { raw }))).toBe('repeat');
    const [lease] = await database.inboxLease.claim('w', 10);
    expect(lease?.row.raw.equals(raw)).toBe(true);
    expect(lease?.row).toMatchObject({ platform: 'slack', workspace: 'T1', dedupKey: 'e1' });
    expect(lease?.row.occurredAt).toEqual(new Date('2026-03-02T09:00:00.000Z'));
    expect(lease?.attempt).toBe(1);
  });

  test('puts that arrive together get each its own answer, also among repeats', async () => {
    const outcomes = await Promise.all(
      ['a', 'b', 'a', 'c', 'b'].map((key) => database.inbox.put(arrival(key, key))),
    );
    expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(3);
    expect(outcomes.filter((outcome) => outcome === 'repeat')).toHaveLength(2);
  });

  test('text the database cannot hold does not take its neighbours down', async () => {
    const outcomes = await Promise.all([
      database.inbox.put(arrival('fine', 'l1')),
      database.inbox.put(arrival('nul\u0000', 'l\ud800')),
    ]);
    expect(outcomes).toEqual(['stored', 'stored']);
  });

  test('a claim takes at most one row of a lane, oldest first', async () => {
    for (const [key, lane] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['b1', 'b'],
      ['a3', 'a'],
    ] as const)
      await database.inbox.put(arrival(key, lane));
    expect(keys(await database.inboxLease.claim('w', 10))).toEqual(['a1', 'b1']);
    expect(await database.inboxLease.claim('other', 10)).toEqual([]);
  });

  test('the next row of a lane comes only when the one before is done', async () => {
    await database.inbox.put(arrival('a1', 'a'));
    await database.inbox.put(arrival('a2', 'a'));
    const [first] = await database.inboxLease.claim('w', 10);
    if (first === undefined) throw new Error('nothing to claim');
    await database.inboxLease.done([first]);
    expect(keys(await database.inboxLease.claim('w', 10))).toEqual(['a2']);
  });

  test('an expired lease comes back, and the one who lost it can settle nothing', async () => {
    const { tenantId } = await seedDesk(database, `T${Date.now()}`);
    await database.inbox.put(arrival('a1', 'a'));
    const [lost] = await database.inboxLease.claim('dead', 10);
    if (lost === undefined) throw new Error('nothing was claimed');
    await expireLeases(database);
    const [held] = await database.inboxLease.claim('alive', 10);
    if (held === undefined) throw new Error('the row did not come back');
    expect(held.attempt).toBe(2);
    await database.inboxLease.done([lost]);
    expect(await database.inboxLease.retry(lost, 'late')).toBe('lost');
    await expect(
      database.unitOfWork.run(tenantId, (tx) => tx.finishInbox(lost)),
    ).rejects.toBeInstanceOf(LeaseLost);
    await database.unitOfWork.run(tenantId, (tx) => tx.finishInbox(held));
    await expireLeases(database);
    expect(await database.inboxLease.claim('w', 10)).toEqual([]);
  });

  test('the inbox row is done only if the transaction that did its work commits', async () => {
    const { tenantId } = await seedDesk(database, `T${Date.now()}`);
    await database.inbox.put(arrival('a1', 'a'));
    const [lease] = await database.inboxLease.claim('w', 10);
    if (lease === undefined) throw new Error('nothing was claimed');
    const work = database.unitOfWork.run(tenantId, async (tx) => {
      await tx.finishInbox(lease);
      throw new Error('later in the same work');
    });
    await expect(work).rejects.toThrow('later in the same work');
    await expireLeases(database);
    expect(keys(await database.inboxLease.claim('w', 10))).toEqual(['a1']);
  });

  test('a retried row waits, keeps its place in the lane, and is parked after eight tries', async () => {
    await database.inbox.put(arrival('bad', 'a'));
    await database.inbox.put(arrival('behind', 'a'));
    const ends: string[] = [];
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      const [lease] = await database.inboxLease.claim('w', 10);
      if (lease === undefined) throw new Error(`no row at attempt ${attempt}`);
      expect(lease.row.dedupKey).toBe('bad');
      ends.push(await database.inboxLease.retry(lease, 'it failed'));
      if (attempt < 8) expect(await database.inboxLease.claim('w', 10)).toEqual([]);
      await dueNow(database);
    }
    expect(ends).toEqual([...Array(7).fill('retry'), 'parked']);
    expect(keys(await database.inboxLease.claim('w', 10))).toEqual(['behind']);
  });

  test('a row is parked five minutes after its first try, however few they were', async () => {
    await database.inbox.put(arrival('bad', 'a'));
    const [lease] = await database.inboxLease.claim('w', 1);
    await database.dataSource.query(
      `update inbox set first_tried_at = now() - interval '301 seconds'`,
    );
    expect(lease && (await database.inboxLease.retry(lease, 'it failed'))).toBe('parked');
    expect(await database.inboxLease.replayParked(10)).toBe(1);
    const [again] = await database.inboxLease.claim('w', 1);
    expect(again?.attempt).toBe(1);
  });

  test('a row that waits for its platform is never parked for it, and keeps its lane waiting', async () => {
    await database.inbox.put(arrival('away', 'lane'));
    await database.inbox.put(arrival('behind', 'lane'));
    for (let time = 0; time < 10; time += 1) {
      const [lease] = await database.inboxLease.claim('w', 10);
      if (lease === undefined) throw new Error('nothing to claim');
      expect(lease.row.dedupKey).toBe('away');
      expect(await database.inboxLease.postpone(lease, 60_000, 'away')).toBe(true);
      expect(await database.inboxLease.claim('w', 10)).toEqual([]);
      await database.dataSource.query(
        `update inbox set received_at = received_at - interval '10 minutes'`,
      );
      await dueNow(database);
    }
  });

  test('a row that kills its worker every time is parked, and its lane moves on', async () => {
    await database.inbox.put(arrival('deadly', 'a'));
    await database.inbox.put(arrival('behind', 'a'));
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      expect(keys(await database.inboxLease.claim('w', 10))).toEqual(['deadly']);
      await expireLeases(database);
    }
    await database.inboxLease.claim('w', 10);
    expect(keys(await database.inboxLease.claim('w', 10))).toEqual(['behind']);
  });
});

describeOnPostgres('the inbox under four workers', (open) => {
  test('no row is worked twice, none is skipped, and every lane keeps its order', async () => {
    const database = await open({ poolSize: 12 });
    const lanes = 12;
    const each = 25;
    await Promise.all(
      Array.from({ length: lanes }, async (_, lane) => {
        for (let n = 0; n < each; n += 1)
          await database.inbox.put(arrival(`${lane}:${n}`, `lane-${lane}`));
      }),
    );
    const done: string[] = [];
    const held = new Map<string, number>();
    const worker = async (name: string): Promise<void> => {
      for (let idle = 0; idle < 20; ) {
        const leases = await database.inboxLease.claim(name, 5);
        idle = leases.length === 0 ? idle + 1 : 0;
        if (leases.length === 0) await pause(5);
        for (const { row } of leases) {
          const holders = (held.get(row.lane) ?? 0) + 1;
          held.set(row.lane, holders);
          expect(holders).toBe(1);
        }
        for (const lease of leases) {
          await pause(Math.random() * 2);
          done.push(lease.row.dedupKey);
          held.set(lease.row.lane, 0);
          await database.inboxLease.done([lease]);
        }
      }
    };
    await Promise.all(['a', 'b', 'c', 'd'].map(worker));
    expect(done).toHaveLength(lanes * each);
    for (let lane = 0; lane < lanes; lane += 1) {
      const ofLane = done.filter((key) => key.startsWith(`${lane}:`));
      expect(ofLane).toEqual(Array.from({ length: each }, (_, n) => `${lane}:${n}`));
    }
    await database.close();
  }, 60_000);

  test('a row that becomes visible late cannot be held beside a later one of its lane', async () => {
    const database = await open();
    const late = database.dataSource.createQueryRunner();
    await late.startTransaction();
    await late.query(
      `insert into inbox (id, platform, workspace, dedup_key, lane, raw)
       values (gen_random_uuid(), 'slack', 'T1', 'late', 'a', '')`,
    );
    await database.inbox.put(arrival('early', 'a'));
    const [held] = await database.inboxLease.claim('one', 10);
    expect(held?.row.dedupKey).toBe('early');
    await late.commitTransaction();
    await late.release();
    expect(await database.inboxLease.claim('two', 10)).toEqual([]);
    await expireLeases(database);
    expect(keys(await database.inboxLease.claim('two', 10))).toEqual(['early']);
    await database.close();
  });

  test('claiming is found by index among 100,000 finished and 10,000 waiting rows', async () => {
    const database = await open();
    const fill = (count: number, state: string, lanes: number): Promise<unknown> =>
      database.dataSource.query(
        `insert into inbox (id, platform, workspace, dedup_key, lane, raw, state)
         select gen_random_uuid(), 'slack', 'T1', $2 || n, $2 || (n % $3), '', $2
         from generate_series(1, $1::int) n`,
        [count, state, lanes],
      );
    await fill(100_000, 'DONE', 1000);
    await fill(10_000, 'PENDING', 50);
    /** Of several, the quickest: the others are this machine's other work, too. */
    const quickest = async (rounds: number): Promise<number> => {
      let least = Number.POSITIVE_INFINITY;
      for (let round = 0; round < rounds; round += 1) {
        const began = performance.now();
        await database.inboxLease.claim('w', 10);
        least = Math.min(least, performance.now() - began);
      }
      return least;
    };
    // The first 5 find rows; those after them look past 10,000 rows whose lanes are held.
    expect(await quickest(5)).toBeLessThan(150);
    expect(await quickest(10)).toBeLessThan(150);
    await database.dataSource.query('analyze inbox');
    expect(await quickest(5)).toBeLessThan(150);
    await database.close();
  }, 60_000);

  test("a server that does not answer is unavailable within the door's time", async () => {
    const database = await open({ putWithinMs: 300 });
    const blocker = database.dataSource.createQueryRunner();
    await blocker.startTransaction();
    await blocker.query('lock table inbox in access exclusive mode');
    const began = Date.now();
    await expect(database.inbox.put(arrival('x', 'a'))).rejects.toMatchObject({
      name: 'DeskError',
      kind: 'unavailable',
    });
    expect(Date.now() - began).toBeLessThan(5_000);
    await blocker.rollbackTransaction();
    await blocker.release();
    await database.close();
  });
});
