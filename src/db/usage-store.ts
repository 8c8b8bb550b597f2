import type { DataSource } from 'typeorm';
import type { UsageStore } from '../app/ports/usage';
import { sqlOver } from './sql';

// One row a token. A process whose clock is behind books onto the minute that has begun elsewhere.
const BOOK = `
  insert into api_usage as u (tenant_id, token_id, window_start, used)
  values ($1::uuid, $2::uuid, $3::timestamptz, $4::integer)
  on conflict (tenant_id, token_id) do update set
    used = case when u.window_start >= excluded.window_start then u.used + excluded.used else excluded.used end,
    window_start = greatest(u.window_start, excluded.window_start)
  returning used`;

/** Counts requests in the database, for every process that asks it. */
export const createUsageStore = (dataSource: DataSource): UsageStore => {
  const sql = sqlOver(dataSource);
  return {
    book: async (tenantId, tokenId, window, count) => {
      const { rows } = await sql<{ used: number }>(BOOK, [tenantId, tokenId, window, count]);
      return rows[0]?.used ?? count;
    },
  };
};
