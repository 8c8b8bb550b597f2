import type { Log } from '../app/ports/log';

export interface Step {
  readonly name: string;
  readonly run: () => Promise<void>;
}

const DEADLINE_MS = 24_000;

/**
 * The first signal runs the steps in order, each after the one before; a second exits at once,
 * which leases make safe. `exit` is the process's.
 */
export const onSignals = (steps: readonly Step[], log: Log, exit: (code: number) => void): void => {
  let stopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (stopping) {
      exit(1);
      return;
    }
    stopping = true;
    log.info('stopping', { reason: signal });
    const deadline = setTimeout(() => {
      log.warn('stopping took too long');
      exit(1);
    }, DEADLINE_MS);
    let code = 0;
    for (const step of steps) {
      try {
        await step.run();
      } catch (error) {
        log.error('stop step failed', { reason: step.name }, error);
        code = 1;
      }
    }
    clearTimeout(deadline);
    log.info('stopped');
    exit(code);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      void stop(signal);
    });
};
