import type { MarkedPromise } from '../../domain/promise';
import type { Ticket } from '../../domain/ticket';
import type { Tx } from '../ports/store';
import { owesWord } from './next-word';

type Settlement = Pick<MarkedPromise, 'state'> & { readonly at: Date };

const inTime = (promise: MarkedPromise, at: Date): Settlement => ({
  state: at <= promise.dueAt ? 'KEPT' : 'BROKEN',
  at,
});

const settlementOf = (
  promise: MarkedPromise,
  before: Ticket,
  after: Ticket,
  answeredAt: Date | null,
  now: Date,
): Settlement | null => {
  // A word from before the promise was told keeps it only when it answered everything.
  const answers =
    answeredAt !== null && (answeredAt >= promise.toldAt || after.unansweredSince === null);
  if (answers) return inTime(promise, answeredAt);
  if (!owesWord(after)) return inTime(promise, now);
  const [slept, sleeps] = [before.status === 'SNOOZED', after.status === 'SNOOZED'];
  if (slept && !sleeps && promise.kind === 'CUSTOM') return { state: 'KEPT', at: now };
  // The status line names the new time.
  return sleeps && promise.kind !== 'CUSTOM' ? { state: 'RENEWED', at: now } : null;
};

/**
 * A human word, or an end without one, settles what the customer was told. Returns what is still
 * open.
 */
export const settlePromises = async (
  tx: Tx,
  before: Ticket,
  after: Ticket,
  answeredAt: Date | null,
  now: Date,
): Promise<readonly MarkedPromise[]> => {
  const open: MarkedPromise[] = [];
  for (const promise of await tx.promises.openOf(after.id)) {
    const settlement = settlementOf(promise, before, after, answeredAt, now);
    if (settlement === null) open.push(promise);
    else await tx.promises.settle(promise.id, settlement.state, settlement.at);
  }
  return open;
};
