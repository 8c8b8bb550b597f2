import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['webhook', 'webhook_delivery'] as const;

/** Who is told of what happens to tickets, and what became of each telling. */
export class Webhooks1763700000100 implements MigrationInterface {
  readonly name = 'Webhooks1763700000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table webhook (
        tenant_id uuid not null,
        id uuid not null,
        name text not null,
        url text not null,
        kinds text[] not null,
        api_version text not null,
        sealed_secret text not null,
        previous_sealed_secret text,
        previous_until timestamptz,
        created_at timestamptz not null,
        failing_since timestamptz,
        disabled_at timestamptz,
        disabled_because text,
        constraint webhook_pkey primary key (tenant_id, id),
        constraint webhook_tenant_fkey foreign key (tenant_id) references tenant (id),
        constraint webhook_disabled_check check ((disabled_at is null) = (disabled_because is null)),
        constraint webhook_because_check check (disabled_because in ('BY_HAND', 'FAILING', 'GONE')),
        constraint webhook_previous_check
          check ((previous_sealed_secret is null) = (previous_until is null))
      );

      create table webhook_delivery (
        tenant_id uuid not null,
        id uuid not null,
        webhook_id uuid not null,
        entry_id uuid not null,
        state text not null default 'PENDING',
        due_at timestamptz not null,
        attempts integer not null default 0,
        tries jsonb not null default '[]',
        created_at timestamptz not null,
        finished_at timestamptz,
        lease_token uuid,
        lease_until timestamptz,
        constraint webhook_delivery_pkey primary key (tenant_id, id),
        constraint webhook_delivery_entry_key unique (tenant_id, webhook_id, entry_id),
        constraint webhook_delivery_webhook_fkey foreign key (tenant_id, webhook_id)
          references webhook (tenant_id, id) on delete cascade,
        constraint webhook_delivery_entry_fkey foreign key (tenant_id, entry_id)
          references timeline_entry (tenant_id, id),
        constraint webhook_delivery_state_check check (
          (state = 'PENDING' and finished_at is null)
          or (state in ('DELIVERED', 'FAILED') and finished_at is not null))
      );
      create index webhook_delivery_due_idx on webhook_delivery (tenant_id, webhook_id, due_at)
        where state = 'PENDING';
      create index webhook_delivery_list_idx
        on webhook_delivery (tenant_id, webhook_id, created_at, id);
      create index timeline_entry_at_idx on timeline_entry (tenant_id, at);
    `);
    for (const table of TABLES)
      await runner.query(`
        alter table ${table} enable row level security;
        create policy tenant_wall on ${table} to threadkeeper_tenant
          using (tenant_id = current_setting('app.tenant')::uuid)
          with check (tenant_id = current_setting('app.tenant')::uuid);
        grant select, insert, update, delete on ${table} to threadkeeper_tenant;
      `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index timeline_entry_at_idx; drop table webhook_delivery, webhook');
  }
}
