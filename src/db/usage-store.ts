import type { DataSource } from 'typeorm';
import type { Usage, UsageStore } from '../app/ports/usage';
import { sqlOver } from './sql';

// Whoever asked before the minute began, and waited for its row, belongs to it all the same. One that
// begins far in the future was written by a wrong clock.
const GOES_ON = `excluded.window_start between u.window_start - interval '1 minute'
  and u.window_start + interval '59.999999 seconds'`;

// One row a token; its minute begins with the first request after the one before.
const BOOK = `
  insert into api_usage as u (tenant_id, token_id, window_start, used)
  values ($1::uuid, $2::uuid, clock_timestamp(), $3::integer)
  on conflict (tenant_id, token_id) do update set
    used = case when ${GOES_ON} then u.used + excluded.used else excluded.used end,
    window_start = case when ${GOES_ON} then u.window_start else excluded.window_start end
  returning used, window_start + interval '1 minute' as "endsAt", greatest(0,
    extract(epoch from window_start + interval '1 minute' - clock_timestamp()) * 1000)::float8 as "leftMs"`;

/** Counts requests in the database, for every process that asks it and by its clock alone. */
export const createUsageStore = (dataSource: DataSource): UsageStore => {
  const sql = sqlOver(dataSource);
  return {
    book: async (tenantId, tokenId, count) => {
      const { rows } = await sql<Usage>(BOOK, [tenantId, tokenId, count]);
      const [usage] = rows;
      if (usage === undefined) throw new Error('requests were not booked');
      return usage;
    },
  };
};
