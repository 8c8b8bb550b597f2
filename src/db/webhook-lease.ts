import type { DataSource } from 'typeorm';
import type { WebhookLease, WebhookLeases } from '../app/ports/webhooks';
import type { TimelineEntry } from '../domain/ticket';
import { inDirectory } from './in-transaction';
import type { SecretBox } from './secret-box';
import { type Sql, sqlOver } from './sql';
import { placeOfSecret } from './webhook-store';

/** An address that is slow holds so many deliveries at once, and no more. */
const AT_ONCE_EACH = 5;

interface Claimed extends Omit<WebhookLease, 'secrets' | 'entry'> {
  readonly sealed: string;
  readonly previous: string | null;
  readonly entry: Omit<TimelineEntry, 'at'> & { readonly at: string };
}

interface Sealed {
  readonly tenantId: string;
  readonly id: string;
  readonly column: 'sealed_secret' | 'previous_sealed_secret';
  readonly sealed: string;
}

/** Deliveries that are due, over all tenants. */
export class SqlWebhookLeases implements WebhookLeases {
  private readonly sql: Sql;

  constructor(
    private readonly dataSource: DataSource,
    private readonly box: SecretBox,
    private readonly leaseMs: number,
  ) {
    this.sql = sqlOver(dataSource);
  }

  /** By the database's clock for leases, and by the desk's for what is due. */
  async claim(now: Date, limit: number): Promise<readonly WebhookLease[]> {
    const rows = await inDirectory(this.dataSource, async (sql) => {
      const claimed = await sql<Claimed>(
        `with due as (
           select one.tenant_id, one.id from webhook hook
           cross join lateral (
             select d.tenant_id, d.id, d.due_at from webhook_delivery d
             where d.tenant_id = hook.tenant_id and d.webhook_id = hook.id and d.state = 'PENDING'
               and d.due_at <= $1 and (d.lease_until is null or d.lease_until <= now())
             order by d.due_at limit ${AT_ONCE_EACH} for update skip locked
           ) one
           where hook.disabled_at is null and not exists (
             select from webhook_delivery held
             where held.tenant_id = hook.tenant_id and held.webhook_id = hook.id
               and held.state = 'PENDING' and held.lease_until > now())
           order by one.due_at limit $2
         ), claimed as (
           update webhook_delivery d set lease_token = gen_random_uuid(),
             lease_until = now() + $3 * interval '1 millisecond'
           from due where d.tenant_id = due.tenant_id and d.id = due.id
           returning d.tenant_id, d.id, d.webhook_id, d.entry_id, d.lease_token, d.attempts
         )
         select c.tenant_id as "tenantId", c.id as "deliveryId", c.webhook_id as "webhookId",
           c.lease_token as token, c.attempts + 1 as attempt, w.url, w.api_version as "apiVersion",
           w.sealed_secret as sealed,
           case when w.previous_until > $1 then w.previous_sealed_secret end as previous,
           t.number as "ticketNumber",
           jsonb_build_object('id', e.id, 'ticketId', e.ticket_id,
             'at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
             'actor', e.actor, 'kind', e.kind, 'before', e.before, 'after', e.after,
             'messageId', e.message_id) as entry
         from claimed c
         join webhook w on w.tenant_id = c.tenant_id and w.id = c.webhook_id
         join timeline_entry e on e.tenant_id = c.tenant_id and e.id = c.entry_id
         join ticket t on t.tenant_id = e.tenant_id and t.id = e.ticket_id`,
        [now, limit, this.leaseMs],
      );
      return claimed.rows;
    });
    return rows.map(({ sealed, previous, entry, ...lease }) => ({
      ...lease,
      entry: { ...entry, at: new Date(entry.at) },
      secrets: [sealed, ...(previous === null ? [] : [previous])].map((one) =>
        this.box.open(placeOfSecret(lease.tenantId, lease.webhookId), one),
      ),
    }));
  }

  /** Opens every stored secret; throws the DeskError that says which key is missing. */
  async verify(): Promise<void> {
    for (const { tenantId, id, sealed } of await this.sealed())
      this.box.open(placeOfSecret(tenantId, id), sealed);
  }

  /** Seals every secret with the newest key; one that was changed meanwhile is left as it is. */
  async resealAll(): Promise<number> {
    let resealed = 0;
    for (const { tenantId, id, column, sealed } of await this.sealed()) {
      if (!this.box.isOutdated(sealed)) continue;
      const place = placeOfSecret(tenantId, id);
      const { affected } = await this.sql(
        `update webhook set ${column} = $4 where tenant_id = $1 and id = $2 and ${column} = $3`,
        [tenantId, id, sealed, this.box.seal(place, this.box.open(place, sealed))],
      );
      resealed += affected;
    }
    return resealed;
  }

  private async sealed(): Promise<readonly Sealed[]> {
    const { rows } = await this.sql<Sealed>(
      `select tenant_id as "tenantId", id, 'sealed_secret' as column, sealed_secret as sealed
       from webhook
       union all
       select tenant_id, id, 'previous_sealed_secret', previous_sealed_secret from webhook
       where previous_sealed_secret is not null`,
    );
    return rows;
  }
}
