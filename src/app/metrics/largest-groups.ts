import type { FactDimension, FactQuestion } from '../ports/facts';
import type { Readers } from '../ports/readers';
import { barSeries } from './bar-series';
import { type Found, largestFirst, MAX_GROUPS, split } from './series';

const LENGTHS = { as: 'DURATION' } as const;
/** By these there may be thousands of groups. */
const MANY: readonly (FactDimension | null)[] = ['CUSTOMER', 'CHANNEL'];

/**
 * Where there are more groups than are shown, the lengths of those only: all are counted first.
 * Null where there are not, or where what was added up cannot tell.
 */
export const largestOf = async (
  readers: Pick<Readers, 'rolledBars'>,
  tenantId: string,
  question: FactQuestion,
): Promise<Found | null> => {
  if (!MANY.includes(question.groupBy) || question.hours !== 'CALENDAR') return null;
  const counts = await readers.rolledBars(tenantId, question, { onlyCounts: true });
  if (counts === null) return null;
  const series = barSeries(LENGTHS, 1);
  const found = split(counts, series);
  const sizes = largestFirst(found);
  if (sizes.length <= MAX_GROUPS) return null;
  const keys = sizes.slice(0, MAX_GROUPS).flatMap(({ key }) => (key === null ? [] : [key]));
  const [all, shown] = await Promise.all([
    readers.rolledBars(tenantId, { ...question, groupBy: null }),
    readers.rolledBars(tenantId, question, { keys }),
  ]);
  if (all === null || shown === null) return null;
  const lengths = split(shown, series);
  const isShown = new Set<string | null>(keys);
  return {
    keys: found.keys,
    all: series(all),
    of: (key) => (isShown.has(key) ? lengths.of(key) : found.of(key)),
  };
};
