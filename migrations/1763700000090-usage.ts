import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often each API token asked within the present minute, for all processes together. */
export class Usage1763700000090 implements MigrationInterface {
  readonly name = 'Usage1763700000090';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table api_usage (
        tenant_id uuid not null,
        token_id uuid not null,
        window_start timestamptz not null,
        used integer not null,
        constraint api_usage_pkey primary key (tenant_id, token_id),
        constraint api_usage_tenant_fkey foreign key (tenant_id) references tenant (id)
      );
      alter table api_usage enable row level security;
      create policy tenant_wall on api_usage to threadkeeper_tenant
        using (tenant_id = current_setting('app.tenant')::uuid)
        with check (tenant_id = current_setting('app.tenant')::uuid);
      grant select, insert, update, delete on api_usage to threadkeeper_tenant;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table api_usage');
  }
}
