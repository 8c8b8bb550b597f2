import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { translated } from '../database-errors';
import { statement, takeClient } from '../pooled-client';

/** Asks one statement. The caller names the shape of the rows its columns make. */
export type Ask = <Row>(sql: string, params: readonly unknown[]) => Promise<readonly Row[]>;

/** Runs statements that can only read, inside one tenant. */
export type ReadTransaction = <T>(tenantId: string, work: (ask: Ask) => Promise<T>) => Promise<T>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Begins as the tenants' role: row-level security is the second wall behind every condition. To
 * compile a statement takes the server longer than to answer it.
 */
const opening = (tenantId: string): string => {
  // One round trip needs the simple protocol, which takes no parameters.
  if (!UUID.test(tenantId)) throw new TypeError('A tenant id is a UUID.');
  return `begin transaction read only; select set_config('role', 'threadkeeper_tenant', true), set_config('app.tenant', '${tenantId}', true), set_config('jit', 'off', true)`;
};

/** Nobody waits for the end of what has only read; the next to use the connection does. */
const leave = (client: PoolClient): void => {
  client.query('commit').then(
    () => client.release(),
    () => client.release(true),
  );
};

/**
 * Read transactions over a pool of connections. The first statement is on its way before the
 * beginning is answered: both together are one round trip.
 */
export const createReadTransaction =
  (dataSource: DataSource): ReadTransaction =>
  async (tenantId, work) => {
    const begin = opening(tenantId);
    try {
      const client = await takeClient(dataSource);
      try {
        const opened = client.query(begin);
        // Told below, by whoever asks.
        opened.catch(() => undefined);
        const ask = async <Row>(text: string, params: readonly unknown[]) => {
          const asked = client.query<never>(statement(text, params));
          // What failed first is what there is to tell.
          await opened.catch((error: unknown) => {
            asked.catch(() => undefined);
            throw error;
          });
          const rows: readonly Row[] = (await asked).rows;
          return rows;
        };
        return await work(ask);
      } finally {
        leave(client);
      }
    } catch (error) {
      throw translated(error);
    }
  };
