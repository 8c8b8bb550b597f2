import { v7 as newId } from 'uuid';
import { GENESIS, sealOf } from '../app/admin/audit-chain';
import type {
  AuditDraft,
  AuditEntry,
  AuditHead,
  AuditStore,
  Named,
  Snapshot,
} from '../app/ports/audit';
import type { Actor } from '../domain/actor';
import { storable } from '../domain/text';
import { SNAPSHOT } from './audit-subjects';
import type { Desk } from './shelves';
import type { Sql } from './sql';

/** Every column under the name of its property. */
export const AUDIT_COLUMNS = `e.tenant_id as "tenantId", e.seq, e.id, e.at, e.via, e.action, e.actor,
  e.subject, e.subject_id as "subjectId", e.before, e.after, e.prev_hash as "prevHash", e.hash`;

const INSERT = `
  insert into audit_entry (tenant_id, seq, id, at, via, action, actor, actor_id, subject, subject_id,
    before, after, prev_hash, hash)
  values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11::jsonb, $12::jsonb, $13, $14)`;

// Locks the end of this tenant's chain until the transaction ends.
const EXTEND = `
  insert into audit_head (tenant_id, seq, hash) values ($1, 1, $2)
  on conflict (tenant_id) do update set seq = audit_head.seq + 1
  returning seq, hash`;

const MOST_NAMES = 500;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const idOf = (actor: Actor): string | null => {
  const id =
    actor.kind === 'member' ? actor.memberId : actor.kind === 'token' ? actor.tokenId : null;
  return id !== null && UUID.test(id) ? id : null;
};

/** What comes back from the database must be sealed, not what went in. */
const asStored = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value, (_, one: unknown) => (typeof one === 'string' ? storable(one) : one)),
  );

/** The next link of a tenant's chain, in whatever transaction this is. */
export const appendAudit = async (sql: Sql, tenantId: string, draft: AuditDraft): Promise<void> => {
  const { rows } = await sql<AuditHead>(EXTEND, [tenantId, GENESIS]);
  const [head] = rows;
  if (head === undefined) throw new Error('the audit log has an end');
  const { seq, hash: prevHash } = head;
  const { at, via, subjectId } = draft;
  const { actor, before, after, action, subject } = asStored({
    actor: draft.actor,
    before: draft.before,
    after: draft.after,
    action: draft.action,
    subject: draft.subject,
  });
  const id = newId();
  const said = { at, via, action, actor, subject, subjectId, before, after };
  const hash = sealOf({ ...said, tenantId, seq, id, prevHash });
  const [actorJson, beforeJson, afterJson] = [actor, before, after].map((one) =>
    JSON.stringify(one),
  );
  await sql(INSERT, [
    tenantId,
    seq,
    id,
    at,
    via,
    action,
    actorJson,
    idOf(actor),
    subject,
    subjectId,
    beforeJson,
    afterJson,
    prevHash,
    hash,
  ]);
  await sql('update audit_head set hash = $2 where tenant_id = $1', [tenantId, hash]);
};

/** The audit log inside one transaction of one tenant. */
export class SqlAuditStore implements AuditStore {
  constructor(private readonly desk: Desk) {}

  async snapshot({ ids, names }: Named): Promise<Snapshot> {
    const { rows } = await this.desk.sql<{
      kind: string;
      id: string;
      fields: Readonly<Record<string, unknown>>;
    }>(SNAPSHOT, [this.desk.tenantId, [...ids], names.slice(0, MOST_NAMES).map(storable)]);
    return Object.fromEntries(rows.map(({ kind, id, fields }) => [`${kind}:${id}`, fields]));
  }

  append(draft: AuditDraft): Promise<void> {
    return appendAudit(this.desk.sql, this.desk.tenantId, draft);
  }

  async from(seq: number, limit: number): Promise<readonly AuditEntry[]> {
    const { rows } = await this.desk.sql<AuditEntry>(
      `select ${AUDIT_COLUMNS} from audit_entry e where e.tenant_id = $1 and e.seq >= $2
       order by e.seq limit $3`,
      [this.desk.tenantId, seq, limit],
    );
    return rows;
  }

  async head(): Promise<AuditHead | null> {
    const { rows } = await this.desk.sql<AuditHead>(
      'select seq, hash from audit_head where tenant_id = $1',
      [this.desk.tenantId],
    );
    return rows[0] ?? null;
  }
}
