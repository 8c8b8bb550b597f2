import { DeskError } from '../../domain/errors';
import type { Ticket } from '../../domain/ticket';
import { requireWorkItem, workItemAt } from '../../domain/work-item-url';
import type { Tx } from '../ports/store';
import type { WorkItem } from '../ports/work-items';
import { type ChangeRequest, changeTicket } from '../tickets/change-ticket';

/** A change of a ticket's items, and which item it was about. */
export interface LinkedWork {
  readonly ticket: Ticket;
  readonly item: WorkItem;
}

/** Which item of a ticket: its id, its address, or what people call it. */
export type WhichItem = { readonly id: string } | { readonly named: string };

/** Links an issue or pull request by its address. Nothing is fetched from there. Throws DeskError. */
export const linkWorkItemIn = async (
  tx: Tx,
  request: ChangeRequest,
  url: string,
  now: Date,
): Promise<LinkedWork> => {
  const address = requireWorkItem(url, await tx.trackers.sites());
  let linked: WorkItem | null = null;
  const ticket = await changeTicket(
    tx,
    request,
    async (_, { id, number }) => {
      const item = await tx.workItems.named(address);
      if (!(await tx.workItems.link(id, item, now)))
        throw new DeskError(
          'refused',
          'ALREADY_LINKED',
          `Ticket #${number} is linked to ${item.key} already.`,
        );
      linked = item;
      return { command: { do: 'link-work-item', item } };
    },
    now,
  );
  return { ticket, item: linked ?? (await tx.workItems.named(address)) };
};

const chosen = (
  items: readonly WorkItem[],
  which: WhichItem,
  address: string | null,
): WorkItem | undefined => {
  if ('id' in which) return items.find(({ id }) => id === which.id);
  const typed = which.named.trim().toLowerCase();
  return items.find(({ key, url }) => url === address || key.toLowerCase() === typed);
};

/** Takes an item away from a ticket. Throws DeskError. */
export const unlinkWorkItemIn = async (
  tx: Tx,
  request: ChangeRequest,
  which: WhichItem,
  now: Date,
): Promise<LinkedWork> => {
  const sites = await tx.trackers.sites();
  const address = 'named' in which ? (workItemAt(which.named, sites)?.url ?? null) : null;
  let taken: WorkItem | undefined;
  const ticket = await changeTicket(
    tx,
    request,
    async (_, { id, number }) => {
      taken = chosen(await tx.workItems.ofTicket(id), which, address);
      if (taken === undefined || !(await tx.workItems.unlink(id, taken.id)))
        throw new DeskError(
          'refused',
          'NOT_LINKED',
          `Ticket #${number} is not linked to that.`,
          'Its card shows what it is linked to.',
        );
      return { command: { do: 'unlink-work-item', item: taken } };
    },
    now,
  );
  if (taken === undefined) throw new Error('a change without its item');
  return { ticket, item: taken };
};
