import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { migrations } from '../../migrations/index';
import { type Database, openDatabase } from '../../src/db/data-source';
import { startChild } from '../support/child';
import { silentLog, testKey } from '../support/database';
import { describeOnEachEngine, describeOnPostgres } from '../support/engines';

/**
 * Keys, checks and indexes are hand-written and named; the entities only say tables and columns.
 * What remains of TypeORM's wish list is the drift.
 */
const isNamedByHand = (wish: string): boolean =>
  /^(ALTER TABLE "\w+" (DROP|ADD) CONSTRAINT|DROP INDEX|CREATE (UNIQUE )?INDEX)/.test(wish) ||
  /^ALTER TABLE "\w+" ALTER COLUMN "position" (DROP|SET) (DEFAULT|IDENTITY)/.test(wish);

describeOnEachEngine('the schema', (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  }, 60_000);
  afterAll(() => database.close());

  const drift = async (): Promise<string[]> => {
    const { upQueries } = await database.dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query).filter((query) => !isNamedByHand(query));
  };

  test('equals the entities', async () => {
    expect(await drift()).toEqual([]);
  });

  test('shows a column that only one of them knows', async () => {
    await database.dataSource.query('alter table ticket add column stray text');
    await database.dataSource.query('alter table member alter column zone set not null');
    const found = await drift();
    expect(found.join('\n')).toContain('"stray"');
    expect(found.join('\n')).toContain('"zone"');
    await database.dataSource.query('alter table ticket drop column stray');
    await database.dataSource.query('alter table member alter column zone drop not null');
  });

  test('leads every key and index of a tenant table with the tenant, except where a sweep reads over all', async () => {
    const rows: { name: string }[] = await database.dataSource.query(
      `select i.indexrelid::regclass::text as name
       from pg_index i
       join pg_class t on t.oid = i.indrelid
       join pg_attribute a on a.attrelid = t.oid and a.attname = 'tenant_id'
       where t.relnamespace = current_schema()::regnamespace and t.relrowsecurity
         and i.indkey[0] <> a.attnum
       order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual([
      'api_token_id_key',
      'clock_next_idx',
      'digest_asked_idx',
      'digest_due_idx',
      'escalation_due_idx',
      'idempotency_expiry_idx',
      'member_login_email_idx',
      'member_login_subject_idx',
      'message_words_idx',
      'outbox_finished_idx',
      'outbox_lane_idx',
      'outbox_one_lease_key',
      'outbox_waiting_idx',
      'promise_due_idx',
      'promise_renew_idx',
      'queue_rule_assign_idx',
      'recovery_task_due_idx',
      'search_entry_terms_idx',
      'ticket_check_due_idx',
      'ticket_lease_due_idx',
      'ticket_silence_due_idx',
      'ticket_snooze_due_idx',
      'ticket_subject_idx',
      'ticket_work_item_due_idx',
      'tracker_id_key',
      'webhook_delivery_finished_idx',
    ]);
  });

  test('has row-level security on every table that has a tenant', async () => {
    const rows: { name: string }[] = await database.dataSource.query(
      `select t.relname as name from pg_class t
       join pg_attribute a on a.attrelid = t.oid and a.attname = 'tenant_id'
       where t.relkind = 'r' and t.relnamespace = current_schema()::regnamespace
         and not t.relrowsecurity`,
    );
    expect(rows).toEqual([{ name: 'installation' }]);
  });

  test('goes down and up again without a trace', async () => {
    for (const _ of migrations) await database.dataSource.undoLastMigration();
    const left = await database.dataSource.query(
      `select relname from pg_class where relnamespace = current_schema()::regnamespace
         and relkind = 'r' and relname <> 'migration'`,
    );
    expect(left).toEqual([]);
    expect(await database.migrate()).toEqual(migrations.map(({ name }) => name));
    expect(await drift()).toEqual([]);
  });
});

describeOnPostgres('migrations', (_, server) => {
  const options = (name: string) => ({
    url: server().url(name),
    dataDir: null,
    poolSize: 2,
    statementTimeoutMs: 5_000,
    encryptionKeys: [testKey],
    log: silentLog,
  });

  test('run once when three processes start at the same time', async () => {
    await server().createDatabase('thrice');
    const databases = await Promise.all([1, 2, 3].map(() => openDatabase(options('thrice'))));
    const ran = await Promise.all(databases.map((database) => database.migrate()));
    expect(ran.map((names) => names.length).sort()).toEqual([0, 0, migrations.length]);
    await Promise.all(databases.map((database) => database.close()));
  });

  test('leave nothing behind when the process is killed midway, and run again', async () => {
    await server().createDatabase('killed');
    const blocker = new Client({ connectionString: server().url('killed') });
    const watcher = new Client({ connectionString: server().url('killed') });
    await Promise.all([blocker.connect(), watcher.connect()]);
    // The second migration waits here, with the first one done in the same transaction.
    await blocker.query('begin; create table ticket (x int)');
    const child = startChild(join(__dirname, 'children/migrate.ts'), server().url('killed'));
    const waiting = async (): Promise<boolean> => {
      const { rows } = await watcher.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and datname = 'killed'`,
      );
      return rows.length > 0;
    };
    for (let n = 0; n < 200 && !(await waiting()); n += 1) await pause(50);
    expect(await waiting()).toBe(true);
    await child.kill();
    await blocker.query('rollback');
    await Promise.all([blocker.end(), watcher.end()]);
    const database = await openDatabase(options('killed'));
    expect(await database.migrate()).toHaveLength(migrations.length);
    await database.close();
  }, 60_000);
});

describeOnPostgres('a server that may forget', (_, server) => {
  test('is refused where messages must survive', async () => {
    await server().createDatabase('forgetful');
    const client = new Client({ connectionString: server().url('forgetful') });
    await client.connect();
    await client.query('alter database forgetful set synchronous_commit = off');
    await client.end();
    const open = (requireDurable: boolean) =>
      openDatabase({
        url: server().url('forgetful'),
        dataDir: null,
        poolSize: 1,
        statementTimeoutMs: 1_000,
        encryptionKeys: [testKey],
        log: silentLog,
        requireDurable,
      });
    await expect(open(true)).rejects.toMatchObject({ code: 'DATABASE_NOT_DURABLE' });
    await (await open(false)).close();
  });
});

describe('the list of migrations', () => {
  test('is ordered, and every name ends in the 13 digits TypeORM sorts by', () => {
    const stamps = migrations.map(({ name }) => /\d{13}$/.exec(name)?.[0] ?? '');
    expect(stamps.every((stamp) => stamp.length === 13)).toBe(true);
    expect(stamps).toEqual([...stamps].sort());
  });
});
