import { type AccountHealth, healthOf, NO_COUNTS } from '../../domain/account-health';
import { healthsIn } from './health';
import { countedBy } from './long-figures';
import type { CountReaders } from './pieces';

/**
 * How these accounts fare now; null: all of which anything is known. However much they have asked:
 * what would be too much for one statement is read from what was added up, or in pieces.
 */
export const accountsNow = async (
  readers: CountReaders,
  tenantId: string,
  customerIds: readonly string[] | null,
  now: Date,
): Promise<ReadonlyMap<string, AccountHealth>> => {
  const filter = { customerIds };
  const question = { asOf: now, instants: [now], filter, groupBy: null, isNow: true };
  const found = healthsIn(await countedBy(readers, tenantId).health(question));
  const all = customerIds ?? [...found.keys()];
  return new Map(all.map((id) => [id, found.get(id) ?? healthOf(NO_COUNTS)]));
};
