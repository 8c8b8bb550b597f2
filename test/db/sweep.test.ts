import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Database } from '../../src/db/data-source';
import { SqlDirectory } from '../../src/db/directory';
import type { Sql } from '../../src/db/sql';
import { describeOnEachEngine } from '../support/engines';
import { type SeededDesk, seedDesk } from './fixtures';

const NOW = new Date('2026-03-02T12:00:00Z');
const TICKETS = 5_000;

/** One in a hundred is open, with its clock and promise; the rest is long over. */
const FILL = `
  insert into ticket select (jsonb_populate_record(seed, jsonb_build_object(
      'id', gen_random_uuid(), 'number', 1000 + n, 'thread_id', 'sweep-' || n,
      'status', case when n % 100 = 0 then 'OPEN' else 'CLOSED' end,
      'lease_until', case when n % 100 = 0 then $2::timestamptz + n * interval '1 minute' end))).*
    from ticket seed, generate_series(1, ${TICKETS}) n where seed.id = $1;
  insert into clock (tenant_id, id, ticket_id, measure, started_at, target_sec, hours, warn_percent,
      pauses, state, stopped_at, next_at)
    select tenant_id, gen_random_uuid(), id, 'FIRST_RESPONSE', opened_at, 3600, 'CALENDAR', 80, '[]',
      case status when 'OPEN' then 'PENDING' else 'ACHIEVED' end,
      case status when 'CLOSED' then opened_at end, lease_until
    from ticket where number > 1000;
  insert into promise (tenant_id, id, ticket_id, kind, due_at, told_at, told_in, renew_at, state,
      settled_at)
    select tenant_id, gen_random_uuid(), id, 'NEXT_UPDATE', coalesce(lease_until, opened_at),
      opened_at, 'status-line:x', lease_until,
      case status when 'OPEN' then 'OPEN' else 'KEPT' end,
      case status when 'CLOSED' then opened_at end
    from ticket where number > 1000`;

describeOnEachEngine('what the sweep asks', (open) => {
  let database: Database;
  let desk: SeededDesk;
  beforeAll(async () => {
    database = await open();
    desk = await seedDesk(database, 'TSWEEP');
    for (const statement of FILL.split(';\n')) {
      const params = [desk.ticket.id, NOW].slice(0, statement.includes('$2') ? 2 : 0);
      await database.dataSource.query(statement, params);
    }
    await database.dataSource.query('analyze ticket, clock, promise');
  }, 120_000);
  afterAll(() => database.close());

  /** How the tables that grow are read. */
  const reads = async (): Promise<readonly string[]> => {
    let asked: { text: string; params: readonly unknown[] } | undefined;
    const listen: Sql = async (text, params = []) => {
      asked = { text, params };
      return { rows: [], affected: 0 };
    };
    await new SqlDirectory(listen).due(NOW, 200);
    if (asked === undefined) throw new Error('the directory asks nothing');
    const plan: { 'QUERY PLAN': string }[] = await database.dataSource.query(
      `explain ${asked.text}`,
      [...asked.params],
    );
    const lines = plan.map((line) => line['QUERY PLAN']);
    return lines.filter((line) => /scan.* on (ticket|clock|promise)\b/i.test(line));
  };

  test('finds what is due by an index, however many tickets there are', async () => {
    const read = await reads();
    expect(read.length).toBeGreaterThanOrEqual(6);
    expect(read.filter((line) => !line.includes('Index'))).toEqual([]);
  });

  test('and would be seen to read the whole table without one', async () => {
    await database.dataSource.query('drop index clock_next_idx');
    expect((await reads()).filter((line) => !line.includes('Index'))).toEqual([
      expect.stringContaining('Seq Scan on clock'),
    ]);
  });
});
