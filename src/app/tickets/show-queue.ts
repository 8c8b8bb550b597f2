import { DeskError, notFound } from '../../domain/errors';
import type { Queue } from '../ports/records';
import type { Tx } from '../ports/store';
import { showCard } from './surfaces';

/** As many of the waiting tickets are shown at once in a room that is chosen late. */
const SHOWN = 100;

/** Shows a queue in a room of ours, with what waits in it. Returns how many tickets follow. */
export const showQueueIn = async (
  tx: Tx,
  queue: Queue,
  channelId: string,
  now: Date,
): Promise<number> => {
  const channel = await tx.desk.channelById(channelId);
  if (channel === null) throw notFound('channel');
  if (channel.isExternallyShared || channel.kind === 'CUSTOMER')
    throw new DeskError(
      'refused',
      'TRIAGE_IS_SHARED',
      `#${channel.name} is shared with a customer: they would read internal words.`,
      'Choose an internal channel.',
      ['triageChannelId'],
    );
  // It is shown here already: its cards stand.
  if (queue.triageChannelId === channelId && channel.kind === 'TRIAGE') return 0;
  await tx.desk.saveChannel({ ...channel, kind: 'TRIAGE' });
  await tx.desk.setTriageChannel(queue.id, channel.id);
  const waiting = await tx.desk.activeTickets(queue.id, SHOWN);
  for (const ticket of waiting) await showCard(tx, ticket, channel, now);
  return waiting.length;
};
