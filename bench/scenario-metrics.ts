import { DateTime } from 'luxon';
import { LongFigures } from '../src/app/metrics/long-figures';
import type { MeasureRequest } from '../src/app/metrics/measure';
import { rollUp } from '../src/app/metrics/roll-up';
import { createReaders } from '../src/db/readers/create-readers';
import { IN_TURN } from '../src/db/readers/read-bounds';
import type { Scenario } from './bench';
import { questionsOf, type Some, ZONE } from './metrics-questions';
import { factSeed, WINDOW_DAYS } from './metrics-seed';
import { openMigrated } from './migrated';
import { onServer } from './postgres';
import type { Figure } from './report';
import { percentile } from './stats';

const TIMES = 40;
/** From here on a plain query takes so long that once is enough. */
const MANY = 2_000_000;

const timesOf = async (times: number, work: () => Promise<unknown>): Promise<number[]> => {
  const taken: number[] = [];
  for (let at = 0; at < times; at += 1) {
    const began = performance.now();
    await work();
    taken.push(performance.now() - began);
  }
  return taken;
};

const ids = async (url: string): Promise<Some> => {
  const [row = {}] = await onServer(
    url,
    `select member_id::text as agent, customer_id::text as customer, queue_id::text as queue
     from metric_fact limit 1`,
  );
  return {
    agent: String(row.agent),
    customer: String(row.customer),
    queue: String(row.queue),
  };
};

/** What a dashboard asks of 90 days, beside the plain query over the same facts. */
export const metricsScenario: Scenario = async (bench) => {
  if (bench.server === null) {
    bench.say(
      'metrics: left out, it needs a Postgres server (BENCH_DATABASE_URL, or one installed).',
    );
    return [];
  }
  const tickets = Number(process.env.BENCH_TICKETS ?? (bench.quick ? 20_000 : 1_000_000));
  const seed = factSeed(tickets);
  const filled = await bench.server.fillableDatabase(seed.join(';'));
  const { url } = filled;
  const { database, tenantId } = await openMigrated(url);
  try {
    await filled.fill(async () => {
      await onServer(url, ...seed);
    });
    const { dataSource } = database;
    const began = performance.now();
    const rolled = await rollUp(database, 10_000);
    if (rolled > 0) {
      const perFact = ((performance.now() - began) * 1000) / rolled;
      bench.say(`metrics: ${rolled} facts added up anew, ${perFact.toFixed(0)} µs each`);
      for (const table of ['rollup', 'fact', 'pending'])
        await onServer(url, `vacuum analyze metric_${table}`);
    }
    const readers = createReaders(dataSource);
    const long = new LongFigures(createReaders(dataSource, IN_TURN));
    const { signal } = new AbortController();
    const reading = { readers, counting: long.counting(readers, tenantId, { signal }) };
    const now = new Date();
    const requestOver = (days: number): MeasureRequest => ({
      // As the page asks: so many whole days and today, up to the end of this minute.
      window: {
        from: DateTime.fromJSDate(now, { zone: ZONE }).startOf('day').minus({ days }).toJSDate(),
        to: new Date(now.getTime() + 60_000),
      },
      asOf: now,
      zone: ZONE,
      bucket: null,
      groupBy: null,
      filter: {},
      hours: 'CALENDAR',
      isNow: true,
    });
    const request = requestOver(WINDOW_DAYS);
    const shorter = requestOver(WINDOW_DAYS / 3);
    const { from, to } = request.window;
    const some = await ids(url);
    const figures: Figure[] = [];
    for (const { what, goal, plainly, ask, isLong = false } of questionsOf(some)) {
      const times = isLong ? { warm: 1, all: 4 } : { warm: 6, all: TIMES };
      await timesOf(times.warm, () => ask(reading, tenantId, request));
      const taken = await timesOf(times.all, () => ask(reading, tenantId, request));
      await timesOf(times.warm, () => ask(reading, tenantId, shorter));
      // Grows with the window: of a third of it, in the same history.
      const ofThird = await timesOf(times.all / 2, () => ask(reading, tenantId, shorter));
      const plain = await timesOf(tickets > MANY ? 1 : 3, () =>
        dataSource.query(plainly, [tenantId, from, to]),
      );
      const p95 = percentile(taken, 0.95);
      figures.push({
        what,
        value: p95,
        unit: 'ms',
        against: [{ name: 'plainly, of the facts', value: percentile(plain, 0.5) }],
        note: `p95; p50 ${percentile(taken, 0.5).toPrecision(3)} ms, over ${WINDOW_DAYS / 3} days ${percentile(ofThird, 0.5).toPrecision(3)} ms; goal ${goal[tickets > MANY ? 1 : 0]} ms`,
      });
    }
    bench.say(`metrics: ${tickets.toLocaleString('en')} tickets in ${WINDOW_DAYS} days`);
    return figures;
  } finally {
    await database.close();
  }
};
