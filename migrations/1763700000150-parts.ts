import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is too long for one message goes out as several: how many of them have been sent. */
export class Parts1763700000150 implements MigrationInterface {
  readonly name = 'Parts1763700000150';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outbox add column part integer not null default 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outbox drop column part');
  }
}
