import type { Measure } from '../generated/graphql';

/** What each clock measures, as the team says it. */
export const CLOCK_NAMES: Readonly<Record<Measure, string>> = {
  FIRST_RESPONSE: 'First answer',
  NEXT_RESPONSE: 'Next answer',
  UPDATE: 'Next update',
  FIRST_RESOLUTION: 'First solution',
  TOTAL_RESOLUTION: 'Solution',
};
