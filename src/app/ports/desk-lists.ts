import type { Role } from '../../domain/actor';

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
