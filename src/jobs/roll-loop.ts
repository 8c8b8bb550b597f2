import type { Desk } from '../app/desk';
import { rollUp } from '../app/metrics/roll-up';
import { createLoop, type Loop } from './loop';

/** Seldom, so that many facts of one day are added at once; until then figures count them apart. */
const EVERY_MS = 60_000;

/** Adds up what has ended. */
export const createRollLoop = (desk: Desk): Loop =>
  createLoop({
    name: 'roll',
    pollMs: EVERY_MS,
    log: desk.log,
    round: async () => {
      await rollUp(desk);
      return 0;
    },
  });
