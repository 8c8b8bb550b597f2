import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
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
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

/** A private Postgres cluster, made for one test run and gone after it. */
export interface PrivatePostgres {
  url(database: string): string;
  createDatabase(database: string): Promise<void>;
  dropDatabase(database: string): Promise<void>;
  /** SIGKILL, as a power cut would; start again with restart(). */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Where initdb and postgres are, or null when this machine has none. */
export const postgresBinaries = (): string | null => {
  const versions = '/usr/lib/postgresql';
  const installed = existsSync(versions)
    ? readdirSync(versions)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(versions, version, 'bin'))
    : [];
  const places = [...installed, ...(process.env.PATH ?? '').split(delimiter)];
  return (
    places.find(
      (place) => existsSync(join(place, 'initdb')) && existsSync(join(place, 'postgres')),
    ) ?? null
  );
};

const isRoot = process.getuid?.() === 0;

/** Postgres refuses to run as root. */
const account = (): { uid: number; gid: number } | null => {
  if (!isRoot) return null;
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }).trim());
  return { uid: id('-u'), gid: id('-g') };
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });

/** Starts a cluster of its own in a temporary directory, durable settings on. */
export const startPostgres = async (): Promise<PrivatePostgres> => {
  const binaries = postgresBinaries();
  if (binaries === null) throw new Error('No Postgres server is installed on this machine.');
  const as = account();
  const home = mkdtempSync(join(tmpdir(), 'threadkeeper-pg-'));
  const data = join(home, 'data');
  mkdirSync(data);
  chmodSync(data, 0o700);
  if (as !== null) for (const path of [home, data]) chownSync(path, as.uid, as.gid);
  const owner = as === null ? {} : as;
  execFileSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'],
    { ...owner, cwd: home, stdio: 'pipe', env: { ...process.env, HOME: home } },
  );
  const port = await freePort();
  let server: ChildProcess | null = null;
  const url = (database: string): string => `postgres://postgres@127.0.0.1:${port}/${database}`;

  const query = async <Row>(sql: string): Promise<readonly Row[]> => {
    const client = new Client({
      connectionString: url('postgres'),
      connectionTimeoutMillis: 2_000,
    });
    // A server that is killed under an idle client must not end the test process.
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };

  const start = async (): Promise<void> => {
    server = spawn(
      join(binaries, 'postgres'),
      [
        ...['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', home],
        ...['-c', 'fsync=on', '-c', 'max_connections=200', '-c', 'shared_buffers=64MB'],
      ],
      { ...owner, cwd: home, stdio: 'ignore' },
    );
    for (let attempt = 0; ; attempt += 1) {
      try {
        const [row] = await query<{ data_directory: string }>('show data_directory');
        if (row?.data_directory !== data) throw new Error('another server answers on this port');
        return;
      } catch (error) {
        if (attempt > 150) throw error;
        await pause(100);
      }
    }
  };

  const end = async (signal: 'SIGINT' | 'SIGKILL'): Promise<void> => {
    const running = server;
    server = null;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill(signal);
    await gone;
  };

  await start();
  return {
    url,
    createDatabase: async (database) => {
      await query(`create database "${database}"`);
    },
    dropDatabase: async (database) => {
      await query(`drop database if exists "${database}" with (force)`);
    },
    kill: () => end('SIGKILL'),
    restart: start,
    stop: async () => {
      await end('SIGINT');
      rmSync(home, { recursive: true, force: true });
    },
  };
};
