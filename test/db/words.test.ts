import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import type { Database } from '../../src/db/data-source';
import { World } from '../graphql/world';
import { describeOnEachEngine } from '../support/engines';

const MESSAGES = 5_000;

describeOnEachEngine('the search for words', (open) => {
  let database: Database;
  let ours: World;
  let theirs: World;
  let rare: string;

  beforeAll(async () => {
    database = await open();
    const source = database.dataSource;
    ours = await World.make(source, 'Ours');
    theirs = await World.make(source, 'Theirs');
    rare = await ours.ticket({ number: 1 });
    await ours.message(rare, 'a zebrafinch sat on the printer', new Date());
    await theirs.message(await theirs.ticket({ number: 1 }), 'their zebrafinch', new Date());
    await source.query(
      `insert into message (tenant_id, id, ticket_id, channel_id, platform_id, thread_id, author_kind,
         author_id, author_name, visibility, body, plain, files, occurred_at, needs_answer, delivery_state)
       select $1::uuid, gen_random_uuid(), $2::uuid, $3::uuid, n::text, n::text, 'contact', $4::uuid,
         'g', 'PUBLIC', '[]', 'the printer is on fire ' || n, '[]', now(), true, 'RECEIVED'
       from generate_series(1, $5::int) n`,
      [ours.tenantId, rare, ours.channelId, ours.contactId, MESSAGES],
    );
    await source.query('analyze message');
  }, 60_000);
  afterAll(() => database.close());

  /** As the tenants' role inside one tenant, with what the transaction did to the words' index. */
  const search = async (
    tenantId: string,
    words: string,
    text = 'select tickets_with_words($1) as id',
  ): Promise<{ readonly ids: string[]; readonly scans: number }> => {
    const runner = database.dataSource.createQueryRunner();
    try {
      await runner.query(
        `begin; select set_config('role', 'threadkeeper_tenant', true), set_config('app.tenant', '${tenantId}', true)`,
      );
      const scans = async (): Promise<number> => {
        const rows: { n: string }[] = await runner.query(
          `select pg_stat_get_xact_numscans('message_words_idx'::regclass) as n`,
        );
        return Number(rows[0]?.n);
      };
      const before = await scans();
      const rows: { id: string }[] = await runner.query(text, [words]);
      return { ids: rows.map(({ id }) => id), scans: (await scans()) - before };
    } finally {
      await runner.query('rollback');
      await runner.release();
    }
  };

  test('reads the index, not every message', async () => {
    expect(await search(ours.tenantId, 'zebrafinch')).toEqual({ ids: [rare], scans: 1 });
  });

  test('would read every message as a plain condition behind the wall', async () => {
    const plain = `select ticket_id as id from message
      where to_tsvector('simple'::regconfig, left(plain, 20000)) @@ plainto_tsquery('simple'::regconfig, $1)`;
    expect(await search(ours.tenantId, 'zebrafinch', plain)).toEqual({ ids: [rare], scans: 0 });
  });

  test('goes ticket by ticket for words that are everywhere, and finds the same', async () => {
    const common = async (words: string): Promise<unknown> =>
      (await search(ours.tenantId, words, 'select words_are_common($1) as id')).ids[0];
    expect(await common('zebrafinch')).toBe(false);
    expect(await common('printer')).toBe(false);
    const source = database.dataSource;
    // Enough of them that the index would bring nearly all.
    await source.query(
      `insert into message (tenant_id, id, ticket_id, channel_id, platform_id, thread_id, author_kind,
         author_id, author_name, visibility, body, plain, files, occurred_at, needs_answer, delivery_state)
       select tenant_id, gen_random_uuid(), ticket_id, channel_id, platform_id || '-' || n, thread_id,
         author_kind, author_id, author_name, visibility, body, plain, files, occurred_at,
         needs_answer, delivery_state
       from message, generate_series(1, 4) n where tenant_id = $1 and plain like 'the printer%'`,
      [ours.tenantId],
    );
    await source.query('analyze message');
    expect(await common('zebrafinch')).toBe(false);
    expect(await common('printer')).toBe(true);
    const other = await ours.ticket({ number: 2, subject: 'printer' });
    await ours.ticket({ number: 3, subject: 'scanner' });
    const walked = `select id from ticket where ticket_has_words(id, $1) order by number`;
    expect((await search(ours.tenantId, 'printer', walked)).ids).toEqual([rare, other]);
    expect((await search(ours.tenantId, 'printer')).ids.sort()).toEqual([rare, other].sort());
    expect((await search(theirs.tenantId, 'printer', walked)).ids).toEqual([]);
  });

  test('sees the tenant of its transaction and no other', async () => {
    const { ids } = await search(theirs.tenantId, 'zebrafinch');
    expect(ids).toHaveLength(1);
    expect(ids).not.toContain(rare);
    expect((await search(v7(), 'zebrafinch')).ids).toEqual([]);
  });

  test('is not for anybody outside a tenant', async () => {
    await expect(
      database.dataSource.query(`select tickets_with_words('zebrafinch')`),
    ).rejects.toThrow(/app\.tenant|uuid: ""/);
    for (const one of [
      'tickets_with_words(text)',
      'ticket_has_words(uuid, text)',
      'words_are_common(text)',
    ]) {
      const rows: { granted: boolean }[] = await database.dataSource.query(
        `select has_function_privilege('public', $1, 'execute') as granted`,
        [one],
      );
      expect({ one, rows }).toEqual({ one, rows: [{ granted: false }] });
    }
  });
});
