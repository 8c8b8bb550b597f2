import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Database } from '../../src/db/data-source';
import { createLiveReader } from '../../src/db/readers/live-reader';
import { World } from '../graphql/world';
import { describeOnPostgres } from '../support/engines';

describeOnPostgres('following changes', (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  }, 60_000);
  afterAll(() => database.close());

  test('misses nothing, though a transaction that began first commits last', async () => {
    const { dataSource } = database;
    const world = await World.make(dataSource, 'LATE');
    const [early, late] = [await world.ticket({ number: 1 }), await world.ticket({ number: 2 })];
    const reader = createLiveReader(dataSource);
    const start = await reader.present(world.tenantId);

    const slow = dataSource.createQueryRunner();
    await slow.startTransaction();
    await slow.query('update ticket set level = 2 where id = $1', [early]);
    await dataSource.query('update ticket set level = 2 where id = $1', [late]);
    // The later one is done, but an earlier number may still come: neither is told yet.
    expect(await reader.changesAfter(world.tenantId, start, 10)).toEqual([]);
    await slow.commitTransaction();
    await slow.release();

    const told = await reader.changesAfter(world.tenantId, start, 10);
    expect(told.map(({ ticketId }) => ticketId)).toEqual([early, late]);
    expect(await reader.newest(world.tenantId)).toBe(told.at(-1)?.changedIn);
    const [first] = told;
    const rest = first === undefined ? [] : await reader.changesAfter(world.tenantId, first, 10);
    expect(rest.map(({ ticketId }) => ticketId)).toEqual([late]);
  });
});
