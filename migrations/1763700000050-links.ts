import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['link', 'link_move'] as const;

/** Two people or companies that are one, and what that moved: so that it can be taken back. */
export class Links1763700000050 implements MigrationInterface {
  readonly name = 'Links1763700000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table link (
        tenant_id uuid not null,
        id uuid not null,
        kind text not null,
        duplicate_id uuid not null,
        into_id uuid not null,
        linked_at timestamptz not null,
        unlinked_at timestamptz,
        constraint link_pkey primary key (tenant_id, id),
        constraint link_tenant_fkey foreign key (tenant_id) references tenant (id),
        constraint link_kind_check check (kind in ('CUSTOMER', 'CONTACT', 'MEMBER')),
        constraint link_two_check check (duplicate_id <> into_id)
      );
      create unique index link_standing_key on link (tenant_id, duplicate_id)
        where unlinked_at is null;
      create index link_into_idx on link (tenant_id, into_id) where unlinked_at is null;

      create table link_move (
        tenant_id uuid not null,
        link_id uuid not null,
        what text not null,
        row_key text not null,
        constraint link_move_pkey primary key (tenant_id, link_id, what, row_key),
        constraint link_move_link_fkey foreign key (tenant_id, link_id) references link (tenant_id, id)
      );
      create index chat_identity_contact_idx on chat_identity (tenant_id, contact_id);
    `);
    for (const table of TABLES)
      await runner.query(`
        alter table ${table} enable row level security;
        create policy tenant_wall on ${table} to threadkeeper_tenant
          using (tenant_id = current_setting('app.tenant')::uuid)
          with check (tenant_id = current_setting('app.tenant')::uuid);
        grant select, insert, update, delete on ${table} to threadkeeper_tenant;
      `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index chat_identity_contact_idx; drop table link_move, link');
  }
}
