import type { DataSource } from 'typeorm';
import type { ChangePoint, DuePromise, LiveReader, QueueLoad } from '../../app/ports/live';
import { createReadTransaction } from './read-transaction';

/** A transaction that still runs may have a lower number than one that is done: stop before it. */
const HORIZON = 'pg_snapshot_xmin(pg_current_snapshot())::text::bigint';
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const PRESENT = `select (${HORIZON} - 1)::text as "changedIn"`;
const NEWEST = `
  select max(changed_in)::text as newest from ticket
  where tenant_id = $1::uuid and changed_in < ${HORIZON}`;
const AFTER = `
  select changed_in::text as "changedIn", id as "ticketId" from ticket
  where tenant_id = $1::uuid and (changed_in, id) > ($2::bigint, $3::uuid) and changed_in < ${HORIZON}
  order by changed_in, id limit $4::integer`;
const LOADS = `
  select q.id as "queueId", count(t.id)::integer as waiting, min(t.opened_at) as "oldestOpenedAt"
  from queue q
  left join ticket t on t.tenant_id = q.tenant_id and t.queue_id = q.id
    and t.status in ('NEW', 'OPEN') and t.waiting_on = 'US' and t.assignee_id is null
  where q.tenant_id = $1::uuid
  group by q.id order by q.id`;
const DUE = `
  select id, ticket_id as "ticketId", kind, due_at as "dueAt" from promise
  where tenant_id = $1::uuid and state = 'OPEN' and due_at <= $2::timestamptz
  order by due_at, id limit $3::integer`;

/** What live clients follow, read from the database that every process shares. */
export const createLiveReader = (dataSource: DataSource): LiveReader => {
  const read = createReadTransaction(dataSource);
  return {
    present: (tenantId) =>
      read(tenantId, async (ask) => {
        const [row] = await ask<{ changedIn: string }>(PRESENT, []);
        return { changedIn: row?.changedIn ?? '0', ticketId: LAST_ID };
      }),
    newest: (tenantId) =>
      read(tenantId, async (ask) => {
        const [row] = await ask<{ newest: string | null }>(NEWEST, [tenantId]);
        return row?.newest ?? null;
      }),
    changesAfter: (tenantId, { changedIn, ticketId }, limit) =>
      read(tenantId, (ask) => ask<ChangePoint>(AFTER, [tenantId, changedIn, ticketId, limit])),
    queueLoads: (tenantId) => read(tenantId, (ask) => ask<QueueLoad>(LOADS, [tenantId])),
    promisesDue: (tenantId, by, limit) =>
      read(tenantId, (ask) => ask<DuePromise>(DUE, [tenantId, by, limit])),
  };
};
