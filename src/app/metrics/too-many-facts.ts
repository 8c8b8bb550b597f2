import { DeskError } from '../../domain/errors';
import type { FactKind } from '../../domain/fact';
import type { FactFilter } from '../ports/facts';
import type { Readers } from '../ports/readers';

/** As many as are counted one by one within the time there is, at a million a second. */
export const MOST_FACTS = 30_000_000;

/** Refuses what nothing was added up for, and what could not be counted in time. */
export const refuseTooMany = async (
  readers: Pick<Readers, 'factsAddedUp'>,
  tenantId: string,
  kind: FactKind,
  from: Date,
  to: Date,
  { customerIds }: FactFilter,
): Promise<void> => {
  refuseBeyond(await readers.factsAddedUp(tenantId, kind, from, to, customerIds ?? null));
};

/** Refuses so many. */
export const refuseBeyond = (n: number): void => {
  if (n <= MOST_FACTS) return;
  throw new DeskError(
    'invalid',
    'TOO_MANY_FACTS',
    `About ${n.toLocaleString('en')} facts would have to be counted one by one; ${MOST_FACTS.toLocaleString('en')} are the most.`,
    'Ask for a shorter window, for some customers, or as of now by one dimension at most.',
    ['window'],
  );
};
