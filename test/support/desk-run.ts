import { setTimeout as pause } from 'node:timers/promises';
import type { SlackSandboxOptions } from '../../sandbox/slack';
import { type BusyWorkspaces, startBusyWorkspaces } from './busy-workspaces';
import type { TalkingPlace } from './chat-side';
import { check, type Truth, truthOf, type Violation } from './checker';
import { Conversations, seeded } from './conversations';
import { type DeskDump, dumpDesk, heldRows, runSql, unfinished } from './desk-dump';
import { type DeskServer, freePort, startServer } from './server';

export interface LoadRun {
  /** An empty database on a durable server. */
  readonly databaseUrl: string;
  readonly messages: number;
  readonly perRoom?: number;
  readonly kills?: number;
  readonly seed?: number;
  /** How the server is ended at each kill; SIGKILL unless said. */
  readonly end?: (server: DeskServer, at: number) => Promise<void>;
  readonly entry?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What the nth server is told besides; the first is 0. */
  readonly envOfBoot?: (boot: number) => Readonly<Record<string, string>>;
  /** The next server takes over before the one before it is ended. */
  readonly overlaps?: boolean;
  /** Changes the schema before the load begins. */
  readonly schema?: string;
  readonly giveUpAfterMs?: number;
  /** How long it may take to come to rest. */
  readonly restWithinMs?: number;
}

export interface RunOptions extends LoadRun {
  readonly rooms?: number;
  /** One workspace each; two unless said. */
  readonly names?: readonly string[];
  readonly slack?: Partial<SlackSandboxOptions>;
  /** Runs beside the load; what it resolves is waited for. */
  readonly prepare?: (workspaces: BusyWorkspaces, talks: Conversations) => void | Promise<void>;
}

