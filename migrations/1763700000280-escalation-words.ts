import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Escalations are counted by a word: those told by their free text are counted anew. */
export class EscalationWords1763700000280 implements MigrationInterface {
  readonly name = 'EscalationWords1763700000280';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into metric_dirty (tenant_id, ticket_id)
      select distinct tenant_id, ticket_id from metric_fact
      where kind in ('ESCALATION', 'ACCEPTANCE') and gone_at is null
      on conflict (tenant_id, ticket_id) do nothing
    `);
  }

  /** Nothing to take back: what is counted once more stays right. */
  async down(): Promise<void> {}
}
