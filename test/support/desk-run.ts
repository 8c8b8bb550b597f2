import { setTimeout as pause } from 'node:timers/promises';
import type { SlackSandboxOptions } from '../../sandbox/slack';
import { type BusyWorkspaces, startBusyWorkspaces } from './busy-workspaces';
import { check, type Truth, truthOf, type Violation } from './checker';
import { Conversations, seeded } from './conversations';
import { type DeskDump, dumpDesk, heldRows, runSql, unfinished } from './desk-dump';
import { type DeskServer, freePort, startServer } from './server';

export interface RunOptions {
  /** An empty database on a durable server. */
  readonly databaseUrl: string;
  readonly messages: number;
  readonly perRoom?: number;
  readonly rooms?: number;
  /** One workspace each; two unless said. */
  readonly names?: readonly string[];
  readonly kills?: number;
  readonly seed?: number;
  /** How the server is ended at each kill; SIGKILL unless said. */
  readonly end?: (server: DeskServer, at: number) => Promise<void>;
  readonly entry?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly slack?: Partial<SlackSandboxOptions>;
  /** Changes the schema before the load begins. */
  readonly schema?: string;
  /** Runs beside the load; what it resolves is waited for. */
  readonly prepare?: (workspaces: BusyWorkspaces, talks: Conversations) => void | Promise<void>;
  readonly giveUpAfterMs?: number;
  /** How long it may take to come to rest. */
  readonly restWithinMs?: number;
}

export interface RunReport {
  readonly violations: readonly Violation[];
  readonly dump: DeskDump;
  readonly messages: number;
  readonly replies: number;
  readonly kills: number;
  readonly seconds: number;
  /** Worst cases of the run, in milliseconds. */
  readonly acceptedAfterMs: number;
  readonly resumedAfterMs: number;
  readonly unknownDecidedAfterMs: number;
  /** Leases left behind at each end. */
  readonly held: readonly number[];
  readonly refused: readonly string[];
  readonly log: string;
}

/** Short enough for a run of minutes; a lease still outlasts any send, and a settle any landing. */
export const FAST: Readonly<Record<string, string>> = {
  POST_INTERVAL_MS: '0',
  OUTBOX_SETTLE_MS: '1000',
  LEASE_MS: '3000',
  POLL_MS: '50',
  GROUPING_WINDOW_SEC: '0',
  RECONCILE_EVERY_MS: '86400000',
};
export const KEY = `load:${Buffer.alloc(32, 5).toString('base64')}`;

/** What a server of this run is told, for the workspace whose token it is given. */
const envOf = (options: RunOptions, workspaces: BusyWorkspaces, token: string) => ({
  ...FAST,
  DATABASE_URL: options.databaseUrl,
  ENCRYPTION_KEYS: KEY,
  ADMIN_TOKEN: 'admin-token-for-load-0123456789abcdef',
  SLACK_SIGNING_SECRET: workspaces.signingSecret,
  SLACK_BOT_TOKEN: token,
  SLACK_API_URL: workspaces.apiUrl,
  ...options.env,
});

/** Resolves when the desk has met the workspace of its token; the log must be at info. */
export const untilSurveyed = async (server: DeskServer): Promise<void> => {
  for (let waited = 0; !server.output().includes('workspace surveyed'); waited += 50) {
    if (waited > 30_000) throw new Error(`the workspace was not surveyed:\n${server.output()}`);
    await pause(50);
  }
};

/** One boot for each workspace, so that the desk has met them all before the load. */
const install = async (
  options: RunOptions,
  workspaces: BusyWorkspaces,
  port: number,
): Promise<void> => {
  for (const { botToken } of workspaces.all) {
    const env = { ...envOf(options, workspaces, botToken), LOG_LEVEL: 'info' };
    const server = await startServer({ env, port });
    await untilSurveyed(server);
    await server.kill();
  }
};

