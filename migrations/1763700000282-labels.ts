import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['label', 'ticket_label'] as const;

/** Words of a desk's own by which its tickets are found and counted together. */
export class Labels1763700000282 implements MigrationInterface {
  readonly name = 'Labels1763700000282';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table label (
        tenant_id uuid not null,
        id uuid not null,
        name text not null,
        colour text not null,
        archived_at timestamptz,
        constraint label_pkey primary key (tenant_id, id),
        constraint label_tenant_fkey foreign key (tenant_id) references tenant (id),
        constraint label_name_check check (name <> '' and char_length(name) <= 40),
        constraint label_colour_check check (colour in
          ('GREY', 'RED', 'ORANGE', 'YELLOW', 'GREEN', 'TEAL', 'BLUE', 'PURPLE', 'PINK'))
      );
      create unique index label_name_key on label (tenant_id, lower(name));

      create table ticket_label (
        tenant_id uuid not null,
        ticket_id uuid not null,
        label_id uuid not null,
        constraint ticket_label_pkey primary key (tenant_id, ticket_id, label_id),
        constraint ticket_label_ticket_fkey
          foreign key (tenant_id, ticket_id) references ticket (tenant_id, id),
        constraint ticket_label_label_fkey
          foreign key (tenant_id, label_id) references label (tenant_id, id)
      );
      create index ticket_label_label_idx on ticket_label (tenant_id, label_id, ticket_id);

      alter table metric_fact add column label_ids uuid[] not null default '{}';
      -- Most facts have none: those that have are found without the others.
      create index metric_fact_labelled_idx on metric_fact (tenant_id, kind, began_at)
        where label_ids <> '{}';
    `);
    for (const table of TABLES)
      await runner.query(`
        alter table ${table} enable row level security;
        create policy tenant_wall on ${table} to threadkeeper_tenant
          using (tenant_id = (select current_setting('app.tenant')::uuid))
          with check (tenant_id = (select current_setting('app.tenant')::uuid));
        grant select, insert, update, delete on ${table} to threadkeeper_tenant;
      `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table metric_fact drop column label_ids;
      drop table ticket_label, label;
    `);
  }
}
