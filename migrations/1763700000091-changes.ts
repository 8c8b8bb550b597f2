import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * In which transaction a ticket changed last: what live clients follow. Numbers of transactions are
 * given at their start, so whoever reads stops before the oldest that still runs, and misses none.
 */
export class Changes1763700000091 implements MigrationInterface {
  readonly name = 'Changes1763700000091';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table ticket add column changed_in bigint not null default 0;
      create index ticket_changed_idx on ticket (tenant_id, changed_in, id);

      create function note_change_of_ticket() returns trigger language plpgsql as $$
      begin
        new.changed_in := pg_current_xact_id()::text::bigint;
        return new;
      end
      $$;
      create trigger ticket_change before insert or update on ticket
        for each row execute function note_change_of_ticket();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger ticket_change on ticket;
      drop function note_change_of_ticket();
      drop index ticket_changed_idx;
      alter table ticket drop column changed_in;
    `);
  }
}
