import type { Readers } from '../../app/ports/readers';
import type { EarlyWarning } from '../../app/ports/signals';
import { CAUSE_DAYS, type Signal } from '../../domain/signal';
import { SIGNAL_COLUMNS } from '../signal-store';
import { inOrderOf } from './in-order-of';
import { between, type KeyColumns, keyColumns, type Ordering, ordered, toPage } from './page';
import { Params } from './params';
import type { ReadTransaction } from './read-transaction';
import { limitConditions } from './ticket-conditions';

const BY_SCORE: Ordering = {
  value: 'e.score',
  kind: 'number',
  id: 'e."ticketId"',
  descending: true,
};

/** The same rule as the domain's `stillCounts`. */
const counts = (now: string): string => `s.dismissed_at is null
  and (t.status in ('NEW', 'OPEN', 'SNOOZED')
    or (s.kind = 'THIRD_OF_CAUSE' and s.last_at > ${now} - interval '${CAUSE_DAYS} days'))`;

const OF_TICKET = 't.tenant_id = s.tenant_id and t.id = s.ticket_id';

/** What the desk noticed, for those who look after it. */
export const createSignalReader = (
  read: ReadTransaction,
): Pick<Readers, 'signals' | 'signalsById' | 'earlyWarnings'> => ({
  signals: (tenantId, ticketIds, now) =>
    read(tenantId, async (ask) => {
      const rows = await ask<Signal>(
        `select ${SIGNAL_COLUMNS} from signal s join ticket t on ${OF_TICKET}
         where s.tenant_id = $1::uuid and s.ticket_id = any($2::uuid[])
           and ${counts('$3::timestamptz')} order by s.raised_at, s.id`,
        [tenantId, [...ticketIds], now],
      );
      return ticketIds.map((id) => rows.filter(({ ticketId }) => ticketId === id));
    }),
  signalsById: (sight, ids) =>
    read(sight.tenantId, async (ask) => {
      const params = new Params();
      const where = [
        `s.tenant_id = ${params.add(sight.tenantId)}::uuid`,
        `s.id = any(${params.add([...ids])}::uuid[])`,
        ...limitConditions(sight, params),
      ];
      const rows = await ask<Signal & { readonly its_id: string }>(
        `select ${SIGNAL_COLUMNS}, s.id as its_id from signal s join ticket t on ${OF_TICKET}
         where ${where.join(' and ')}`,
        params.values,
      );
      return inOrderOf(ids, rows, ({ its_id: _, ...signal }): Signal => signal);
    }),
  earlyWarnings: (tenantId, customerId, now, slice) => {
    const params = new Params();
    const tenant = params.add(tenantId);
    const customer = params.add(customerId);
    const warned = `select s.ticket_id as "ticketId", sum(s.weight)::int as score,
        max(s.last_at) as "lastAt"
      from signal s join ticket t on ${OF_TICKET}
      where s.tenant_id = ${tenant}::uuid and (${customer}::uuid is null
        or t.customer_id = ${customer}::uuid) and ${counts(`${params.add(now)}::timestamptz`)}
      group by s.ticket_id`;
    const where = ['true', ...between(BY_SCORE, slice, params)].join(' and ');
    const sql = `select e.*, ${keyColumns(BY_SCORE)} from (${warned}) e
      where ${where} ${ordered(BY_SCORE, slice)}`;
    return read(tenantId, async (ask) =>
      toPage(await ask<EarlyWarning & KeyColumns>(sql, params.values), slice, (row) => ({
        ticketId: row.ticketId,
        score: row.score,
        lastAt: row.lastAt,
      })),
    );
  },
});
