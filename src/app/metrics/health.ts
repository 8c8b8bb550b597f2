import {
  type AccountHealth,
  addedUp,
  HEALTH_DAYS,
  type HealthCounts,
  healthOf,
  NO_COUNTS,
} from '../../domain/account-health';
import type { FactKind } from '../../domain/fact';
import type { HealthReaders, HealthRow } from '../ports/health';
import { type Figure, NOTHING } from './figures';

/** What it is counted from. */
export const HEALTH_KINDS: readonly FactKind[] = [
  'VOLUME',
  'SLA',
  'PROMISE',
  'REOPEN',
  'RATING',
  'EFFORT',
  'EARLY_WARNING',
  'FIRST_RESPONSE',
  'NEXT_RESPONSE',
];

const DAY_MS = 86_400_000;

/** What is older says nothing of how an account fares at an instant. */
export const healthSince = (at: Date): Date => new Date(at.getTime() - HEALTH_DAYS * DAY_MS);

/** Of each account, whatever it was parted by. */
const byCustomer = (rows: readonly HealthRow[]): ReadonlyMap<string, HealthCounts> => {
  const accounts = new Map<string, HealthCounts>();
  for (const row of rows)
    accounts.set(row.customerId, addedUp(accounts.get(row.customerId) ?? NO_COUNTS, row));
  return accounts;
};

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length;

/** The mean of all accounts that something can be said of. */
export const healthFigure = (rows: readonly HealthRow[]): Figure => {
  const accounts = [...byCustomer(rows).values()].map(healthOf);
  const scores = accounts.flatMap(({ score }) => (score === null ? [] : [score]));
  const value = mean(scores);
  return {
    ...NOTHING,
    value,
    gap: value === null ? 'NO_SAMPLE' : null,
    mean: value,
    n: scores.length,
    done: accounts.filter(({ state }) => state === 'GOOD').length,
    stillWaiting: accounts.length - scores.length,
    dropped: accounts.filter(({ state }) => state === 'AT_RISK').length,
  };
};

/** Of each account of which anything is known. */
export const healthsIn = (rows: readonly HealthRow[]): ReadonlyMap<string, AccountHealth> =>
  new Map([...byCustomer(rows)].map(([id, counts]) => [id, healthOf(counts)]));

/** How these accounts fare, in one statement: some, not all there are. */
export const healthOfAccounts = async (
  readers: HealthReaders,
  tenantId: string,
  customerIds: readonly string[],
  asOf: Date,
  isNow: boolean,
): Promise<ReadonlyMap<string, AccountHealth>> => {
  const filter = { customerIds };
  const question = { asOf, instants: [asOf], filter, groupBy: null, isNow };
  const accounts = healthsIn(await readers.healthCounts(tenantId, question));
  return new Map(customerIds.map((id) => [id, accounts.get(id) ?? healthOf(NO_COUNTS)]));
};
