import { type Connection, type PoolClient, Query } from 'pg';
import type { DataSource } from 'typeorm';
import { translated } from '../database-errors';
import { nameOf, statement, takeClient } from '../pooled-client';
import { type RawRow, RowTap } from './row-tap';

/** Asks one statement. The caller names the shape of the rows its columns make. */
export type Ask = <Row>(sql: string, params: readonly unknown[]) => Promise<readonly Row[]>;

/** Asks for rows as the bytes that come, each column in the database's own form. */
export type AskRows = (sql: string, params: readonly unknown[]) => Promise<readonly RawRow[]>;

/** Runs statements that can only read, inside one tenant. */
export type ReadTransaction = <T>(
  tenantId: string,
  work: (ask: Ask, askRows: AskRows) => Promise<T>,
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

const taps = new WeakMap<PoolClient, RowTap>();

/**
 * The server has to know the wall before it can stand in front of a statement. While that is all that
 * is under way on the connection, the tap is put on it.
 */
const prepare = async (client: PoolClient, tenantId: string): Promise<RowTap> => {
  const connection = await new Promise<Connection | null>((resolve, reject) => {
    let mine: Connection | null = null;
    const query = new Query<never>({ ...WALL, values: [tenantId] }, (error) =>
      error ? reject(error) : resolve(mine),
    );
    const submit = query.submit.bind(query);
    query.submit = (connection) => {
      mine = connection;
      return submit(connection);
    };
    client.query(query);
  });
  if (connection === null) throw new Error('the driver has sent nothing');
  const tap = new RowTap(connection.stream);
  taps.set(client, tap);
  return tap;
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
      try {
        const tap = taps.get(client) ?? (await prepare(client, tenantId));
        const askRows: AskRows = (text, params) =>
          new Promise((resolve, reject) => {
            const rows: RawRow[] = [];
            let isBehindWall = false;
            const query = new Query<never>(text, [...params], (error) =>
              error ? reject(error) : resolve(rows),
            );
            // Put on it afterwards: what it is made of is copied property by property, which takes 3 us.
            Object.assign(query, {
              name: nameOf(text, params),
              queryMode: 'extended',
              // Columns in the database's own form: shorter than texts, and less to do on both sides.
              binary: true,
              // Once for the wall, which has no rows, and once for the statement.
              handleCommandComplete: () => {
                if (!isBehindWall) tap.takeInto(rows);
                isBehindWall = true;
              },
            });
            sendBehindWall(client, tenantId, query);
          });
        return await work(ask, askRows);
      } finally {
        client.release();
      }
    } catch (error) {
      throw translated(error);
    }
  };
