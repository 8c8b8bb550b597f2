import { type Bench, deskSettings, type Scenario, SIGNING_SECRET } from './bench';
import { putLoad, startLimitServer } from './children';
import { scratchDirectory, startDeskProcess } from './desk-process';
import { measureInserts } from './inserts';
import type { LoadResult } from './load-job';
import type { Figure, Limit } from './report';

const CONCURRENCY = 32;

const load = (bench: Bench, port: number): Promise<LoadResult> =>
  putLoad({
    kind: 'events',
    port,
    secret: SIGNING_SECRET,
    concurrency: CONCURRENCY,
    warmUp: bench.quick ? 1_000 : 5_000,
    count: bench.quick ? 3_000 : 25_000,
    mostSeconds: bench.quick ? 3 : 12,
  });

const ofServer = async (bench: Bench, kind: 'raw' | 'bolt'): Promise<LoadResult> => {
  const server = await startLimitServer(kind, SIGNING_SECRET);
  try {
    return await load(bench, server.port);
  } finally {
    await server.stop();
  }
};

const plain = (what: string, value: number, unit: Figure['unit'], note: string): Figure => ({
  what,
  value,
  unit,
  against: [],
  note,
});

/** A signed event, stored before it is answered: against not storing it, and against only storing. */
export const doorScenario: Scenario = async (bench) => {
  const url = (await bench.server?.createDatabase()) ?? null;
  const data = scratchDirectory();
  const desk = await startDeskProcess({ ...deskSettings(bench, data.path, url), ROLES: 'door' });
  try {
    // Limits right before and after: other work on the machine then weighs on both.
    const raw = await ofServer(bench, 'raw');
    const bolt = await ofServer(bench, 'bolt');
    const idleMb = desk.rssMb();
    const door = await load(bench, desk.port);
    const loadedMb = desk.rssMb();
    const inserts = url === null ? null : await measureInserts(url, bench.quick);
    const again = await ofServer(bench, 'raw');
    const rawLimit: Limit = {
      name: 'plain Node: verify, answer, keep nothing',
      value: (raw.perSecond + again.perSecond) / 2,
    };
    const limits: Limit[] = [
      rawLimit,
      { name: 'Bolt, empty listener, keeps nothing', value: bolt.perSecond },
    ];
    const stores: Limit[] =
      inserts === null
        ? []
        : [
            { name: 'durable inserts alone, one row each', value: inserts.single },
            { name: 'durable inserts alone, 100 rows each', value: inserts.batched },
          ];
    const at = `${CONCURRENCY} connections`;
    return [
      plain('signed request, plain Node', rawLimit.value, 'req/s', `${at}; twice, mean`),
      plain(
        'signed request, Bolt',
        bolt.perSecond,
        'req/s',
        `${at}; acknowledges before it listens`,
      ),
      ...(inserts === null
        ? []
        : [
            plain('durable insert, one row each', inserts.single, 'rows/s', '32 at once'),
            plain('durable insert, 100 rows each', inserts.batched, 'rows/s', '4 at once'),
          ]),
      {
        what: 'signed event -> durable -> 200',
        value: door.perSecond,
        unit: 'req/s',
        against: [...limits, ...stores],
        note: at,
      },
      {
        what: 'the same, p50',
        value: door.p50,
        unit: 'ms',
        against: [{ name: 'plain Node p50', value: raw.p50 }],
        note: at,
      },
      {
        what: 'the same, p99',
        value: door.p99,
        unit: 'ms',
        against: [
          { name: 'plain Node p99', value: raw.p99 },
          { name: "Slack's patience", value: 3_000 },
        ],
        note: at,
      },
      plain('memory of the door, idle', idleMb, 'MB', 'resident'),
      {
        what: 'memory of the door, after the load',
        value: loadedMb,
        unit: 'MB',
        against: [{ name: 'idle', value: idleMb }],
        note: 'resident',
      },
    ];
  } finally {
    await desk.stop();
    data.remove();
  }
};
