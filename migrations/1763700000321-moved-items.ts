import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Issues that move to another project, team or repository: what they are known by, and were called. */
export class MovedItems1763700000321 implements MigrationInterface {
  readonly name = 'MovedItems1763700000321';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table work_item add column external_id text,
        add column former_keys text[] not null default '{}';
      create index work_item_external_idx on work_item (tenant_id, kind, site, external_id)
        where external_id is not null;
      -- Few ever move: an old address is looked for among these alone.
      create index work_item_former_idx on work_item (tenant_id, kind, site)
        where former_keys <> '{}';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index work_item_former_idx;
      drop index work_item_external_idx;
      alter table work_item drop column former_keys, drop column external_id;
    `);
  }
}
