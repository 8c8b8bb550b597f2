import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lists of those that are called something compare as search does: a database of the locale C
 * lowers only A to Z by itself.
 */
export class NamesFolded1763700000300 implements MigrationInterface {
  readonly name = 'NamesFolded1763700000300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('grant execute on function search_fold(text) to threadkeeper_tenant;');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('revoke execute on function search_fold(text) from threadkeeper_tenant;');
  }
}
