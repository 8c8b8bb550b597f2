import { createHash } from 'node:crypto';
import type { AuditEntry, AuditHead, AuditStore } from '../ports/audit';

/** What stands before the first entry. */
export const GENESIS = '0'.repeat(64);

/** One spelling of a value: keys in order, no white space, instants as text. */
export const canonical = (value: unknown): string => {
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`);
  return `{${fields.join(',')}}`;
};

/** Seals everything an entry says, and everything before it. */
export const sealOf = (entry: Omit<AuditEntry, 'hash'>): string => {
  const { tenantId, seq, id, at, via, action, actor, subject, subjectId, before, after } = entry;
  const said = { tenantId, seq, id, at, via, action, actor, subject, subjectId, before, after };
  return createHash('sha256')
    .update(entry.prevHash)
    .update('\n')
    .update(canonical(said))
    .digest('hex');
};

export type AuditFault =
  /** What an entry says is not what was sealed. */
  | 'CHANGED'
  /** An entry that must stand here does not. */
  | 'MISSING'
  /** An entry does not follow from the one before it. */
  | 'OUT_OF_ORDER'
  /** The newest entries are gone, or the end was written by hand. */
  | 'CUT_OFF'
  /** The end that was noted elsewhere is not in this log. */
  | 'REWRITTEN';

export interface AuditVerdict {
  readonly entries: number;
  readonly head: AuditHead | null;
  /** The first that is wrong. */
  readonly broken: { readonly seq: number; readonly fault: AuditFault } | null;
}

const faultOf = (entry: AuditEntry, wanted: AuditHead): AuditFault | null => {
  if (entry.seq !== wanted.seq + 1) return 'MISSING';
  if (entry.prevHash !== wanted.hash) return 'OUT_OF_ORDER';
  return sealOf(entry) === entry.hash ? null : 'CHANGED';
};

const BATCH = 500;

/**
 * Walks a whole log from its first entry. `page` gives a stretch of it, `end` what the desk believes
 * to be its newest entry, `noted` one that somebody wrote down elsewhere.
 */
export const verifyChain = async (
  page: AuditStore['from'],
  end: AuditHead | null,
  noted: AuditHead | null,
): Promise<AuditVerdict> => {
  let last: AuditHead = { seq: 0, hash: GENESIS };
  const verdict = (seq: number, fault: AuditFault): AuditVerdict => ({
    entries: last.seq,
    head: end,
    broken: { seq, fault },
  });
  for (let rows = await page(1, BATCH); rows.length > 0; rows = await page(last.seq + 1, BATCH))
    for (const entry of rows) {
      const fault = faultOf(entry, last);
      if (fault !== null) return verdict(last.seq + 1, fault);
      if (entry.seq === noted?.seq && entry.hash !== noted.hash)
        return verdict(entry.seq, 'REWRITTEN');
      last = { seq: entry.seq, hash: entry.hash };
    }
  if (noted !== null && noted.seq > last.seq) return verdict(last.seq + 1, 'CUT_OFF');
  const { seq, hash } = end ?? { seq: 0, hash: GENESIS };
  if (seq !== last.seq || hash !== last.hash) return verdict(last.seq + 1, 'CUT_OFF');
  return { entries: last.seq, head: end, broken: null };
};
