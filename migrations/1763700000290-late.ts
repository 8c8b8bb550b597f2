import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which open tickets are late, without looking at those that are not. */
export class Late1763700000290 implements MigrationInterface {
  readonly name = 'Late1763700000290';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index clock_late_idx on clock (tenant_id, ticket_id) where state = 'BREACHING';`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index clock_late_idx;');
  }
}
