import { setTimeout as pause } from 'node:timers/promises';
import { type Bench, deskSettings, type Scenario } from './bench';
import { bareNode, scratchDirectory, startDeskProcess } from './desk-process';
import type { Figure, Limit } from './report';
import { median } from './stats';

const SETTLE_MS = 2_000;

interface Start {
  readonly readyMs: number;
  readonly rssMb: number;
}

const startOnce = async (settings: Readonly<Record<string, string>>): Promise<Start> => {
  const desk = await startDeskProcess(settings);
  try {
    await pause(SETTLE_MS);
    return { readyMs: desk.readyMs, rssMb: desk.rssMb() };
  } finally {
    await desk.stop();
  }
};

const several = async (bench: Bench, start: () => Promise<Start>): Promise<Start> => {
  const starts: Start[] = [];
  for (let round = 0; round < (bench.quick ? 1 : 3); round += 1) starts.push(await start());
  return {
    readyMs: median(starts.map(({ readyMs }) => readyMs)),
    rssMb: median(starts.map(({ rssMb }) => rssMb)),
  };
};

/** `npm start` with nothing set, on a directory of its own: practice workspace and all. */
const embedded = async (bench: Bench): Promise<{ readonly first: Start; readonly warm: Start }> => {
  const data = scratchDirectory();
  const settings = { DATA_DIR: data.path, SANDBOX_PORT: '0' };
  try {
    const first = await several(bench, async () => {
      const fresh = scratchDirectory();
      try {
        return await startOnce({ ...settings, DATA_DIR: fresh.path });
      } finally {
        fresh.remove();
      }
    });
    await startOnce(settings);
    return { first, warm: await several(bench, () => startOnce(settings)) };
  } finally {
    data.remove();
  }
};

const onPostgres = async (bench: Bench): Promise<Start | null> => {
  if (bench.server === null) return null;
  const data = scratchDirectory();
  const settings = deskSettings(bench, data.path, await bench.server.createDatabase());
  try {
    await startOnce(settings);
    return await several(bench, () => startOnce(settings));
  } finally {
    data.remove();
  }
};

const ready = (what: string, start: Start, limits: readonly Limit[]): Figure => ({
  what: `exec -> ready, ${what}`,
  value: start.readyMs,
  unit: 'ms',
  against: limits,
  note: '',
});
const memory = (what: string, start: Start, limit: Limit): Figure => ({
  what: `memory, idle, ${what}`,
  value: start.rssMb,
  unit: 'MB',
  against: [limit],
  note: `resident, ${SETTLE_MS / 1000} s after ready`,
});

/** How long until it is there, and what it keeps in memory doing nothing. */
export const processScenario: Scenario = async (bench) => {
  const bare = await bareNode();
  const { first, warm } = await embedded(bench);
  const postgres = await onPostgres(bench);
  const startLimit = { name: 'Node alone, to its first line', value: bare.startMs };
  const warmLimits = [startLimit, { name: 'promised, warm (F13)', value: 3_000 }];
  const rssLimit = { name: 'Node alone', value: bare.rssMb };
  return [
    ready('embedded, first', first, [startLimit]),
    ready('embedded, warm', warm, warmLimits),
    ...(postgres === null ? [] : [ready('Postgres, warm', postgres, warmLimits)]),
    memory('embedded', warm, rssLimit),
    ...(postgres === null ? [] : [memory('Postgres', postgres, rssLimit)]),
  ];
};
