import type { Housekeeping } from '../app/ports/housekeeping';
import type { Clock, Log } from '../app/ports/log';
import { createLoop, type Loop } from './loop';

const EVERY_MS = 600_000;
/** A round is over in moments: who waits for the same rows waits no longer than that. */
const LIMIT = 500;

/** Removes what has been finished for long, so that the shelves do not grow for ever. */
export const createHousekeepingLoop = (
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  housekeeping: Housekeeping,
): Loop =>
  createLoop({
    name: 'housekeeping',
    pollMs: EVERY_MS,
    log,
    round: async () => ((await housekeeping.purge(clock.now(), LIMIT)) === LIMIT ? 1 : 0),
  });
