import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tickets, what was said in them, and their history. */
export class Tickets1763700000002 implements MigrationInterface {
  readonly name = 'Tickets1763700000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ticket (
        tenant_id uuid not null,
        id uuid not null,
        number integer not null,
        customer_id uuid not null,
        channel_id uuid not null,
        thread_id text not null,
        opened_by_contact_id uuid,
        queue_id uuid not null,
        level integer not null,
        status text not null,
        waiting_on text not null,
        priority text not null,
        assignee_id uuid,
        lease_until timestamptz,
        snoozed_until timestamptz,
        subject text not null,
        opened_at timestamptz not null,
        first_response_due_at timestamptz,
        first_responded_at timestamptz,
        first_responder_id uuid,
        unanswered_since timestamptz,
        escalation_reason text,
        solution text,
        first_solved_at timestamptz,
        last_solved_at timestamptz,
        reopen_count integer not null default 0,
        version integer not null,
        updated_at timestamptz not null,
        constraint ticket_pkey primary key (tenant_id, id),
        constraint ticket_number_key unique (tenant_id, number),
        constraint ticket_tenant_fkey foreign key (tenant_id) references tenant (id),
        constraint ticket_customer_fkey
          foreign key (tenant_id, customer_id) references customer (tenant_id, id),
        constraint ticket_channel_fkey
          foreign key (tenant_id, channel_id) references channel (tenant_id, id),
        constraint ticket_contact_fkey
          foreign key (tenant_id, opened_by_contact_id) references contact (tenant_id, id),
        constraint ticket_queue_fkey foreign key (tenant_id, queue_id) references queue (tenant_id, id),
        constraint ticket_assignee_fkey
          foreign key (tenant_id, assignee_id) references member (tenant_id, id),
        constraint ticket_first_responder_fkey
          foreign key (tenant_id, first_responder_id) references member (tenant_id, id),
        constraint ticket_status_check check (status in ('NEW', 'OPEN', 'SNOOZED', 'SOLVED',
          'CONFIRMED', 'UNCONFIRMED', 'CLOSED', 'NOT_A_REQUEST', 'MERGED')),
        constraint ticket_waiting_on_check
          check (waiting_on in ('US', 'CUSTOMER', 'THIRD_PARTY', 'NOBODY')),
        constraint ticket_priority_check check (priority in ('LOW', 'NORMAL', 'HIGH', 'URGENT')),
        constraint ticket_numbers_check check (level >= 1 and reopen_count >= 0 and version >= 1)
      );
      create index ticket_status_idx on ticket (tenant_id, status, opened_at desc, id desc);
      create index ticket_opened_idx on ticket (tenant_id, opened_at desc, id desc);
      create index ticket_updated_idx on ticket (tenant_id, updated_at desc, id desc);
      create index ticket_thread_idx on ticket (tenant_id, channel_id, thread_id);
      create index ticket_customer_idx on ticket (tenant_id, customer_id, opened_at desc);
      create index ticket_contact_idx on ticket (tenant_id, opened_by_contact_id, opened_at desc)
        where status in ('NEW', 'OPEN', 'SNOOZED');
      create index ticket_assignee_idx on ticket (tenant_id, assignee_id, opened_at)
        where status in ('NEW', 'OPEN', 'SNOOZED');
      create index ticket_waiting_idx on ticket (tenant_id, opened_at)
        where status in ('NEW', 'OPEN') and waiting_on = 'US' and assignee_id is null;
      create index ticket_subject_idx on ticket using gin (to_tsvector('simple'::regconfig, subject));
      -- The sweep reads these over all tenants, so time leads.
      create index ticket_snooze_due_idx on ticket (snoozed_until)
        where status = 'SNOOZED' and snoozed_until is not null;
      create index ticket_lease_due_idx on ticket (lease_until)
        where status in ('NEW', 'OPEN') and lease_until is not null;

      create table message (
        tenant_id uuid not null,
        id uuid not null,
        ticket_id uuid,
        channel_id uuid not null,
        platform_id text,
        thread_id text,
        author_kind text not null,
        author_id uuid,
        author_name text not null,
        visibility text not null,
        body jsonb not null,
        plain text not null,
        files jsonb not null,
        occurred_at timestamptz not null,
        edited_at timestamptz,
        deleted_at timestamptz,
        edited_after_answer boolean not null default false,
        needs_answer boolean not null,
        delivery_state text not null,
        delivery_error text,
        constraint message_pkey primary key (tenant_id, id),
        constraint message_platform_key unique (tenant_id, channel_id, platform_id),
        constraint message_ticket_fkey foreign key (tenant_id, ticket_id) references ticket (tenant_id, id),
        constraint message_channel_fkey
          foreign key (tenant_id, channel_id) references channel (tenant_id, id),
        constraint message_author_check check (
          (author_kind in ('contact', 'member') and author_id is not null)
          or (author_kind = 'bot' and author_id is null)),
        constraint message_visibility_check check (visibility in ('PUBLIC', 'INTERNAL')),
        constraint message_delivery_check
          check (delivery_state in ('RECEIVED', 'PENDING', 'DELIVERED', 'UNKNOWN', 'FAILED'))
      );
      create index message_ticket_idx on message (tenant_id, ticket_id, occurred_at, id);
      create index message_thread_idx on message (tenant_id, channel_id, thread_id, occurred_at);
      create index message_skipped_idx on message (tenant_id, channel_id, occurred_at desc, id desc)
        where ticket_id is null;
      -- tsvector ends at 1 MB: no text may make an insert fail.
      create index message_words_idx on message
        using gin (to_tsvector('simple'::regconfig, left(plain, 20000)));

      create table message_edit (
        tenant_id uuid not null,
        id uuid not null,
        message_id uuid not null,
        body jsonb not null,
        files jsonb not null,
        replaced_at timestamptz not null,
        constraint message_edit_pkey primary key (tenant_id, id),
        constraint message_edit_message_fkey
          foreign key (tenant_id, message_id) references message (tenant_id, id)
      );
      create index message_edit_message_idx on message_edit (tenant_id, message_id, replaced_at);

      create table early_change (
        tenant_id uuid not null,
        id uuid not null,
        channel_id uuid not null,
        platform_id text not null,
        kind text not null,
        at timestamptz not null,
        body jsonb,
        files jsonb,
        constraint early_change_pkey primary key (tenant_id, id),
        constraint early_change_channel_fkey
          foreign key (tenant_id, channel_id) references channel (tenant_id, id),
        constraint early_change_kind_check check (
          kind = 'deleted' or (kind = 'edited' and body is not null and files is not null))
      );
      create index early_change_message_idx on early_change (tenant_id, channel_id, platform_id, at);

      create table intake_decision (
        tenant_id uuid not null,
        id uuid not null,
        position bigint generated always as identity,
        message_id uuid not null,
        verdict text not null,
        reason text not null,
        ticket_id uuid,
        at timestamptz not null,
        decided_by uuid,
        constraint intake_decision_pkey primary key (tenant_id, id),
        constraint intake_decision_message_fkey
          foreign key (tenant_id, message_id) references message (tenant_id, id),
        constraint intake_decision_ticket_fkey
          foreign key (tenant_id, ticket_id) references ticket (tenant_id, id),
        constraint intake_decision_verdict_check check (verdict in ('TICKET', 'JOINED', 'NOT_A_REQUEST')),
        constraint intake_decision_reason_check check (reason in ('NEW_REQUEST', 'ON_DEMAND',
          'IN_TICKET_THREAD', 'FOLLOW_UP_IN_WINDOW', 'GREETING', 'THANKS', 'EMOJI_ONLY', 'EMPTY',
          'NOT_MENTIONED', 'ON_DEMAND_ONLY', 'INTAKE_OFF', 'NOT_A_CUSTOMER', 'BOT', 'MEMBER_SPOKE',
          'REVERSED'))
      );
      create index intake_decision_message_idx on intake_decision (tenant_id, message_id, position);
      create index intake_decision_at_idx on intake_decision (tenant_id, at desc, id desc);

      create table timeline_entry (
        tenant_id uuid not null,
        id uuid not null,
        position bigint generated always as identity,
        ticket_id uuid not null,
        at timestamptz not null,
        actor jsonb not null,
        kind text not null,
        before jsonb not null,
        after jsonb not null,
        message_id uuid,
        constraint timeline_entry_pkey primary key (tenant_id, id),
        constraint timeline_entry_ticket_fkey
          foreign key (tenant_id, ticket_id) references ticket (tenant_id, id),
        constraint timeline_entry_kind_check check (kind ~ '^[A-Z][A-Z_]*$')
      );
      create index timeline_entry_ticket_idx on timeline_entry (tenant_id, ticket_id, position);

      create table promise (
        tenant_id uuid not null,
        id uuid not null,
        ticket_id uuid not null,
        kind text not null,
        due_at timestamptz not null,
        told_at timestamptz not null,
        told_in text not null,
        state text not null,
        settled_at timestamptz,
        constraint promise_pkey primary key (tenant_id, id),
        constraint promise_ticket_fkey foreign key (tenant_id, ticket_id) references ticket (tenant_id, id),
        constraint promise_kind_check
          check (kind in ('FIRST_RESPONSE', 'NEXT_UPDATE', 'RESOLUTION', 'CUSTOM')),
        constraint promise_state_check check (
          (state = 'OPEN' and settled_at is null)
          or (state in ('KEPT', 'RENEWED', 'BROKEN') and settled_at is not null))
      );
      create index promise_ticket_idx on promise (tenant_id, ticket_id, due_at);
      -- Read over all tenants by the sweep.
      create index promise_due_idx on promise (due_at) where state = 'OPEN';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table promise, timeline_entry, intake_decision, early_change, message_edit, message, ticket;
    `);
  }
}
