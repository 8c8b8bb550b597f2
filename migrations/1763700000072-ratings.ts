import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['rating', 'recovery_task'] as const;

/** What customers say of what we did, and what a poor word asks of somebody. */
export class Ratings1763700000072 implements MigrationInterface {
  readonly name = 'Ratings1763700000072';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table care_settings add column rating_cooldown_days integer not null default 30,
        add column recovery_hours integer not null default 8,
        add constraint care_settings_rating_check
          check (rating_cooldown_days > 0 and recovery_hours > 0);

      create table rating (
        tenant_id uuid not null,
        id uuid not null,
        ticket_id uuid not null,
        customer_id uuid not null,
        contact_id uuid not null,
        asked_at timestamptz not null,
        score integer,
        rated_at timestamptz,
        rated_by_id uuid,
        repeated boolean,
        constraint rating_pkey primary key (tenant_id, id),
        constraint rating_ticket_key unique (tenant_id, ticket_id),
        constraint rating_ticket_fkey foreign key (tenant_id, ticket_id)
          references ticket (tenant_id, id),
        constraint rating_score_check check (
          (score is null and rated_at is null and repeated is null)
          or (score between 1 and 5 and rated_at is not null))
      );
      create index rating_contact_idx on rating (tenant_id, contact_id, asked_at desc);
      create index rating_asked_idx on rating (tenant_id, asked_at desc, id desc);

      create table recovery_task (
        tenant_id uuid not null,
        id uuid not null,
        ticket_id uuid not null,
        rating_id uuid not null,
        owner_id uuid,
        opened_at timestamptz not null,
        due_at timestamptz not null,
        late_at timestamptz,
        done_at timestamptz,
        done_by_id uuid,
        outcome text,
        constraint recovery_task_pkey primary key (tenant_id, id),
        constraint recovery_task_rating_key unique (tenant_id, rating_id),
        constraint recovery_task_rating_fkey foreign key (tenant_id, rating_id)
          references rating (tenant_id, id),
        constraint recovery_task_ticket_fkey foreign key (tenant_id, ticket_id)
          references ticket (tenant_id, id)
      );
      create index recovery_task_ticket_idx on recovery_task (tenant_id, ticket_id);
      create index recovery_task_opened_idx on recovery_task (tenant_id, opened_at desc, id desc);
      create index recovery_task_open_idx on recovery_task (tenant_id, owner_id)
        where done_at is null;
      -- Read over all tenants by the sweep, so time leads.
      create index recovery_task_due_idx on recovery_task (due_at)
        where done_at is null and late_at is null;
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
    await runner.query(`
      drop table recovery_task, rating;
      alter table care_settings drop constraint care_settings_rating_check,
        drop column rating_cooldown_days, drop column recovery_hours;
    `);
  }
}
