import type { Pause } from '../../domain/sla-clock';

/** Whom a ticket began to wait on, and when. */
export interface Wait {
  readonly at: Date;
  readonly on: string;
}

/** What a clock would have stood still for, had it run then; oldest wait first. */
export const pausesOfWaits = (
  waits: readonly Wait[],
  pauseWhile: readonly string[],
): readonly Pause[] =>
  waits.flatMap(({ at, on }, index) =>
    // Between an end and a reopening it was nobody's work.
    pauseWhile.includes(on) || on === 'NOBODY'
      ? [
          {
            from: at,
            to: waits[index + 1]?.at ?? null,
            reason: `waiting on ${on.toLowerCase().replace('_', ' ')}`,
          },
        ]
      : [],
  );
