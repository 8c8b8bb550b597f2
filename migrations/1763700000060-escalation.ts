import type { MigrationInterface, QueryRunner } from 'typeorm';

const TENANT_TABLES = [
  'member_group',
  'member_group_person',
  'queue_level_step',
  'queue_rule',
  'member_duty',
  'escalation',
] as const;

/** Who is asked when a ticket is escalated, when they work, how much they carry. */
export class Escalation1763700000060 implements MigrationInterface {
  readonly name = 'Escalation1763700000060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table queue_level add column accept_min integer not null default 15;
      alter table queue_level add constraint queue_level_accept_check
        check (accept_min between 1 and 10080);

      create table member_group (
        tenant_id uuid not null,
        id uuid not null,
        name text not null,
        constraint member_group_pkey primary key (tenant_id, id),
        constraint member_group_name_key unique (tenant_id, name),
        constraint member_group_tenant_fkey foreign key (tenant_id) references tenant (id)
      );

      create table member_group_person (
        tenant_id uuid not null,
        group_id uuid not null,
        member_id uuid not null,
        constraint member_group_person_pkey primary key (tenant_id, group_id, member_id),
        constraint member_group_person_group_fkey
          foreign key (tenant_id, group_id) references member_group (tenant_id, id),
        constraint member_group_person_member_fkey
          foreign key (tenant_id, member_id) references member (tenant_id, id)
      );

      -- After the level's owner, in the order of position.
      create table queue_level_step (
        tenant_id uuid not null,
        queue_id uuid not null,
        level integer not null,
        position integer not null,
        member_id uuid,
        group_id uuid,
        constraint queue_level_step_pkey primary key (tenant_id, queue_id, level, position),
        constraint queue_level_step_level_fkey
          foreign key (tenant_id, queue_id, level) references queue_level (tenant_id, queue_id, level),
        constraint queue_level_step_member_fkey
          foreign key (tenant_id, member_id) references member (tenant_id, id),
        constraint queue_level_step_group_fkey
          foreign key (tenant_id, group_id) references member_group (tenant_id, id),
        constraint queue_level_step_who_check check (num_nonnulls(member_id, group_id) = 1)
      );

      create table queue_rule (
        tenant_id uuid not null,
        queue_id uuid not null,
        fallback_id uuid,
        assignment text not null default 'BY_HAND',
        escalate_on text not null default 'NEVER',
        last_assigned_id uuid,
        constraint queue_rule_pkey primary key (tenant_id, queue_id),
        constraint queue_rule_queue_fkey
          foreign key (tenant_id, queue_id) references queue (tenant_id, id),
        constraint queue_rule_fallback_fkey
          foreign key (tenant_id, fallback_id) references member (tenant_id, id),
        constraint queue_rule_last_fkey
          foreign key (tenant_id, last_assigned_id) references member (tenant_id, id),
        constraint queue_rule_assignment_check
          check (assignment in ('BY_HAND', 'ROUND_ROBIN', 'LEAST_LOADED')),
        constraint queue_rule_escalate_check check (escalate_on in ('NEVER', 'WARNING', 'BREACH'))
      );

      create table member_duty (
        tenant_id uuid not null,
        member_id uuid not null,
        zone text,
        opening jsonb,
        capacity integer,
        constraint member_duty_pkey primary key (tenant_id, member_id),
        constraint member_duty_member_fkey
          foreign key (tenant_id, member_id) references member (tenant_id, id),
        constraint member_duty_shift_check check ((zone is null) = (opening is null)),
        constraint member_duty_capacity_check check (capacity >= 0)
      );

      create table escalation (
        tenant_id uuid not null,
        id uuid not null,
        ticket_id uuid not null,
        from_level integer not null,
        level_before integer not null,
        level integer not null,
        member_ids uuid[] not null,
        passed uuid[] not null,
        is_fallback boolean not null,
        reason text not null,
        by_name text not null,
        asked_at timestamptz not null,
        due_at timestamptz not null,
        ended_at timestamptz,
        outcome text,
        accepted_by uuid,
        constraint escalation_pkey primary key (tenant_id, id),
        constraint escalation_ticket_fkey
          foreign key (tenant_id, ticket_id) references ticket (tenant_id, id),
        constraint escalation_accepted_fkey
          foreign key (tenant_id, accepted_by) references member (tenant_id, id),
        constraint escalation_asked_check check (cardinality(member_ids) > 0),
        constraint escalation_outcome_check check (
          (ended_at is null and outcome is null)
          or (ended_at is not null and outcome in ('ACCEPTED', 'RETURNED', 'OVERTAKEN')))
      );
      -- One question at a time.
      create unique index escalation_open_idx on escalation (tenant_id, ticket_id)
        where ended_at is null;
      -- Read over all tenants by the sweep, so time leads.
      create index escalation_due_idx on escalation (due_at) where ended_at is null;
    `);
    for (const table of TENANT_TABLES)
      await runner.query(`
        alter table ${table} enable row level security;
        create policy tenant_wall on ${table} to threadkeeper_tenant
          using (tenant_id = current_setting('app.tenant')::uuid)
          with check (tenant_id = current_setting('app.tenant')::uuid);
        grant select, insert, update, delete on ${table} to threadkeeper_tenant;
      `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table escalation, member_duty, queue_rule, queue_level_step, member_group_person,
        member_group;
      alter table queue_level drop column accept_min;
    `);
  }
}
