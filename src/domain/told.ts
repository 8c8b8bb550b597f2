import type { Fact } from './fact';

/** A fact without whose it is. */
export type Told = Partial<Omit<Fact, 'ticketId' | 'kind' | 'ordinal'>> & {
  readonly beganAt: Date;
};

const secondsBetween = (from: Date, to: Date): number =>
  Math.max(0, (to.getTime() - from.getTime()) / 1000);

/** A length without pauses. */
export const length = (from: Date, to: Date | null, outcome: string): Told => ({
  beganAt: from,
  endedAt: to,
  outcome: to === null ? null : outcome,
  seconds: to === null ? 0 : secondsBetween(from, to),
  runningSince: to === null ? from : null,
});

export const point = (at: Date, outcome: string | null = null): Told => ({
  beganAt: at,
  endedAt: at,
  outcome,
});
