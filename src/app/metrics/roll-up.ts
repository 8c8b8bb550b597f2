import type { Desk } from '../desk';

const TENANTS = 1000;
const AT_ONCE = 2000;

/** Adds up, over all desks, what has ended since the last time. Returns how many facts. */
export const rollUp = async (
  desk: Pick<Desk, 'directory' | 'unitOfWork'>,
  atOnce = AT_ONCE,
): Promise<number> => {
  let sum = 0;
  for (const tenantId of await desk.directory.unrolled(TENANTS))
    for (let isMore = true; isMore; ) {
      const rolled = await desk.unitOfWork.run(tenantId, (tx) => tx.rollups.roll(atOnce));
      sum += rolled.added;
      isMore = rolled.isMore;
    }
  return sum;
};
