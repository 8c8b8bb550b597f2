import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Log } from '../../src/app/ports/log';
import { type Database, type DatabaseOptions, openDatabase } from '../../src/db/data-source';

/** Says nothing. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export const testKey = { id: 'test', key: Buffer.alloc(32, 7) };

const OURS = 'threadkeeper_test_';
const MIGRATIONS = join(__dirname, '../../migrations');

const optionsFor = (where: Pick<DatabaseOptions, 'url' | 'dataDir'>): DatabaseOptions => ({
  ...where,
  poolSize: 10,
  statementTimeoutMs: 15_000,
  encryptionKeys: [testKey],
  log: silentLog,
});

/** Of everything an image depends on: another schema is another image. */
const imagePath = (): string => {
  const hash = createHash('sha256').update(require.resolve('@electric-sql/pglite'));
  for (const file of readdirSync(MIGRATIONS).sort())
    hash.update(readFileSync(join(MIGRATIONS, file)));
  return join(tmpdir(), `threadkeeper-image-${hash.digest('hex').slice(0, 16)}.tgz`);
};

/** A migrated, empty database to start others from; made once per schema on this machine. */
export const migratedImage = async (): Promise<string> => {
  const path = imagePath();
  if (existsSync(path)) return path;
  const database = await openDatabase(optionsFor({ url: null, dataDir: null }));
  try {
    await database.migrate();
    const unique = `${path}.${process.pid}`;
    writeFileSync(unique, await database.dump());
    renameSync(unique, path);
  } finally {
    await database.close();
  }
  return path;
};

const onServer = async (url: string, sql: string): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
};

/** An empty database of one's own on a server. */
export const createDatabaseOn = async (
  server: string,
): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> => {
  const name = `${OURS}${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(server, `drop database ${name} with (force)`) };
};

/** A migrated database of one's own on a server; dropped when closed. */
export const openDatabaseOn = async (
  server: string,
  overrides: Partial<DatabaseOptions> = {},
): Promise<Database & { readonly url: string }> => {
  const { url, drop } = await createDatabaseOn(server);
  const database = await openDatabase({
    ...optionsFor({ url, dataDir: null }),
    ...overrides,
  });
  await database.migrate();
  return {
    ...database,
    url,
    close: async () => {
      await database.close();
      await drop();
    },
  };
};

/**
 * A fresh, migrated database for one test file: embedded in memory, or, with TEST_DATABASE_URL, a
 * new database on that server.
 */
export const openTestDatabase = async (
  overrides: Partial<DatabaseOptions> = {},
): Promise<Database> => {
  const server = process.env.TEST_DATABASE_URL;
  if (server !== undefined && server !== '') return openDatabaseOn(server, overrides);
  const image = await migratedImage();
  return openDatabase({ ...optionsFor({ url: null, dataDir: null }), image, ...overrides });
};
