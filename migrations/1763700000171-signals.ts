import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the desk noticed about tickets: one standing signal of each kind, with its reason. */
export class Signals1763700000171 implements MigrationInterface {
  readonly name = 'Signals1763700000171';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table ticket add column signalled_at timestamptz;
      create table signal (
        tenant_id uuid not null,
        id uuid not null,
        ticket_id uuid not null,
        kind text not null,
        reason text not null,
        message_id uuid,
        count integer not null default 1,
        weight integer not null,
        raised_priority boolean not null,
        raised_at timestamptz not null,
        last_at timestamptz not null,
        dismissed_at timestamptz,
        dismissed_by_id uuid,
        constraint signal_pkey primary key (tenant_id, id),
        constraint signal_ticket_fkey foreign key (tenant_id, ticket_id)
          references ticket (tenant_id, id),
        constraint signal_kind_check check (kind in ('REPEAT_PING', 'ASKS_FOR_NEWS',
          'CALLS_EVERYBODY', 'SHOUTING', 'THIRD_OF_CAUSE', 'REOPENED')),
        constraint signal_count_check check (count > 0 and weight > 0)
      );
      -- One of each kind stands on a ticket; those that were dismissed stay as history.
      create unique index signal_standing_key on signal (tenant_id, ticket_id, kind)
        where dismissed_at is null;
      create index signal_ticket_idx on signal (tenant_id, ticket_id, raised_at);
      alter table signal enable row level security;
      create policy tenant_wall on signal to threadkeeper_tenant
        using (tenant_id = current_setting('app.tenant')::uuid)
        with check (tenant_id = current_setting('app.tenant')::uuid);
      grant select, insert, update, delete on signal to threadkeeper_tenant;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table signal; alter table ticket drop column signalled_at;');
  }
}
