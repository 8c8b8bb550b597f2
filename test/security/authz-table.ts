/** What a press is about, whoever presses and on whichever platform. */
export type Standing = 'staff' | 'own customer';

/** Which action whose press may change the ticket. Everybody else changes nothing. */
export const ALLOWED: Readonly<Record<string, Standing>> = {
  claim: 'staff',
  assign: 'staff',
  reply: 'staff',
  note: 'staff',
  'set-priority': 'staff',
  snooze: 'staff',
  wake: 'staff',
  'wait-for': 'staff',
  escalate: 'staff',
  solve: 'staff',
  reopen: 'staff',
  'not-a-request': 'staff',
  'make-request': 'staff',
  confirm: 'own customer',
  'not-yet': 'own customer',
  'request-person': 'own customer',
  'mark-urgent': 'own customer',
};

/** The state in which the action is possible at all; open unless said. */
export const STATE: Readonly<Record<string, string>> = {
  wake: 'SNOOZED',
  reopen: 'SOLVED',
  confirm: 'SOLVED',
  'not-yet': 'SOLVED',
  'make-request': 'NOT_A_REQUEST',
};

/** Actions that come as a form, with what is typed into it. */
export const FORMS: Readonly<Record<string, (memberId: string) => Record<string, string>>> = {
  reply: () => ({ text: 'sneaked in' }),
  note: () => ({ text: 'sneaked in' }),
  assign: (memberId) => ({ member: memberId }),
  escalate: () => ({ level: '2', reason: 'sneaked in' }),
  'wait-for': () => ({ party: 'sneaked in', until: '4h' }),
  solve: () => ({ solution: 'sneaked in' }),
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
