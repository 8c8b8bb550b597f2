import type {
  DeliveryTry,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryState,
  WebhookLease,
  WebhookStore,
} from '../app/ports/webhooks';
import type { SecretPlace } from './secret-box';
import type { Desk } from './shelves';

/** Secrets of a webhook open only in its own row; the present one and the one before it alike. */
export const placeOfSecret = (tenantId: string, webhookId: string): SecretPlace => ({
  table: 'webhook',
  row: `${tenantId}:${webhookId}`,
  column: 'sealed_secret',
});

const WEBHOOK = `id, tenant_id as "tenantId", name, url, kinds, api_version as "apiVersion",
  created_at as "createdAt", previous_until as "previousUntil", failing_since as "failingSince",
  disabled_at as "disabledAt", disabled_because as "disabledBecause"`;

const KEPT_TRIES = 20;

/** Webhooks inside one transaction of one tenant. */
export class SqlWebhookStore implements WebhookStore {
  constructor(private readonly desk: Desk) {}

  async insert(webhook: Webhook, secret: string): Promise<void> {
    const { tenantId } = this.desk;
    const sealedSecret = this.desk.box.seal(placeOfSecret(tenantId, webhook.id), secret);
    const { text, params } = this.desk.shelves.webhook.insert({
      ...webhook,
      tenantId,
      sealedSecret,
    });
    await this.desk.sql(text, params);
  }

  async find(webhookId: string): Promise<Webhook | null> {
    // Whoever only refers to it, as every change of a ticket does, need not wait.
    const { rows } = await this.desk.sql<Webhook>(
      `select ${WEBHOOK} from webhook where tenant_id = $1 and id = $2 for no key update`,
      [this.desk.tenantId, webhookId],
    );
    return rows[0] ?? null;
  }

  async count(): Promise<number> {
    const { rows } = await this.desk.sql<{ n: number }>(
      'select count(*)::int as n from webhook where tenant_id = $1',
      [this.desk.tenantId],
    );
    return rows[0]?.n ?? 0;
  }

  async save(webhook: Webhook): Promise<void> {
    await this.desk.sql(
      `update webhook set name = $3, url = $4, kinds = $5, api_version = $6, failing_since = $7,
         disabled_at = $8, disabled_because = $9
       where tenant_id = $1 and id = $2`,
      [
        this.desk.tenantId,
        webhook.id,
        webhook.name,
        webhook.url,
        webhook.kinds,
        webhook.apiVersion,
        webhook.failingSince,
        webhook.disabledAt,
        webhook.disabledBecause,
      ],
    );
  }

  async rotate(webhookId: string, secret: string, previousUntil: Date): Promise<void> {
    const { tenantId, box } = this.desk;
    await this.desk.sql(
      `update webhook set previous_sealed_secret = sealed_secret, previous_until = $3,
         sealed_secret = $4
       where tenant_id = $1 and id = $2`,
      [tenantId, webhookId, previousUntil, box.seal(placeOfSecret(tenantId, webhookId), secret)],
    );
  }

  async remove(webhookId: string): Promise<void> {
    await this.desk.sql('delete from webhook where tenant_id = $1 and id = $2', [
      this.desk.tenantId,
      webhookId,
    ]);
  }

  async delivery(deliveryId: string): Promise<Pick<WebhookDelivery, 'id' | 'webhookId'> | null> {
    const { rows } = await this.desk.sql<Pick<WebhookDelivery, 'id' | 'webhookId'>>(
      `select id, webhook_id as "webhookId" from webhook_delivery where tenant_id = $1 and id = $2`,
      [this.desk.tenantId, deliveryId],
    );
    return rows[0] ?? null;
  }

  async replay(deliveryId: string, now: Date): Promise<void> {
    await this.desk.sql(
      `update webhook_delivery set state = 'PENDING', due_at = $3, attempts = 0, finished_at = null
       where tenant_id = $1 and id = $2`,
      [this.desk.tenantId, deliveryId, now],
    );
  }

  async replaySince(webhookId: string, since: Date, now: Date, limit: number): Promise<number> {
    const { affected } = await this.desk.sql(
      `insert into webhook_delivery (tenant_id, id, webhook_id, entry_id, due_at, created_at)
       select entry.tenant_id, gen_random_uuid(), webhook.id, entry.id, $4::timestamptz, entry.at
       from webhook join timeline_entry entry on entry.tenant_id = webhook.tenant_id
       where webhook.tenant_id = $1 and webhook.id = $2 and entry.at >= $3
         and (webhook.kinds = '{}' or entry.kind = any(webhook.kinds))
       order by entry.at, entry.position limit $5
       on conflict on constraint webhook_delivery_entry_key do update
         set state = 'PENDING', due_at = excluded.due_at, attempts = 0, finished_at = null`,
      [this.desk.tenantId, webhookId, since, now, limit],
    );
    return affected;
  }

  async settle(
    { deliveryId, token }: WebhookLease,
    told: DeliveryTry,
    next: { readonly state: WebhookDeliveryState; readonly at: Date },
  ): Promise<boolean> {
    const { affected } = await this.desk.sql(
      `update webhook_delivery set
         state = $4, attempts = attempts + 1, lease_token = null, lease_until = null,
         due_at = case when $4 = 'PENDING' then $5::timestamptz else due_at end,
         finished_at = case when $4 = 'PENDING' then null else $5::timestamptz end,
         tries = case when jsonb_array_length(tries) < ${KEPT_TRIES} then tries else tries - 0 end
           || $6::jsonb
       where tenant_id = $1 and id = $2 and lease_token = $3`,
      [this.desk.tenantId, deliveryId, token, next.state, next.at, JSON.stringify([told])],
    );
    return affected === 1;
  }
}
