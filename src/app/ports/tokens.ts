import type { Role } from '../../domain/actor';
import type { Scope } from '../../domain/scope';

/** A session is a token in a cookie, which nobody sees. */
export const TOKEN_KINDS = ['API', 'SESSION'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** An API token as it is stored: never the token itself. */
export interface StoredToken {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly kind: TokenKind;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  /** SHA-256 of the secret part, hexadecimal. */
  readonly hash: string;
  readonly memberId: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/** A token without what proves it. */
export type TokenView = Omit<StoredToken, 'hash'>;

export interface TokenOwner {
  readonly name: string;
  readonly role: Role;
  readonly active: boolean;
  readonly queueIds: readonly string[];
}

export interface FoundToken {
  readonly token: StoredToken;
  /** The member it is bound to. */
  readonly member: TokenOwner | null;
}

/** Why what was shown is no token that counts: nobody knows it, it was never ours, or it has ended. */
export type RefusedToken = 'TOKEN_UNKNOWN' | 'TOKEN_WRONG' | 'TOKEN_ENDED';

/** Asked before a tenant is known: a token says which tenant it belongs to. */
export interface TokenStore {
  /** Leaves a token with the same id as it is. */
  insert(token: StoredToken): Promise<void>;
  find(tokenId: string): Promise<FoundToken | null>;
  touch(tenantId: string, tokenId: string, at: Date): Promise<void>;
  /** Told of what was refused, and of which desk it would have been. Does not wait. */
  refused?(tenantId: string | null, reason: RefusedToken): void;
  /** False when there is no such live token. */
  revoke(tenantId: string, tokenId: string, at: Date): Promise<boolean>;
}
