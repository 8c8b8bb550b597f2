import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An item that turned out to be another one under an older name: its tickets are brought there. */
export class JoinedItems1763700000390 implements MigrationInterface {
  readonly name = 'JoinedItems1763700000390';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table work_item add column joined_to uuid,
        add constraint work_item_joined_fkey foreign key (tenant_id, joined_to)
          references work_item (tenant_id, id);
      create index work_item_joined_idx on work_item (tenant_id, joined_to)
        where joined_to is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index work_item_joined_idx;
      alter table work_item drop constraint work_item_joined_fkey, drop column joined_to;
    `);
  }
}
