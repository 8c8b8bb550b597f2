import type { MigrationInterface, QueryRunner } from 'typeorm';

const TENANT_TABLES = [
  'calendar',
  'calendar_version',
  'calendar_use',
  'sla_policy',
  'policy_target',
  'clock',
] as const;

/** Calendars, policies and the clocks they drive; a promise knows when to be renewed. */
export class Care1763700000030 implements MigrationInterface {
  readonly name = 'Care1763700000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table calendar (
        tenant_id uuid not null,
        id uuid not null,
        name text not null,
        version integer not null,
        constraint calendar_pkey primary key (tenant_id, id),
        constraint calendar_name_key unique (tenant_id, name),
        constraint calendar_tenant_fkey foreign key (tenant_id) references tenant (id)
      );

      create table calendar_version (
        tenant_id uuid not null,
        calendar_id uuid not null,
        version integer not null,
        zone text not null,
        opening jsonb not null,
        holidays jsonb not null,
        country text,
        region text,
        made_at timestamptz not null,
        constraint calendar_version_pkey primary key (tenant_id, calendar_id, version),
        constraint calendar_version_calendar_fkey
          foreign key (tenant_id, calendar_id) references calendar (tenant_id, id)
      );

      create table calendar_use (
        tenant_id uuid not null,
        scope text not null,
        scope_id uuid not null,
        calendar_id uuid not null,
        constraint calendar_use_pkey primary key (tenant_id, scope, scope_id),
        constraint calendar_use_calendar_fkey
          foreign key (tenant_id, calendar_id) references calendar (tenant_id, id),
        constraint calendar_use_scope_check check (scope in ('DESK', 'QUEUE', 'CUSTOMER'))
      );

      -- The tier '' is everybody's whose own tier has no policy.
      create table sla_policy (
        tenant_id uuid not null,
        id uuid not null,
        tier text not null,
        calendar_id uuid,
        pause_while text[] not null,
        warn_percent integer not null,
        version integer not null,
        constraint sla_policy_pkey primary key (tenant_id, id),
        constraint sla_policy_tier_key unique (tenant_id, tier),
        constraint sla_policy_tenant_fkey foreign key (tenant_id) references tenant (id),
        constraint sla_policy_calendar_fkey
          foreign key (tenant_id, calendar_id) references calendar (tenant_id, id),
        constraint sla_policy_warn_check check (warn_percent between 1 and 99)
      );

      create table policy_target (
        tenant_id uuid not null,
        policy_id uuid not null,
        priority text not null,
        measure text not null,
        seconds integer not null,
        hours text not null,
        constraint policy_target_pkey primary key (tenant_id, policy_id, priority, measure),
        constraint policy_target_policy_fkey
          foreign key (tenant_id, policy_id) references sla_policy (tenant_id, id),
        constraint policy_target_seconds_check check (seconds > 0)
      );

      create table clock (
        tenant_id uuid not null,
        id uuid not null,
        position bigint generated always as identity,
        ticket_id uuid not null,
        measure text not null,
        started_at timestamptz not null,
        target_sec integer not null,
        hours text not null,
        warn_percent integer not null,
        pauses jsonb not null,
        stopped_at timestamptz,
        cancelled_at timestamptz,
        state text not null,
        due_at timestamptz,
        next_at timestamptz,
        calendar_id uuid,
        calendar_version integer,
        constraint clock_pkey primary key (tenant_id, id),
        constraint clock_ticket_fkey foreign key (tenant_id, ticket_id) references ticket (tenant_id, id),
        constraint clock_measure_check check (measure in ('FIRST_RESPONSE', 'NEXT_RESPONSE',
          'UPDATE', 'FIRST_RESOLUTION', 'TOTAL_RESOLUTION')),
        constraint clock_state_check check (state in ('PENDING', 'IMMINENT_BREACH', 'BREACHING',
          'BREACHED', 'ACHIEVED', 'CANCELLED'))
      );
      create index clock_ticket_idx on clock (tenant_id, ticket_id, position);
      -- Read over all tenants by the sweep, so time leads.
      create index clock_next_idx on clock (next_at) where next_at is not null;

      alter table promise add column renew_at timestamptz;
      create index promise_renew_idx on promise (renew_at)
        where state = 'OPEN' and renew_at is not null;
    `);
    for (const table of TENANT_TABLES)
      await runner.query(`
        alter table ${table} enable row level security;
        create policy tenant_wall on ${table} to threadkeeper_tenant
          using (tenant_id = current_setting('app.tenant')::uuid)
          with check (tenant_id = current_setting('app.tenant')::uuid);
        grant select, insert, update, delete on ${table} to threadkeeper_tenant;
      `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index promise_renew_idx;
      alter table promise drop column renew_at;
      drop table clock, policy_target, sla_policy, calendar_use, calendar_version, calendar;
    `);
  }
}