const untilAtRest = async (databaseUrl: string, withinMs: number): Promise<void> => {
  const patience = Date.now() + withinMs;
  let quiet = 0;
  while (quiet < 3 && Date.now() < patience) {
    quiet = (await unfinished(databaseUrl)) === 0 ? quiet + 1 : 0;
    await pause(100);
  }
};

interface Kill {
  readonly at: number;
  readonly held: readonly string[];
}

const worstAfter = (
  kills: readonly Kill[],
  rows: readonly { readonly id: string; readonly finishedAt: Date | null }[],
): number => {
  const finished = new Map(rows.map(({ id, finishedAt }) => [id, finishedAt?.getTime() ?? null]));
  const waits = kills.flatMap(({ at, held }) =>
    held.flatMap((id) => {
      const end = finished.get(id);
      return end == null ? [] : [end - at];
    }),
  );
  return Math.max(0, ...waits);
};

/** The real program under load, ended again and again, then held to what it promised. */
export const runDesk = async (options: RunOptions): Promise<RunReport> => {
  const { databaseUrl, messages, perRoom = 2, kills = 0 } = options;
  const random = seeded(options.seed ?? 1);
  const workspaces = await startBusyWorkspaces({
    random,
    rooms: options.rooms ?? 10,
    ...options.slack,
  });
  const port = await freePort();
  const boots: DeskServer[] = [];
  try {
    await install(options, workspaces, port);
    if (options.schema !== undefined) await runSql(databaseUrl, options.schema);
    const started = {
      env: envOf(options, workspaces, workspaces.all[0]?.botToken ?? ''),
      port,
      ...(options.entry === undefined ? {} : { entry: options.entry }),
    };
    boots.push(await startServer(started));
    const began = performance.now();
    const done: Kill[] = [];
    let due = 1;
    let wake: () => void = () => undefined;
    const talks = new Conversations({
      messages,
      perRoom,
      random,
      ...(options.giveUpAfterMs === undefined ? {} : { giveUpAfterMs: options.giveUpAfterMs }),
      onSaid: (count) => {
        if (due <= kills && count >= (due * messages) / (kills + 1)) wake();
      },
    });
    const beside = options.prepare?.(workspaces, talks);
    workspaces.deliverTo(`http://127.0.0.1:${port}`);
    const killer = async (): Promise<void> => {
      for (; due <= kills; due += 1) {
        if (talks.customerMessages < (due * messages) / (kills + 1))
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        await pause(random() * 40);
        const server = boots.at(-1);
        if (server === undefined) throw new Error('there is no server to end');
        if (options.end === undefined) await server.kill();
        else await options.end(server, due);
        const at = Date.now();
        const [held, next] = await Promise.all([
          heldRows(databaseUrl),
          startServer(started, server.bootId),
        ]);
        done.push({ at, held });
        boots.push(next);
      }
    };
    await Promise.all([talks.run(workspaces.all), killer(), beside]);
    await untilAtRest(databaseUrl, options.restWithinMs ?? 60_000);
    const seconds = (performance.now() - began) / 1000;
    const dump = await dumpDesk(databaseUrl);
    const truths: Truth[] = workspaces.all.map(truthOf);
    return {
      violations: check(talks.history, dump, truths),
      dump,
      messages: talks.history.said.filter(({ by }) => by === 'customer').length,
      replies: talks.history.asked.length,
      kills: done.length,
      seconds,
      acceptedAfterMs: Math.max(...boots.map(({ acceptedAfterMs }) => acceptedAfterMs)),
      resumedAfterMs: worstAfter(done, dump.inbox),
      unknownDecidedAfterMs: worstAfter(done, dump.outbox),
      held: done.map(({ held }) => held.length),
      refused: workspaces.all.flatMap(({ slack }) => [...slack.violations()]),
      log: boots.map((boot) => boot.output()).join(''),
    };
  } finally {
    await Promise.all(boots.map((boot) => boot.kill()));
    await workspaces.stop();
  }
};
