import { Pool, type PoolClient, types } from 'pg';
import type { DataSource } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { StatementNames } from './statement-names';
import { refuseInsideTransaction } from './transaction-guard';

const heard = new WeakSet<PoolClient>();

/** A lost connection fails the statement that runs on it; unheard it would end the whole process, too. */
const hearing = (client: PoolClient): PoolClient => {
  if (!heard.has(client)) {
    heard.add(client);
    client.on('error', () => undefined);
  }
  return client;
};

/** A connection of the pool itself: a runner of the ORM around each statement costs more than the statement. */
export const takeClient = async (dataSource: DataSource): Promise<PoolClient> => {
  refuseInsideTransaction();
  const { driver } = dataSource;
  const pool: unknown = driver instanceof PostgresDriver ? driver.master : null;
  if (!(pool instanceof Pool)) throw new Error('there is no pool of connections');
  return hearing(await pool.connect());
};

const TIMESTAMPTZ = 1184;
const DASH = '-'.charCodeAt(0);
const SPACE = ' '.charCodeAt(0);
const ordinaryDate = types.getTypeParser(TIMESTAMPTZ, 'text');

/** `2026-03-10 12:00:00.123456+00`, which our connections always get. */
const isUsual = (text: string): boolean =>
  text.endsWith('+00') && text.charCodeAt(4) === DASH && text.charCodeAt(10) === SPACE;

/** A third faster than any date. */
export const readInstant = (text: string): unknown =>
  isUsual(text) ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : ordinaryDate(text);

const PARSERS = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === TIMESTAMPTZ && format !== 'binary' ? readInstant : types.getTypeParser(oid, format),
};

const names = new StatementNames();

/** By which a connection keeps its plan; undefined: none. */
export const nameOf = (text: string, params: readonly unknown[]): string | undefined =>
  params.length === 0 ? undefined : (names.of(text) ?? undefined);

/** A statement as the driver takes it. */
export const statement = (text: string, params: readonly unknown[]) => {
  const name = nameOf(text, params);
  const plain = { text, values: [...params], types: PARSERS };
  return name === undefined ? plain : { ...plain, name };
};
