import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { end, keep } from './children';

/** A real Postgres to measure on; each scenario gets a database of its own. */
export interface Server {
  readonly description: string;
  createDatabase(): Promise<string>;
  /**
   * A database that takes long to fill: with BENCH_KEEP the next run finds it filled. What it was
   * filled by stands in its name, so that another filling makes another database.
   */
  fillableDatabase(by: string): Promise<Fillable>;
  stop(): Promise<void>;
}

export interface Fillable {
  readonly url: string;
  /** Does nothing when that was done in a run before. */
  fill(work: () => Promise<void>): Promise<void>;
}

const VERSIONS = '/usr/lib/postgresql';

const binaries = (): string | null =>
  (existsSync(VERSIONS) ? readdirSync(VERSIONS) : [])
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(VERSIONS, version, 'bin'))
    .find((place) => existsSync(join(place, 'initdb'))) ?? null;

export const freePort = (): Promise<number> =>
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

const FILLED = 'filled';

const over = async (
  adminUrl: string,
  origin: string,
  isKept: boolean,
  shut: () => Promise<void>,
): Promise<Server> => {
  const made: string[] = [];
  const urlOf = (name: string): string => {
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    return url.href;
  };
  const createDatabase = async (): Promise<string> => {
    const name = `threadkeeper_bench_${randomBytes(6).toString('hex')}`;
    await onServer(adminUrl, `create database ${name}`);
    made.push(name);
    return urlOf(name);
  };
  const keptDatabase = async (by: string): Promise<Fillable> => {
    const name = `threadkeeper_kept_${createHash('sha256').update(by).digest('hex').slice(0, 12)}`;
    const [found] = await onServer(
      adminUrl,
      `select shobj_description(oid, 'pg_database') as note from pg_database where datname = '${name}'`,
    );
    const isFilled = found?.note === FILLED;
    if (found !== undefined && !isFilled)
      await onServer(adminUrl, `drop database ${name} with (force)`);
    if (!isFilled) await onServer(adminUrl, `create database ${name}`);
    return {
      url: urlOf(name),
      fill: async (work) => {
        if (isFilled) return;
        await work();
        await onServer(adminUrl, `comment on database ${name} is '${FILLED}'`);
      },
    };
  };
  const [row = {}] = await onServer(
    adminUrl,
    `select current_setting('server_version') as version, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as commit`,
  );
  return {
    description: `PostgreSQL ${String(row.version)}, ${origin}, fsync ${String(row.fsync)}, synchronous_commit ${String(row.commit)}`,
    createDatabase,
    fillableDatabase: async (by) =>
      isKept ? keptDatabase(by) : { url: await createDatabase(), fill: (work) => work() },
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

/** By which a directory says that the benchmarks made it: nothing else is ever written into or served from. */
const OURS = '.threadkeeper-bench';

const homeOf = (kept: string | null): string => {
  if (kept === null) {
    const scratch = mkdtempSync(join(tmpdir(), 'threadkeeper-bench-pg-'));
    process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
    return scratch;
  }
  const home = resolve(kept);
  mkdirSync(home, { recursive: true });
  if (readdirSync(home).length > 0 && !existsSync(join(home, OURS)))
    throw new Error(`BENCH_KEEP: ${home} holds something else than a benchmark's database.`);
  writeFileSync(join(home, OURS), '');
  return realpathSync(home);
};

const startPrivate = async (place: string, kept: string | null): Promise<Server> => {
  const owner = account();
  const home = homeOf(kept);
  const data = join(home, 'data');
  const options = { ...(owner ?? {}), cwd: home };
  if (!existsSync(join(data, 'PG_VERSION'))) {
    mkdirSync(data, { recursive: true });
    chmodSync(data, 0o700);
    if (owner !== null) for (const path of [home, data]) chownSync(path, owner.uid, owner.gid);
    execFileSync(
      join(place, 'initdb'),
      ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'],
      { ...options, stdio: 'pipe' },
    );
  }
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
      if (attempt > 150 || server.exitCode !== null) throw error;
      await pause(100);
    }
  }
  const [shown] = await onServer(url, 'show data_directory');
  if (shown?.data_directory !== data)
    throw new Error(`another server than the one in ${data} answers on its port`);
  const origin = kept === null ? 'private cluster' : 'kept private cluster';
  return over(url, origin, kept !== null, () => end(server, 'SIGINT'));
};

/**
 * BENCH_DATABASE_URL's server, else a private one, else null: the embedded database is measured. A
 * private one is gone afterwards, unless BENCH_KEEP names a directory for it.
 */
export const openServer = async (): Promise<Server | null> => {
  const given = process.env.BENCH_DATABASE_URL;
  if (given !== undefined && given !== '')
    return over(given, 'given server', false, async () => undefined);
  const place = binaries();
  const kept = process.env.BENCH_KEEP ?? '';
  return place === null ? null : startPrivate(place, kept === '' ? null : kept);
};
