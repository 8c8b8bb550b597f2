import type { CommandOf } from './command';
import { DeskError } from './errors';
import type { Ticket } from './ticket';
import { MOST_WORK_ITEMS } from './work-item';

/** One more item, one less, or two that were one. Throws `refused` where there are too many to look over. */
export const countsItems = (
  { number, workItemCount }: Ticket,
  command: CommandOf<'link-work-item' | 'unlink-work-item' | 'join-work-item'>,
): Pick<Ticket, 'workItemCount'> => {
  if (command.do === 'join-work-item' && !command.isDouble) return { workItemCount };
  if (command.do !== 'link-work-item') return { workItemCount: Math.max(0, workItemCount - 1) };
  if (workItemCount < MOST_WORK_ITEMS) return { workItemCount: workItemCount + 1 };
  throw new DeskError(
    'refused',
    'TOO_MANY_WORK_ITEMS',
    `Ticket #${number} is linked to ${MOST_WORK_ITEMS} items already.`,
    'Unlink one that has nothing to do with it any more.',
  );
};
