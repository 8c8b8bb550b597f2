import type { DataSource } from 'typeorm';
import type { FoundToken, StoredToken, TokenKind, TokenStore } from '../app/ports/tokens';
import type { Role } from '../domain/actor';
import type { Scope } from '../domain/scope';
import { sqlOver } from './sql';

interface TokenColumns {
  readonly id: string;
  readonly tenant_id: string;
  readonly name: string;
  readonly kind: TokenKind;
  readonly role: Role;
  readonly scopes: Scope[];
  readonly hash: string;
  readonly member_id: string | null;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  readonly last_used_at: Date | null;
  readonly member_name: string | null;
  readonly member_role: Role | null;
  readonly member_active: boolean | null;
  readonly member_queue_ids: readonly string[] | null;
}

// Before the tenant is known: asked by the id that the bearer names.
const FIND = `
  select t.id, t.tenant_id, t.name, t.kind, t.role, t.scopes, encode(t.secret_hash, 'hex') as hash, t.member_id,
    t.created_at, t.expires_at, t.revoked_at, t.last_used_at,
    m.name as member_name, m.role as member_role, m.active as member_active,
    m.queue_ids as member_queue_ids
  from api_token t
  left join member m on m.tenant_id = t.tenant_id and m.id = t.member_id
  where t.id = $1::uuid`;

const INSERT = `
  insert into api_token (tenant_id, id, name, role, scopes, member_id, secret_hash, created_at, expires_at)
  values ($1::uuid, $2::uuid, $3::text, $4::text, $5::text[], $6::uuid, decode($7::text, 'hex'), $8::timestamptz, $9::timestamptz)
  on conflict (id) do nothing`;

const TOUCH = `
  update api_token set last_used_at = $3::timestamptz where tenant_id = $1::uuid and id = $2::uuid
    and (last_used_at is null or last_used_at < $3::timestamptz)`;

const REVOKE = `
  update api_token set revoked_at = $3::timestamptz
  where tenant_id = $1::uuid and id = $2::uuid and revoked_at is null`;

const readToken = (row: TokenColumns): StoredToken => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  kind: row.kind,
  role: row.role,
  scopes: row.scopes,
  hash: row.hash,
  memberId: row.member_id,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
  lastUsedAt: row.last_used_at,
});

const readFound = (row: TokenColumns): FoundToken => ({
  token: readToken(row),
  member:
    row.member_name === null || row.member_role === null
      ? null
      : {
          name: row.member_name,
          role: row.member_role,
          active: row.member_active === true,
          queueIds: row.member_queue_ids ?? [],
        },
});

/** API tokens in the database: hashes only. */
export const createTokenStore = (dataSource: DataSource): TokenStore => {
  const sql = sqlOver(dataSource);
  return {
    insert: async (token) => {
      const { tenantId, id, name, role, scopes, memberId, hash, createdAt, expiresAt } = token;
      await sql(INSERT, [
        tenantId,
        id,
        name,
        role,
        [...scopes],
        memberId,
        hash,
        createdAt,
        expiresAt,
      ]);
    },
    find: async (tokenId) => {
      const { rows } = await sql<TokenColumns>(FIND, [tokenId]);
      const [row] = rows;
      return row === undefined ? null : readFound(row);
    },
    touch: async (tenantId, tokenId, at) => {
      await sql(TOUCH, [tenantId, tokenId, at]);
    },
    revoke: async (tenantId, tokenId, at) =>
      (await sql(REVOKE, [tenantId, tokenId, at])).affected > 0,
  };
};
