import {
  CAUSE_DAYS,
  type Heard,
  type Heeded,
  heed,
  type Sign,
  setsCause,
  signsIn,
} from '../../domain/signal';
import type { Ticket } from '../../domain/ticket';
import type { Tx } from '../ports/store';

const WATCH = { kind: 'system', name: 'signals' } as const;

/** What was noticed in a change, not yet stored. */
export interface Noticed extends Heeded {
  readonly signs: readonly Sign[];
}

/** Looks at a change of a ticket before it is stored; the first signals raise its priority. */
export const noticeSignals = async (
  tx: Tx,
  before: Ticket | null,
  after: Ticket,
  heard: Heard | null,
  now: Date,
): Promise<Noticed> => {
  const { words } = await tx.feedback.settings();
  const since = new Date(now.getTime() - CAUSE_DAYS * 86_400_000);
  // The change itself is not stored yet, so this ticket counts by its new cause.
  const ofThisCause =
    setsCause(before, after) && after.cause !== null
      ? 1 + (await tx.signals.ofCause(after.customerId, after.cause, since))
      : 0;
  const signs = signsIn({ before, after, heard, words, ofThisCause });
  const raisedBefore =
    signs.length > 0 && after.signalledAt !== null && (await tx.signals.hasRaised(after.id));
  return { ...heed(after, signs, raisedBefore, now), signs };
};

/** Stores what was noticed, once the ticket is; `messageId` is what the customer wrote. */
export const keepSignals = async (
  tx: Tx,
  { ticket, signs, entries, raised }: Noticed,
  messageId: string | null,
  now: Date,
): Promise<void> => {
  if (signs.length === 0) return;
  // What a cause is about is the customer's first words, not what was done.
  const first = signs.some(({ kind }) => kind === 'THIRD_OF_CAUSE')
    ? await tx.messages.firstOf(ticket.id)
    : null;
  const evidence = ({ kind }: Sign) =>
    kind === 'THIRD_OF_CAUSE' ? (first?.id ?? null) : messageId;
  await tx.signals.raise(
    ticket,
    signs.map((sign, at) => ({
      ...sign,
      messageId: evidence(sign),
      raisedPriority: raised && at === 0,
    })),
    now,
  );
  for (const [at, sign] of signs.entries())
    await tx.timeline.append(ticket.id, now, WATCH, entries.slice(at, at + 1), evidence(sign));
};
