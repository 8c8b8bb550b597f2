import type { DataSource } from 'typeorm';
import { translated } from '../database-errors';
import { sqlOn } from '../sql';

/** Asks one statement. The caller names the shape of the rows its columns make. */
export type Ask = <Row>(sql: string, params: readonly unknown[]) => Promise<readonly Row[]>;

/** Runs statements that can only read, inside one tenant. */
export type ReadTransaction = <T>(tenantId: string, work: (ask: Ask) => Promise<T>) => Promise<T>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Begins as the tenants' role: row-level security is the second wall behind every condition. */
const opening = (tenantId: string): string => {
  // One round trip needs the simple protocol, which takes no parameters.
  if (!UUID.test(tenantId)) throw new TypeError('A tenant id is a UUID.');
  return `begin transaction read only; select set_config('role', 'threadkeeper_tenant', true), set_config('app.tenant', '${tenantId}', true)`;
};

/** Read transactions over a pool of connections. */
export const createReadTransaction =
  (dataSource: DataSource): ReadTransaction =>
  async (tenantId, work) => {
    const runner = dataSource.createQueryRunner();
    let end = 'rollback';
    try {
      await runner.query(opening(tenantId));
      const sql = sqlOn(runner);
      const result = await work(
        async <Row>(text: string, params: readonly unknown[]) =>
          (await sql<Row>(text, params)).rows,
      );
      end = 'commit';
      return result;
    } catch (error) {
      throw translated(error);
    } finally {
      await runner.query(end).catch(() => undefined);
      await runner.release();
    }
  };
