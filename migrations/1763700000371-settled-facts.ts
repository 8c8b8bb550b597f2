import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Figures of the past from what was added up: which facts are told otherwise now than they were then. */
export class SettledFacts1763700000371 implements MigrationInterface {
  readonly name = 'SettledFacts1763700000371';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Since when a version is what it is now: gone, or told with its end behind it. An expression
      -- of which nothing can leak, so that it serves behind row-level security, too.
      create index metric_fact_settled_idx on metric_fact
        (tenant_id, kind, (greatest(gone_at, seen_at, ended_at)), began_at)
        where gone_at is not null or ended_at is not null;
      drop index metric_fact_revised_idx;
      -- Of an expression nothing is known until then, and the index would not be taken.
      analyze metric_fact;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index metric_fact_revised_idx on metric_fact (tenant_id, kind, gone_at)
        include (began_at, ended_at, seen_at)
        where gone_at is not null and ended_at is not null;
      drop index metric_fact_settled_idx;
    `);
  }
}
