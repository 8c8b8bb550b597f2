import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What another system calls a customer, so that it can bring them in again and again. */
export class CustomerReferences1763700000035 implements MigrationInterface {
  readonly name = 'CustomerReferences1763700000035';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table customer_reference (
        tenant_id uuid not null,
        external_id text not null,
        customer_id uuid not null,
        constraint customer_reference_pkey primary key (tenant_id, external_id),
        constraint customer_reference_customer_key unique (tenant_id, customer_id),
        constraint customer_reference_customer_fkey
          foreign key (tenant_id, customer_id) references customer (tenant_id, id)
      );
      alter table customer_reference enable row level security;
      create policy tenant_wall on customer_reference to threadkeeper_tenant
        using (tenant_id = current_setting('app.tenant')::uuid)
        with check (tenant_id = current_setting('app.tenant')::uuid);
      grant select, insert, update, delete on customer_reference to threadkeeper_tenant;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table customer_reference');
  }
}
