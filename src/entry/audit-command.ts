import { type AuditFault, verifyChain } from '../app/admin/audit-chain';
import type { AuditHead } from '../app/ports/audit';
import type { UnitOfWork } from '../app/ports/store';
import { DeskError } from '../domain/errors';

const MEANINGS: Readonly<Record<AuditFault, string>> = {
  CHANGED: 'does not say what it said when it was written',
  MISSING: 'is missing',
  OUT_OF_ORDER: 'does not follow from the one before it',
  CUT_OFF: 'is missing: the log was cut off there, or its end was written by hand',
  REWRITTEN: 'is not the one that was noted: the log was written anew',
};

const NOTED = /^(\d{1,9}):([0-9a-f]{64})$/;

/** An end of the log as an earlier run printed it. Throws `invalid`. */
export const notedHead = (text: string): AuditHead => {
  const [, seq, hash] = NOTED.exec(text) ?? [];
  if (seq === undefined || hash === undefined)
    throw new DeskError(
      'invalid',
      'NOTED',
      '--noted takes what an earlier `audit verify` printed.',
      'For example: 42:9f86d081884c7d65…',
    );
  return { seq: Number(seq), hash };
};

/** Walks the audit log of a desk and says what it found. Returns the exit code. */
export const auditVerify = async (
  unitOfWork: UnitOfWork,
  tenantId: string,
  noted: AuditHead | null,
  say: (line: string) => void,
): Promise<0 | 1> => {
  const end = await unitOfWork.run(tenantId, (tx) => tx.audit.head());
  const { entries, broken } = await verifyChain(
    // Each stretch in a transaction of its own: a long log holds nobody up.
    (seq, limit) => unitOfWork.run(tenantId, (tx) => tx.audit.from(seq, limit)),
    end,
    noted,
  );
  if (broken !== null) {
    say(`NOT  entry ${broken.seq} ${MEANINGS[broken.fault]} (${broken.fault}).`);
    say(`     The ${entries} before it are as they were written.`);
    return 1;
  }
  say(`ok   ${entries} entries are as they were written.`);
  if (end !== null) say(`     Note elsewhere: ${end.seq}:${end.hash}`);
  return 0;
};
