import { PRIORITIES, type Ticket } from '../../domain/ticket';
import type { Desk } from '../desk';
import { giveOut } from '../tickets/give-out';

/** So soon somebody who came on shift, or got a place free, is given what waits. */
const LOOK_AGAIN_MS = 30_000;
/** As many of a queue's waiting tickets are looked at in one round. */
const MOST_WAITING = 200;

const urgentFirst = (one: Ticket, other: Ticket): number =>
  PRIORITIES.indexOf(other.priority) - PRIORITIES.indexOf(one.priority);

/**
 * Gives out what waits in queues that do so by themselves: the most urgent first, then the oldest,
 * each in a transaction of its own. What nobody may be given stays where it is. Returns how many
 * queues were looked at.
 */
export const giveOutWaiting = async (desk: Desk, limit: number): Promise<number> => {
  const queues = await desk.directory.givingOut(desk.clock.now(), limit);
  for (const { tenantId, queueId } of queues) {
    const now = desk.clock.now();
    const waiting = await desk.unitOfWork.run(tenantId, async (tx) => {
      await tx.escalations.lookAgainAt(queueId, new Date(now.getTime() + LOOK_AGAIN_MS));
      return tx.tickets.oldestWaiting(queueId, MOST_WAITING);
    });
    const levels = new Set<number>();
    for (const { id, level } of waiting.toSorted(urgentFirst)) {
      // Where one of a level found nobody, the next would not either.
      if (levels.has(level)) continue;
      try {
        const isDone = await desk.unitOfWork.run(tenantId, (tx) => giveOut(tx, id, now));
        if (!isDone) levels.add(level);
      } catch (error) {
        // One that cannot be given out must not keep the others waiting.
        desk.log.error('due row failed', { tenant: tenantId, ticket: id }, error);
      }
    }
  }
  if (queues.length > 0) desk.nudge();
  return queues.length;
};
