const MIN = 60_000;
const HOUR = 60 * MIN;

/** What is waited after each failure; after the last one the delivery is given up, days later. */
const WAITS_MS: readonly number[] = [
  5_000,
  5 * MIN,
  30 * MIN,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** An address that answered nothing but failures for so long is not asked any more. */
export const GIVES_UP_AFTER_MS = 5 * 24 * HOUR;

/**
 * When a delivery that failed for the `attempt`th time (from 1) is due again; null when it is given
 * up. `chance` from 0 to 1 spreads what failed together over a tenth of the wait.
 */
export const nextTry = (attempt: number, now: Date, chance: number): Date | null => {
  const wait = WAITS_MS[attempt - 1];
  return wait === undefined ? null : new Date(now.getTime() + Math.round(wait * (1 + chance / 10)));
};

/** Whether an address that fails since then, and failed again now, is given up. */
export const isGivenUp = (failingSince: Date, now: Date): boolean =>
  now.getTime() - failingSince.getTime() >= GIVES_UP_AFTER_MS;
