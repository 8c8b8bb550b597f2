import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds what is finished by its age, over all tenants, for the housekeeping. */
export class Finished1763700000260 implements MigrationInterface {
  readonly name = 'Finished1763700000260';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index inbox_finished_idx on inbox (finished_at) where state = 'DONE';
      -- Only what may go, so that what stays is not looked through again and again.
      create index outbox_finished_idx on outbox (finished_at)
        where state <> 'PENDING' and not (state = 'REFUSED' and message_id is not null)
          and (surface is null or split_part(surface, ':', 1)
            in ('triage-card', 'status-line', 'thread-root', 'reply', 'mirror'));
      create index webhook_delivery_finished_idx on webhook_delivery (finished_at)
        where state <> 'PENDING';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop index inbox_finished_idx, outbox_finished_idx, webhook_delivery_finished_idx',
    );
  }
}
