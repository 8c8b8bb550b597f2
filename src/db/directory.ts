import type { Platform } from '../app/ports/chat-event';
import type { Digest, DueDigest } from '../app/ports/digests';
import type { Directory, DueRow } from '../app/ports/directory';
import { DIGEST_COLUMNS } from './digest-store';
import type { Sql } from './sql';

/** Questions that come before a tenant is known. */
export class SqlDirectory implements Directory {
  constructor(private readonly sql: Sql) {}

  async tenantOf(platform: Platform, workspace: string): Promise<string | null> {
    const { rows } = await this.sql<{ tenantId: string }>(
      `select installation.tenant_id as "tenantId" from installation
       join workspace on workspace.tenant_id = installation.tenant_id
         and workspace.id = installation.workspace_id
       where installation.platform = $1 and installation.external_id = $2
         and installation.revoked_at is null and workspace.active`,
      [platform, workspace],
    );
    return rows[0]?.tenantId ?? null;
  }

  async tenants(limit: number): Promise<readonly { id: string; name: string }[]> {
    const { rows } = await this.sql<{ id: string; name: string }>(
      'select id, name from tenant order by name, id limit $1',
      [limit],
    );
    return rows;
  }

  async uncounted(limit: number): Promise<readonly { tenantId: string; ticketId: string }[]> {
    const { rows } = await this.sql<{ tenantId: string; ticketId: string }>(
      `select tenant_id as "tenantId", ticket_id as "ticketId" from metric_dirty
       order by tenant_id, ticket_id limit $1`,
      [limit],
    );
    return rows;
  }

  async unrolled(limit: number): Promise<readonly string[]> {
    const { rows } = await this.sql<{ id: string }>(
      `select id from tenant
       where exists (select 1 from metric_pending where metric_pending.tenant_id = tenant.id)
         or exists (select 1 from metric_rolled
           where metric_rolled.tenant_id = tenant.id
             and (metric_rolled.next_hour is not null or metric_rolled.zone <> tenant.zone))
       order by id limit $1`,
      [limit],
    );
    return rows.map(({ id }) => id);
  }

  async unweighed(
    now: Date,
    limit: number,
  ): Promise<readonly { tenantId: string; customerId: string }[]> {
    // Facts follow a change of their ticket within seconds: what was counted sooner may lack them.
    const { rows } = await this.sql<{ tenantId: string; customerId: string }>(
      `with touched as (
         select tenant.id as tenant_id, recent.customer_id, max(recent.updated_at) as at
         from tenant cross join lateral (
           select customer_id, updated_at from ticket
           where ticket.tenant_id = tenant.id
             and ticket.updated_at > $1::timestamptz - interval '10 minutes') recent
         group by 1, 2
       )
       select customer.tenant_id as "tenantId", customer.id as "customerId"
       from customer
       left join customer_health kept on kept.tenant_id = customer.tenant_id
         and kept.customer_id = customer.id
       left join touched on touched.tenant_id = customer.tenant_id
         and touched.customer_id = customer.id
       where kept.customer_id is null or kept.next_at <= $1::timestamptz
         or kept.counted_at < touched.at + interval '30 seconds'
       order by kept.counted_at nulls first, customer.id limit $2`,
      [now, limit],
    );
    return rows;
  }

  async givingOut(
    now: Date,
    limit: number,
  ): Promise<readonly { tenantId: string; queueId: string }[]> {
    const { rows } = await this.sql<{ tenantId: string; queueId: string }>(
      `select tenant_id as "tenantId", queue_id as "queueId" from queue_rule
       where assign_at <= $1 order by assign_at limit $2`,
      [now, limit],
    );
    return rows;
  }

  async dueDigests(now: Date, limit: number): Promise<readonly DueDigest[]> {
    const { rows } = await this.sql<Digest & { tenantId: string }>(
      `select tenant_id as "tenantId", ${DIGEST_COLUMNS} from digest
       where due_at <= $1 or asked_at is not null
       order by due_at, tenant_id, period limit $2`,
      [now, limit],
    );
    return rows.map(({ tenantId, ...digest }) => ({ tenantId, digest }));
  }

  async due(now: Date, limit: number): Promise<readonly DueRow[]> {
    const { rows } = await this.sql<DueRow>(
      `select kind, "tenantId", "ticketId", "promiseId" from (
         (select 'snooze-ended' as kind, tenant_id as "tenantId", id as "ticketId",
            null::uuid as "promiseId", snoozed_until as due_at
          from ticket where status = 'SNOOZED' and snoozed_until <= $1
          order by snoozed_until limit $2)
         union all
         (select 'check-due', tenant_id, id, null, next_check_at
          from ticket where next_check_at <= $1
          order by next_check_at limit $2)
         union all
         (select 'silence-due', tenant_id, id, null, silence_due_at
          from ticket where silence_due_at <= $1
          order by silence_due_at limit $2)
         union all
         (select 'recovery-due', tenant_id, ticket_id, null, due_at
          from recovery_task where due_at <= $1 and done_at is null and late_at is null
          order by due_at limit $2)
         union all
         (select 'claim-expired', tenant_id, id, null, lease_until
          from ticket where status in ('NEW', 'OPEN') and lease_until <= $1
          order by lease_until limit $2)
         union all
         (select 'clock-due', tenant_id, ticket_id, null, next_at
          from clock where next_at <= $1
          order by next_at limit $2)
         union all
         (select 'promise-fading', tenant_id, ticket_id, id, renew_at
          from promise where state = 'OPEN' and renew_at <= $1 and due_at >= $1
          order by renew_at limit $2)
         union all
         (select 'promise-due', tenant_id, ticket_id, id, due_at
          from promise where state = 'OPEN' and due_at < $1
          order by due_at limit $2)
         union all
         (select 'acceptance-due', tenant_id, ticket_id, null, due_at
          from escalation where ended_at is null and due_at <= $1
          order by due_at limit $2)
         union all
         (select 'work-item-moved', tenant_id, ticket_id, null, due_at
          from ticket_work_item where due_at <= $1
          order by due_at limit $2)
       ) due order by due_at limit $2`,
      [now, limit],
    );
    return rows;
  }
}
