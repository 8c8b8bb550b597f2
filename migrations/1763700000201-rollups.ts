import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['metric_pending', 'metric_rollup', 'metric_rolled'] as const;

/** What has ended, added up by days, so that a figure is read and not counted. */
export class Rollups1763700000201 implements MigrationInterface {
  readonly name = 'Rollups1763700000201';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Ended facts that are to be added (1), or taken away again (-1).
      create table metric_pending (
        tenant_id uuid not null,
        position bigint generated always as identity,
        kind text not null,
        began_at timestamptz not null,
        fact_id uuid not null,
        sign integer not null,
        constraint metric_pending_pkey primary key (tenant_id, position),
        constraint metric_pending_sign_check check (sign in (1, -1))
      );
      create index metric_pending_began_idx on metric_pending (tenant_id, kind, began_at);

      -- A span is so many days of the tenant's zone, counted from 1970-01-01.
      create table metric_rollup (
        tenant_id uuid not null,
        kind text not null,
        facet text not null,
        size integer not null,
        span integer not null,
        key text not null,
        outcome text not null,
        n integer not null,
        bars bytea not null,
        open_bars bytea not null,
        constraint metric_rollup_pkey
          primary key (tenant_id, kind, facet, size, span, key, outcome)
      );
      -- They are small numbers already.
      alter table metric_rollup alter column bars set storage external,
        alter column open_bars set storage external;

      -- By the days of which zone a tenant is added up; none: it is not yet.
      create table metric_rolled (
        tenant_id uuid not null,
        zone text not null,
        constraint metric_rolled_pkey primary key (tenant_id)
      );
    `);
    for (const table of TABLES)
      await runner.query(`
        alter table ${table} enable row level security;
        create policy tenant_wall on ${table} to threadkeeper_tenant
          using (tenant_id = (select current_setting('app.tenant')::uuid))
          with check (tenant_id = (select current_setting('app.tenant')::uuid));
        grant select, insert, update, delete on ${table} to threadkeeper_tenant;
      `);
    // What is there already is added up when the first of a tenant's facts is.
    await runner.query(`
      insert into metric_pending (tenant_id, kind, began_at, fact_id, sign)
      select distinct on (tenant_id) tenant_id, kind, began_at, id, 1 from metric_fact
      where gone_at is null and ended_at is not null order by tenant_id
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table metric_rolled, metric_rollup, metric_pending');
  }
}
