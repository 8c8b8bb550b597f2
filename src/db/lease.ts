import { setTimeout as pause } from 'node:timers/promises';
import { isRepeatable, violatedUnique } from './database-errors';

/**
 * The rule both queues share, as a condition on row `r`: nobody holds it, and it is the one its
 * lane is at. The holder of an expired lease goes first, then the oldest unfinished row; a leased
 * row counts as unfinished. A claim of several rows so takes at most one of a lane.
 */
export const isNextOfLane = (table: 'inbox' | 'outbox'): string => `
  r.state = 'PENDING' and r.not_before <= now()
  and (r.lease_token is null or r.lease_until <= now())
  and (r.lease_token is not null or (
    not exists (
      select from ${table} holder
      where holder.lane = r.lane and holder.state = 'PENDING' and holder.lease_token is not null)
    and r.position = (
      select first.position from ${table} first
      where first.lane = r.lane and first.state = 'PENDING' order by first.position limit 1)))`;

/** What gives a row back. */
export const RELEASED = 'lease_owner = null, lease_token = null, lease_until = null';

const TIMES = 4;

/**
 * Two claims can each see a different row as the next of one lane when commits overtake each other.
 * The unique index on held lanes lets one of them win; the other looks again.
 */
export const claimAgainIfBeaten = async <T>(claim: () => Promise<T>): Promise<T> => {
  for (let time = 1; ; time += 1) {
    try {
      return await claim();
    } catch (error) {
      const beaten = violatedUnique(error)?.endsWith('_one_lease_key') === true;
      if ((!beaten && !isRepeatable(error)) || time === TIMES) throw error;
      await pause(Math.random() * 5 * time);
    }
  }
};
