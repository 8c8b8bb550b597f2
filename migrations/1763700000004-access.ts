import type { MigrationInterface, QueryRunner } from 'typeorm';

const TENANT_TABLES = [
  'workspace',
  'member',
  'customer',
  'customer_home',
  'queue',
  'queue_level',
  'channel',
  'channel_alias',
  'contact',
  'chat_identity',
  'ticket',
  'message',
  'message_edit',
  'early_change',
  'intake_decision',
  'timeline_entry',
  'promise',
  'outbox',
  'surface',
  'coverage',
  'api_token',
  'idempotency',
] as const;

const APPEND_ONLY = ['timeline_entry', 'intake_decision'] as const;

/** Installations, tokens, and the second wall: row-level security for the role every desk transaction takes. */
export class Access1763700000004 implements MigrationInterface {
  readonly name = 'Access1763700000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The directory: read before a tenant is known, and never by the tenants' role.
      create table installation (
        platform text not null,
        external_id text not null,
        tenant_id uuid not null,
        workspace_id uuid not null,
        sealed_bot_token text not null,
        scopes text[] not null,
        installed_at timestamptz not null,
        revoked_at timestamptz,
        constraint installation_pkey primary key (platform, external_id),
        constraint installation_workspace_fkey
          foreign key (tenant_id, workspace_id) references workspace (tenant_id, id),
        constraint installation_platform_check check (platform in ('slack', 'teams'))
      );

      create table install_state (
        state_hash bytea not null,
        expires_at timestamptz not null,
        constraint install_state_pkey primary key (state_hash)
      );

      create table api_token (
        tenant_id uuid not null,
        id uuid not null,
        name text not null,
        role text not null,
        member_id uuid,
        secret_hash bytea not null,
        created_at timestamptz not null,
        expires_at timestamptz,
        revoked_at timestamptz,
        last_used_at timestamptz,
        constraint api_token_pkey primary key (tenant_id, id),
        constraint api_token_tenant_fkey foreign key (tenant_id) references tenant (id),
        constraint api_token_member_fkey
          foreign key (tenant_id, member_id) references member (tenant_id, id),
        constraint api_token_role_check check (role in ('PARTNER', 'AGENT', 'SUPERVISOR', 'ADMIN'))
      );
      -- A bearer names the token before anybody knows the tenant.
      create unique index api_token_id_key on api_token (id);

      create table idempotency (
        tenant_id uuid not null,
        token_id uuid not null,
        key text not null,
        fingerprint text not null,
        answer jsonb,
        expires_at timestamptz not null,
        constraint idempotency_pkey primary key (tenant_id, token_id, key),
        constraint idempotency_tenant_fkey foreign key (tenant_id) references tenant (id)
      );
      create index idempotency_expiry_idx on idempotency (expires_at);
    `);
    // A role belongs to the whole cluster: another database of it may create the same one right now.
    await runner.query(`
      do $$
      begin
        if not exists (select from pg_roles where rolname = 'threadkeeper_tenant') then
          begin
            create role threadkeeper_tenant nologin;
          exception when duplicate_object or unique_violation then null;
          end;
        end if;
        if not pg_has_role(current_user, 'threadkeeper_tenant', 'MEMBER') then
          execute format('grant threadkeeper_tenant to %I', current_user);
        end if;
        execute format('grant usage on schema %I to threadkeeper_tenant', current_schema());
      end
      $$;

      create function refuse_change_of_history() returns trigger language plpgsql as $$
      begin
        raise exception 'history is append-only' using errcode = 'insufficient_privilege';
      end
      $$;

      grant select, update on tenant to threadkeeper_tenant;
      alter table tenant enable row level security;
      create policy tenant_wall on tenant to threadkeeper_tenant
        using (id = current_setting('app.tenant')::uuid)
        with check (id = current_setting('app.tenant')::uuid);

      -- A row that is put back goes to the end of its lane.
      grant usage on sequence outbox_position_seq to threadkeeper_tenant;

      -- Settling the inbox row belongs to the desk's commit; its contents do not.
      grant select (id, state, lease_token), update (state, lease_owner, lease_token, lease_until, finished_at)
        on inbox to threadkeeper_tenant;
    `);
    for (const table of TENANT_TABLES) {
      await runner.query(`
        alter table ${table} enable row level security;
        create policy tenant_wall on ${table} to threadkeeper_tenant
          using (tenant_id = current_setting('app.tenant')::uuid)
          with check (tenant_id = current_setting('app.tenant')::uuid);
        grant select, insert, update, delete on ${table} to threadkeeper_tenant;
      `);
    }
    for (const table of APPEND_ONLY) {
      await runner.query(`
        revoke update, delete on ${table} from threadkeeper_tenant;
        create trigger ${table}_is_history before update on ${table}
          for each row execute function refuse_change_of_history();
      `);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of APPEND_ONLY) {
      await runner.query(`drop trigger ${table}_is_history on ${table}`);
    }
    for (const table of [...TENANT_TABLES, 'tenant']) {
      await runner.query(`
        drop policy tenant_wall on ${table};
        alter table ${table} disable row level security;
        revoke all on ${table} from threadkeeper_tenant;
      `);
    }
    await runner.query(`
      revoke all on inbox from threadkeeper_tenant;
      revoke all on sequence outbox_position_seq from threadkeeper_tenant;
      drop function refuse_change_of_history();
      drop table idempotency, api_token, install_state, installation;
    `);
  }
}
