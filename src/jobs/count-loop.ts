import type { Desk } from '../app/desk';
import { countChanged } from '../app/metrics/count-tickets';
import { createLoop, type Loop } from './loop';

const LIMIT = 100;

/** Keeps the measured facts behind the figures in step with the tickets. */
export const createCountLoop = (desk: Desk, pollMs: number): Loop =>
  createLoop({
    name: 'count',
    pollMs,
    log: desk.log,
    round: async () => ((await countChanged(desk, LIMIT)) === LIMIT ? 1 : 0),
  });
