import type { Desk } from '../app/desk';
import { keepHealth } from '../app/metrics/keep-health';
import type { CountReaders } from '../app/metrics/pieces';
import { createLoop, type Loop } from './loop';

const EVERY_MS = 20_000;
const LIMIT = 200;

/** Keeps how accounts fare, so that a list of them can be sorted by it. */
export const createHealthLoop = (desk: Desk, readers: CountReaders): Loop =>
  createLoop({
    name: 'health',
    pollMs: EVERY_MS,
    log: desk.log,
    round: async () => ((await keepHealth({ desk, readers }, LIMIT)) === LIMIT ? 1 : 0),
  });
