import { expect, it } from '@jest/globals';
import { sqlOver } from '../../src/db/sql';
import { DeskError } from '../../src/domain/errors';
import { openDatabases } from '../../src/entry/open-databases';
import { readConfig } from '../../src/lib/config';
import { silentLog } from '../support/database';
import { describeOnPostgres } from '../support/engines';
import { eventually } from '../support/eventually';

const BUSY = 'select pg_sleep(60)';

describeOnPostgres('each role has its own connections', (_, server) => {
  it('a dashboard that takes all of the API’s does not delay what comes in', async () => {
    const config = readConfig({ NODE_ENV: 'test', DATABASE_URL: server().url('postgres') });
    const databases = await openDatabases(config, silentLog);
    const { api, door } = databases;
    // More heavy queries than the API has connections: some wait for their turn.
    const heavy = Array.from({ length: 20 }, () =>
      sqlOver(api.dataSource)(BUSY).then(
        () => 'answered',
        (error: unknown) => (error instanceof DeskError ? error.kind : 'broken'),
      ),
    );
    const running = async (): Promise<number> => {
      const [row] = await door.dataSource.query(
        'select count(*)::int as n from pg_stat_activity where query = $1',
        [BUSY],
      );
      return row.n;
    };
    await eventually('every connection of the API is taken', async () => (await running()) >= 6);
    const put = (index: number) =>
      door.inbox.put({
        platform: 'slack',
        workspace: 'T1',
        dedupKey: `Ev${index}`,
        lane: 'C1',
        raw: Buffer.from('{}'),
        occurredAt: null,
      });
    // A put that had to wait would be refused after 1.2 s: these come through while all others stand,
    // but for one or two that fall into a pause of a busy machine.
    let stored = 0;
    for (let index = 0; index < 50; index += 1)
      stored += (await put(index).catch(() => 'refused')) === 'stored' ? 1 : 0;
    expect(stored).toBeGreaterThan(45);
    expect(await running()).toBeGreaterThanOrEqual(6);
    await door.dataSource.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where query = $1',
      [BUSY],
    );
    // Their connections are lost while they run: that is told, and ends nothing else.
    expect(
      (await Promise.all(heavy)).filter((one) => one === 'unavailable').length,
    ).toBeGreaterThan(5);
    await databases.close();
  }, 60_000);
});
