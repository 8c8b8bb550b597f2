import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Also made of these: whoever writes one marks its ticket to be counted again. */
const SOURCES = [
  ['rating', 'insert'],
  ['rating', 'update'],
  ['recovery_task', 'insert'],
  ['recovery_task', 'update'],
] as const;

/** Lengths in opening hours too, by which calendar; the cause; and what customers say of it. */
export class MeasuredHours1763700000200 implements MigrationInterface {
  readonly name = 'MeasuredHours1763700000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table metric_fact add column open_seconds double precision not null default 0,
        add column calendar_id uuid,
        add column calendar_version integer,
        add column cause text,
        add constraint metric_fact_open_seconds_check check (open_seconds >= 0);

      -- A ticket is counted from its first row on, whatever else is written of it.
      create function metric_mark_ticket() returns trigger language plpgsql as $$
        begin
          insert into metric_dirty (tenant_id, ticket_id)
            select tenant_id, id from fresh order by 1, 2
            on conflict (tenant_id, ticket_id) do update set backfill = metric_dirty.backfill;
          return null;
        end
        $$;
      create trigger ticket_measured_insert after insert on ticket
        referencing new table as fresh for each statement execute function metric_mark_ticket();
    `);
    for (const [table, event] of SOURCES)
      await runner.query(`
        create trigger ${table}_measured_${event} after ${event} on ${table}
          referencing new table as fresh for each statement execute function metric_mark();
      `);
    await runner.query(`
      insert into metric_dirty (tenant_id, ticket_id, backfill) select tenant_id, id, true from ticket
      on conflict (tenant_id, ticket_id) do update set backfill = true
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, event] of SOURCES)
      await runner.query(`drop trigger ${table}_measured_${event} on ${table}`);
    await runner.query(`
      drop trigger ticket_measured_insert on ticket;
      drop function metric_mark_ticket();
      alter table metric_fact drop constraint metric_fact_open_seconds_check,
        drop column open_seconds, drop column calendar_id, drop column calendar_version,
        drop column cause;
    `);
  }
}
