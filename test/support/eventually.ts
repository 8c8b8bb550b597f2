import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MS = 15;
/** Far beyond what anything takes: a busy machine's pause is no failure. */
const DEADLINE_MS = 30_000;

/** Thrown while a condition does not hold yet; its message is what the test shows when it never does. */
const notYet = (what: string, ms: number, last: unknown): Error =>
  new Error(
    `Not within ${ms} ms: ${what}${last instanceof Error ? `\nLast: ${last.message}` : ''}`,
  );

/**
 * Asks again until there is an answer: neither null, undefined nor false, and nothing thrown.
 * Waits for conditions, never for time.
 */
export const eventually = async <T>(
  what: string,
  ask: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  deadlineMs = DEADLINE_MS,
): Promise<T> => {
  const until = Date.now() + deadlineMs;
  for (;;) {
    let last: unknown;
    try {
      const answer = await ask();
      if (answer !== null && answer !== undefined && answer !== false) return answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > until) throw notYet(what, deadlineMs, last);
    await pause(EVERY_MS);
  }
};
