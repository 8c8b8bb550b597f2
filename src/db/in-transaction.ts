import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { validate } from 'uuid';
import { notFound } from '../domain/errors';
import { isRepeatable, translated } from './database-errors';
import { type Sql, sqlOn } from './sql';
import { insideTransaction, refuseInsideTransaction } from './transaction-guard';

const ATTEMPTS = 5;

/**
 * One transaction inside one tenant, as the role that row-level security binds. Run again on a
 * serialisation failure or deadlock, so the work must be repeatable.
 */
export const inTenant = async <T>(
  dataSource: DataSource,
  tenantId: string,
  work: (sql: Sql) => Promise<T>,
): Promise<T> => {
  if (!validate(tenantId)) throw notFound('tenant');
  return repeatedly(dataSource, async (runner) => {
    await runner.query(
      `select set_config('role', 'threadkeeper_tenant', true), set_config('app.tenant', $1, true)`,
      [tenantId],
    );
    return work(sqlOn(runner));
  });
};

/** One transaction over all tenants, for what comes before a tenant is known. */
export const inDirectory = <T>(
  dataSource: DataSource,
  work: (sql: Sql) => Promise<T>,
): Promise<T> => repeatedly(dataSource, (runner) => work(sqlOn(runner)));

const repeatedly = async <T>(
  dataSource: DataSource,
  work: (runner: QueryRunner) => Promise<T>,
): Promise<T> => {
  refuseInsideTransaction();
  for (let attempt = 1; ; attempt += 1) {
    const runner = dataSource.createQueryRunner();
    try {
      return await once(runner, work);
    } catch (error) {
      if (!isRepeatable(error) || attempt === ATTEMPTS) throw translated(error);
    } finally {
      await runner.release();
    }
    await pause(Math.random() * 10 * 2 ** attempt);
  }
};

const once = async <T>(
  runner: QueryRunner,
  work: (runner: QueryRunner) => Promise<T>,
): Promise<T> => {
  const client: unknown = await runner.connect();
  await runner.startTransaction();
  try {
    const answer = await insideTransaction(() => work(runner));
    await runner.commitTransaction();
    return answer;
  } catch (error) {
    // The first error is the one to tell.
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => discard(client));
    throw error;
  }
};

/** A client that could not roll back must not carry its transaction to the pool's next user. */
const discard = (client: unknown): void => {
  if (client instanceof Client) client.end().catch(() => undefined);
};
