import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many labels a ticket has, so that a card asks for them only where there are some. */
export class LabelCount1763700000342 implements MigrationInterface {
  readonly name = 'LabelCount1763700000342';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table ticket add column label_count integer not null default 0;
      update ticket set label_count = counted.n
      from (select tenant_id, ticket_id, count(*)::int as n from ticket_label group by 1, 2) counted
      where ticket.tenant_id = counted.tenant_id and ticket.id = counted.ticket_id;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table ticket drop column label_count;');
  }
}
