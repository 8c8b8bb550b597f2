import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often a sign-in was refused within the present hour: one row a desk and reason, whoever tries. */
export class RefusedSignIns1763700000251 implements MigrationInterface {
  readonly name = 'RefusedSignIns1763700000251';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table refused_sign_in (
        tenant_id uuid not null,
        reason text not null,
        hour timestamptz not null,
        count integer not null,
        constraint refused_sign_in_pkey primary key (tenant_id, reason),
        constraint refused_sign_in_tenant_fkey foreign key (tenant_id) references tenant (id),
        constraint refused_sign_in_reason_check check (length(reason) between 1 and 80)
      );
      alter table refused_sign_in enable row level security;
      create policy tenant_wall on refused_sign_in to threadkeeper_tenant
        using (tenant_id = (select current_setting('app.tenant')::uuid))
        with check (tenant_id = (select current_setting('app.tenant')::uuid));
      grant select, insert, update on refused_sign_in to threadkeeper_tenant;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table refused_sign_in');
  }
}
