import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is who: tenants, workspaces, channels, customers, queues, members, contacts. */
export class Desk1763700000001 implements MigrationInterface {
  readonly name = 'Desk1763700000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table tenant (
        id uuid not null,
        name text not null,
        zone text not null,
        default_intake_mode text not null,
        grouping_window_sec integer not null,
        first_response_target_min integer not null,
        claim_lease_min integer not null,
        last_ticket_number integer not null default 0,
        created_at timestamptz not null default now(),
        constraint tenant_pkey primary key (id),
        constraint tenant_intake_mode_check
          check (default_intake_mode in ('EVERY_MESSAGE', 'MENTION', 'EMOJI', 'SHORTCUT', 'OFF')),
        constraint tenant_numbers_check check (
          grouping_window_sec >= 0 and first_response_target_min > 0 and claim_lease_min > 0)
      );

      create table workspace (
        tenant_id uuid not null,
        id uuid not null,
        platform text not null,
        external_id text not null,
        name text not null,
        bot_user_id text,
        app_id text,
        active boolean not null default true,
        installed_at timestamptz not null,
        constraint workspace_pkey primary key (tenant_id, id),
        constraint workspace_external_key unique (tenant_id, platform, external_id),
        constraint workspace_tenant_fkey foreign key (tenant_id) references tenant (id),
        constraint workspace_platform_check check (platform in ('slack', 'teams'))
      );

      create table member (
        tenant_id uuid not null,
        id uuid not null,
        name text not null,
        role text not null,
        active boolean not null default true,
        deactivated_by_hand boolean not null default false,
        avatar_url text,
        zone text,
        constraint member_pkey primary key (tenant_id, id),
        constraint member_tenant_fkey foreign key (tenant_id) references tenant (id),
        constraint member_role_check check (role in ('PARTNER', 'AGENT', 'SUPERVISOR', 'ADMIN'))
      );

      create table customer (
        tenant_id uuid not null,
        id uuid not null,
        name text not null,
        domain text,
        tier text not null,
        zone text,
        owner_id uuid,
        created_at timestamptz not null,
        constraint customer_pkey primary key (tenant_id, id),
        constraint customer_tenant_fkey foreign key (tenant_id) references tenant (id),
        constraint customer_owner_fkey foreign key (tenant_id, owner_id) references member (tenant_id, id)
      );
      create index customer_name_idx on customer (tenant_id, name, id);

      create table customer_home (
        tenant_id uuid not null,
        platform text not null,
        home text not null,
        customer_id uuid not null,
        constraint customer_home_pkey primary key (tenant_id, platform, home),
        constraint customer_home_customer_fkey
          foreign key (tenant_id, customer_id) references customer (tenant_id, id),
        constraint customer_home_platform_check check (platform in ('slack', 'teams'))
      );
      create index customer_home_customer_idx on customer_home (tenant_id, customer_id);

      create table queue (
        tenant_id uuid not null,
        id uuid not null,
        name text not null,
        triage_channel_id uuid,
        is_default boolean not null default false,
        constraint queue_pkey primary key (tenant_id, id),
        constraint queue_name_key unique (tenant_id, name),
        constraint queue_tenant_fkey foreign key (tenant_id) references tenant (id)
      );
      create unique index queue_default_key on queue (tenant_id) where is_default;

      create table queue_level (
        tenant_id uuid not null,
        queue_id uuid not null,
        level integer not null,
        name text not null,
        owner_id uuid,
        constraint queue_level_pkey primary key (tenant_id, queue_id, level),
        constraint queue_level_queue_fkey foreign key (tenant_id, queue_id) references queue (tenant_id, id),
        constraint queue_level_owner_fkey foreign key (tenant_id, owner_id) references member (tenant_id, id),
        constraint queue_level_level_check check (level >= 1)
      );

      create table channel (
        tenant_id uuid not null,
        id uuid not null,
        workspace_id uuid not null,
        external_id text not null,
        name text not null,
        kind text not null,
        intake_mode text,
        customer_id uuid,
        queue_id uuid,
        is_externally_shared boolean not null,
        active boolean not null default true,
        joined_at timestamptz not null,
        constraint channel_pkey primary key (tenant_id, id),
        constraint channel_external_key unique (tenant_id, workspace_id, external_id),
        constraint channel_workspace_fkey
          foreign key (tenant_id, workspace_id) references workspace (tenant_id, id),
        constraint channel_customer_fkey
          foreign key (tenant_id, customer_id) references customer (tenant_id, id),
        constraint channel_queue_fkey foreign key (tenant_id, queue_id) references queue (tenant_id, id),
        constraint channel_kind_check check (kind in ('CUSTOMER', 'TRIAGE', 'INTERNAL')),
        constraint channel_intake_mode_check
          check (intake_mode in ('EVERY_MESSAGE', 'MENTION', 'EMOJI', 'SHORTCUT', 'OFF'))
      );
      create index channel_customer_idx on channel (tenant_id, customer_id);
      alter table queue add constraint queue_triage_channel_fkey
        foreign key (tenant_id, triage_channel_id) references channel (tenant_id, id);

      create table channel_alias (
        tenant_id uuid not null,
        workspace_id uuid not null,
        external_id text not null,
        channel_id uuid not null,
        constraint channel_alias_pkey primary key (tenant_id, workspace_id, external_id),
        constraint channel_alias_channel_fkey
          foreign key (tenant_id, channel_id) references channel (tenant_id, id)
      );

      create table contact (
        tenant_id uuid not null,
        id uuid not null,
        customer_id uuid not null,
        name text not null,
        zone text,
        constraint contact_pkey primary key (tenant_id, id),
        constraint contact_customer_fkey
          foreign key (tenant_id, customer_id) references customer (tenant_id, id)
      );
      create index contact_customer_idx on contact (tenant_id, customer_id);

      create table chat_identity (
        tenant_id uuid not null,
        platform text not null,
        home text not null,
        user_id text not null,
        kind text not null,
        member_id uuid,
        contact_id uuid,
        constraint chat_identity_pkey primary key (tenant_id, platform, home, user_id),
        constraint chat_identity_tenant_fkey foreign key (tenant_id) references tenant (id),
        constraint chat_identity_member_fkey
          foreign key (tenant_id, member_id) references member (tenant_id, id),
        constraint chat_identity_contact_fkey
          foreign key (tenant_id, contact_id) references contact (tenant_id, id),
        constraint chat_identity_platform_check check (platform in ('slack', 'teams')),
        constraint chat_identity_kind_check check (
          (kind = 'MEMBER' and member_id is not null and contact_id is null)
          or (kind = 'CONTACT' and contact_id is not null and member_id is null)
          or (kind = 'IGNORED' and member_id is null and contact_id is null))
      );
      create index chat_identity_member_idx on chat_identity (tenant_id, member_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table queue drop constraint queue_triage_channel_fkey;
      drop table chat_identity, contact, channel_alias, channel, queue_level, queue, customer_home,
        customer, member, workspace, tenant;
    `);
  }
}
