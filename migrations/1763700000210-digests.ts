import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a supervisor wants told into a room, daily and weekly. */
export class Digests1763700000210 implements MigrationInterface {
  readonly name = 'Digests1763700000210';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table digest (
        tenant_id uuid not null,
        period text not null,
        channel_id uuid not null,
        zone text not null,
        hour integer not null,
        weekdays jsonb not null,
        due_at timestamptz not null,
        told_until timestamptz,
        told_at timestamptz,
        asked_at timestamptz,
        trouble text,
        constraint digest_pkey primary key (tenant_id, period),
        constraint digest_channel_fkey foreign key (tenant_id, channel_id)
          references channel (tenant_id, id),
        constraint digest_period_check check (period in ('DAILY', 'WEEKLY')),
        constraint digest_hour_check check (hour between 0 and 23)
      );
      -- Read over all tenants by the runner, so time leads.
      create index digest_due_idx on digest (due_at);
      create index digest_asked_idx on digest (asked_at) where asked_at is not null;

      alter table digest enable row level security;
      create policy tenant_wall on digest to threadkeeper_tenant
        using (tenant_id = current_setting('app.tenant')::uuid)
        with check (tenant_id = current_setting('app.tenant')::uuid);
      grant select, insert, update, delete on digest to threadkeeper_tenant;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table digest;');
  }
}
