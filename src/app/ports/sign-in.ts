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
  /** The one desk whose people come from there; null where there are several, or none. */
  meant(from: ComesFrom): Promise<string | null>;
  /** Keeps what no desk can be told, by minute and reason and nothing else. */
  noteStranger(reason: string, times: number): Promise<void>;
  /** One more try of this scope, counted for every process by the database's clock. */
  countTry(scope: string): Promise<SignInTry>;
}

/** What is known of somebody whom nobody knows. */
export interface ComesFrom {
  readonly issuer: string;
  /** Of an address that was confirmed. */
  readonly domain: string | null;
}

export interface SignInTry {
  /** Within the present minute, this one included. */
  readonly used: number;
  /** How long that minute still lasts. */
  readonly leftMs: number;
}
