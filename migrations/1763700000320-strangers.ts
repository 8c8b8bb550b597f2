import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is known of people before anybody knows whose they are: how often a sign-in was tried within
 * the present minute, for all processes together, and what was refused of whom no desk was meant.
 */
export class Strangers1763700000320 implements MigrationInterface {
  readonly name = 'Strangers1763700000320';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sign_in_try (
        scope text not null,
        minute timestamptz not null,
        used integer not null,
        constraint sign_in_try_pkey primary key (scope),
        constraint sign_in_try_scope_check check (length(scope) between 1 and 200)
      );
      create table refused_stranger (
        reason text not null,
        minute timestamptz not null,
        count integer not null,
        constraint refused_stranger_pkey primary key (reason, minute),
        constraint refused_stranger_reason_check check (length(reason) between 1 and 80)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table refused_stranger; drop table sign_in_try;');
  }
}
