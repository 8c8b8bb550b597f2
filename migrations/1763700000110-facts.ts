import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['metric_fact', 'metric_dirty'] as const;

/** Tables whose rows figures are made of: whoever writes one marks its ticket to be counted again. */
const SOURCES = [
  ['timeline_entry', 'insert'],
  ['promise', 'insert'],
  ['promise', 'update'],
  ['clock', 'insert'],
  ['clock', 'update'],
] as const;

/** What is measured of each ticket, in every version of it. */
export class Facts1763700000110 implements MigrationInterface {
  readonly name = 'Facts1763700000110';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A fact that changes is closed and told anew, so an answer as of the past never changes.
      create table metric_fact (
        tenant_id uuid not null,
        id uuid not null,
        ticket_id uuid not null,
        kind text not null,
        ordinal integer not null,
        seen_at timestamptz not null,
        gone_at timestamptz,
        opened_at timestamptz not null,
        began_at timestamptz not null,
        ended_at timestamptz,
        outcome text,
        seconds double precision not null,
        running_since timestamptz,
        due_at timestamptz,
        reason text,
        customer_id uuid not null,
        channel_id uuid not null,
        queue_id uuid not null,
        priority text not null,
        member_id uuid,
        constraint metric_fact_pkey primary key (tenant_id, id),
        constraint metric_fact_ticket_fkey
          foreign key (tenant_id, ticket_id) references ticket (tenant_id, id),
        constraint metric_fact_seconds_check check (seconds >= 0)
      );
      create index metric_fact_began_idx on metric_fact (tenant_id, kind, began_at);
      create index metric_fact_ended_idx on metric_fact (tenant_id, kind, ended_at);
      create index metric_fact_ticket_idx on metric_fact (tenant_id, ticket_id) where gone_at is null;
      create index metric_fact_open_idx on metric_fact (tenant_id, kind, began_at)
        where gone_at is null and ended_at is null;

      create table metric_dirty (
        tenant_id uuid not null,
        ticket_id uuid not null,
        -- From before facts were kept: dated by its beginning, not by the counting.
        backfill boolean not null default false,
        constraint metric_dirty_pkey primary key (tenant_id, ticket_id)
      );

      -- The update is no idle one: it makes a count that runs at this moment wait for our commit.
      create function metric_mark() returns trigger language plpgsql as $$
        begin
          insert into metric_dirty (tenant_id, ticket_id)
            select distinct tenant_id, ticket_id from fresh order by 1, 2
            on conflict (tenant_id, ticket_id) do update set backfill = metric_dirty.backfill;
          return null;
        end
        $$;
    `);
    for (const table of TABLES)
      await runner.query(`
        alter table ${table} enable row level security;
        create policy tenant_wall on ${table} to threadkeeper_tenant
          using (tenant_id = current_setting('app.tenant')::uuid)
          with check (tenant_id = current_setting('app.tenant')::uuid);
        grant select, insert, update, delete on ${table} to threadkeeper_tenant;
      `);
    for (const [table, event] of SOURCES)
      await runner.query(`
        create trigger ${table}_measured_${event} after ${event} on ${table}
          referencing new table as fresh for each statement execute function metric_mark();
      `);
    await runner.query(`
      insert into metric_dirty (tenant_id, ticket_id, backfill) select tenant_id, id, true from ticket
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, event] of SOURCES)
      await runner.query(`drop trigger ${table}_measured_${event} on ${table}`);
    await runner.query(`
      drop function metric_mark();
      drop table metric_dirty, metric_fact;
    `);
  }
}
