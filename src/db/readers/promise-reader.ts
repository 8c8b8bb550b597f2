import type { PromiseCount, PromiseView } from '../../app/ports/care-readers';
import type { Readers } from '../../app/ports/readers';
import { type OfTicket, oneByOne, perTicket } from './of-tickets';
import { between, type KeyColumns, keyColumns, type Ordering, ordered, toPage } from './page';
import { Params } from './params';
import type { ReadTransaction } from './read-transaction';
import { limitConditions } from './ticket-conditions';

const COLUMNS = `p.id, p.ticket_id as "ticketId", p.kind, p.due_at as "dueAt",
  p.told_at as "toldAt", p.told_in as "toldIn", p.renew_at as "renewAt", p.state,
  p.settled_at as "settledAt"`;

const SOURCE = { table: 'promise', alias: 'p', columns: COLUMNS } as const;

const BY_TOLD: Ordering = { value: 'p.told_at', kind: 'instant', id: 'p.id', descending: false };
const BY_DUE: Ordering = { value: 'p.due_at', kind: 'instant', id: 'p.id', descending: false };

const readPromise = (row: PromiseView): PromiseView => ({
  id: row.id,
  ticketId: row.ticketId,
  kind: row.kind,
  dueAt: row.dueAt,
  toldAt: row.toldAt,
  toldIn: row.toldIn,
  renewAt: row.renewAt,
  state: row.state,
  settledAt: row.settledAt,
});

const COUNTS = `
  select t.customer_id as "customerId", count(*) filter (where p.state = 'KEPT')::int as kept,
    count(*) filter (where p.state = 'RENEWED')::int as renewed,
    count(*) filter (where p.state = 'BROKEN')::int as broken
  from ticket t join promise p on p.tenant_id = t.tenant_id and p.ticket_id = t.id
  where t.tenant_id = $1::uuid and t.customer_id = any($2::uuid[])
    and p.settled_at >= $3 and p.settled_at < $4
  group by t.customer_id`;

const NONE: PromiseCount = { kept: 0, renewed: 0, broken: 0 };

/** The times told to customers. */
export const createPromiseReader = (
  read: ReadTransaction,
): Pick<Readers, 'promises' | 'promisesById' | 'promisesDue' | 'promiseCounts'> => ({
  promises: (tenantId, ticketIds, slice) =>
    perTicket<PromiseView & OfTicket, PromiseView>(
      read,
      tenantId,
      ticketIds,
      slice,
      { ...SOURCE, ordering: BY_TOLD },
      readPromise,
    ),
  promisesById: (sight, ids) =>
    oneByOne<PromiseView & { readonly its_id: string }, PromiseView>(
      read,
      sight,
      ids,
      SOURCE,
      readPromise,
    ),
  promisesDue: (sight, filter, slice) => {
    const params = new Params();
    const where = [
      `p.tenant_id = ${params.add(sight.tenantId)}::uuid`,
      `p.state = 'OPEN'`,
      ...limitConditions(sight, params),
      ...between(BY_DUE, slice, params),
    ];
    if (filter.customerId !== null)
      where.push(`t.customer_id = ${params.add(filter.customerId)}::uuid`);
    if (filter.assigneeId !== null)
      where.push(`t.assignee_id = ${params.add(filter.assigneeId)}::uuid`);
    if (filter.dueBefore !== null) where.push(`p.due_at < ${params.add(filter.dueBefore)}`);
    const sql = `select ${COLUMNS}, ${keyColumns(BY_DUE)} from promise p
      join ticket t on t.tenant_id = p.tenant_id and t.id = p.ticket_id
      where ${where.join(' and ')} ${ordered(BY_DUE, slice)}`;
    return read(sight.tenantId, async (ask) =>
      toPage(await ask<PromiseView & KeyColumns>(sql, params.values), slice, readPromise),
    );
  },
  promiseCounts: (tenantId, customerIds, from, to) =>
    read(tenantId, async (ask) => {
      const rows = await ask<PromiseCount & { readonly customerId: string }>(COUNTS, [
        tenantId,
        [...customerIds],
        from,
        to,
      ]);
      const found = new Map(
        rows.map(({ customerId, kept, renewed, broken }) => [
          customerId,
          { kept, renewed, broken },
        ]),
      );
      return customerIds.map((id) => found.get(id) ?? NONE);
    }),
});
