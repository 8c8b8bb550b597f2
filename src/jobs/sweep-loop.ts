import { giveOutWaiting } from '../app/care/give-out-waiting';
import { markDue } from '../app/care/mark-due';
import type { Desk } from '../app/desk';
import { createLoop, type Loop } from './loop';

const LIMIT = 200;

/** Asks which times have come, and acts on each once. */
export const createSweepLoop = (desk: Desk, pollMs: number): Loop =>
  createLoop({
    name: 'sweep',
    pollMs,
    log: desk.log,
    round: async () => {
      const rows = await markDue(desk, LIMIT);
      await giveOutWaiting(desk, LIMIT);
      return rows === LIMIT ? 1 : 0;
    },
  });
