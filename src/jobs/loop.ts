import type { Log } from '../app/ports/log';

export interface LoopOptions {
  readonly name: string;
  /** Longest idle wait; a fleet is spread by jitter. */
  readonly pollMs: number;
  readonly log: Log;
  /** Does one round; says how much there was, so that a full round is followed at once by another. */
  readonly round: () => Promise<number>;
}

export interface Loop {
  start(): void;
  /** There may be work now. */
  nudge(): void;
  /** Takes no new work and resolves when the running round has ended. */
  stop(): Promise<void>;
}

/** Works in rounds until stopped; idle rounds wait, failed ones are logged and tried again. */
export const createLoop = (options: LoopOptions): Loop => {
  let running: Promise<void> | null = null;
  let stopping = false;
  let nudged = false;
  let wake: (() => void) | null = null;

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        wake = null;
        resolve();
      }
      wake = done;
      if (nudged || stopping) done();
    });

  const run = async (): Promise<void> => {
    let failures = 0;
    while (!stopping) {
      nudged = false;
      try {
        const done = await options.round();
        failures = 0;
        if (done === 0) await pause(options.pollMs * (0.75 + Math.random() / 2));
      } catch (error) {
        failures += 1;
        options.log.error('round failed', { loop: options.name, attempt: failures }, error);
        nudged = false;
        await pause(Math.min(options.pollMs * 2 ** failures, 10_000));
      }
    }
  };

  return {
    start: () => {
      running ??= run();
    },
    nudge: () => {
      nudged = true;
      wake?.();
    },
    stop: async () => {
      stopping = true;
      wake?.();
      await running;
    },
  };
};
