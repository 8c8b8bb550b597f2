import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['tracker', 'work_item', 'ticket_work_item'] as const;

/** Issues and pull requests that tickets are linked to, and the trackers that tell of them. */
export class WorkItems1763700000230 implements MigrationInterface {
  readonly name = 'WorkItems1763700000230';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table ticket add column work_item_count integer not null default 0;

      create table tracker (
        tenant_id uuid not null,
        id uuid not null,
        kind text not null,
        site text not null,
        sealed_secret text not null,
        connected_at timestamptz not null,
        heard_at timestamptz,
        constraint tracker_pkey primary key (tenant_id, id),
        constraint tracker_site_key unique (tenant_id, kind, site),
        constraint tracker_tenant_fkey foreign key (tenant_id) references tenant (id),
        constraint tracker_kind_check check (kind in ('GITHUB', 'LINEAR', 'JIRA'))
      );
      -- Asked before anybody knows the tenant.
      create unique index tracker_id_key on tracker (id);

      create table work_item (
        tenant_id uuid not null,
        id uuid not null,
        kind text not null,
        site text not null,
        key text not null,
        url text not null,
        title text,
        state text not null default 'UNKNOWN',
        state_name text,
        changed_at timestamptz,
        constraint work_item_pkey primary key (tenant_id, id),
        constraint work_item_key_key unique (tenant_id, kind, site, key),
        constraint work_item_tenant_fkey foreign key (tenant_id) references tenant (id),
        constraint work_item_kind_check check (kind in ('GITHUB', 'LINEAR', 'JIRA')),
        constraint work_item_state_check
          check (state in ('UNKNOWN', 'TODO', 'IN_PROGRESS', 'CANCELLED', 'DONE'))
      );

      create table ticket_work_item (
        tenant_id uuid not null,
        ticket_id uuid not null,
        work_item_id uuid not null,
        linked_at timestamptz not null,
        -- What the ticket shows of it; it is due while its tracker has told something newer.
        shown_state text not null,
        shown_state_name text,
        due_at timestamptz,
        constraint ticket_work_item_pkey primary key (tenant_id, ticket_id, work_item_id),
        constraint ticket_work_item_ticket_fkey foreign key (tenant_id, ticket_id)
          references ticket (tenant_id, id),
        constraint ticket_work_item_item_fkey foreign key (tenant_id, work_item_id)
          references work_item (tenant_id, id)
      );
      create index ticket_work_item_item_idx
        on ticket_work_item (tenant_id, work_item_id, ticket_id);
      -- Read over all tenants by the sweep, so time leads.
      create index ticket_work_item_due_idx on ticket_work_item (due_at) where due_at is not null;
    `);
    for (const table of TABLES)
      await runner.query(`
        alter table ${table} enable row level security;
        create policy tenant_wall on ${table} to threadkeeper_tenant
          using (tenant_id = (select current_setting('app.tenant')::uuid))
          with check (tenant_id = (select current_setting('app.tenant')::uuid));
        grant select, insert, update, delete on ${table} to threadkeeper_tenant;
      `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table ticket_work_item, work_item, tracker;
      alter table ticket drop column work_item_count;
    `);
  }
}
