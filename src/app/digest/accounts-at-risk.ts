import type { AccountHealth } from '../../domain/account-health';
import { accountsNow } from '../metrics/accounts-now';
import type { Readers } from '../ports/readers';

export interface AccountAtRisk {
  readonly name: string;
  readonly health: AccountHealth;
}

export interface AccountsAtRisk {
  /** The worst first. */
  readonly shown: readonly AccountAtRisk[];
  readonly more: number;
}

/** The accounts that fare worst now, at most `limit` by name. */
export const accountsAtRisk = async (
  readers: Readers,
  tenantId: string,
  limit: number,
  now: Date,
): Promise<AccountsAtRisk> => {
  const accounts = await accountsNow(readers, tenantId, null, now);
  const risky = [...accounts]
    .filter(([, { state }]) => state === 'AT_RISK')
    .toSorted(
      ([id, one], [other, another]) =>
        (one.score ?? 0) - (another.score ?? 0) || (id < other ? -1 : 1),
    );
  const worst = risky.slice(0, limit);
  const ids = worst.map(([id]) => id);
  const names = await readers.labels(tenantId, 'CUSTOMER', ids);
  const shown = worst.map(([id, health]) => ({ name: names.get(id) ?? '', health }));
  return { shown, more: risky.length - shown.length };
};
