import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When silence about a solution is looked at, and how the desk follows up by itself. */
export class Silence1763700000071 implements MigrationInterface {
  readonly name = 'Silence1763700000071';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What was solved before this stays as it is: nobody is asked about long ago.
      alter table ticket add column silence_due_at timestamptz,
        add column checked_in_at timestamptz;
      -- Read over all tenants by the sweep, so time leads.
      create index ticket_silence_due_idx on ticket (silence_due_at)
        where silence_due_at is not null;

      create table care_settings (
        tenant_id uuid not null,
        check_in_days integer not null,
        unconfirmed_days integer not null,
        own_words jsonb not null,
        constraint care_settings_pkey primary key (tenant_id),
        constraint care_settings_tenant_fkey foreign key (tenant_id) references tenant (id),
        constraint care_settings_days_check check (check_in_days > 0 and unconfirmed_days > 0)
      );
      alter table care_settings enable row level security;
      create policy tenant_wall on care_settings to threadkeeper_tenant
        using (tenant_id = current_setting('app.tenant')::uuid)
        with check (tenant_id = current_setting('app.tenant')::uuid);
      grant select, insert, update, delete on care_settings to threadkeeper_tenant;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table care_settings;
      drop index ticket_silence_due_idx;
      alter table ticket drop column silence_due_at, drop column checked_in_at;
    `);
  }
}
