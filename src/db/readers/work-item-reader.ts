import type { Readers, Sight } from '../../app/ports/readers';
import type { Tracker, WorkItem, WorkItemReaders } from '../../app/ports/work-items';
import type { TrackerSite } from '../../domain/work-item';
import { TRACKER_COLUMNS } from '../tracker-store';
import { ITEMS_OF_TICKETS, WORK_ITEM_COLUMNS } from '../work-item-store';
import { inOrderOf } from './in-order-of';
import { between, type KeyColumns, keyColumns, type Ordering, ordered, toPage } from './page';
import { Params } from './params';
import type { ReadTransaction } from './read-transaction';
import { limitConditions } from './ticket-conditions';

const NEWEST: Ordering = {
  value: 'r.connected_at',
  kind: 'instant',
  id: 'r.id',
  descending: true,
};

const same = <Row>(row: Row): Row => row;

/** A partner sees the items of the tickets in their sight. */
const inSight = (sight: Sight, params: Params): readonly string[] => {
  const seen = limitConditions(sight, params);
  return seen.length === 0
    ? []
    : [
        `exists (select from ticket_work_item l
           join ticket t on t.tenant_id = l.tenant_id and t.id = l.ticket_id
           where l.tenant_id = i.tenant_id and l.work_item_id = i.id and ${seen.join(' and ')})`,
      ];
};

/** Items of tickets, and the trackers that tell of them. */
export const createWorkItemReader = (
  read: ReadTransaction,
): Pick<Readers, keyof WorkItemReaders> => ({
  workItems: (tenantId, ticketIds) =>
    read(tenantId, async (ask) => {
      const rows = await ask<WorkItem & { readonly of_ticket: string }>(
        `select ${WORK_ITEM_COLUMNS}, l.ticket_id as of_ticket from ${ITEMS_OF_TICKETS}
         where l.tenant_id = $1::uuid and l.ticket_id = any($2::uuid[])
         order by l.linked_at, i.id`,
        [tenantId, [...ticketIds]],
      );
      return ticketIds.map((id) =>
        rows.filter((row) => row.of_ticket === id).map(({ of_ticket: _, ...item }) => item),
      );
    }),
  workItemsById: (sight, ids) => {
    const params = new Params();
    const where = [
      `i.tenant_id = ${params.add(sight.tenantId)}::uuid`,
      `i.id = any(${params.add([...ids])}::uuid[])`,
      ...inSight(sight, params),
    ];
    const sql = `select ${WORK_ITEM_COLUMNS}, i.id as its_id from work_item i
      where ${where.join(' and ')}`;
    return read(sight.tenantId, async (ask) =>
      inOrderOf(
        ids,
        await ask<WorkItem & { readonly its_id: string }>(sql, params.values),
        ({ its_id: _, ...item }): WorkItem => item,
      ),
    );
  },
  workItem: (sight, { kind, site, key }) => {
    const params = new Params();
    const where = [
      `i.tenant_id = ${params.add(sight.tenantId)}::uuid`,
      `i.kind = ${params.add(kind)}::text`,
      `i.site = ${params.add(site)}::text`,
      'i.joined_to is null',
      `(i.key = ${params.add(key)}::text
        or i.former_keys <> '{}' and i.former_keys @> array[${params.add(key)}::text])`,
      ...inSight(sight, params),
    ];
    const sql = `select ${WORK_ITEM_COLUMNS} from work_item i where ${where.join(' and ')}
      order by i.former_keys @> array[${params.add(key)}::text] limit 1`;
    return read(
      sight.tenantId,
      async (ask) => (await ask<WorkItem>(sql, params.values))[0] ?? null,
    );
  },
  trackers: (tenantId, slice) => {
    const params = new Params();
    const where = [
      `r.tenant_id = ${params.add(tenantId)}::uuid`,
      ...between(NEWEST, slice, params),
    ];
    const sql = `select ${TRACKER_COLUMNS}, ${keyColumns(NEWEST)} from tracker r
      where ${where.join(' and ')} ${ordered(NEWEST, slice)}`;
    return read(tenantId, async (ask) =>
      toPage(await ask<Tracker & KeyColumns>(sql, params.values), slice, same),
    );
  },
  trackersById: (tenantId, ids) =>
    read(tenantId, async (ask) =>
      inOrderOf(
        ids,
        await ask<Tracker & { readonly its_id: string }>(
          `select ${TRACKER_COLUMNS}, r.id as its_id from tracker r
           where r.tenant_id = $1::uuid and r.id = any($2::uuid[])`,
          [tenantId, [...ids]],
        ),
        same,
      ),
    ),
  trackerSites: (tenantId) =>
    read(tenantId, (ask) =>
      ask<TrackerSite>('select kind, site from tracker where tenant_id = $1::uuid', [tenantId]),
    ),
});
