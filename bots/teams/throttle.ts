import type { Clock } from '../../src/app/ports/log';

/** What Teams allows a bot in one thread, one call held back for whoever else speaks there. */
const WINDOWS = [
  { calls: 6, ms: 1_000 },
  { calls: 7, ms: 2_000 },
  { calls: 55, ms: 30_000 },
  { calls: 1_750, ms: 3_600_000 },
] as const;
const LONGEST_MS = 3_600_000;
const MAX_THREADS = 10_000;

/** Milliseconds until a call in this thread is allowed; 0 allows it and counts it. */
export type Throttle = (thread: string) => number;

export const createThrottle = (clock: Clock): Throttle => {
  const calls = new Map<string, number[]>();
  return (thread) => {
    const now = clock.now().getTime();
    const past = (calls.get(thread) ?? []).filter((at) => at > now - LONGEST_MS);
    let waitMs = 0;
    for (const window of WINDOWS) {
      const nth = past.at(-window.calls);
      if (nth !== undefined) waitMs = Math.max(waitMs, nth + window.ms - now);
    }
    if (waitMs > 0) return waitMs;
    past.push(now);
    // The thread that spoke last is the last to be forgotten.
    calls.delete(thread);
    calls.set(thread, past);
    const oldest = calls.keys().next().value;
    if (calls.size > MAX_THREADS && oldest !== undefined) calls.delete(oldest);
    return 0;
  };
};
