import type { Desk } from '../desk';
import type { HealthReaders } from '../ports/health';
import { healthOfAccounts } from './health';

const MINUTE_MS = 60_000;
/** What an account waits for grows by the hour; what happens to its tickets is seen at once. */
const ACTIVE_MS = 15 * MINUTE_MS;
/** Nothing was asked in all the days that count: only a change of a ticket can make a difference. */
const QUIET_MS = 360 * MINUTE_MS;

/** One round over all desks: accounts whose kept health is old. Returns how many. */
export const keepHealth = async (
  { desk, readers }: { readonly desk: Desk; readonly readers: HealthReaders },
  limit: number,
): Promise<number> => {
  const now = desk.clock.now();
  const due = await desk.directory.unweighed(now, limit);
  const byTenant = new Map<string, string[]>();
  for (const { tenantId, customerId } of due)
    byTenant.set(tenantId, [...(byTenant.get(tenantId) ?? []), customerId]);
  let kept = 0;
  for (const [tenantId, ids] of byTenant) {
    const healths = await healthOfAccounts(readers, tenantId, ids, now, true);
    const rows = [...healths].map(([customerId, { score, state, requests, parts }]) => {
      const isQuiet = requests === 0 && parts.every(({ n }) => n === 0);
      const nextAt = new Date(now.getTime() + (isQuiet ? QUIET_MS : ACTIVE_MS));
      return { customerId, score, state, countedAt: now, nextAt };
    });
    await desk.unitOfWork.run(tenantId, (tx) => tx.health.keep(rows));
    kept += rows.length;
  }
  return kept;
};
