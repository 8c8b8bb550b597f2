import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a platform can be spoken to that has no standing address (Teams), and whose a workspace is. */
export class Conversations1763700000020 implements MigrationInterface {
  readonly name = 'Conversations1763700000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A customer's own organisation may install us too: its people are customers, not colleagues.
      alter table workspace add column is_ours boolean not null default true;

      -- Like the directory: learned before a tenant is known, and never read by the tenants' role.
      create table conversation (
        platform text not null,
        id text not null,
        workspace text not null,
        kind text not null,
        name text,
        team_id text,
        bot_id text not null,
        service_url text not null,
        seen_at timestamptz not null,
        constraint conversation_pkey primary key (platform, id),
        constraint conversation_kind_check check (kind in ('channel', 'group', 'personal')),
        constraint conversation_platform_check check (platform in ('slack', 'teams'))
      );
      create index conversation_workspace_idx on conversation (platform, workspace, seen_at);

      -- How a person is addressed, and where they were met last.
      create table chat_address (
        platform text not null,
        workspace text not null,
        user_id text not null,
        account_id text not null,
        met_in text not null,
        personal text,
        seen_at timestamptz not null,
        constraint chat_address_pkey primary key (platform, workspace, user_id),
        constraint chat_address_platform_check check (platform in ('slack', 'teams'))
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table chat_address, conversation;
      alter table workspace drop column is_ours;
    `);
  }
}
