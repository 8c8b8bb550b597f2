import { Pool, type PoolClient, Query } from 'pg';
import type { DataSource } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';

type Asked = string | { readonly text: string; readonly name?: string | undefined };

/** Shows every statement of a pool on its way to the database, and sends what `tap` makes of it. */
export const tapStatements = (source: DataSource, tap: (text: string) => string): void => {
  const { driver } = source;
  const pool: unknown = driver instanceof PostgresDriver ? driver.master : null;
  if (!(pool instanceof Pool)) throw new Error('no pool to listen to');
  const tapped = new WeakSet<PoolClient>();
  const sentAs = (asked: Asked): Asked => {
    if (typeof asked === 'string') return tap(asked);
    const text = tap(asked.text);
    if (text === asked.text) return asked;
    // A name stands for one text only.
    if (asked instanceof Query) return Object.assign(asked, { text, name: undefined });
    const { name: _name, ...plain } = asked;
    return { ...plain, text };
  };
  pool.on('acquire', (client) => {
    if (tapped.has(client)) return;
    tapped.add(client);
    const query = client.query.bind(client);
    client.query = (asked: Asked, ...rest: unknown[]) =>
      Reflect.apply(query, client, [sentAs(asked), ...rest]);
  });
};
