import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { end, keep } from './children';

/** A real Postgres to measure on; each scenario gets a database of its own. */
export interface Server {
  readonly description: string;
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

const VERSIONS = '/usr/lib/postgresql';

const binaries = (): string | null =>
  (existsSync(VERSIONS) ? readdirSync(VERSIONS) : [])
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(VERSIONS, version, 'bin'))
    .find((place) => existsSync(join(place, 'initdb'))) ?? null;

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === 'object' && address !== null ? address.port : 0),
      );
    });
  });

/** Runs statements on a connection of their own. */
export const onServer = async (
  url: string,
  ...statements: readonly string[]
): Promise<Record<string, unknown>[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) rows = (await client.query(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
};

const over = async (
  adminUrl: string,
  origin: string,
  shut: () => Promise<void>,
): Promise<Server> => {
  const made: string[] = [];
  const [row = {}] = await onServer(
    adminUrl,
    `select current_setting('server_version') as version, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as commit`,
  );
  return {
    description: `PostgreSQL ${String(row.version)}, ${origin}, fsync ${String(row.fsync)}, synchronous_commit ${String(row.commit)}`,
    createDatabase: async () => {
      const name = `threadkeeper_bench_${randomBytes(6).toString('hex')}`;
      await onServer(adminUrl, `create database ${name}`);
      made.push(name);
      const url = new URL(adminUrl);
      url.pathname = `/${name}`;
      return url.href;
    },
    stop: async () => {
      for (const name of made) await onServer(adminUrl, `drop database ${name} with (force)`);
      await shut();
    },
  };
};

/** Postgres refuses to run as root. */
const account = (): { uid: number; gid: number } | null => {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }).trim());
  return { uid: id('-u'), gid: id('-g') };
};

const startPrivate = async (place: string): Promise<Server> => {
  const owner = account();
  const home = mkdtempSync(join(tmpdir(), 'threadkeeper-bench-pg-'));
  const data = join(home, 'data');
  mkdirSync(data);
  chmodSync(data, 0o700);
  if (owner !== null) for (const path of [home, data]) chownSync(path, owner.uid, owner.gid);
  const options = { ...(owner ?? {}), cwd: home };
  execFileSync(
    join(place, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'],
    { ...options, stdio: 'pipe' },
  );
  process.once('exit', () => rmSync(home, { recursive: true, force: true }));
  const port = await freePort();
  const settings = ['max_connections=100', 'shared_buffers=256MB', 'max_wal_size=2GB'];
  const server = keep(
    spawn(
      join(place, 'postgres'),
      [
        '-D',
        data,
        '-p',
        String(port),
        '-h',
        '127.0.0.1',
        '-k',
        home,
        ...settings.flatMap((one) => ['-c', one]),
      ],
      { ...options, stdio: 'ignore' },
    ),
  );
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await onServer(url, 'select 1');
      break;
    } catch (error) {
      if (attempt > 150) throw error;
      await pause(100);
    }
  }
  return over(url, 'private cluster', () => end(server, 'SIGINT'));
};

/** BENCH_DATABASE_URL's server, else a private one, else null: the embedded database is measured. */
export const openServer = async (): Promise<Server | null> => {
  const given = process.env.BENCH_DATABASE_URL;
  if (given !== undefined && given !== '')
    return over(given, 'given server', async () => undefined);
  const place = binaries();
  return place === null ? null : startPrivate(place);
};
