import type { HealthCounts } from '../../domain/account-health';
import type { FactDimension, FactFilter } from './facts';

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

export interface HealthReaders {
  healthCounts(tenantId: string, question: HealthQuestion): Promise<readonly HealthRow[]>;
}
