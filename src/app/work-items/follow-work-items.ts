import { fits } from '../../domain/decide';
import { type Text, words } from '../../domain/text';
import { ACTIVE_STATUSES, type Ticket } from '../../domain/ticket';
import { isNews, isSameStanding, TRACKER_NAMES, type WorkItemFacts } from '../../domain/work-item';
import type { Desk } from '../desk';
import type { Tx } from '../ports/store';
import type { TrackerDoorKey, WorkItem } from '../ports/work-items';
import { callOwner } from '../tickets/call-people';
import { changeTicket } from '../tickets/change-ticket';
import { refresh } from '../tickets/surfaces';
import type { Report } from './tracker-payloads';

/**
 * Keeps what a tracker said of an item, if it is news; its tickets are told by the sweep, each in a
 * transaction of its own. An item that no ticket is linked to is none of our business.
 */
export const followReport = async (
  desk: Pick<Desk, 'unitOfWork'>,
  { tenantId, id }: TrackerDoorKey,
  report: Report | null,
  now: Date,
): Promise<boolean> =>
  desk.unitOfWork.run(tenantId, async (tx) => {
    await tx.trackers.heard(id, now);
    if (report === null) return false;
    const [first, ...more] = await tx.workItems.locked(report);
    if (first === undefined) return false;
    const item = more.length === 0 ? first : await joined(tx, [first, ...more], report, now);
    const isMove = hasMoved(item, report);
    const isOurs = isMove || item.key === report.address.key;
    if (isOurs) await tx.workItems.called(item.id, report.address, report.externalId);
    const isNew = isNews(item, report.facts);
    // What is only called anew, or was two, has its tickets' cards drawn anew.
    const tells = isNew || isMove || more.length > 0;
    if (tells) await tx.workItems.follow(item.id, isNew ? kept(item, report.facts) : item, now);
    return tells;
  });

/** Makes one of what was linked by several of its names: the one that it is called by now stays. */
const joined = async (
  tx: Tx,
  items: readonly [WorkItem, ...WorkItem[]],
  report: Report,
  now: Date,
): Promise<WorkItem> => {
  const newest = items.reduce((one, other) => (isNews(one, other) ? other : one));
  const { key } = hasMoved(newest, report) ? report.address : newest;
  const stays = items.find((item) => item.key === key) ?? newest;
  const others = items.filter((item) => item !== stays).map(({ id }) => id);
  await tx.workItems.join(stays.id, others, now);
  const { title, state, stateName, changedAt } = kept(stays, newest);
  return { ...stays, title, state, stateName, changedAt };
};

/**
 * Whether a report calls an item by a newer name than it has. One that comes late still says the old
 * name, and must not bring it back.
 */
const hasMoved = (item: WorkItem, { address, facts, formerKeys }: Report): boolean => {
  if (item.key === address.key) return false;
  const stood = item.changedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  const said = facts.changedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  return said > stood || (said === stood && formerKeys.includes(item.key));
};

/** A report without a title does not take away the one that is known. */
const kept = (standing: WorkItemFacts, said: WorkItemFacts): WorkItemFacts => ({
  ...said,
  title: said.title ?? standing.title,
});

const isDone = (url: string, key: string): Text =>
  words({ kind: 'link', url, text: key }, ': the fix is said to be done. Tell the customer?');

/** Brings a ticket up to what the trackers of its items have said. */
export const catchUp = async (tx: Tx, ticketId: string, now: Date): Promise<void> => {
  const locked = await tx.tickets.lock(ticketId);
  if (locked === null) return;
  await bringTogether(tx, locked, now);
  const ticket = (await tx.tickets.find(ticketId)) ?? locked;
  for (const { item, shown } of await tx.workItems.behind(ticketId)) {
    const { state, stateName } = item;
    await tx.workItems.caughtUp(ticketId, item.id, { state, stateName });
    // What is over needs no news; its history stays as it ended.
    if (!ACTIVE_STATUSES.includes(ticket.status)) continue;
    if (isSameStanding(shown, item)) {
      await refresh(tx, ticket, now);
      continue;
    }
    const actor = { kind: 'system', name: TRACKER_NAMES[item.kind] } as const;
    const request = { ticketId, expectedVersion: null, actor };
    const command = { do: 'follow-work-item', item, shown } as const;
    const changed = await changeTicket(tx, request, { command }, now);
    // A person tells the customer, or does not.
    if (state === 'DONE' && shown.state !== 'DONE')
      await callOwner(tx, changed, isDone(item.url, item.key));
  }
};

/** What the ticket is linked to by older names of one item becomes one link. */
const bringTogether = async (tx: Tx, { id, status }: Ticket, now: Date): Promise<void> => {
  for (const link of await tx.workItems.joined(id)) {
    const { item, former } = link;
    const isDouble = !(await tx.workItems.bring(id, link));
    if (!fits('join-work-item', status)) continue;
    const actor = { kind: 'system', name: TRACKER_NAMES[item.kind] } as const;
    const request = { ticketId: id, expectedVersion: null, actor };
    const command = { do: 'join-work-item', item, former, isDouble } as const;
    await changeTicket(tx, request, { command }, now);
  }
};
