import { setTimeout as pause } from 'node:timers/promises';
import { type DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import { DeskError } from '../domain/errors';

/** Ours among the advisory locks of a database that others may share. */
const LOCK = [0x7468, 0x726d] as const;
const WAIT_MS = 120_000;

const lock = async (runner: QueryRunner): Promise<void> => {
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const [answer] = await runner.query('select pg_try_advisory_lock($1, $2) as taken', [...LOCK]);
    if (answer.taken === true) return;
    if (Date.now() > until)
      throw new DeskError(
        'unavailable',
        'MIGRATION_LOCKED',
        'Another process has been migrating the database for two minutes.',
        'Look for a stuck process of ours before starting again.',
      );
    await pause(100);
  }
};

/**
 * Brings the schema up to date and returns the names of what ran. Any number of processes may call
 * it at once; one that is killed midway leaves nothing behind.
 */
export const migrate = async (dataSource: DataSource): Promise<readonly string[]> => {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.connect();
    await lock(runner);
    try {
      const executor = new MigrationExecutor(dataSource, runner);
      executor.transaction = 'all';
      const done = await executor.executePendingMigrations();
      return done.map(({ name }) => name);
    } finally {
      await runner.query('select pg_advisory_unlock($1, $2)', [...LOCK]);
    }
  } finally {
    await runner.release();
  }
};
