import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Gap } from '../../src/app/ports/coverage';
import type { Database } from '../../src/db/data-source';
import { describeOnEachEngine } from '../support/engines';
import { minutes, type SeededDesk, seedDesk } from './fixtures';

const EVERY = 10 * 60_000;
const SETTLE = 60_000;

describeOnEachEngine('coverage of history', (open) => {
  let database: Database;
  let desk: SeededDesk;
  beforeAll(async () => {
    database = await open();
    desk = await seedDesk(database, 'TCOV');
  }, 60_000);
  afterAll(() => database.close());
  beforeEach(() => database.dataSource.query('truncate coverage'));

  const gaps = async (at: number, limit = 20): Promise<readonly Gap[]> =>
    database.coverage.gaps(minutes(at), EVERY, SETTLE, limit);
  const spans = (found: readonly Gap[], threadId: string | null): number[][] =>
    found
      .filter((gap) => gap.threadId === threadId)
      .map((gap) =>
        [gap.after, gap.before].map((date) => (date.getTime() - minutes(0).getTime()) / 60_000),
      );
  const channelGap = async (at: number): Promise<Gap> => {
    const gap = (await gaps(at)).find(({ threadId }) => threadId === null);
    if (gap === undefined) throw new Error('no gap of the channel');
    return gap;
  };

  test('begins where we joined and ends where the platform has settled', async () => {
    const found = await gaps(30);
    expect(spans(found, null)).toEqual([[0, 29]]);
    expect(spans(found, desk.ticket.threadId)).toEqual([[0, 29]]);
    expect(found[0]?.channel).toEqual({ platform: 'slack', workspace: 'TCOV', channel: 'CSHARED' });
    expect(found.every((gap) => gap.channelId === desk.channel.id)).toBe(true);
  });

  test('leaves out what was read, and finds a hole behind newer reading', async () => {
    const gap = await channelGap(30);
    await database.coverage.cover(gap, minutes(0), minutes(10), minutes(30));
    await database.coverage.cover(gap, minutes(20), minutes(29), minutes(30));
    expect(spans(await gaps(40), null)).toEqual([
      [10, 20],
      [29, 39],
    ]);
    await database.coverage.cover(gap, minutes(5), minutes(25), minutes(41));
    expect(spans(await gaps(51), null)).toEqual([[29, 50]]);
  });

  test('asks again only after the interval, least recently checked first', async () => {
    await database.coverage.cover(await channelGap(30), minutes(0), minutes(29), minutes(30));
    expect(spans(await gaps(39.9), null)).toEqual([]);
    expect(spans(await gaps(40), null)).toEqual([[29, 39]]);
    const [first] = await gaps(40);
    expect(first?.threadId).toBe(desk.ticket.threadId);
    expect(await gaps(40, 1)).toHaveLength(1);
  });

  test('a reading that failed is remembered as tried, and covers nothing', async () => {
    const gap = await channelGap(30);
    await database.coverage.cover(gap, gap.after, gap.after, minutes(30));
    expect(spans(await gaps(35), null)).toEqual([]);
    expect(spans(await gaps(40), null)).toEqual([[0, 39]]);
  });

  test('threads are read while their ticket is open and a week beyond', async () => {
    const save = (status: 'CLOSED' | 'SOLVED', updatedAt: Date, version: number) =>
      database.unitOfWork.run(desk.tenantId, (tx) =>
        tx.tickets.save({ ...desk.ticket, status, updatedAt, version: version + 1 }, version),
      );
    const week = 7 * 24 * 60;
    expect(await save('CLOSED', minutes(5), 1)).toBe(true);
    expect(spans(await gaps(week), desk.ticket.threadId)).toHaveLength(1);
    expect(spans(await gaps(week + 6), desk.ticket.threadId)).toHaveLength(0);
    expect(await save('SOLVED', minutes(5), 2)).toBe(true);
    expect(spans(await gaps(week + 6), desk.ticket.threadId)).toHaveLength(1);
  });

  test('a room we left is not read', async () => {
    const setActive = (active: boolean) =>
      database.unitOfWork.run(desk.tenantId, (tx) =>
        tx.desk.saveChannel({ ...desk.channel, active }),
      );
    await setActive(false);
    expect(await gaps(30)).toEqual([]);
    await setActive(true);
    expect(await gaps(30)).not.toEqual([]);
  });
});
