import { DeskError } from '../../domain/errors';
import { words } from '../../domain/text';
import { notDelivered, say } from '../cards/notices';
import type { Desk } from '../desk';
import type { MessageRef } from '../ports/chat-event';
import type { ChatPlatform, Delivery } from '../ports/chat-platform';
import type { Leased, OutboxLease, OutboxRow } from '../ports/queues';
import type { Tx } from '../ports/store';
import { isReply, refresh, tellTeam, ticketOfRoot } from '../tickets/surfaces';

export interface Postman {
  readonly desk: Desk;
  readonly outbox: OutboxLease;
}

const noteSent = async (tx: Tx, row: OutboxRow, ref: MessageRef, now: Date): Promise<void> => {
  const begun = row.surface === null || row.kind !== 'post' ? null : ticketOfRoot(row.surface);
  if (begun !== null) await tx.tickets.setThread(begun, ref.id);
  if (row.messageId === null) return;
  await tx.messages.setDelivery(row.messageId, 'DELIVERED', null, ref);
  const ticket = row.ticketId === null ? null : await tx.tickets.find(row.ticketId);
  if (ticket !== null) await refresh(tx, ticket, now);
};

/** Not shown for certain, or never to be known. */
type Lost = 'FAILED' | 'UNKNOWN';

const noteRefused = async (
  tx: Tx,
  row: OutboxRow,
  lost: Lost,
  reason: string,
  now: Date,
): Promise<void> => {
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
  if (ticket !== null && row.surface !== null && row.kind !== 'post' && isReply(row.surface))
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

/** What a customer sees is never said twice on a guess; our own room would rather hear it twice than not. */
const isForCustomer = (row: OutboxRow): boolean =>
  row.messageId !== null || row.surface?.startsWith('status-line:') === true;

const settle = async (
  postman: Postman,
  lease: Leased<OutboxRow>,
  delivery: Delivery,
): Promise<void> => {
  const { desk, outbox } = postman;
  const { row } = lease;
  const fields = { tenant: row.tenantId, outbox: row.id, attempt: lease.attempt };
  switch (delivery.outcome) {
    case 'sent':
      await desk.unitOfWork.run(row.tenantId, async (tx) => {
        await tx.finishOutbox(lease, { ref: delivery.ref });
        await noteSent(tx, row, delivery.ref, desk.clock.now());
      });
      desk.nudge();
      return;
    case 'refused':
      desk.log.warn('delivery refused', { ...fields, reason: delivery.reason });
      await giveUp(postman, lease, 'FAILED', delivery.reason);
      return;
    case 'retry':
      desk.log.info('delivery put off', { ...fields, reason: delivery.reason });
      await outbox.retry(lease, delivery.afterMs, delivery.reason);
      return;
    case 'unknown':
      desk.log.warn('delivery unknown', { ...fields, reason: delivery.reason });
      await outbox.uncertain(lease, delivery.reason);
      return;
    default:
      delivery satisfies never;
  }
};

/** A row whose last outcome nobody recorded: look before repeating anything. */
const lookUp = async (
  platform: ChatPlatform,
  row: OutboxRow,
  since: Date,
): Promise<Delivery | 'absent' | 'never-known'> => {
  const found = await platform.find(row.to, row.id, since);
  switch (found.outcome) {
    case 'found':
      return { outcome: 'sent', ref: found.ref };
    case 'absent':
      return 'absent';
    case 'retry':
      return { outcome: 'unknown', reason: 'the look-up was put off' };
    case 'cannot-look':
      return isForCustomer(row) ? 'never-known' : 'absent';
    default:
      return found satisfies never;
  }
};

const attempt = async (
  postman: Postman,
  platform: ChatPlatform,
  row: OutboxRow,
): Promise<Delivery | 'never-known'> => {
  if (row.kind === 'home') {
    if (row.what?.kind !== 'card' || row.userId === null || row.what.card.audience !== 'team')
      throw broken(row);
    // The audience was just checked; the type of a card's blocks follows from it.
    const { card } = row.what;
    return platform.home(row.to.workspace, row.userId, { ...card, audience: 'team' });
  }
  if (row.kind === 'whisper') {
    if (row.what === null || row.userId === null) throw broken(row);
    return platform.whisper(row.to, row.userId, row.what);
  }
  if (row.kind === 'post') {
    if (row.what === null) throw broken(row);
    if (row.uncertainSince !== null) {
      const found = await lookUp(platform, row, row.uncertainSince);
      if (found !== 'absent') return found;
    }
    return platform.send(row.to, row.what, row.id);
  }
  const at =
    row.at ??
    (row.surface === null ? null : await postman.outbox.surface(row.tenantId, row.surface));
  if (at === null) return { outcome: 'refused', reason: 'What it would change was never posted.' };
  if (row.kind === 'remove') return platform.remove(at);
  if (row.what === null) throw broken(row);
  return platform.edit(at, row.what);
};

const broken = (row: OutboxRow): DeskError =>
  new DeskError(
    'invalid',
    'OUTBOX_ROW_BROKEN',
    `The outbox row ${row.id} of kind ${row.kind} misses a part.`,
  );

/** One outbox row: one attempt, then its outcome is recorded. */
export const deliver = async (
  postman: Postman,
  platform: ChatPlatform,
  lease: Leased<OutboxRow>,
): Promise<void> => {
  const delivery = await attempt(postman, platform, lease.row);
  if (delivery !== 'never-known') return settle(postman, lease, delivery);
  const { row } = lease;
  postman.desk.log.warn('delivery never known', { tenant: row.tenantId, outbox: row.id });
  return giveUp(postman, lease, 'UNKNOWN', NEVER_KNOWN);
};
