import { DeskError } from './errors';
import type { Ticket } from './ticket';
import { MOST_WORK_ITEMS } from './work-item';

/** One more item, or one less. Throws `refused` where there are too many to look over. */
export const countsItems = (
  { number, workItemCount }: Ticket,
  isMore: boolean,
): Pick<Ticket, 'workItemCount'> => {
  if (!isMore) return { workItemCount: Math.max(0, workItemCount - 1) };
  if (workItemCount < MOST_WORK_ITEMS) return { workItemCount: workItemCount + 1 };
  throw new DeskError(
    'refused',
    'TOO_MANY_WORK_ITEMS',
    `Ticket #${number} is linked to ${MOST_WORK_ITEMS} items already.`,
    'Unlink one that has nothing to do with it any more.',
  );
};
