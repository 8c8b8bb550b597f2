import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an API token may be used for; those that stand may go on as before. */
export class TokenScopes1763700000185 implements MigrationInterface {
  readonly name = 'TokenScopes1763700000185';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table api_token
        add column scopes text[] not null default '{READ,WORK,CONFIGURE,ADMINISTER}',
        add constraint api_token_scopes_check check (
          cardinality(scopes) > 0 and scopes <@ '{READ,WORK,CONFIGURE,ADMINISTER}'::text[]);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table api_token drop constraint api_token_scopes_check, drop column scopes;
    `);
  }
}
