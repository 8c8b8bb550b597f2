import type { Stretch } from './business-calendar';
import type { Fact } from './fact';

type Reckoned = 'seconds' | 'openSeconds' | 'calendarId' | 'calendarVersion';

/** A fact without whose it is; its length is that of its parts. */
export type Told = Partial<Omit<Fact, 'ticketId' | 'kind' | 'ordinal' | Reckoned>> & {
  readonly beganAt: Date;
  readonly parts?: readonly Stretch[];
};

/** A length without pauses. */
export const length = (from: Date, to: Date | null, outcome: string): Told => ({
  beganAt: from,
  endedAt: to,
  outcome: to === null ? null : outcome,
  parts: to === null || to <= from ? [] : [{ from, to }],
  runningSince: to === null ? from : null,
});

export const point = (at: Date, outcome: string | null = null): Told => ({
  beganAt: at,
  endedAt: at,
  outcome,
});
