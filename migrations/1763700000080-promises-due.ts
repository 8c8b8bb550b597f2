import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A tenant's open promises in the order in which they fall due, for whoever lists them. */
export class PromisesDue1763700000080 implements MigrationInterface {
  readonly name = 'PromisesDue1763700000080';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index promise_open_idx on promise (tenant_id, due_at, id) where state = 'OPEN';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index promise_open_idx;');
  }
}
