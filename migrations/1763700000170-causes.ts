import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a ticket came from: a label, by which a customer's tickets are counted together. */
export class Causes1763700000170 implements MigrationInterface {
  readonly name = 'Causes1763700000170';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table ticket add column cause text,
        add constraint ticket_cause_check check (cause <> '' and char_length(cause) <= 60);
      create index ticket_cause_idx on ticket (tenant_id, cause, customer_id, opened_at)
        where cause is not null;
      create index ticket_usual_causes_idx on ticket (tenant_id, id desc)
        include (cause) where cause is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table ticket drop column cause;');
  }
}
