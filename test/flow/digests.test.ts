import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setDigestIn } from '../../src/app/digest/change-digest';
import { tellDigests } from '../../src/app/digest/tell-digests';
import { countChanged } from '../../src/app/metrics/count-tickets';
import type { Readers } from '../../src/app/ports/readers';
import type { Database } from '../../src/db/data-source';
import { createReaders } from '../../src/db/readers/create-readers';
import { DeskError, tookTooLong } from '../../src/domain/errors';
import { CareWorld } from '../support/care-world';
import { describeOnEachEngine } from '../support/engines';

const SUPERVISOR = { kind: 'token', tokenId: 'x', name: 'Grace', role: 'SUPERVISOR' } as const;
const DAYS = [1, 2, 3, 4, 5, 6, 7];

describeOnEachEngine('digests', (open) => {
  let database: Database;
  let desks = 0;
  beforeAll(async () => {
    database = await open();
  }, 60_000);
  afterAll(() => database.close());

  const begin = async (start: string): Promise<CareWorld> => {
    desks += 1;
    return CareWorld.begin(database, `TDIGEST${desks}`, start);
  };
  const set = (world: CareWorld, hour: number, zone = 'Europe/Berlin', weekdays = DAYS) =>
    world.run((tx) =>
      setDigestIn(
        tx,
        SUPERVISOR,
        { period: 'DAILY', channelId: world.seeded.triage.id, hour, zone, weekdays },
        world.now,
      ),
    );
  const tell = async (world: CareWorld): Promise<void> => {
    while ((await countChanged(world.desk, 100)) > 0);
    const readers = createReaders(database.dataSource);
    await tellDigests({ desk: world.desk, readers, dashboard: null }, 20);
  };
  const told = async (world: CareWorld): Promise<string[]> =>
    (await world.sent(world.seeded.triage.externalId)).filter((what) => what.includes('digest'));

  test('tells who waits, what was promised and how well it went, once a day', async () => {
    const world = await begin('2026-03-02T07:00:00Z');
    await set(world, 9);
    const answered = await world.asks('The export is empty');
    world.at('2026-03-02T07:20:00Z');
    await world.replies(answered);
    await world.asks('Where is my invoice?');
    await tell(world.at('2026-03-02T07:59:00Z'));
    expect(await told(world)).toEqual([]);
    await tell(world.at('2026-03-02T08:00:00Z'));
    await tell(world.at('2026-03-02T08:00:30Z'));
    const [digest, ...more] = await told(world);
    expect(more).toEqual([]);
    expect(digest).toContain('Where is my invoice?');
    expect(digest).toContain('waits 40 min');
    expect(digest).toContain('2 (before: 0)');
    expect(digest).toMatch(/half within .* \(n = 2, 1 still waiting\) · nothing solved yet/);
    expect(digest).not.toContain('The export is empty · waits');
    await tell(world.at('2026-03-03T08:00:00Z'));
    expect(await told(world)).toHaveLength(2);
  });

  test('two workers at once tell it once, and so does a desk that was down over three of them', async () => {
    const world = await begin('2026-03-02T12:00:00Z');
    await set(world, 9);
    world.at('2026-03-05T18:00:00Z');
    await Promise.all([tell(world), tell(world), tell(world)]);
    const [digest, ...more] = await told(world);
    expect(more).toEqual([]);
    // From the day before it was first due up to the last time that has passed.
    expect(digest).toContain('2026-03-05T08:00:00.000Z');
    await tell(world.at('2026-03-06T08:00:00Z'));
    expect(await told(world)).toHaveLength(2);
  });

  test('both nights in which the clock is changed tell it once', async () => {
    for (const night of ['2026-03-29', '2026-10-25']) {
      const world = await begin(`${night}T00:00:00Z`);
      world.at(new Date(new Date(`${night}T00:00:00Z`).getTime() - 12 * 3_600_000).toISOString());
      await set(world, 2);
      for (let hour = 0; hour < 30; hour += 1) {
        await tell(world.at(new Date(world.now.getTime() + 3_600_000).toISOString()));
      }
      expect(await told(world)).toHaveLength(1);
    }
  });

  test('a desk whose figures take too long keeps no other desk waiting; without a database all wait', async () => {
    const large = await begin('2026-03-02T06:30:00Z');
    await set(large, 8);
    const other = await begin('2026-03-02T06:30:00Z');
    await set(other, 9);
    const readers = createReaders(database.dataSource);
    const failing = (error: DeskError): Readers => ({
      ...readers,
      rolledBars: async (tenantId, ...asked) => {
        if (tenantId === large.seeded.tenantId) throw error;
        return readers.rolledBars(tenantId, ...asked);
      },
    });
    const { desk } = other.at('2026-03-02T08:00:00Z');
    const away = new DeskError('unavailable', 'DATABASE_AWAY', 'It is away.');
    const round = (error: DeskError) =>
      tellDigests({ desk, readers: failing(error), dashboard: null }, 20);
    await expect(round(away)).rejects.toBe(away);
    expect(await told(other)).toEqual([]);
    await round(tookTooLong());
    expect([await told(large), await told(other)]).toEqual([[], [expect.any(String)]]);
    // It is still due.
    await tell(large.at('2026-03-02T08:00:00Z'));
    expect(await told(large)).toHaveLength(1);
  });

  test('a room that customers read hears nothing, and the reason is kept', async () => {
    const world = await begin('2026-03-02T07:00:00Z');
    await set(world, 9);
    await world.run((tx) =>
      tx.desk.saveChannel({ ...world.seeded.triage, isExternallyShared: true }),
    );
    await tell(world.at('2026-03-02T08:00:00Z'));
    expect(await told(world)).toEqual([]);
    const [kept] = await world.run((tx) => tx.digests.all());
    expect(kept).toMatchObject({
      toldAt: null,
      trouble: expect.stringContaining('not ours alone'),
    });
    await expect(set(world, 9)).rejects.toMatchObject({ code: 'ROOM_NOT_OURS' });
    await world.run((tx) => tx.desk.saveChannel(world.seeded.triage));
    await tell(world.at('2026-03-03T08:00:00Z'));
    expect(await told(world)).toHaveLength(1);
    const [again] = await world.run((tx) => tx.digests.all());
    expect(again?.trouble).toBeNull();
  });
});
