import { setTimeout as pause } from 'node:timers/promises';
import { type Bench, deskSettings, type Scenario } from './bench';
import { bareNode, scratchDirectory, startDeskProcess } from './desk-process';
import type { Figure, Limit } from './report';
import { median } from './stats';

const settleMs = ({ quick }: Bench): number => (quick ? 500 : 2_000);

interface Start {
  readonly readyMs: number;
  readonly rssMb: number;
}

const startOnce = async (
  bench: Bench,
  settings: Readonly<Record<string, string>>,
): Promise<Start> => {
  const desk = await startDeskProcess(settings);
  try {
    await pause(settleMs(bench));
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

/** `npm start` with nothing set: first on new directories, then again on one of them. */
const embedded = async (bench: Bench): Promise<{ readonly first: Start; readonly warm: Start }> => {
  const places: ReturnType<typeof scratchDirectory>[] = [];
  const start = (path: string): Promise<Start> =>
    startOnce(bench, { DATA_DIR: path, SANDBOX_PORT: '0' });
  try {
    const first = await several(bench, () => {
      const place = scratchDirectory();
      places.push(place);
      return start(place.path);
    });
    return { first, warm: await several(bench, () => start(places[0]?.path ?? '')) };
  } finally {
    for (const place of places) place.remove();
  }
};

const onPostgres = async (bench: Bench): Promise<Start | null> => {
  if (bench.server === null) return null;
  const data = scratchDirectory();
  const settings = deskSettings(bench, data.path, await bench.server.createDatabase());
  try {
    await startOnce(bench, settings);
    return await several(bench, () => startOnce(bench, settings));
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
  note: 'resident, settled',
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
