import type { HealthState } from '../../domain/account-health';
import type { Role } from '../../domain/actor';
import type { Among, Between } from './ticket-filter';

/** Which channels a list holds; null asks nothing. */
export interface ChannelsAsked {
  readonly customerId: string | null;
  /** Only those whose name holds it, capitals aside. */
  readonly named: string | null;
}

/** Which members a list holds; null asks nothing. */
export interface MembersAsked {
  readonly roles: readonly Role[] | null;
  readonly named: string | null;
}

export const CUSTOMER_SORTS = ['NAME', 'HEALTH'] as const;
export type CustomerSort = (typeof CUSTOMER_SORTS)[number];

/** Which customers a list holds, by how they fared when they were last counted, and in what order. */
export interface CustomersAsked {
  readonly named: string | null;
  readonly health: Among<HealthState> | null;
  readonly score: Between<number> | null;
  readonly owner: Among<string> | null;
  readonly by: CustomerSort;
  readonly descending: boolean;
}
