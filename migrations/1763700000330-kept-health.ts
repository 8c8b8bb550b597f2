import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How each account fared when it was last counted: what a list of customers is sorted by. */
export class KeptHealth1763700000330 implements MigrationInterface {
  readonly name = 'KeptHealth1763700000330';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table customer_health (
        tenant_id uuid not null,
        customer_id uuid not null,
        score double precision,
        state text not null,
        counted_at timestamptz not null,
        next_at timestamptz not null,
        constraint customer_health_pkey primary key (tenant_id, customer_id),
        constraint customer_health_customer_fkey
          foreign key (tenant_id, customer_id) references customer (tenant_id, id),
        constraint customer_health_state_check check (state in
          ('GOOD', 'WATCH', 'AT_RISK', 'TOO_LITTLE_TO_SAY')),
        constraint customer_health_score_check check (
          (score is null) = (state = 'TOO_LITTLE_TO_SAY') and score between 0 and 100)
      );
      alter table customer_health enable row level security;
      create policy tenant_wall on customer_health to threadkeeper_tenant
        using (tenant_id = (select current_setting('app.tenant')::uuid))
        with check (tenant_id = (select current_setting('app.tenant')::uuid));
      grant select, insert, update, delete on customer_health to threadkeeper_tenant;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table customer_health');
  }
}
