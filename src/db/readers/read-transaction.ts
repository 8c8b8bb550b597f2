import { type PoolClient, Query } from 'pg';
import type { DataSource } from 'typeorm';
import { translated } from '../database-errors';
import { statement, takeClient } from '../pooled-client';

/** Asks one statement. The caller names the shape of the rows its columns make. */
export type Ask = <Row>(sql: string, params: readonly unknown[]) => Promise<readonly Row[]>;

/** What the columns of a row say, as the database puts it. */
export type Texts = readonly (string | null)[];
export type AskTexts = (sql: string, params: readonly unknown[]) => Promise<readonly Texts[]>;

/** Runs statements that can only read, inside one tenant. */
export type ReadTransaction = <T>(
  tenantId: string,
  work: (ask: Ask, askTexts: AskTexts) => Promise<T>,
) => Promise<T>;

/**
 * What a transaction begins with: it can only read, as the tenants' role (row-level security is the
 * second wall behind every condition), and compiles nothing, which takes longer than to answer. No row
 * comes of it.
 */
const WALL = {
  name: 'wall',
  text: `select where concat(set_config('role', 'threadkeeper_tenant', true), set_config('app.tenant', $1, true),
    set_config('transaction_read_only', 'on', true), set_config('jit', 'off', true)) = ''`,
};

const prepared = new WeakSet<PoolClient>();

/** The server has to know it before it can stand in front of a statement. */
const prepare = (client: PoolClient, tenantId: string): void => {
  if (prepared.has(client)) return;
  prepared.add(client);
  client.query({ ...WALL, values: [tenantId] }).catch(() => prepared.delete(client));
};

/**
 * Sends a statement behind the wall. What is sent before the same sync is one transaction: there is
 * nothing to begin or to end, and nothing is left on the connection.
 */
const sendBehindWall = (client: PoolClient, tenantId: string, query: Query<never>): void => {
  const submit = query.submit.bind(query);
  query.submit = (connection) => {
    connection.stream.cork();
    connection.bind({ statement: WALL.name, values: [tenantId] }, true);
    connection.execute(null, true);
    submit(connection);
    connection.stream.uncork();
  };
  client.query(query);
};

/** Also without parameters: a message of the simple protocol makes a transaction of its own. */
const extended = (text: string, params: readonly unknown[]) => ({
  ...statement(text, params),
  queryMode: 'extended',
});

/** Reads over a pool of connections: a round trip each, which others may follow on the same one. */
export const createReadTransaction =
  (dataSource: DataSource): ReadTransaction =>
  async (tenantId, work) => {
    try {
      const client = await takeClient(dataSource);
      const ask: Ask = (text, params) =>
        new Promise<readonly never[]>((resolve, reject) => {
          const query = new Query<never>(extended(text, params), (error, result) => {
            if (error) return reject(error);
            // The wall's own result, which is empty, comes first.
            const last = Array.isArray(result) ? result.at(-1) : result;
            resolve(last.rows);
          });
          sendBehindWall(client, tenantId, query);
        });
      const askTexts: AskTexts = (text, params) =>
        new Promise((resolve, reject) => {
          const rows: Texts[] = [];
          const query = new Query<never>(extended(text, params), (error) =>
            error ? reject(error) : resolve(rows),
          );
          // Taken as they come: nothing is described, parsed or named.
          Object.assign(query, {
            handleRowDescription: () => undefined,
            handleDataRow: ({ fields }: { readonly fields: Texts }) => rows.push(fields),
          });
          sendBehindWall(client, tenantId, query);
        });
      try {
        prepare(client, tenantId);
        return await work(ask, askTexts);
      } finally {
        client.release();
      }
    } catch (error) {
      throw translated(error);
    }
  };
