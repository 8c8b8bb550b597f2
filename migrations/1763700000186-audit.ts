import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['audit_entry', 'audit_head'] as const;

/** Who changed the desk itself: insert only, each entry sealed with the one before it. */
export class Audit1763700000186 implements MigrationInterface {
  readonly name = 'Audit1763700000186';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_entry (
        tenant_id uuid not null,
        seq integer not null,
        id uuid not null,
        at timestamptz not null,
        via text not null,
        action text not null,
        actor jsonb not null,
        actor_id uuid,
        subject text,
        subject_id uuid,
        before jsonb not null,
        after jsonb not null,
        prev_hash text not null,
        hash text not null,
        constraint audit_entry_pkey primary key (tenant_id, seq),
        constraint audit_entry_id_key unique (tenant_id, id),
        constraint audit_entry_tenant_fkey foreign key (tenant_id) references tenant (id),
        constraint audit_entry_via_check check (via in ('API', 'CHAT', 'COMMAND_LINE', 'SIGN_IN', 'DESK'))
      );
      create index audit_entry_actor_idx on audit_entry (tenant_id, actor_id, seq);
      create index audit_entry_action_idx on audit_entry (tenant_id, action, seq);
      create index audit_entry_at_idx on audit_entry (tenant_id, at);

      -- The end of the chain: locked by whoever writes the next entry, and what shows a cut-off end.
      create table audit_head (
        tenant_id uuid not null,
        seq integer not null,
        hash text not null,
        constraint audit_head_pkey primary key (tenant_id),
        constraint audit_head_tenant_fkey foreign key (tenant_id) references tenant (id)
      );
    `);
    for (const table of TABLES)
      await runner.query(`
        alter table ${table} enable row level security;
        create policy tenant_wall on ${table} to threadkeeper_tenant
          using (tenant_id = current_setting('app.tenant')::uuid)
          with check (tenant_id = current_setting('app.tenant')::uuid);
      `);
    await runner.query(`
      grant select, insert on audit_entry to threadkeeper_tenant;
      grant select, insert, update on audit_head to threadkeeper_tenant;
      create trigger audit_entry_is_history before update or delete on audit_entry
        for each row execute function refuse_change_of_history();
      create trigger audit_entry_is_not_emptied before truncate on audit_entry
        for each statement execute function refuse_change_of_history();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table audit_entry, audit_head');
  }
}
