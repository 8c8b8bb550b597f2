import {
  addedUp,
  HEALTH_COUNTED,
  type HealthCounts,
  NO_COUNTS,
  RECENT_DAYS,
} from '../../domain/account-health';
import type { Bar, FactReaders } from '../ports/facts';
import type { HealthQuestion, HealthReaders, HealthRow } from '../ports/health';
import { healthSince } from './health';

const DAY_MS = 86_400_000;
const RECENT = 1;
const KINDS = [...new Set(Object.values(HEALTH_COUNTED).map(({ kind }) => kind))];

/** What some facts of a kind count for; the second cell are those of late. */
const countsOf = (kind: (typeof KINDS)[number], { cell, outcome, n }: Bar): HealthCounts => {
  const counts = Object.entries(HEALTH_COUNTED)
    .filter(([, of]) => of.kind === kind && (of.days !== RECENT_DAYS || cell === RECENT))
    .filter(([, { outcomes }]) => outcomes === null || outcomes.includes(outcome ?? ''))
    .map(([name]) => [name, n]);
  return { ...NO_COUNTS, ...Object.fromEntries(counts) };
};

/** Asks one statement when it has its turn. */
type InTurn = <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;

/**
 * How all accounts fare now, by what was added up: the two days at whose middle the looks back begin
 * and what has begun today are counted, all else is read. Null where it has to be counted: at other
 * instants, by anything but accounts, or as long as not everything is added up.
 */
export const rolledHealth = async (
  readers: Pick<FactReaders, 'rolledBars'> & Pick<HealthReaders, 'healthWaits'>,
  tenantId: string,
  { asOf, instants, filter, groupBy, isNow }: HealthQuestion,
  inTurn: InTurn,
): Promise<readonly HealthRow[] | null> => {
  const [at] = instants;
  const isOfNow = isNow && instants.length === 1 && at?.getTime() === asOf.getTime();
  if (!isOfNow || (groupBy !== null && groupBy !== 'CUSTOMER')) return null;
  const accounts = new Map<string, HealthCounts>();
  const add = (customerId: string, counts: HealthCounts): void => {
    accounts.set(customerId, addedUp(accounts.get(customerId) ?? NO_COUNTS, counts));
  };
  const from = healthSince(asOf);
  const starts = [from, new Date(asOf.getTime() - RECENT_DAYS * DAY_MS)];
  for (const kind of KINDS) {
    const bars = await inTurn(() =>
      readers.rolledBars(
        tenantId,
        {
          ...{ kind, from, to: asOf, asOf, isNow, starts, filter },
          ...{ groupBy: 'CUSTOMER', hours: 'CALENDAR' },
        },
        { onlyCounts: true },
      ),
    );
    if (bars === null) return null;
    for (const bar of bars)
      if (bar.group !== null && bar.n !== 0) add(bar.group, countsOf(kind, bar));
  }
  const waiting = await inTurn(() => readers.healthWaits(tenantId, { asOf, filter }));
  for (const { customerId, ...waits } of waiting) add(customerId, { ...NO_COUNTS, ...waits });
  return [...accounts].map(([customerId, counts]) => ({
    ...{ cell: 0, group: groupBy === null ? null : customerId, customerId },
    ...counts,
  }));
};
