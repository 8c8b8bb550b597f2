import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when a platform has refused us, and not what we said: such a row is kept for a day. */
export class Held1763700000340 implements MigrationInterface {
  readonly name = 'Held1763700000340';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outbox add column held_since timestamptz;');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outbox drop column held_since;');
  }
}
