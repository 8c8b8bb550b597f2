import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Figures of any window and of any instant, without counting history. */
export class RollupsByHour1763700000270 implements MigrationInterface {
  readonly name = 'RollupsByHour1763700000270';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The next hour (of Greenwich, since 1970) to be added up, where a tenant is added up anew; null: all of it is.
      alter table metric_rolled add column next_hour integer;

      -- Only of these is asked who was there at an instant.
      drop index metric_fact_ended_idx;
      create index metric_fact_ended_idx on metric_fact (tenant_id, kind, ended_at)
        where ended_at is not null and kind in ('BACKLOG', 'LOAD');
      -- About how long they lasted: whoever of each class was there at an instant began not long
      -- before it. A column, for behind row-level security no index serves an expression.
      alter table metric_fact add column reach integer;
      update metric_fact set
          reach = floor(ln(1 + greatest(0, extract(epoch from ended_at - began_at)::float8)))
        where kind in ('BACKLOG', 'LOAD') and ended_at is not null;
      create index metric_fact_reach_idx on metric_fact (tenant_id, kind, reach, began_at)
        where reach is not null;
      -- One customer's facts are few among all.
      create index metric_fact_customer_idx on metric_fact (tenant_id, customer_id, kind, began_at);
    `);
    await this.beginAnew(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await this.beginAnew(runner);
    await runner.query(`
      drop index metric_fact_customer_idx, metric_fact_reach_idx, metric_fact_ended_idx;
      create index metric_fact_ended_idx on metric_fact (tenant_id, kind, ended_at);
      alter table metric_fact drop column reach;
      alter table metric_rolled drop column next_hour;
    `);
  }

  /** What was added up has other rows from here on: it begins again with the first fact pending. */
  private async beginAnew(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from metric_rolled;
      delete from metric_rollup;
      insert into metric_pending (tenant_id, kind, began_at, fact_id, sign)
      select distinct on (tenant_id) tenant_id, kind, began_at, id, 1 from metric_fact
      where gone_at is null and ended_at is not null order by tenant_id
    `);
  }
}
