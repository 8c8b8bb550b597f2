import type { Measure } from '../../domain/sla-policy';

/** What a clock measures, as the team says it. */
export const CLOCK_WORDS = {
  FIRST_RESPONSE: 'first answer',
  NEXT_RESPONSE: 'next answer',
  UPDATE: 'next update',
  FIRST_RESOLUTION: 'first solution',
  TOTAL_RESOLUTION: 'solution',
} as const satisfies Record<Measure, string>;
