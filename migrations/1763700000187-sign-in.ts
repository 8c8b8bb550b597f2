import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People who sign in with their company's account, and the sessions that begins. */
export class SignIn1763700000187 implements MigrationInterface {
  readonly name = 'SignIn1763700000187';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A session is a token that nobody sees: it ends, is revoked and counted like one.
      alter table api_token add column kind text not null default 'API',
        add constraint api_token_kind_check check (kind in ('API', 'SESSION'));

      create table member_login (
        tenant_id uuid not null,
        member_id uuid not null,
        email text,
        issuer text,
        subject text,
        constraint member_login_pkey primary key (tenant_id, member_id),
        constraint member_login_email_key unique (tenant_id, email),
        constraint member_login_subject_key unique (tenant_id, issuer, subject),
        constraint member_login_member_fkey
          foreign key (tenant_id, member_id) references member (tenant_id, id),
        constraint member_login_said_check check (email is not null or subject is not null),
        constraint member_login_subject_check check ((issuer is null) = (subject is null))
      );
      -- Asked before anybody knows the tenant.
      create index member_login_email_idx on member_login (email);
      create index member_login_subject_idx on member_login (issuer, subject);
      alter table member_login enable row level security;
      create policy tenant_wall on member_login to threadkeeper_tenant
        using (tenant_id = current_setting('app.tenant')::uuid)
        with check (tenant_id = current_setting('app.tenant')::uuid);
      grant select, insert, update, delete on member_login to threadkeeper_tenant;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table member_login;
      delete from api_token where kind = 'SESSION';
      alter table api_token drop constraint api_token_kind_check, drop column kind;
    `);
  }
}
