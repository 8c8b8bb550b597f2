import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { violatedUnique } from './database-errors';
import { inDirectory } from './in-transaction';

/**
 * The rule both queues share, as a condition on row `r`: it waits, is due, nobody holds it, and it
 * is the one its lane is at. The holder of an expired lease goes first, then the oldest unfinished
 * row; a leased row counts as unfinished. So a claim of several rows takes at most one of a lane.
 * What is asked besides is asked of such rows alone, so that a long queue is walked as fast.
 */
export const isNextOfLane = (table: 'inbox' | 'outbox', besides = 'true'): string => `
  r.state = 'PENDING' and r.not_before <= now()
  and (r.lease_token is null or r.lease_until <= now())
  and (r.lease_token is not null or (
    not exists (
      select from ${table} holder
      where holder.lane = r.lane and holder.state = 'PENDING' and holder.lease_token is not null)
    and r.position = (
      select first.position from ${table} first
      where first.lane = r.lane and first.state = 'PENDING' order by first.position limit 1)
    and ${besides}))`;

/** What gives a row back. */
export const RELEASED = 'lease_owner = null, lease_token = null, lease_until = null';

const TIMES = 4;

/**
 * Rows are walked in their order by index and the walk ends at the limit. A planner misled by a
 * queue that was empty a minute ago would rather sort every waiting row first.
 */
const WALK = `select set_config('enable_bitmapscan', 'off', true),
  set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true),
  set_config('jit', 'off', true)`;

/**
 * Runs a claim. Two claims can each see a different row as the next of one lane when commits
 * overtake each other: the unique index on held lanes lets one win, and the other looks again.
 */
export const claimRows = async <Row>(
  dataSource: DataSource,
  text: string,
  params: readonly unknown[],
): Promise<readonly Row[]> => {
  for (let time = 1; ; time += 1) {
    try {
      return await inDirectory(dataSource, async (sql) => {
        await sql(WALK);
        return (await sql<Row>(text, params)).rows;
      });
    } catch (error) {
      const beaten = violatedUnique(error)?.endsWith('_one_lease_key') === true;
      if (!beaten || time === TIMES) throw error;
      await pause(Math.random() * 5 * time);
    }
  }
};
