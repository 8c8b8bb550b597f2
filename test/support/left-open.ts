import { afterAll } from '@jest/globals';

const open = new Set<() => Promise<unknown>>();

/**
 * Notes what has been opened. The answer ends it, once; what its suite does not end, because its
 * set-up failed halfway, is ended after it: a program that runs on would keep Jest from exiting.
 */
export const endingOnce = <T>(end: () => Promise<T>): (() => Promise<T>) => {
  let ended: Promise<T> | null = null;
  const once = (): Promise<T> => {
    open.delete(once);
    ended ??= end();
    return ended;
  };
  open.add(once);
  return once;
};

/** Ends what is left, the last opened first, each whatever became of the others. */
export const endLeftOpen = async (): Promise<void> => {
  const failures: unknown[] = [];
  for (const end of [...open].reverse())
    await end().catch((error: unknown) => {
      failures.push(error);
    });
  if (failures.length > 0) throw new AggregateError(failures, 'not everything could be ended');
};

afterAll(endLeftOpen, 60_000);
