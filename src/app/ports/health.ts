import type { AccountHealth, HealthCounts, HealthPart } from '../../domain/account-health';
import type { FactDimension, FactFilter, FactRow } from './facts';
import type { Page, Slice } from './slices';

export interface HealthQuestion {
  /** What the desk knew then. */
  readonly asOf: Date;
  /** How accounts fared at each of these. */
  readonly instants: readonly Date[];
  readonly filter: FactFilter;
  readonly groupBy: FactDimension | null;
  /** As of now: what was told otherwise since need not be looked at. */
  readonly isNow: boolean;
}

/** What was counted of one account at one instant. */
export interface HealthRow extends HealthCounts {
  /** Which instant, from 0. */
  readonly cell: number;
  readonly group: string | null;
  readonly customerId: string;
}

/** What of an account nobody has answered yet. */
export interface HealthWait extends Pick<HealthCounts, 'unanswered' | 'waitingSeconds'> {
  readonly customerId: string;
}

export interface HealthFactsQuestion {
  readonly customerId: string;
  readonly part: HealthPart;
  /** Only those that cost points. */
  readonly onlyCostly: boolean;
  readonly asOf: Date;
  readonly isNow: boolean;
}

/** How an account fared when it was last counted. */
export interface KeptHealth extends Pick<AccountHealth, 'score' | 'state'> {
  readonly countedAt: Date;
}

export interface HealthReaders {
  /** The ids of all accounts, or of those among some that there are. */
  accountIds(tenantId: string, among: readonly string[] | null): Promise<readonly string[]>;
  healthCounts(tenantId: string, question: HealthQuestion): Promise<readonly HealthRow[]>;
  /** What waits now; an index finds it, however much has been answered. */
  healthWaits(
    tenantId: string,
    question: Pick<HealthQuestion, 'asOf' | 'filter'>,
  ): Promise<readonly HealthWait[]>;
  /** What one part of the health of one account is made of, oldest first. */
  healthFacts(
    tenantId: string,
    question: HealthFactsQuestion,
    slice: Slice,
  ): Promise<Page<FactRow>>;
  /** In the order of `customerIds`; null: it was not counted yet. */
  keptHealth(
    tenantId: string,
    customerIds: readonly string[],
  ): Promise<readonly (KeptHealth | null)[]>;
}

export interface HealthToKeep extends KeptHealth {
  readonly customerId: string;
  /** When it is counted again, if nothing happens before. */
  readonly nextAt: Date;
}

/** How accounts fare, kept so that a list of them can be sorted. */
export interface HealthStore {
  keep(accounts: readonly HealthToKeep[]): Promise<void>;
}
