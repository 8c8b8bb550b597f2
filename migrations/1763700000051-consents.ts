import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a room last brought words that did not mention us: only with consent to all of them. */
export class Consents1763700000051 implements MigrationInterface {
  readonly name = 'Consents1763700000051';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table conversation add column heard_all_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table conversation drop column heard_all_at');
  }
}
