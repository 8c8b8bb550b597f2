import type { Desk } from '../desk';
import type { Tx } from '../ports/store';

class TakenBack extends Error {
  override readonly name = 'TakenBack';
}

/** Does the work as it would be done and takes all of it back: returns what would have come of it. */
export const rehearse = async <T>(
  desk: Pick<Desk, 'unitOfWork' | 'clock'>,
  tenantId: string,
  work: (tx: Tx, now: Date) => Promise<T>,
): Promise<T> => {
  const outcomes: T[] = [];
  try {
    await desk.unitOfWork.run(tenantId, async (tx) => {
      // The transaction may be run again: only its last outcome counts.
      outcomes.splice(0, 1, await work(tx, desk.clock.now()));
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error('a rehearsal has an outcome');
  return outcome;
};
