import type { AuditEntry, AuditReaders } from '../../app/ports/audit';
import { AUDIT_COLUMNS } from '../audit-store';
import type { ReadTransaction } from './read-transaction';
import { createSourceReader, type Source } from './source';

const ENTRIES: Source<AuditEntry, AuditEntry> = {
  columns: AUDIT_COLUMNS,
  from: 'audit_entry e',
  alias: 'e',
  ordering: { value: 'e.seq', kind: 'number', id: 'e.id', descending: true },
  toRow: (_, { tenantId, seq, id, at, via, action, actor, subject, subjectId, ...rest }) => {
    const { before, after, prevHash, hash } = rest;
    const said = { at, via, action, actor, subject, subjectId, before, after };
    return { tenantId, seq, id, ...said, prevHash, hash };
  },
};

/** Who changed the desk itself. */
export const createAuditReader = (read: ReadTransaction): AuditReaders => {
  const { list, byId } = createSourceReader(read);
  return {
    auditLog: (tenantId, { actorId, actions, from, to }, slice) =>
      list(ENTRIES, tenantId, slice, (params) => [
        ...(actorId === null ? [] : [`e.actor_id = ${params.add(actorId)}::uuid`]),
        ...(actions === null ? [] : [`e.action = any(${params.add([...actions])}::text[])`]),
        ...(from === null ? [] : [`e.at >= ${params.add(from)}::timestamptz`]),
        ...(to === null ? [] : [`e.at < ${params.add(to)}::timestamptz`]),
      ]),
    auditEntriesById: (tenantId, ids) => byId(ENTRIES, tenantId, ids),
  };
};
