import { words } from '../../domain/text';
import { notDelivered, say } from '../cards/notices';
import type { Desk } from '../desk';
import type { MessageRef } from '../ports/chat-event';
import type { ChatPlatform, Delivery } from '../ports/chat-platform';
import type { Leased, OutboxLease, OutboxRow, Remainder } from '../ports/queues';
import type { Tx } from '../ports/store';
import { isReply, refresh, tellTeam, ticketOfRoot } from '../tickets/surfaces';
import { attempt } from './attempt';

export interface Postman {
  readonly desk: Desk;
  readonly outbox: OutboxLease;
}

/** A message of several parts stands where its first does, and is delivered with its last. */
const noteSent = async (
  tx: Tx,
  row: OutboxRow,
  ref: MessageRef,
  isLast: boolean,
  now: Date,
): Promise<void> => {
  const isFirst = row.part === 0;
  const begun = row.surface === null || row.kind !== 'post' ? null : ticketOfRoot(row.surface);
  if (begun !== null && isFirst) await tx.tickets.setThread(begun, ref.id);
  if (row.messageId === null) return;
  const state = isLast ? 'DELIVERED' : 'PENDING';
  await tx.messages.setDelivery(row.messageId, state, null, isFirst ? ref : null);
  if (!isLast) return;
  const ticket = row.ticketId === null ? null : await tx.tickets.find(row.ticketId);
  if (ticket !== null) await refresh(tx, ticket, now);
};

/** The card says of a reply that it waits, and why. */
const noteHeld = async ({ desk }: Postman, row: OutboxRow, reason: string): Promise<void> => {
  const { messageId, ticketId } = row;
  if (messageId === null || ticketId === null) return;
  await desk.unitOfWork.run(row.tenantId, async (tx) => {
    const message = await tx.messages.find(messageId);
    if (message === null || message.deliveryError === reason) return;
    await tx.messages.setDelivery(messageId, 'PENDING', reason, null);
    const ticket = await tx.tickets.find(ticketId);
    if (ticket !== null) await refresh(tx, ticket, desk.clock.now());
  });
  desk.nudge();
};

/** Not shown for certain, or never to be known. */
type Lost = 'FAILED' | 'UNKNOWN';

const BEGUN = 'It is a long one, and its beginning is in the thread already.';

const noteRefused = async (
  tx: Tx,
  row: OutboxRow,
  lost: Lost,
  why: string,
  now: Date,
): Promise<void> => {
  const reason = row.part === 0 ? why : `${why} ${BEGUN}`;
  const ticket = row.ticketId === null ? null : await tx.tickets.find(row.ticketId);
  if (row.messageId !== null) {
    await tx.messages.setDelivery(row.messageId, lost, reason, null);
    const message = await tx.messages.find(row.messageId);
    if (ticket === null || message === null) return;
    await tx.timeline.append(
      ticket.id,
      now,
      { kind: 'system', name: 'delivery' },
      [{ kind: 'DELIVERY_FAILED', before: {}, after: { reason } }],
      message.id,
    );
    await refresh(tx, ticket, now);
    await tellTeam(tx, ticket, notDelivered(ticket, message, reason, lost === 'UNKNOWN'));
    return;
  }
  if (ticket !== null && row.surface !== null && isReply(row.surface))
    await tellTeam(
      tx,
      ticket,
      say(words(`The customer still sees a reply as it was before it was changed. ${reason}`)),
    );
  // An acknowledgement that cannot be shown is the team's business; a refused team post has no other way up.
  if (ticket !== null && row.kind === 'post' && row.surface?.startsWith('status-line:') === true)
    await tellTeam(
      tx,
      ticket,
      say(
        words(
          lost === 'UNKNOWN'
            ? `It is not known whether the customer got our acknowledgement. ${reason}`
            : `The customer did not get our acknowledgement: ${reason}`,
        ),
      ),
    );
};

const NEVER_KNOWN = 'It was not repeated: the platform does not let us look. Look in the thread.';

const giveUp = async (
  { desk }: Postman,
  lease: Leased<OutboxRow>,
  lost: Lost,
  reason: string,
): Promise<void> => {
  const { row } = lease;
  await desk.unitOfWork.run(row.tenantId, async (tx) => {
    await tx.finishOutbox(lease, { refused: reason });
    await noteRefused(tx, row, lost, reason, desk.clock.now());
  });
  desk.nudge();
};

const settle = async (
  postman: Postman,
  lease: Leased<OutboxRow>,
  delivery: Delivery,
  left: Remainder | null,
): Promise<void> => {
  const { desk, outbox } = postman;
  const { row } = lease;
  const fields = { tenant: row.tenantId, outbox: row.id, attempt: lease.attempt };
  switch (delivery.outcome) {
    case 'sent':
      await desk.unitOfWork.run(row.tenantId, async (tx) => {
        if (left === null) await tx.finishOutbox(lease, { ref: delivery.ref });
        else await tx.continueOutbox(lease, delivery.ref, left);
        await noteSent(tx, row, delivery.ref, left === null, desk.clock.now());
      });
      desk.nudge();
      return;
    case 'refused':
    case 'too-large':
      desk.log.warn('delivery refused', { ...fields, reason: delivery.reason });
      await giveUp(postman, lease, 'FAILED', delivery.reason);
      return;
    case 'retry':
      desk.log.info('delivery put off', { ...fields, reason: delivery.reason });
      await outbox.retry(lease, delivery.afterMs, delivery.reason);
      return;
    case 'locked-out':
      desk.log.warn('delivery held', { ...fields, reason: delivery.reason });
      if ((await outbox.hold(lease, delivery.reason)) === 'kept')
        await noteHeld(postman, row, delivery.reason);
      else await giveUp(postman, lease, 'FAILED', delivery.reason);
      return;
    case 'unknown':
      desk.log.warn('delivery unknown', { ...fields, reason: delivery.reason });
      await outbox.uncertain(lease, delivery.reason);
      return;
    default:
      delivery satisfies never;
  }
};

/** One outbox row: one attempt, then its outcome is recorded. */
export const deliver = async (
  postman: Postman,
  platform: ChatPlatform,
  lease: Leased<OutboxRow>,
): Promise<void> => {
  const { row } = lease;
  const { delivery, left } = await attempt(postman.outbox, platform, row);
  if (delivery !== 'never-known') return settle(postman, lease, delivery, left);
  postman.desk.log.warn('delivery never known', { tenant: row.tenantId, outbox: row.id });
  return giveUp(postman, lease, 'UNKNOWN', NEVER_KNOWN);
};
