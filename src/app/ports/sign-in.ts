import type { Role } from '../../domain/actor';

/** Who somebody is, as their company's account service says. */
export interface PersonClaims {
  readonly issuer: string;
  readonly subject: string;
  /** Null when there is none, or nobody checked that it is theirs. */
  readonly email: string | null;
  readonly expiresAt: Date;
}

/** Somebody who may be meant. */
export interface FoundLogin {
  readonly tenantId: string;
  readonly memberId: string;
  readonly name: string;
  readonly role: Role;
  readonly active: boolean;
  readonly queueIds: readonly string[];
  /** Found by their account itself; otherwise by an address that no account has claimed yet. */
  readonly isBound: boolean;
}

/** Asked before a tenant is known: an account says who somebody is, not where. */
export interface LoginStore {
  find(claims: PersonClaims): Promise<readonly FoundLogin[]>;
  /** The one desk of this database; null where there are several, or none yet. */
  onlyTenant(): Promise<string | null>;
}
