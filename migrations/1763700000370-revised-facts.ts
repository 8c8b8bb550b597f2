import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was told otherwise after an instant, without counting what was told before it. */
export class RevisedFacts1763700000370 implements MigrationInterface {
  readonly name = 'RevisedFacts1763700000370';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index metric_fact_revised_idx on metric_fact (tenant_id, kind, gone_at)
        include (began_at, ended_at, seen_at)
        where gone_at is not null and ended_at is not null
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index metric_fact_revised_idx');
  }
}
