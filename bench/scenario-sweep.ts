import { Client } from 'pg';
import { SqlDirectory } from '../src/db/directory';
import { statement } from '../src/db/pooled-client';
import type { Sql } from '../src/db/sql';
import type { Scenario } from './bench';
import { openMigrated } from './migrated';
import type { Figure } from './report';
import { median, percentile } from './stats';
import { openOf, seedDue } from './sweep-seed';

/** As many as the sweep takes in one round. */
const LIMIT = 200;
const DAY_MS = 86_400_000;
/** A line of a plan that reads a table which grows with the tickets, or an index of one. */
const GROWING = / on (ticket|clock|promise|recovery_task|escalation)/;
/** Nine questions in one, explained twice. */
const READS = 18;
const WITHOUT_INDEX = ['indexscan', 'indexonlyscan', 'bitmapscan'].map(
  (way) => `set enable_${way} = off`,
);

interface Asked {
  /** The sweep's own question, as it asks it. */
  readonly directory: SqlDirectory;
  /** How each table that grows is read for it, by the plan for these values and the one for any. */
  readonly reads: () => Promise<readonly string[]>;
}

/** The same question on a connection of its own: a plan that is kept knows only its own settings. */
const asking = async (client: Client, settings: readonly string[]): Promise<Asked> => {
  await client.connect();
  for (const setting of settings) await client.query(setting);
  let asked = '';
  const sql: Sql = async <Row>(text: string, params: readonly unknown[] = []) => {
    asked = text;
    const answer = await client.query<never>(statement(text, params));
    const rows: readonly Row[] = answer.rows;
    return { rows, affected: answer.rowCount ?? 0 };
  };
  const directory = new SqlDirectory(sql);
  return {
    directory,
    reads: async () => {
      await directory.due(new Date(), LIMIT);
      await client.query(`prepare explained as ${asked}`);
      const lines: string[] = [];
      for (const mode of ['force_custom_plan', 'force_generic_plan']) {
        await client.query(`set plan_cache_mode = ${mode}`);
        const plan = await client.query<Record<string, string>>(
          `explain execute explained (now(), ${LIMIT})`,
        );
        lines.push(...plan.rows.map((row) => String(row['QUERY PLAN']).trim()));
      }
      await client.query('reset plan_cache_mode');
      return lines.filter((line) => GROWING.test(line));
    },
  };
};

const timesOf = async (times: number, work: () => Promise<unknown>): Promise<number[]> => {
  // The server settles on a plan it keeps only after the fifth time.
  for (let warm = 0; warm < 6; warm += 1) await work();
  const taken: number[] = [];
  for (let at = 0; at < times; at += 1) {
    const began = performance.now();
    await work();
    taken.push(performance.now() - began);
  }
  return taken;
};

const isByIndex = (line: string): boolean => !line.includes('Seq Scan');

/** What has fallen due among many tickets, beside the same question put to tables without an index. */
export const sweepScenario: Scenario = async (bench) => {
  if (bench.server === null) {
    bench.say(
      'sweep: left out, it needs a Postgres server (BENCH_DATABASE_URL, or one installed).',
    );
    return [];
  }
  const tickets = bench.quick ? 20_000 : 1_000_000;
  const url = await bench.server.createDatabase();
  const { database } = await openMigrated(url);
  await database.close();
  const now = new Date();
  await seedDue(url, tickets, Math.max(40, openOf(tickets) / 25), now);
  const clients = [new Client({ connectionString: url }), new Client({ connectionString: url })];
  const [quickly, slowly] = clients;
  if (quickly === undefined || slowly === undefined) return [];
  try {
    const ours = await asking(quickly, []);
    const scan = await asking(slowly, WITHOUT_INDEX);
    const byIndex = await ours.reads();
    for (const line of new Set(byIndex.map((one) => one.replace(/\s+\(cost.*/, ''))))
      bench.say(`sweep: ${line}`);
    const others = [
      ...byIndex.filter((line) => !isByIndex(line)),
      ...(await scan.reads()).filter(isByIndex),
    ];
    if (byIndex.length < READS || others.length > 0)
      throw new Error(`not read as it should be: ${[...byIndex, '', ...others].join('\n')}`);

    const figures: Figure[] = [];
    const cases = [
      ['sweep: what is due', now],
      ['sweep: nothing is due', new Date(now.getTime() - DAY_MS)],
    ] as const;
    for (const [what, at] of cases) {
      const found = await ours.directory.due(at, tickets);
      const alike = await scan.directory.due(at, tickets);
      if (found.length !== alike.length || found.length > 0 !== (at === now))
        throw new Error(`${what}: found ${found.length} by index, ${alike.length} without`);
      const taken = await timesOf(200, () => ours.directory.due(at, LIMIT));
      const limit = await timesOf(20, () => scan.directory.due(at, LIMIT));
      const note = `${tickets.toLocaleString('en')} tickets, ${openOf(tickets).toLocaleString('en')} open, ${found.length.toLocaleString('en')} rows due`;
      const against = (value: number) => [{ name: 'the same without an index', value }];
      figures.push(
        {
          what: `${what}, p50`,
          value: median(taken),
          unit: 'ms',
          against: against(median(limit)),
          note,
        },
        {
          what: `${what}, p95`,
          value: percentile(taken, 0.95),
          unit: 'ms',
          against: against(percentile(limit, 0.95)),
          note,
        },
      );
    }
    return figures;
  } finally {
    for (const client of clients) await client.end();
  }
};
