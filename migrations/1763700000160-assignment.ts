import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Queues that give out work by themselves, and clocks that have escalated once. */
export class Assignment1763700000160 implements MigrationInterface {
  readonly name = 'Assignment1763700000160';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table queue_rule add column version integer not null default 0;
      -- When the queue looks again for somebody who is free; null where it gives nothing out.
      alter table queue_rule add column assign_at timestamptz;
      -- Read over all tenants by the sweep, so time leads.
      create index queue_rule_assign_idx on queue_rule (assign_at) where assign_at is not null;

      create table clock_escalation (
        tenant_id uuid not null,
        clock_id uuid not null,
        at timestamptz not null,
        constraint clock_escalation_pkey primary key (tenant_id, clock_id),
        constraint clock_escalation_clock_fkey
          foreign key (tenant_id, clock_id) references clock (tenant_id, id)
      );
      alter table clock_escalation enable row level security;
      create policy tenant_wall on clock_escalation to threadkeeper_tenant
        using (tenant_id = current_setting('app.tenant')::uuid)
        with check (tenant_id = current_setting('app.tenant')::uuid);
      grant select, insert, update, delete on clock_escalation to threadkeeper_tenant;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table clock_escalation;
      drop index queue_rule_assign_idx;
      alter table queue_rule drop column version, drop column assign_at;
    `);
  }
}
