import { DeskError, isToBeTold } from '../../domain/errors';
import type { Desk } from '../desk';
import { accountsNow } from './accounts-now';
import type { CountReaders } from './pieces';

const MINUTE_MS = 60_000;
/** What an account waits for grows by the hour; what happens to its tickets is seen at once. */
const ACTIVE_MS = 15 * MINUTE_MS;
/** Nothing was asked in all the days that count: only a change of a ticket can make a difference. */
const QUIET_MS = 360 * MINUTE_MS;

interface Keeper {
  readonly desk: Desk;
  readonly readers: CountReaders;
}

const keepThese = async (
  { desk, readers }: Keeper,
  tenantId: string,
  ids: readonly string[],
  now: Date,
): Promise<number> => {
  const healths = await accountsNow(readers, tenantId, ids, now);
  const rows = [...healths].map(([customerId, { score, state, requests, parts }]) => {
    const isQuiet = requests === 0 && parts.every(({ n }) => n === 0);
    const nextAt = new Date(now.getTime() + (isQuiet ? QUIET_MS : ACTIVE_MS));
    return { customerId, score, state, countedAt: now, nextAt };
  });
  await desk.unitOfWork.run(tenantId, (tx) => tx.health.keep(rows));
  return rows.length;
};

/** One round over all desks: accounts whose kept health is old. Returns how many. */
export const keepHealth = async (keeper: Keeper, limit: number): Promise<number> => {
  const { desk } = keeper;
  const now = desk.clock.now();
  const due = await desk.directory.unweighed(now, limit);
  const byTenant = new Map<string, string[]>();
  for (const { tenantId, customerId } of due)
    byTenant.set(tenantId, [...(byTenant.get(tenantId) ?? []), customerId]);
  let kept = 0;
  for (const [tenantId, ids] of byTenant) {
    try {
      kept += await keepThese(keeper, tenantId, ids, now);
    } catch (error) {
      // One desk's trouble must not keep the others waiting; they are due again next time.
      if (error instanceof DeskError && !isToBeTold(error)) throw error;
      desk.log.error('health not kept', { tenant: tenantId }, error);
    }
  }
  return kept;
};
