import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of what was told otherwise since, the little that had ended before: without looking at what has ended since. */
export class RevisedAgain1763700000400 implements MigrationInterface {
  readonly name = 'RevisedAgain1763700000400';

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