/** Whatever platform the people of a run are on. */
export interface Stage {
  readonly places: readonly TalkingPlace[];
  /** What a server is told of it. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether the platform tells what was shown. */
  readonly canLook: boolean;
  /** Lets the desk meet every place before the load. */
  install(boot: (env: Readonly<Record<string, string>>) => Promise<DeskServer>): Promise<void>;
  deliverTo(url: string): void;
  beside(talks: Conversations): void | Promise<void>;
  /** What the platform would not have shown. */
  refused(): readonly string[];
  stop(): Promise<void>;
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
  /** Replies that agents were told were not sent, and wrote again. */
  readonly turnedAway: number;
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
/** How long two servers work side by side. */
const OVERLAP_MS = 1_000;

export const KEY = `load:${Buffer.alloc(32, 5).toString('base64')}`;

/** What a server of a run is told, whatever platform it serves. */
const envOf = (options: LoadRun, stage: Stage) => ({
  ...FAST,
  DATABASE_URL: options.databaseUrl,
  ENCRYPTION_KEYS: KEY,
  ADMIN_TOKEN: 'admin-token-for-load-0123456789abcdef',
  ...stage.env,
  ...options.env,
});

/** Resolves when the desk has met the workspace of its token; the log must be at info. */
export const untilSurveyed = async (server: DeskServer): Promise<void> => {
  for (let waited = 0; !server.output().includes('workspace surveyed'); waited += 50) {
    if (waited > 30_000) throw new Error(`the workspace was not surveyed:\n${server.output()}`);
    await pause(50);
  }
};

const slackStage = async (options: RunOptions, random: () => number): Promise<Stage> => {
  const workspaces = await startBusyWorkspaces({
    random,
    rooms: options.rooms ?? 10,
    ...options.slack,
  });
  const [first] = workspaces.all;
  return {
    places: workspaces.all,
    canLook: true,
    env: {
      SLACK_SIGNING_SECRET: workspaces.signingSecret,
      SLACK_BOT_TOKEN: first?.botToken ?? '',
      SLACK_API_URL: workspaces.apiUrl,
    },
    // One boot for each workspace: a server meets the one whose token it is given.
    install: async (boot) => {
      for (const { botToken } of workspaces.all) {
        const server = await boot({ SLACK_BOT_TOKEN: botToken });
        await untilSurveyed(server);
        await server.kill();
      }
    },
    deliverTo: (url) => workspaces.deliverTo(url),
    beside: (talks) => options.prepare?.(workspaces, talks),
    refused: () => workspaces.all.flatMap(({ slack }) => [...slack.violations()]),
    stop: () => workspaces.stop(),
  };
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

/** The real program under load in Slack, ended again and again, then held to what it promised. */
export const runDesk = (options: RunOptions): Promise<RunReport> =>
  runLoad(options, (random) => slackStage(options, random));

/** The same on any stage. */
export const runLoad = async (
  options: LoadRun,
  build: (random: () => number) => Promise<Stage>,
): Promise<RunReport> => {
  const { databaseUrl, messages, perRoom = 2, kills = 0 } = options;
  const random = seeded(options.seed ?? 1);
  const stage = await build(random);
  const port = await freePort();
  const boots: DeskServer[] = [];
  try {
    const env = envOf(options, stage);
    await stage.install((more) =>
      startServer({ env: { ...env, LOG_LEVEL: 'info', ...more }, port }),
    );
    if (options.schema !== undefined) await runSql(databaseUrl, options.schema);
    const startNext = async (notBoot: string | null = null): Promise<DeskServer> =>
      startServer(
        {
          ...started,
          env: { ...env, ...options.envOfBoot?.(boots.length) },
          port: options.overlaps === true && boots.length > 0 ? await freePort() : port,
        },
        notBoot,
      );
    const started = {
      ...(options.entry === undefined ? {} : { entry: options.entry }),
    };
    boots.push(await startNext());
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
    const beside = stage.beside(talks);
    stage.deliverTo(`http://127.0.0.1:${port}`);
    const killer = async (): Promise<void> => {
      for (; due <= kills; due += 1) {
        if (talks.customerMessages < (due * messages) / (kills + 1))
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        await pause(random() * 40);
        const server = boots.at(-1);
        if (server === undefined) throw new Error('there is no server to end');
        const end = (): Promise<unknown> =>
          options.end === undefined ? server.kill() : options.end(server, due);
        if (options.overlaps === true) {
          const next = await startNext();
          boots.push(next);
          stage.deliverTo(next.url);
          // Both work for a while.
          await pause(OVERLAP_MS);
          await end();
          done.push({ at: Date.now(), held: await heldRows(databaseUrl) });
          continue;
        }
        await end();
        const at = Date.now();
        const [held, next] = await Promise.all([heldRows(databaseUrl), startNext(server.bootId)]);
        done.push({ at, held });
        boots.push(next);
      }
    };
    await Promise.all([talks.run(stage.places), killer(), beside]);
    await untilAtRest(databaseUrl, options.restWithinMs ?? 60_000);
    const seconds = (performance.now() - began) / 1000;
    const dump = await dumpDesk(databaseUrl);
    const truths: Truth[] = stage.places.map(truthOf);
    return {
      violations: check(talks.history, dump, truths, stage.canLook),
      dump,
      messages: talks.history.said.filter(({ by }) => by === 'customer').length,
      replies: talks.history.asked.length,
      turnedAway: talks.history.asked.filter(({ isTurnedAway }) => isTurnedAway).length,
      kills: done.length,
      seconds,
      acceptedAfterMs: Math.max(...boots.map(({ acceptedAfterMs }) => acceptedAfterMs)),
      resumedAfterMs: worstAfter(done, dump.inbox),
      unknownDecidedAfterMs: worstAfter(done, dump.outbox),
      held: done.map(({ held }) => held.length),
      refused: stage.refused(),
      log: boots.map((boot) => boot.output()).join(''),
    };
  } finally {
    await Promise.all(boots.map((boot) => boot.kill()));
    await stage.stop();
  }
};
