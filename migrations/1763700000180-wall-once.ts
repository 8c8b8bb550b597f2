import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The walls between tenants ask once a statement which tenant it is for. As they stood they asked
 * again, and read a UUID out of text, for every row that was looked at.
 */
export class WallOnce1763700000180 implements MigrationInterface {
  readonly name = 'WallOnce1763700000180';

  async up(runner: QueryRunner): Promise<void> {
    await this.ask(runner, `(select current_setting('app.tenant')::uuid)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await this.ask(runner, `current_setting('app.tenant')::uuid`);
  }

  private async ask(runner: QueryRunner, tenant: string): Promise<void> {
    await runner.query(`
      do $do$
      declare
        wall record;
        rule text;
      begin
        for wall in
          select tablename from pg_policies
          where schemaname = current_schema() and policyname = 'tenant_wall'
        loop
          rule := format('%I = ${tenant.replaceAll("'", "''")}',
            case wall.tablename when 'tenant' then 'id' else 'tenant_id' end);
          execute format('alter policy tenant_wall on %I using (%s) with check (%s)',
            wall.tablename, rule, rule);
        end loop;
      end
      $do$;
    `);
  }
}
