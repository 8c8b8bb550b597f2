import type { Ticket } from '../../domain/ticket';
import type { Tx } from '../ports/store';

/** A first human answer, or an end without one, settles what the customer was told. */
export const settlePromises = async (
  tx: Tx,
  before: Ticket,
  after: Ticket,
  now: Date,
): Promise<void> => {
  const answered = before.firstRespondedAt === null && after.firstRespondedAt !== null;
  const ended = after.status === 'NOT_A_REQUEST' || after.status === 'SOLVED';
  if (!answered && !(ended && before.status !== after.status)) return;
  for (const promise of await tx.promises.openOf(after.id)) {
    const at = after.firstRespondedAt ?? now;
    await tx.promises.settle(promise.id, at <= promise.dueAt ? 'KEPT' : 'BROKEN', at);
  }
};
