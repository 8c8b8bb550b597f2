/** What a press is about, whoever presses and on whichever platform. */
export type Standing = 'staff' | 'supervisor' | 'own customer';

/** Which action whose press may change the ticket. Everybody else changes nothing. */
export const ALLOWED: Readonly<Record<string, Standing>> = {
  claim: 'staff',
  assign: 'staff',
  reply: 'staff',
  note: 'staff',
  label: 'staff',
  'set-priority': 'staff',
  snooze: 'staff',
  wake: 'staff',
  'wait-for': 'staff',
  'work-items': 'staff',
  'stop-waiting': 'staff',
  escalate: 'staff',
  'accept-escalation': 'staff',
  'decline-escalation': 'staff',
  solve: 'staff',
  reopen: 'staff',
  'not-a-request': 'staff',
  'make-request': 'staff',
  confirm: 'own customer',
  'not-yet': 'own customer',
  'request-person': 'own customer',
  'mark-urgent': 'own customer',
  'queue-path': 'supervisor',
  'queue-level': 'supervisor',
  duty: 'supervisor',
};

/** Actions that change the desk itself, and what they are about. */
export const ABOUT: Readonly<Record<string, 'queue' | 'member'>> = {
  'queue-path': 'queue',
  'queue-level': 'queue',
  duty: 'member',
};

/** Everything that such an action may change, as one text. */
export const SET_UP = `select md5(
  coalesce((select jsonb_agg(r order by r.queue_id) from queue_rule r)::text, '') ||
  coalesce((select jsonb_agg(l order by l.queue_id, l.level) from queue_level l)::text, '') ||
  coalesce((select jsonb_agg(d order by d.member_id) from member_duty d)::text, '')) as text,
  (select id::text from queue where is_default limit 1) as queue,
  coalesce((select version from queue_rule limit 1), 0) as version`;

/** The state in which the action is possible at all; open unless said. */
export const STATE: Readonly<Record<string, string>> = {
  wake: 'SNOOZED',
  reopen: 'SOLVED',
  confirm: 'SOLVED',
  'not-yet': 'SOLVED',
  'make-request': 'NOT_A_REQUEST',
};

/** A label of every desk. */
const LABEL_ID = '00000000-0000-7000-8000-00000000abcd';

/** Actions that come as a form, with what is typed into it. */
export const FORMS: Readonly<Record<string, (memberId: string) => Record<string, string>>> = {
  reply: () => ({ text: 'sneaked in' }),
  note: () => ({ text: 'sneaked in' }),
  label: () => ({ add: LABEL_ID }),
  assign: (memberId) => ({ member: memberId }),
  escalate: () => ({ level: '2', reason: 'sneaked in' }),
  'wait-for': () => ({ party: 'sneaked in', until: '4h' }),
  'work-items': () => ({ url: 'https://github.com/acme/app/issues/7' }),
  solve: () => ({ solution: 'sneaked in' }),
  'queue-path': (memberId) => ({
    assignment: 'BY_HAND',
    escalateOn: 'BREACH',
    fallback: `member:${memberId}`,
  }),
  'queue-level': (memberId) => ({
    name: 'Experts',
    acceptMin: '9',
    'ask-1': `member:${memberId}`,
  }),
  duty: () => ({ shifts: '', zone: 'UTC', capacity: '5' }),
};

/** Actions that come with a choice. */
export const CHOICES: Readonly<Record<string, string>> = { 'set-priority': 'HIGH', snooze: '4h' };

/** Puts every ticket into the state $1, past every rule. */
export const PREPARE = `
  update ticket set status = $1,
    waiting_on = case when $1 = 'SOLVED' then 'CUSTOMER' when $1 = 'NOT_A_REQUEST' then 'NOBODY' else 'US' end,
    assignee_id = null, lease_until = null, level = 1, priority = 'NORMAL', escalation_reason = null,
    snoozed_until = case when $1 = 'SNOOZED' then now() + interval '1 day' end,
    solution = case when $1 = 'SOLVED' then 'done' end,
    first_solved_at = case when $1 = 'SOLVED' then now() end,
    last_solved_at = case when $1 = 'SOLVED' then now() end`;

/** What an action needs besides: somebody else is awaited, or everybody of the team is asked. */
export const ALSO: Readonly<Record<string, string>> = {
  'stop-waiting': `update ticket set waiting_on = 'THIRD_PARTY', third_party = 'Hosting Ltd',
    next_check_at = now() + interval '1 day'`,
  // What an earlier press linked can be linked again.
  'work-items': 'with gone as (delete from ticket_work_item) update ticket set work_item_count = 0',
  label: `with taken as (delete from ticket_label)
    insert into label (tenant_id, id, name, colour) select id, '${LABEL_ID}', 'sneaky', 'RED' from tenant
    on conflict on constraint label_pkey do nothing`,
  'accept-escalation': asked(),
  'decline-escalation': asked(),
};

/** Makes a partner of the member of this name, whose one queue is none of those here. */
export const PARTNER = `update member set role = 'PARTNER', queue_ids = array[gen_random_uuid()]
  where name = $1`;

/** No question of an earlier press is left. */
export const NOBODY_ASKED = 'delete from escalation';

function asked(): string {
  return `insert into escalation (tenant_id, id, ticket_id, from_level, level_before, level,
      member_ids, passed, is_fallback, reason, by_name, asked_at, due_at)
    select ticket.tenant_id, gen_random_uuid(), ticket.id, 2, 1, 2,
      (select array_agg(member.id) from member
        where member.tenant_id = ticket.tenant_id and member.active),
      '{}', false, 'stuck', 'Ada', now(), now() + interval '1 hour' from ticket`;
}
