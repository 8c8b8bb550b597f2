import type { Pause } from '../domain/sla-clock';
import type { KeptPause } from './entities/care';

/** Pauses as the rules reckon with them. */
export const readPauses = (pauses: readonly KeptPause[]): readonly Pause[] =>
  pauses.map(({ from, to, reason }) => ({
    from: new Date(from),
    to: to === null ? null : new Date(to),
    reason,
  }));
