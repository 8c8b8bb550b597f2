import type { TokenKind, TokenView } from '../../app/ports/tokens';
import type { Role } from '../../domain/actor';
import type { Scope } from '../../domain/scope';

export interface TokenColumns {
  readonly k_id: string;
  readonly k_name: string;
  readonly k_kind: TokenKind;
  readonly k_role: Role;
  readonly k_scopes: Scope[];
  readonly k_member_id: string | null;
  readonly k_created_at: Date;
  readonly k_expires_at: Date | null;
  readonly k_revoked_at: Date | null;
  readonly k_last_used_at: Date | null;
}

/** Never the hash: nobody who reads has a use for it. */
export const TOKEN_COLUMNS =
  'id name kind role scopes member_id created_at expires_at revoked_at last_used_at'
    .split(' ')
    .map((column) => `k.${column} as k_${column}`)
    .join(', ');

export const readToken = (tenantId: string, row: TokenColumns): TokenView => ({
  id: row.k_id,
  tenantId,
  name: row.k_name,
  kind: row.k_kind,
  role: row.k_role,
  scopes: row.k_scopes,
  memberId: row.k_member_id,
  createdAt: row.k_created_at,
  expiresAt: row.k_expires_at,
  revokedAt: row.k_revoked_at,
  lastUsedAt: row.k_last_used_at,
});
