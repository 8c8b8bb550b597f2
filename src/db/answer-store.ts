import type { AnswerStore, StoredAnswer } from '../app/ports/answers';
import type { Sql } from './sql';

// An expired key is free again; a live one is left as it is, and nothing comes back.
const RESERVE = `
  insert into idempotency (tenant_id, token_id, key, fingerprint, answer, expires_at)
  values ($1::uuid, $2::uuid, $3::text, $4::text, null, $6::timestamptz)
  on conflict (tenant_id, token_id, key) do update
    set fingerprint = excluded.fingerprint, answer = null, expires_at = excluded.expires_at
    where idempotency.expires_at <= $5::timestamptz
  returning key`;

const FIND = `
  select fingerprint, answer from idempotency
  where tenant_id = $1::uuid and token_id = $2::uuid and key = $3::text`;

const SETTLE = `
  update idempotency set answer = $4::jsonb
  where tenant_id = $1::uuid and token_id = $2::uuid and key = $3::text`;

/** What requests with an idempotency key were answered, inside one transaction. */
export const createAnswerStore = (sql: Sql, tenantId: string): AnswerStore => ({
  reserve: async ({ tokenId, key, fingerprint }, now, expiresAt) => {
    const reserved = await sql(RESERVE, [tenantId, tokenId, key, fingerprint, now, expiresAt]);
    if (reserved.rows.length > 0) return null;
    const { rows } = await sql<{ fingerprint: string; answer: StoredAnswer | null }>(FIND, [
      tenantId,
      tokenId,
      key,
    ]);
    return rows[0] ?? null;
  },
  settle: async ({ tokenId, key }, answer) => {
    await sql(SETTLE, [tenantId, tokenId, key, JSON.stringify(answer)]);
  },
});
