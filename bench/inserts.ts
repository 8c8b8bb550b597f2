import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { onServer } from './postgres';

const SINGLE = `insert into bench_inbox (id, platform, workspace, dedup_key, lane, raw)
  values ($1, 'slack', 'T0NORTHWIND', $2, $3, $4)`;
const BATCHED = `insert into bench_inbox (id, platform, workspace, dedup_key, lane, raw)
  select id, 'slack', 'T0NORTHWIND', key, lane, raw
  from unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[]) as row (id, key, lane, raw)`;
const ROWS = 100;

const raw = Buffer.alloc(1_200, 'x');
const lane = (index: number): string => `C0BENCH${index % 50}`;

const perSecond = async (
  seconds: number,
  workers: number,
  rowsEach: number,
  insert: (index: number) => Promise<unknown>,
): Promise<number> => {
  const from = performance.now();
  const until = from + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: workers }, async () => {
      while (performance.now() < until) {
        await insert(done);
        done += rowsEach;
      }
    }),
  );
  return (done / (performance.now() - from)) * 1000;
};

/** What the database alone takes, into a table like the inbox with all its indexes. */
export const measureInserts = async (
  url: string,
  quick: boolean,
): Promise<{ readonly single: number; readonly batched: number }> => {
  await onServer(url, 'create table bench_inbox (like inbox including all)');
  const pool = new Pool({ connectionString: url, max: 32 });
  const seconds = quick ? 1.5 : 5;
  try {
    const single = await perSecond(seconds, 32, 1, (index) => {
      const id = randomUUID();
      return pool.query({ name: 'single', text: SINGLE, values: [id, id, lane(index), raw] });
    });
    const batched = await perSecond(seconds, 4, ROWS, (index) => {
      const ids = Array.from({ length: ROWS }, () => randomUUID());
      const values = [ids, ids, ids.map((_, row) => lane(index + row)), ids.map(() => raw)];
      return pool.query({ name: 'batched', text: BATCHED, values });
    });
    return { single, batched };
  } finally {
    await pool.end();
    await onServer(url, 'drop table bench_inbox');
  }
};
