import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The facts of one account, without reading those of all others: its health is made of them. */
export class AccountFacts1763700000281 implements MigrationInterface {
  readonly name = 'AccountFacts1763700000281';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index metric_fact_account_idx on metric_fact (tenant_id, customer_id, began_at)
        where gone_at is null and kind in ('VOLUME', 'SLA', 'PROMISE', 'REOPEN', 'RATING',
          'EFFORT', 'EARLY_WARNING')
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index metric_fact_account_idx');
  }
}
