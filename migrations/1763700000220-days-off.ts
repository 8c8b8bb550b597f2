import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Days on which a member is not there; null: none were ever named. */
export class DaysOff1763700000220 implements MigrationInterface {
  readonly name = 'DaysOff1763700000220';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table member_duty add column days_off jsonb;');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table member_duty drop column days_off;');
  }
}
