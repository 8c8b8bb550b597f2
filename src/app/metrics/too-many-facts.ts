import { DeskError } from '../../domain/errors';
import type { FactKind } from '../../domain/fact';
import type { FactFilter } from '../ports/facts';
import type { Readers } from '../ports/readers';

/** About as many as are counted one by one in the time that one statement is given. */
export const MOST_FACTS = 2_000_000;

/**
 * Refuses what nothing was added up for, and what would take too long to count: better than to be
 * told after a long wait that there is no answer. What some customers have an index finds.
 */
export const refuseTooMany = async (
  readers: Pick<Readers, 'factsAddedUp'>,
  tenantId: string,
  kind: FactKind,
  from: Date,
  to: Date,
  { customerIds }: FactFilter,
): Promise<void> => {
  if ((customerIds ?? null) !== null) return;
  const n = await readers.factsAddedUp(tenantId, kind, from, to);
  if (n <= MOST_FACTS) return;
  throw new DeskError(
    'invalid',
    'TOO_MANY_FACTS',
    `About ${n.toLocaleString('en')} facts would have to be counted one by one; ${MOST_FACTS.toLocaleString('en')} are the most.`,
    'Ask for a shorter window, for some customers, or as of now by one dimension at most.',
    ['window'],
  );
};
