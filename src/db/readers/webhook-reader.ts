import type { Readers } from '../../app/ports/readers';
import type { Webhook, WebhookDelivery } from '../../app/ports/webhooks';
import { inOrderOf } from './in-order-of';
import { between, type KeyColumns, keyColumns, type Ordering, ordered, toPage } from './page';
import { Params } from './params';
import type { ReadTransaction } from './read-transaction';

/** Never its secret: nobody who reads has a use for it. */
const WEBHOOK = `w.id, w.tenant_id as "tenantId", w.name, w.url, w.kinds,
  w.api_version as "apiVersion", w.created_at as "createdAt", w.previous_until as "previousUntil",
  w.failing_since as "failingSince", w.disabled_at as "disabledAt",
  w.disabled_because as "disabledBecause"`;
const NEWEST_WEBHOOK: Ordering = {
  value: 'w.created_at',
  kind: 'instant',
  id: 'w.id',
  descending: true,
};

const DELIVERY = `d.id, d.webhook_id as "webhookId", d.entry_id as "entryId",
  e.ticket_id as "ticketId", e.kind, d.state, d.due_at as "dueAt", d.created_at as "createdAt",
  d.finished_at as "finishedAt", d.tries`;
const DELIVERIES = `webhook_delivery d
  join timeline_entry e on e.tenant_id = d.tenant_id and e.id = d.entry_id`;
const NEWEST_DELIVERY: Ordering = {
  value: 'd.created_at',
  kind: 'instant',
  id: 'd.id',
  descending: true,
};

const same = <Row>(row: Row): Row => row;

/** Who is told of what happens, and what became of it. */
export const createWebhookReader = (
  read: ReadTransaction,
): Pick<Readers, 'webhooks' | 'webhooksById' | 'webhookDeliveries' | 'deliveriesById'> => ({
  webhooks: (tenantId, slice) => {
    const params = new Params();
    const where = [
      `w.tenant_id = ${params.add(tenantId)}::uuid`,
      ...between(NEWEST_WEBHOOK, slice, params),
    ];
    const sql = `select ${WEBHOOK}, ${keyColumns(NEWEST_WEBHOOK)} from webhook w
      where ${where.join(' and ')} ${ordered(NEWEST_WEBHOOK, slice)}`;
    return read(tenantId, async (ask) =>
      toPage(await ask<Webhook & KeyColumns>(sql, params.values), slice, same),
    );
  },
  webhooksById: (tenantId, ids) =>
    read(tenantId, async (ask) =>
      inOrderOf(
        ids,
        await ask<Webhook & { its_id: string }>(
          `select ${WEBHOOK}, w.id as its_id from webhook w
           where w.tenant_id = $1::uuid and w.id = any($2::uuid[])`,
          [tenantId, [...ids]],
        ),
        same,
      ),
    ),
  webhookDeliveries: (tenantId, webhookId, states, slice) => {
    const params = new Params();
    const where = [
      `d.tenant_id = ${params.add(tenantId)}::uuid`,
      `d.webhook_id = ${params.add(webhookId)}::uuid`,
      ...(states === null ? [] : [`d.state = any(${params.add([...states])}::text[])`]),
      ...between(NEWEST_DELIVERY, slice, params),
    ];
    const sql = `select ${DELIVERY}, ${keyColumns(NEWEST_DELIVERY)} from ${DELIVERIES}
      where ${where.join(' and ')} ${ordered(NEWEST_DELIVERY, slice)}`;
    return read(tenantId, async (ask) =>
      toPage(await ask<WebhookDelivery & KeyColumns>(sql, params.values), slice, same),
    );
  },
  deliveriesById: (tenantId, ids) =>
    read(tenantId, async (ask) =>
      inOrderOf(
        ids,
        await ask<WebhookDelivery & { its_id: string }>(
          `select ${DELIVERY}, d.id as its_id from ${DELIVERIES}
           where d.tenant_id = $1::uuid and d.id = any($2::uuid[])`,
          [tenantId, [...ids]],
        ),
        same,
      ),
    ),
});
