import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/domain/actor';
import { ACTIONS, type Action, may } from '../../src/domain/policy';
import { contact, member, STRANGER, SYSTEM, token } from '../support/samples';

/** Everybody who can turn up at a ticket of the customer `acme`. */
const PARTIES: Readonly<Record<string, Actor>> = {
  partner: member('p', 'PARTNER'),
  agent: member('a', 'AGENT'),
  supervisor: member('s', 'SUPERVISOR'),
  admin: member('x', 'ADMIN'),
  'partner token': token('PARTNER'),
  'agent token': token('AGENT'),
  'supervisor token': token('SUPERVISOR'),
  'admin token': token('ADMIN'),
  customer: contact('acme'),
  'customer elsewhere': contact('globex'),
  'agent who left': member('a', 'AGENT', false),
  'admin who left': member('x', 'ADMIN', false),
  stranger: STRANGER,
  'the desk': SYSTEM,
};

/**
 * Who may do what to a ticket, written out by hand: this is the requirement, not a copy of the
 * code. A plus may, a dot may not.
 */
// biome-ignore format: a table is read by its columns
const TABLE: Readonly<Record<Action, string>> = {
  // partner agent supervisor admin | the same four as tokens | customer, elsewhere | left, left, stranger | desk
  claim:             '++++ ++++ .. ... .',
  assign:            '.+++ .+++ .. ... +',
  reply:             '++++ ++++ .. ... +',
  note:              '++++ ++++ .. ... .',
  'set-priority':    '.+++ .+++ .. ... .',
  'set-cause':       '++++ ++++ .. ... .',
  label:             '++++ ++++ .. ... .',
  'dismiss-signal':  '++++ ++++ .. ... .',
  'link-work-item':   '++++ ++++ .. ... .',
  'unlink-work-item': '++++ ++++ .. ... .',
  'follow-work-item': '.... .... .. ... +',
  'join-work-item':   '.... .... .. ... +',
  snooze:            '++++ ++++ .. ... .',
  wake:              '++++ ++++ .. ... +',
  'wait-for':        '++++ ++++ .. ... .',
  'stop-waiting':    '++++ ++++ .. ... .',
  'check-due':       '.... .... .. ... +',
  escalate:          '++++ ++++ .. ... +',
  'accept-escalation': '++++ ++++ .. ... .',
  'pass-escalation': '++++ ++++ .. ... +',
  solve:             '++++ ++++ .. ... .',
  reopen:            '++++ ++++ .. ... .',
  'not-a-request':   '.+++ .+++ .. ... .',
  'make-request':    '.+++ .+++ .. ... .',
  create:            '.+++ .+++ .. ... .',
  'retry-delivery':  '++++ ++++ .. ... .',
  look:              '++++ ++++ .. ... .',
  configure:         '..++ ..++ .. ... .',
  administer:        '...+ ...+ .. ... .',
  receive:           '.... .... .. ... +',
  'check-in':        '.... .... .. ... +',
  'leave-unconfirmed': '.... .... .. ... +',
  confirm:           '.... .... +. ... .',
  'not-yet':         '.... .... +. ... .',
  rate:              '.... .... +. ... .',
  'tell-effort':     '.... .... +. ... .',
  'complete-recovery': '.+++ .+++ .. ... .',
  'request-person':  '.... .... +. ... .',
  'mark-urgent':     '.... .... +. ... .',
  'expire-claim':    '.... .... .. ... +',
};

const cells = ACTIONS.flatMap((action) => {
  const marks = [...(TABLE[action] ?? '').replaceAll(' ', '')];
  return Object.keys(PARTIES).map((party, at) => ({ action, party, mark: marks[at] }));
});

it('the table has one cell for every action and party', () => {
  expect(Object.keys(TABLE).sort()).toEqual([...ACTIONS].sort());
  for (const row of Object.values(TABLE))
    expect(row.replaceAll(' ', '')).toHaveLength(Object.keys(PARTIES).length);
});

describe('may', () => {
  it.each(cells)('$action by $party: $mark', ({ action, party, mark }) => {
    const actor = PARTIES[party] ?? STRANGER;
    expect(may(actor, action, 'acme')).toBe(mark === '+');
  });
});

describe('where no ticket exists yet', () => {
  it('a team member may look and a supervisor may configure', () => {
    expect(may(member('p', 'PARTNER'), 'look', null)).toBe(true);
    expect(may(member('s', 'SUPERVISOR'), 'configure', null)).toBe(true);
    expect(may(member('a', 'AGENT'), 'configure', null)).toBe(false);
  });

  it('no customer, stranger or member who left may do anything of the team', () => {
    const team = ACTIONS.filter(
      (action) => TABLE[action].startsWith('+') || TABLE[action][2] === '+',
    );
    expect(team.length).toBeGreaterThan(14);
    for (const action of team)
      for (const actor of [contact('acme'), STRANGER, member('x', 'ADMIN', false)])
        expect(may(actor, action, null)).toBe(false);
  });
});
