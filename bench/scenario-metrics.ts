import { type MeasureRequest, measure } from '../src/app/metrics/measure';
import { rollUp } from '../src/app/metrics/roll-up';
import { createReaders } from '../src/db/readers/create-readers';
import type { Scenario } from './bench';
import { seedFacts, WINDOW_DAYS } from './metrics-seed';
import { log, openMigrated } from './migrated';
import { onServer } from './postgres';
import type { Figure } from './report';

const DAY_MS = 86_400_000;

const PLAIN = `select percentile_cont(array[0.5, 0.9]) within group (order by seconds), avg(seconds),
    count(*) from metric_fact
  where tenant_id = $1 and kind = 'FIRST_RESPONSE' and began_at >= $2 and began_at < $3
    and gone_at is null`;

/** The slowest of the fastest 95 of 100. */
const p95Of = async (times: number, work: () => Promise<unknown>): Promise<number> => {
  await work();
  const taken: number[] = [];
  for (let at = 0; at < times; at += 1) {
    const began = performance.now();
    await work();
    taken.push(performance.now() - began);
  }
  taken.sort((one, other) => one - other);
  return taken[Math.ceil(times * 0.95) - 1] ?? 0;
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
  const url = await bench.server.createDatabase();
  const { database, tenantId } = await openMigrated(url);
  try {
    await seedFacts(url, tickets);
    // The first one pending has all the others added up too.
    await onServer(
      url,
      `insert into metric_pending (tenant_id, kind, began_at, fact_id, sign)
       select tenant_id, kind, began_at, id, 1 from metric_fact where ended_at is not null limit 1`,
    );
    const began = performance.now();
    const { unitOfWork, directory, dataSource } = database;
    const desk = { unitOfWork, directory, log, clock: { now: () => new Date() } };
    const rolled = await rollUp(desk, 10_000);
    const perFact = ((performance.now() - began) * 1000) / rolled;
    await onServer(
      url,
      'vacuum analyze metric_rollup',
      'vacuum analyze metric_fact',
      'vacuum analyze metric_pending',
    );

    const readers = createReaders(dataSource);
    const now = new Date();
    const request: MeasureRequest = {
      window: { from: new Date(now.getTime() - WINDOW_DAYS * DAY_MS), to: now },
      asOf: now,
      zone: 'UTC',
      bucket: null,
      groupBy: null,
      filter: {},
      hours: 'CALENDAR',
      isNow: true,
    };
    const { window } = request;
    const scans = tickets > 2_000_000 ? 3 : 5;
    const plain = await p95Of(scans, () =>
      dataSource.query(PLAIN, [tenantId, window.from, window.to]),
    );
    const ask = (more: Partial<MeasureRequest>) =>
      p95Of(30, () => measure(readers, tenantId, 'FIRST_RESPONSE', { ...request, ...more }));
    const asked = [
      ['first response over 90 days', {}],
      ['the same, day by day', { bucket: 'DAY' }],
      [
        'the same, of one agent, day by day',
        { bucket: 'DAY', filter: { memberIds: await someAgent(url) } },
      ],
      ['the same, by 200 agents', { groupBy: 'AGENT' }],
      ['the same, by 2,000 customers', { groupBy: 'CUSTOMER' }],
    ] as const;
    const note = `${tickets.toLocaleString('en')} tickets in 90 days; added up at ${perFact.toFixed(0)} µs a fact`;
    const figures: Figure[] = [];
    for (const [what, more] of asked)
      figures.push({
        what,
        value: await ask(more),
        unit: 'ms',
        against: [{ name: 'percentile_cont over the facts', value: plain }],
        note,
      });
    return figures;
  } finally {
    await database.close();
  }
};

const someAgent = async (url: string): Promise<readonly string[]> => {
  const [row = {}] = await onServer(url, 'select member_id::text as id from metric_fact limit 1');
  return [String(row.id)];
};
