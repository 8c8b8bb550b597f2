import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Early warnings are counted too: whoever writes one marks its ticket to be counted again. */
export class MeasuredSignals1763700000202 implements MigrationInterface {
  readonly name = 'MeasuredSignals1763700000202';

  async up(runner: QueryRunner): Promise<void> {
    for (const event of ['insert', 'update'])
      await runner.query(`
        create trigger signal_measured_${event} after ${event} on signal
          referencing new table as fresh for each statement execute function metric_mark();
      `);
    await runner.query(`
      insert into metric_dirty (tenant_id, ticket_id, backfill)
      select distinct tenant_id, ticket_id, true from signal
      on conflict (tenant_id, ticket_id) do update set backfill = true
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const event of ['insert', 'update'])
      await runner.query(`drop trigger signal_measured_${event} on signal`);
  }
}
