import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Actor } from '../../src/domain/actor';
import { causeOf } from '../../src/domain/cause';
import type { Command, CommandName } from '../../src/domain/command';
import { type Change, decide, fits } from '../../src/domain/decide';
import { STATUSES, type Ticket, type TicketStatus } from '../../src/domain/ticket';
import type { DecideContext } from '../../src/domain/transitions';
import {
  ANSWERED,
  ASKED,
  aTicket,
  contact,
  failureOf,
  member,
  minutes,
  NOW,
  STRANGER,
  SYSTEM,
  token,
} from '../support/samples';

const CONTEXT: DecideContext = {
  now: NOW,
  claimLeaseMin: 240,
  assigneeName: null,
  checkInDays: 3,
  unconfirmedDays: 2,
};
const LEASE_END = minutes(240);

const does = (
  ticket: Ticket,
  command: Command,
  actor: Actor,
  context: Partial<DecideContext> = {},
): Change => decide(ticket, command, actor, { ...CONTEXT, ...context });

const ITEM = {
  key: 'acme/app#7',
  url: 'https://github.com/acme/app/issues/7',
  state: 'TODO',
  stateName: 'Open',
} as const;

/** One of each, with the actor who usually gives it. */
const SAMPLES: Readonly<Record<CommandName, readonly [Command, Actor]>> = {
  claim: [{ do: 'claim', memberId: 'ada' }, member('ada')],
  assign: [{ do: 'assign', memberId: 'bob' }, member('ada')],
  reply: [{ do: 'reply', memberId: 'ada', takesOver: true, conversation: ANSWERED }, member('ada')],
  note: [{ do: 'note', memberId: 'ada' }, member('ada')],
  'set-priority': [{ do: 'set-priority', priority: 'HIGH' }, member('ada')],
  'set-cause': [{ do: 'set-cause', cause: 'sso login' }, member('ada')],
  label: [
    { do: 'label', add: [{ id: 'l1', name: 'billing' }], remove: [], standing: 0 },
    member('ada'),
  ],
  'dismiss-signal': [{ do: 'dismiss-signal', signal: 'SHOUTING' }, member('ada')],
  'link-work-item': [{ do: 'link-work-item', item: ITEM }, member('ada')],
  'unlink-work-item': [{ do: 'unlink-work-item', item: ITEM }, member('ada')],
  'follow-work-item': [
    {
      do: 'follow-work-item',
      item: { ...ITEM, state: 'DONE', stateName: 'Closed' },
      shown: { state: 'TODO', stateName: 'Open' },
    },
    { kind: 'system', name: 'GitHub' },
  ],
  'join-work-item': [
    { do: 'join-work-item', item: ITEM, former: { key: 'APP-1', url: ITEM.url }, isDouble: true },
    { kind: 'system', name: 'GitHub' },
  ],
  snooze: [{ do: 'snooze', until: minutes(60) }, member('ada')],
  wake: [{ do: 'wake' }, SYSTEM],
  'wait-for': [
    { do: 'wait-for', memberId: 'ada', party: 'Hosting Ltd', until: minutes(60) },
    member('ada'),
  ],
  'stop-waiting': [{ do: 'stop-waiting' }, member('ada')],
  'check-due': [{ do: 'check-due' }, SYSTEM],
  escalate: [
    {
      do: 'escalate',
      reason: 'needs the database team',
      because: 'SKILL',
      level: 2,
      asked: 'Dora',
    },
    member('ada'),
  ],
  'accept-escalation': [{ do: 'accept-escalation', memberId: 'dora' }, member('dora')],
  'pass-escalation': [
    {
      do: 'pass-escalation',
      because: 'TIMED_OUT',
      names: 'Dora',
      next: { to: 'ASK', level: 3, asked: 'Eve' },
    },
    SYSTEM,
  ],
  solve: [
    { do: 'solve', memberId: 'ada', solution: 'Restarted it.', conversation: ANSWERED },
    member('ada'),
  ],
  reopen: [{ do: 'reopen', reason: 'it came back' }, member('ada')],
  'not-a-request': [{ do: 'not-a-request', reason: 'an announcement' }, member('ada')],
  'make-request': [{ do: 'make-request' }, member('ada')],
  receive: [
    {
      do: 'receive',
      what: 'message',
      at: NOW,
      needsAnswer: true,
      conversation: { ...ANSWERED, unansweredSince: NOW },
    },
    SYSTEM,
  ],
  'check-in': [{ do: 'check-in' }, SYSTEM],
  'leave-unconfirmed': [{ do: 'leave-unconfirmed' }, SYSTEM],
  confirm: [{ do: 'confirm' }, contact()],
  'not-yet': [{ do: 'not-yet' }, contact()],
  rate: [{ do: 'rate', score: 4 }, contact()],
  'tell-effort': [{ do: 'tell-effort', repeated: false }, contact()],
  'request-person': [{ do: 'request-person' }, contact()],
  'mark-urgent': [{ do: 'mark-urgent' }, contact()],
  'expire-claim': [{ do: 'expire-claim' }, SYSTEM],
};

const LETTERS: Readonly<Record<string, TicketStatus>> = {
  N: 'NEW',
  O: 'OPEN',
  Z: 'SNOOZED',
  S: 'SOLVED',
  C: 'CONFIRMED',
  U: 'UNCONFIRMED',
  X: 'CLOSED',
  R: 'NOT_A_REQUEST',
  M: 'MERGED',
};

/** What each command makes of each status; a dot is a refusal. Written by hand, not derived. */
// biome-ignore format: a table is read by its columns
const TRANSITIONS: Readonly<Record<CommandName, string>> = {
  //                N O Z S C U X R M
  claim:            'O O O . . . . . .',
  assign:           'O O Z . . . . . .',
  reply:            'O O O S C U X R .',
  note:             'N O Z S C U X R .',
  'set-priority':   'N O Z . . . . . .',
  'set-cause':      'N O Z S C U X R .',
  label:            'N O Z S C U X R .',
  'dismiss-signal': 'N O Z S C U X R .',
  'link-work-item': 'N O Z S C U X R .',
  'unlink-work-item': 'N O Z S C U X R .',
  'follow-work-item': 'N O Z . . . . . .',
  'join-work-item':   'N O Z S C U X R .',
  snooze:           'Z Z . . . . . . .',
  wake:             '. . O . . . . . .',
  'wait-for':       'O O O . . . . . .',
  'stop-waiting':   '. O O . . . . . .',
  'check-due':      '. O O . . . . . .',
  escalate:         'O O O . . . . . .',
  'accept-escalation': 'O O O . . . . . .',
  'pass-escalation': 'N O Z . . . . . .',
  solve:            'S S S . . . . . .',
  reopen:           '. . . O O O O . .',
  'not-a-request':  'R R R . . . . . .',
  'make-request':   '. . . . . . . N .',
  receive:          'N O O O O O O O .',
  'check-in':       '. . . S . . . . .',
  'leave-unconfirmed': '. . . U . . . . .',
  confirm:          '. . . C . C . . .',
  'not-yet':        '. . . O O O . . .',
  rate:             '. O Z S C U X . .',
  'tell-effort':    '. O Z S C U X . .',
  'request-person': 'N O O O O O O O .',
  'mark-urgent':    'N O Z . . . . . .',
  'expire-claim':   'N O . . . . . . .',
};

const inStatus = (status: TicketStatus, command: CommandName): Ticket => {
  const done = status === 'SOLVED' || status === 'CONFIRMED' || status === 'UNCONFIRMED';
  return aTicket({
    status,
    ...(done ? { lastSolvedAt: minutes(-5), firstSolvedAt: minutes(-5) } : {}),
    ...(status === 'NEW' || status === 'OPEN' ? {} : { unansweredSince: null }),
    ...(status === 'SNOOZED' ? { snoozedUntil: minutes(30) } : {}),
    ...(command === 'stop-waiting' || command === 'check-due'
      ? { waitingOn: 'THIRD_PARTY', thirdParty: 'Hosting Ltd', nextCheckAt: minutes(-1) }
      : {}),
    ...(command === 'check-in' || command === 'leave-unconfirmed'
      ? { silenceDueAt: minutes(-1) }
      : {}),
    ...(command === 'leave-unconfirmed' ? { checkedInAt: minutes(-2) } : {}),
    ...(command === 'expire-claim' ? { assigneeId: 'ada', leaseUntil: minutes(-1) } : {}),
  });
};

describe('every command in every status', () => {
  const cells = (Object.keys(TRANSITIONS) as CommandName[]).flatMap((command) =>
    TRANSITIONS[command]
      .split(' ')
      .map((letter, at) => ({ command, from: STATUSES[at] ?? 'NEW', to: LETTERS[letter] ?? null })),
  );

  it('covers the whole table', () => {
    expect(cells).toHaveLength(34 * 9);
    expect([...'NOZSCUXRM'].map((letter) => LETTERS[letter])).toEqual([...STATUSES]);
  });

  it.each(cells)('$command in $from makes $to', ({ command, from, to }) => {
    const [given, actor] = SAMPLES[command];
    const ticket = inStatus(from, command);
    expect(fits(command, from)).toBe(to !== null);
    if (to === null) {
      const failure = failureOf(() => does(ticket, given, actor));
      expect([failure.kind, failure.code]).toEqual(['refused', 'NOT_IN_THIS_STATE']);
      expect(failure.message).toContain('#42');
      return;
    }
    const { ticket: after, entries } = does(ticket, given, actor);
    expect(after.status).toBe(to);
    expect(after.version).toBe(8);
    expect(after.updatedAt).toBe(NOW);
    expect(entries.length).toBeGreaterThan(0);
    expect({ ...ticket }).toEqual(inStatus(from, command));
  });
});

describe('who may', () => {
  const teamCommands: CommandName[] = [
    'claim',
    'assign',
    'reply',
    'note',
    'set-priority',
    'snooze',
    'escalate',
    'solve',
    'not-a-request',
  ];

  it.each(teamCommands)(
    'a customer who presses %s is told politely and nothing happens',
    (name) => {
      const failure = failureOf(() => does(aTicket(), SAMPLES[name][0], contact()));
      expect([failure.kind, failure.code]).toEqual(['forbidden', 'NOT_ALLOWED']);
      expect(failure.message).toBe('That button is for the support team.');
      expect(failure.hint).toContain('write in this thread');
    },
  );

  it.each(['confirm', 'not-yet', 'request-person', 'mark-urgent'] as const)(
    'whoever presses the button %s of somebody else is told whose it is',
    (name) => {
      const [command] = SAMPLES[name];
      const ours = failureOf(() => does(aTicket(), command, member('ada')));
      expect([ours.message, ours.hint]).toEqual([
        'That button is for the customer.',
        'Yours are on the card of the ticket, in the triage channel.',
      ]);
      const other = { ...contact(), customerId: 'initech' };
      const theirs = failureOf(() => does(aTicket(), command, other));
      expect(theirs.message).toBe('That button is for the company that asked.');
      const left = failureOf(() => does(aTicket(), command, member('ada', 'AGENT', false)));
      expect(left.hint).toBe('Ask a supervisor to add you to the support team.');
    },
  );

  it.each(teamCommands)('a stranger and a member who left may not %s', (name) => {
    for (const actor of [STRANGER, member('ada', 'ADMIN', false)])
      expect(failureOf(() => does(aTicket(), SAMPLES[name][0], actor)).kind).toBe('forbidden');
  });

  it('forbids before it tells anything about the state', () => {
    const closed = aTicket({ status: 'CLOSED' });
    expect(failureOf(() => does(closed, { do: 'snooze', until: NOW }, STRANGER)).kind).toBe(
      'forbidden',
    );
  });

  it('lets a contact press only on tickets of their own company', () => {
    const solved = inStatus('SOLVED', 'confirm');
    expect(does(solved, { do: 'confirm' }, contact('acme')).ticket.status).toBe('CONFIRMED');
    expect(failureOf(() => does(solved, { do: 'confirm' }, contact('globex'))).kind).toBe(
      'forbidden',
    );
  });

  it.each(['claim', 'reply', 'note', 'solve'] as const)(
    'a member may not %s in the name of another; a token that is nobody may',
    (name) => {
      const [command] = SAMPLES[name];
      expect(failureOf(() => does(aTicket(), command, member('bob', 'ADMIN'))).kind).toBe(
        'forbidden',
      );
      expect(() => does(aTicket(), command, token('AGENT'))).not.toThrow();
    },
  );

  it('the team may not speak for the customer', () => {
    const solved = inStatus('SOLVED', 'confirm');
    for (const name of ['confirm', 'not-yet', 'request-person'] as const)
      expect(failureOf(() => does(solved, SAMPLES[name][0], member('ada', 'ADMIN'))).kind).toBe(
        'forbidden',
      );
  });

  it('a bot never solves', () => {
    expect(failureOf(() => does(aTicket(), SAMPLES.solve[0], SYSTEM)).kind).toBe('forbidden');
  });
});

describe('claim', () => {
  const claim = (memberId: string): Command => ({ do: 'claim', memberId });

  it('is not renewed by what a tracker tells', () => {
    const mine = aTicket({ status: 'OPEN', assigneeId: 'ada', leaseUntil: minutes(5) });
    for (const told of ['follow-work-item', 'join-work-item'] as const) {
      const [command, tracker] = SAMPLES[told];
      expect(does(mine, command, tracker).ticket.leaseUntil).toEqual(minutes(5));
    }
  });

  it('gives the ticket to the claimer for the length of the lease', () => {
    const { ticket, entries } = does(aTicket(), claim('ada'), member('ada'));
    expect(ticket.assigneeId).toBe('ada');
    expect(ticket.leaseUntil).toEqual(LEASE_END);
    expect(entries).toEqual([
      {
        kind: 'CLAIMED',
        before: { status: 'NEW', assigneeId: null },
        after: { status: 'OPEN', assigneeId: 'ada' },
      },
    ]);
  });

  it('tells the loser who won', () => {
    const won = does(aTicket(), claim('ada'), member('ada')).ticket;
    const failure = failureOf(() =>
      does(won, claim('bob'), member('bob'), { assigneeName: 'Ada Lovelace' }),
    );
    expect([failure.kind, failure.code]).toEqual(['conflict', 'ALREADY_CLAIMED']);
    expect(failure.message).toBe('Ada Lovelace has ticket #42 already.');
    expect(failure.hint).not.toBeNull();
  });

  it('tells the winner of a double click that it is theirs already', () => {
    const won = does(aTicket(), claim('ada'), member('ada')).ticket;
    const failure = failureOf(() => does(won, claim('ada'), member('ada')));
    expect([failure.kind, failure.code]).toEqual(['refused', 'ALREADY_YOURS']);
  });

  it('is open to anybody once the lease has run out, also before the sweep noticed', () => {
    const lapsed = aTicket({ status: 'OPEN', assigneeId: 'ada', leaseUntil: NOW });
    expect(does(lapsed, claim('bob'), member('bob')).ticket.assigneeId).toBe('bob');
    const again = does(lapsed, claim('ada'), member('ada')).ticket;
    expect([again.assigneeId, again.leaseUntil]).toEqual(['ada', LEASE_END]);
  });

  it('stands without a lease while the customer has the word', () => {
    const quiet = aTicket({
      status: 'OPEN',
      waitingOn: 'CUSTOMER',
      unansweredSince: null,
      assigneeId: 'ada',
    });
    expect(failureOf(() => does(quiet, claim('bob'), member('bob'))).code).toBe('ALREADY_CLAIMED');
  });

  it('wakes a snoozed ticket', () => {
    const snoozed = aTicket({ status: 'SNOOZED', snoozedUntil: minutes(60) });
    const { ticket } = does(snoozed, claim('ada'), member('ada'));
    expect([ticket.status, ticket.snoozedUntil, ticket.leaseUntil]).toEqual([
      'OPEN',
      null,
      LEASE_END,
    ]);
  });
});

describe('a claim is a lease', () => {
  const held = aTicket({ status: 'OPEN', assigneeId: 'ada', leaseUntil: minutes(5) });

  it.each(['note', 'set-priority', 'escalate', 'assign'] as const)(
    '%s is activity and renews it',
    (name) => {
      const [command, actor] = SAMPLES[name];
      expect(does(held, command, actor).ticket.leaseUntil).toEqual(LEASE_END);
    },
  );

  it('is not renewed by a customer who asks again', () => {
    for (const name of ['receive', 'request-person', 'mark-urgent'] as const) {
      const [command, actor] = SAMPLES[name];
      expect(does(held, command, actor).ticket.leaseUntil).toEqual(minutes(5));
    }
  });

  it('starts when the customer gives the word back to us', () => {
    const quiet = aTicket({
      status: 'OPEN',
      waitingOn: 'CUSTOMER',
      unansweredSince: null,
      assigneeId: 'ada',
    });
    const [command, actor] = SAMPLES.receive;
    expect(does(quiet, command, actor).ticket.leaseUntil).toEqual(LEASE_END);
  });

  it.each(['reply', 'snooze', 'solve', 'not-a-request'] as const)(
    'ends with %s: we no longer have the word',
    (name) => {
      const [command, actor] = SAMPLES[name];
      const { ticket } = does(held, command, actor);
      expect(ticket.leaseUntil).toBeNull();
      expect(ticket.assigneeId).toBe('ada');
    },
  );

  it('goes back to the queue when it has run out, not a moment earlier', () => {
    const lapsed = { ...held, leaseUntil: NOW };
    const { ticket, entries } = does(lapsed, { do: 'expire-claim' }, SYSTEM);
    expect([ticket.assigneeId, ticket.leaseUntil, ticket.status]).toEqual([null, null, 'OPEN']);
    expect(entries).toEqual([
      { kind: 'CLAIM_EXPIRED', before: { assigneeId: 'ada' }, after: { assigneeId: null } },
    ]);
    const running = { ...held, leaseUntil: new Date(NOW.getTime() + 1) };
    for (const ticketOf of [running, { ...held, leaseUntil: null }, aTicket()])
      expect(failureOf(() => does(ticketOf, { do: 'expire-claim' }, SYSTEM)).code).toBe(
        'CLAIM_STANDS',
      );
  });

  it('does not exist for an unowned ticket', () => {
    const back = does(held, { do: 'assign', memberId: null }, member('ada')).ticket;
    expect([back.assigneeId, back.leaseUntil]).toEqual([null, null]);
  });
});

describe('reply', () => {
  const reply = (takesOver: boolean, conversation = ANSWERED): Command => ({
    do: 'reply',
    memberId: 'ada',
    takesOver,
    conversation,
  });

  it('makes the first replier the owner', () => {
    expect(does(aTicket(), reply(true), member('ada')).ticket.assigneeId).toBe('ada');
  });

  it('leaves an owner the owner', () => {
    const owned = aTicket({ status: 'OPEN', assigneeId: 'bob' });
    expect(does(owned, reply(true), member('ada')).ticket.assigneeId).toBe('bob');
  });

  it('of a colleague who is no agent leaves the ticket in its queue', () => {
    const { ticket } = does(aTicket(), reply(false), SYSTEM);
    expect([ticket.assigneeId, ticket.waitingOn, ticket.firstResponderId]).toEqual([
      null,
      'CUSTOMER',
      'ada',
    ]);
  });

  it('gives the word to the customer and stops both response clocks', () => {
    const { ticket, entries } = does(aTicket(), reply(true), member('ada'));
    expect(ticket).toMatchObject({
      status: 'OPEN',
      waitingOn: 'CUSTOMER',
      unansweredSince: null,
      firstRespondedAt: minutes(-1),
      firstResponderId: 'ada',
    });
    expect(entries).toEqual([
      {
        kind: 'REPLY_SENT',
        before: {
          status: 'NEW',
          waitingOn: 'US',
          assigneeId: null,
          firstRespondedAt: null,
          unansweredSince: minutes(-10).toISOString(),
        },
        after: {
          status: 'OPEN',
          waitingOn: 'CUSTOMER',
          assigneeId: 'ada',
          firstRespondedAt: minutes(-1).toISOString(),
          unansweredSince: null,
        },
      },
    ]);
  });

  it('older than the question leaves the word with us', () => {
    const older = { ...ANSWERED, unansweredSince: minutes(0) };
    const { ticket } = does(aTicket(), reply(true, older), member('ada'));
    expect([ticket.waitingOn, ticket.unansweredSince]).toEqual(['US', minutes(0)]);
  });

  it('to a solved ticket changes no state and leaves nobody waiting', () => {
    const solved = inStatus('SOLVED', 'reply');
    const late = { ...ANSWERED, unansweredSince: minutes(-1) };
    const { ticket } = does(solved, reply(true, late), member('ada'));
    expect([ticket.status, ticket.waitingOn, ticket.unansweredSince]).toEqual([
      'SOLVED',
      solved.waitingOn,
      null,
    ]);
  });

  // One of the bugs of other desks; the others stand in sla-clock.test.ts.
  it('credit to assignee instead of author', () => {
    const bobs = aTicket({ status: 'OPEN', assigneeId: 'bob' });
    const { ticket } = does(
      bobs,
      reply(true, { ...ANSWERED, firstReplierId: 'ada' }),
      member('ada'),
    );
    expect([ticket.assigneeId, ticket.firstResponderId]).toEqual(['bob', 'ada']);
  });

  it('never moves the first answer', () => {
    const answered = aTicket({
      status: 'OPEN',
      firstRespondedAt: minutes(-8),
      firstResponderId: 'bob',
    });
    const gone = { ...ANSWERED, firstReplyAt: null, firstReplierId: null };
    const { ticket } = does(answered, reply(true, gone), member('ada'));
    expect([ticket.firstRespondedAt, ticket.firstResponderId]).toEqual([minutes(-8), 'bob']);
  });

  it('a note is none: no clock stops, nobody else gets the word', () => {
    const { ticket, entries } = does(aTicket(), { do: 'note', memberId: 'ada' }, member('ada'));
    expect(ticket).toEqual({ ...aTicket(), version: 8, updatedAt: NOW });
    expect(entries).toEqual([{ kind: 'NOTE_ADDED', before: {}, after: {} }]);
  });
});

describe("a customer's message", () => {
  const says = (
    at: Date,
    needsAnswer: boolean,
    unansweredSince: Date | null = needsAnswer ? at : null,
  ): Command => ({
    do: 'receive',
    what: 'message',
    at,
    needsAnswer,
    conversation: { ...ANSWERED, unansweredSince },
  });
  const answered = aTicket({
    status: 'OPEN',
    waitingOn: 'CUSTOMER',
    unansweredSince: null,
    firstRespondedAt: minutes(-1),
    assigneeId: 'ada',
  });

  it('gives the word back to us', () => {
    const { ticket } = does(answered, says(NOW, true), SYSTEM);
    expect([ticket.waitingOn, ticket.unansweredSince]).toEqual(['US', NOW]);
  });

  it('keeps waiting since the oldest question, not the newest', () => {
    const waiting = aTicket({ status: 'OPEN', unansweredSince: minutes(-10) });
    const { ticket } = does(waiting, says(NOW, true, minutes(-10)), SYSTEM);
    expect(ticket.unansweredSince).toEqual(minutes(-10));
  });

  it('of thanks leaves the word where it is', () => {
    const { ticket } = does(answered, says(NOW, false), SYSTEM);
    expect([ticket.waitingOn, ticket.unansweredSince, ticket.leaseUntil]).toEqual([
      'CUSTOMER',
      null,
      null,
    ]);
  });

  it('of thanks does not take back what was asked by a button', () => {
    const asked = does(answered, { do: 'request-person' }, contact()).ticket;
    expect([asked.waitingOn, asked.unansweredSince]).toEqual(['US', NOW]);
    const { ticket } = does(asked, says(minutes(1), false), SYSTEM);
    expect([ticket.waitingOn, ticket.unansweredSince]).toEqual(['US', NOW]);
  });

  it.each(['SOLVED', 'CONFIRMED', 'UNCONFIRMED', 'CLOSED'] as const)(
    'opens a %s ticket again, counted, with the same owner and a second line in its history',
    (status) => {
      const done = aTicket({
        status,
        waitingOn: 'NOBODY',
        unansweredSince: null,
        lastSolvedAt: minutes(-5),
        assigneeId: 'ada',
        reopenCount: 1,
      });
      const { ticket, entries } = does(done, says(NOW, true), SYSTEM);
      expect(ticket).toMatchObject({
        status: 'OPEN',
        waitingOn: 'US',
        unansweredSince: NOW,
        reopenCount: 2,
        assigneeId: 'ada',
        leaseUntil: LEASE_END,
      });
      expect(entries.map((entry) => entry.kind)).toEqual(['MESSAGE_RECEIVED', 'REOPENED']);
      expect(entries[1]).toEqual({
        kind: 'REOPENED',
        before: { status },
        after: { status: 'OPEN' },
      });
    },
  );

  it.each(['SOLVED', 'CONFIRMED', 'UNCONFIRMED', 'CLOSED', 'NOT_A_REQUEST'] as const)(
    'of thanks never opens a %s ticket',
    (status) => {
      const done = aTicket({ status, waitingOn: 'NOBODY', unansweredSince: null });
      const { ticket, entries } = does(done, says(NOW, false), SYSTEM);
      expect([ticket.status, ticket.waitingOn, ticket.reopenCount]).toEqual([status, 'NOBODY', 0]);
      expect(entries.map((entry) => entry.kind)).toEqual(['MESSAGE_RECEIVED']);
    },
  );

  it('that was written before the solution but came after it does not reopen', () => {
    const done = aTicket({
      status: 'SOLVED',
      waitingOn: 'CUSTOMER',
      unansweredSince: null,
      lastSolvedAt: minutes(-5),
    });
    for (const at of [minutes(-6), minutes(-5)]) {
      const { ticket } = does(done, says(at, true), SYSTEM);
      expect([ticket.status, ticket.unansweredSince, ticket.reopenCount]).toEqual([
        'SOLVED',
        null,
        0,
      ]);
    }
    const after = new Date(minutes(-5).getTime() + 1);
    expect(does(done, says(after, true), SYSTEM).ticket.status).toBe('OPEN');
  });

  it('opens what was not a request, but that is no reopening', () => {
    const { ticket } = does(inStatus('NOT_A_REQUEST', 'receive'), says(NOW, true), SYSTEM);
    expect([ticket.status, ticket.reopenCount, ticket.unansweredSince]).toEqual(['OPEN', 0, NOW]);
  });

  it('wakes a snoozed ticket, thanks does not', () => {
    const snoozed = inStatus('SNOOZED', 'receive');
    const woken = does(snoozed, says(NOW, true), SYSTEM).ticket;
    expect([woken.status, woken.snoozedUntil, woken.reopenCount]).toEqual(['OPEN', null, 0]);
    const asleep = does(snoozed, says(NOW, false), SYSTEM).ticket;
    expect([asleep.status, asleep.snoozedUntil]).toEqual(['SNOOZED', minutes(30)]);
  });

  it('that is older than the one which opened the ticket moves the beginning', () => {
    const earlier = { ...ASKED, firstRequestAt: minutes(-20), unansweredSince: minutes(-20) };
    const { ticket } = does(
      aTicket(),
      {
        do: 'receive',
        what: 'message',
        at: minutes(-20),
        needsAnswer: true,
        conversation: earlier,
      },
      SYSTEM,
    );
    expect([ticket.openedAt, ticket.unansweredSince]).toEqual([minutes(-20), minutes(-20)]);
  });
});

describe('an edit or a deletion', () => {
  const answered = aTicket({ status: 'OPEN', waitingOn: 'CUSTOMER', unansweredSince: null });
  const changes = (
    what: 'edit' | 'deletion',
    unansweredSince: Date | null,
    waitedSince: Date | null = null,
    needsAnswer = unansweredSince !== null,
  ): Command => ({
    do: 'receive',
    what,
    at: NOW,
    needsAnswer,
    conversation: { ...ANSWERED, unansweredSince },
    waitedSince,
  });

  it('after the answer gives the word back to us', () => {
    const { ticket, entries } = does(answered, changes('edit', NOW), SYSTEM);
    expect([ticket.waitingOn, ticket.unansweredSince]).toEqual(['US', NOW]);
    expect(entries.map((entry) => entry.kind)).toEqual(['MESSAGE_EDITED']);
  });

  it('after the solution opens the ticket again', () => {
    const { ticket } = does(inStatus('SOLVED', 'receive'), changes('edit', NOW), SYSTEM);
    expect([ticket.status, ticket.reopenCount]).toEqual(['OPEN', 1]);
  });

  it('edited twice waits since the newest edit that is there, whichever came first', () => {
    const once = does(answered, changes('edit', NOW, null), SYSTEM).ticket;
    const twice = does(once, changes('edit', minutes(2), NOW), SYSTEM).ticket;
    expect(twice.unansweredSince).toEqual(minutes(2));
  });

  it('of the last open question gives the word back to the customer', () => {
    const waiting = aTicket({ status: 'OPEN', unansweredSince: minutes(-1) });
    const { ticket, entries } = does(waiting, changes('deletion', null, minutes(-1)), SYSTEM);
    expect([ticket.waitingOn, ticket.unansweredSince]).toEqual(['CUSTOMER', null]);
    expect(entries.map((entry) => entry.kind)).toEqual(['MESSAGE_DELETED']);
  });

  it('of the only message of an unanswered ticket leaves it with us', () => {
    const nothing = { ...ASKED, firstRequestAt: null, unansweredSince: null };
    const { ticket } = does(
      aTicket(),
      {
        do: 'receive',
        what: 'deletion',
        at: NOW,
        needsAnswer: false,
        conversation: nothing,
        waitedSince: minutes(-10),
      },
      SYSTEM,
    );
    expect([ticket.status, ticket.waitingOn, ticket.openedAt]).toEqual(['NEW', 'US', minutes(-10)]);
  });

  it('renames the ticket after words that were taken back, and keeps them out of the history', () => {
    const [given] = SAMPLES.receive;
    if (given.do !== 'receive') throw new Error('another sample');
    const renamed = { ...given, what: 'deletion', subject: 'The PDF is empty' } as const;
    const { ticket, entries } = does(aTicket({ subject: 'my password is x' }), renamed, SYSTEM);
    expect(ticket.subject).toBe('The PDF is empty');
    expect(JSON.stringify(entries)).not.toContain('password');
    expect(does(aTicket(), given, SYSTEM).ticket.subject).toBe('The export is empty');
  });

  it('does not take back what was asked by a button', () => {
    const asked = does(answered, { do: 'request-person' }, contact()).ticket;
    const { ticket } = does(asked, changes('deletion', null, null), SYSTEM);
    expect([ticket.waitingOn, ticket.unansweredSince]).toEqual(['US', NOW]);
  });

  it('of our own answer leaves the question open again, also while snoozed', () => {
    const snoozed = { ...answered, status: 'SNOOZED', snoozedUntil: minutes(30) } as const;
    const { ticket } = does(snoozed, changes('deletion', minutes(-10), null, false), SYSTEM);
    expect([ticket.status, ticket.waitingOn, ticket.unansweredSince]).toEqual([
      'SNOOZED',
      'US',
      minutes(-10),
    ]);
  });

  it.each(['SOLVED', 'CONFIRMED', 'UNCONFIRMED', 'CLOSED', 'NOT_A_REQUEST'] as const)(
    'a deletion never opens a %s ticket, whatever else is unanswered',
    (status) => {
      const done = aTicket({ status, waitingOn: 'NOBODY', unansweredSince: null });
      const { ticket } = does(done, changes('deletion', minutes(-1), null, true), SYSTEM);
      expect([ticket.status, ticket.unansweredSince, ticket.reopenCount]).toEqual([
        status,
        null,
        0,
      ]);
    },
  );
});

describe('reopening', () => {
  const solved = aTicket({
    status: 'SOLVED',
    waitingOn: 'CUSTOMER',
    unansweredSince: null,
    assigneeId: 'ada',
    lastSolvedAt: minutes(-5),
  });

  it("counts when the customer does it, by 'Not yet' or by asking for a person", () => {
    for (const command of [{ do: 'not-yet' }, { do: 'request-person' }] as const) {
      const { ticket } = does(solved, command, contact());
      expect(ticket).toMatchObject({
        status: 'OPEN',
        waitingOn: 'US',
        reopenCount: 1,
        assigneeId: 'ada',
        unansweredSince: NOW,
      });
    }
  });

  it('does not count when the team does it', () => {
    const { ticket, entries } = does(solved, { do: 'reopen', reason: 'x' }, member('ada'));
    expect([ticket.status, ticket.reopenCount, ticket.unansweredSince]).toEqual(['OPEN', 0, NOW]);
    expect(entries.map((entry) => entry.kind)).toEqual(['REOPENED']);
  });

  it('keeps when it was first solved', () => {
    const open = aTicket({ firstSolvedAt: minutes(-60), lastSolvedAt: minutes(-60) });
    const { ticket } = does(open, SAMPLES.solve[0], member('ada'));
    expect([ticket.firstSolvedAt, ticket.lastSolvedAt]).toEqual([minutes(-60), NOW]);
  });

  it('brings back what was no request: unanswered since the beginning, else since now', () => {
    const unread = aTicket({ status: 'NOT_A_REQUEST', waitingOn: 'NOBODY', unansweredSince: null });
    const back = does(unread, { do: 'make-request' }, member('ada')).ticket;
    expect([back.status, back.waitingOn, back.unansweredSince, back.reopenCount]).toEqual([
      'NEW',
      'US',
      minutes(-10),
      0,
    ]);
    const owned = { ...unread, assigneeId: 'ada', firstRespondedAt: minutes(-3) };
    const again = does(owned, { do: 'make-request' }, member('ada')).ticket;
    expect([again.status, again.unansweredSince]).toEqual(['OPEN', NOW]);
  });
});

describe('what must be said or set', () => {
  it('snoozing into the past is refused, also to this very moment', () => {
    for (const until of [NOW, minutes(-1)]) {
      const failure = failureOf(() => does(aTicket(), { do: 'snooze', until }, member('ada')));
      expect([failure.kind, failure.code]).toEqual(['refused', 'SNOOZE_IN_THE_PAST']);
    }
  });

  it.each(['', '   ', ' x ', '\n\t'])('escalating needs a reason: %j is none', (reason) => {
    const failure = failureOf(() =>
      does(
        aTicket(),
        { do: 'escalate', reason, because: 'OTHER', level: 2, asked: 'Dora' },
        member('ada'),
      ),
    );
    expect([failure.kind, failure.code, failure.path]).toEqual([
      'invalid',
      'REASON_NEEDED',
      ['reason'],
    ]);
  });

  const owned = aTicket({ status: 'OPEN', assigneeId: 'ada', leaseUntil: minutes(5) });

  it('who has an escalated ticket keeps it until somebody accepts', () => {
    const { ticket, entries } = does(owned, SAMPLES.escalate[0], member('ada'));
    expect(ticket).toMatchObject({ level: 2, assigneeId: 'ada', leaseUntil: LEASE_END });
    expect(entries).toEqual([
      {
        kind: 'ESCALATED',
        before: { level: 1, escalationReason: null },
        after: { level: 2, escalationReason: 'needs the database team', because: 'SKILL' },
      },
      { kind: 'ESCALATION_ASKED', before: {}, after: { member: 'Dora' } },
    ]);
    const accepted = does(ticket, SAMPLES['accept-escalation'][0], member('dora'));
    expect(accepted.ticket).toMatchObject({ level: 2, assigneeId: 'dora', leaseUntil: LEASE_END });
    expect(accepted.entries).toEqual([
      {
        kind: 'ESCALATION_ACCEPTED',
        before: { assigneeId: 'ada' },
        after: { assigneeId: 'dora' },
      },
    ]);
  });

  it('labels say what was given and taken, never the same again, and never too many', () => {
    const [billing, sso] = [
      { id: 'l1', name: 'billing' },
      { id: 'l2', name: 'sso' },
    ];
    const given = { do: 'label', add: [billing, sso], remove: [], standing: 18 } as const;
    expect(does(aTicket(), given, member('ada')).ticket.labelCount).toBe(20);
    expect(does(aTicket(), given, member('ada')).entries).toEqual([
      { kind: 'LABELS_CHANGED', before: {}, after: { added: 'billing, sso' } },
    ]);
    const full = failureOf(() => does(aTicket(), { ...given, standing: 19 }, member('ada')));
    expect([full.kind, full.code]).toEqual(['refused', 'LABELS_FULL']);
    const swapped = { do: 'label', add: [billing], remove: [sso], standing: 20 } as const;
    expect(does(aTicket(), swapped, member('ada')).entries[0]?.after).toEqual({
      added: 'billing',
      removed: 'sso',
    });
    const nothing = { do: 'label', add: [], remove: [], standing: 1 } as const;
    expect(failureOf(() => does(aTicket(), nothing, member('ada'))).code).toBe('SAME_LABELS');
  });

  it('escalating where nobody is there says so in the history', () => {
    const command = {
      do: 'escalate',
      reason: 'stuck',
      because: 'OTHER',
      level: 1,
      asked: null,
    } as const;
    const { ticket, entries } = does(owned, command, member('ada'));
    expect(ticket).toMatchObject({ level: 1, assigneeId: 'ada' });
    expect(entries.map(({ kind }) => kind)).toEqual(['ESCALATED', 'ESCALATION_RETURNED']);
  });

  it.each([
    [{ to: 'WAIT' } as const, 2, ['ESCALATION_DECLINED']],
    [
      { to: 'ASK', level: 3, asked: 'Eve' } as const,
      3,
      ['ESCALATION_DECLINED', 'ESCALATION_ASKED'],
    ],
    [{ to: 'QUEUE', level: 1 } as const, 1, ['ESCALATION_DECLINED', 'ESCALATION_RETURNED']],
  ])('a refusal is told, and what follows: %j', (next, level, kinds) => {
    const asked = { ...owned, level: 2 };
    const command = { do: 'pass-escalation', because: 'DECLINED', names: 'Dora', next } as const;
    const { ticket, entries } = does(asked, command, member('dora'));
    expect(ticket).toMatchObject({ level, assigneeId: 'ada' });
    expect(entries.map(({ kind }) => kind)).toEqual(kinds);
    expect(entries[0]?.after).toMatchObject({ member: 'Dora' });
  });

  it.each([
    [{ to: 'ASK', level: 3, asked: 'Eve' } as const, 3, 'ESCALATION_ASKED', { member: 'Eve' }],
    [{ to: 'QUEUE', level: 1 } as const, 1, 'ESCALATION_RETURNED', {}],
  ])('what its owner has left is asked of others, or goes back: %j', (next, level, kind, told) => {
    const left = { ...owned, level: 2, assigneeId: null };
    const command = { do: 'pass-escalation', because: 'LEFT', names: '', next } as const;
    const { ticket, entries } = does(left, command, { kind: 'system', name: 'clock' });
    expect(ticket).toMatchObject({ level, assigneeId: null });
    expect(entries).toEqual([{ kind, before: { level: 2 }, after: { level, ...told } }]);
  });

  it('nobody accepts for somebody else', () => {
    const failure = failureOf(() => does(owned, SAMPLES['accept-escalation'][0], member('ada')));
    expect(failure.kind).toBe('forbidden');
  });

  it('solving needs to say what was done', () => {
    const failure = failureOf(() =>
      does(
        aTicket(),
        { do: 'solve', memberId: 'ada', solution: ' \n', conversation: ANSWERED },
        member('ada'),
      ),
    );
    expect([failure.kind, failure.code]).toEqual(['invalid', 'SOLUTION_NEEDED']);
  });

  it('solving asks the customer; only they confirm', () => {
    const { ticket } = does(aTicket(), SAMPLES.solve[0], member('ada'));
    expect(ticket).toMatchObject({
      status: 'SOLVED',
      waitingOn: 'CUSTOMER',
      solution: 'Restarted it.',
      assigneeId: 'ada',
      firstSolvedAt: NOW,
      lastSolvedAt: NOW,
    });
    expect(does(ticket, { do: 'confirm' }, contact()).ticket).toMatchObject({
      status: 'CONFIRMED',
      waitingOn: 'NOBODY',
    });
  });

  it('a change that changes nothing is refused, so that history has no empty lines', () => {
    const urgent = aTicket({ priority: 'URGENT', assigneeId: 'bob' });
    const cases: [Command, Actor, string][] = [
      [{ do: 'set-priority', priority: 'URGENT' }, member('ada'), 'SAME_PRIORITY'],
      [{ do: 'mark-urgent' }, contact(), 'ALREADY_URGENT'],
      [{ do: 'assign', memberId: 'bob' }, member('ada'), 'ALREADY_ASSIGNED'],
    ];
    for (const [command, actor, code] of cases)
      expect(failureOf(() => does(urgent, command, actor)).code).toBe(code);
  });
});

describe('the history', () => {
  it.each(['set-priority', 'snooze', 'not-a-request', 'mark-urgent', 'assign'] as const)(
    '%s names exactly the fields that changed, and the reason that was given',
    (name) => {
      const [command, actor] = SAMPLES[name];
      const before = aTicket();
      const { ticket: after, entries } = does(before, command, actor);
      const [entry] = entries;
      const json = (value: unknown) => (value instanceof Date ? value.toISOString() : value);
      const untracked = ['version', 'updatedAt', 'leaseUntil'];
      const changed = Object.entries(after)
        .filter(([field]) => !untracked.includes(field))
        .filter(([field, value]) => json(Object(before)[field]) !== json(value));
      expect(changed.length).toBeGreaterThan(0);
      const given = 'reason' in command ? { reason: command.reason } : {};
      expect(entry?.after).toEqual({
        ...Object.fromEntries(changed.map(([field, value]) => [field, json(value)])),
        ...given,
      });
      expect(entry?.before).toEqual(
        Object.fromEntries(changed.map(([field]) => [field, json(Object(before)[field])])),
      );
    },
  );

  it('is JSON: every value survives being stored', () => {
    const { entries } = does(aTicket(), SAMPLES.reply[0], member('ada'));
    expect(JSON.parse(JSON.stringify(entries))).toEqual(entries);
  });
});

describe('waiting for a third party', () => {
  const waits = aTicket({
    status: 'OPEN',
    assigneeId: 'ada',
    waitingOn: 'THIRD_PARTY',
    thirdParty: 'Hosting Ltd',
    nextCheckAt: minutes(60),
    unansweredSince: null,
    firstRespondedAt: minutes(-5),
  });
  const until = minutes(60);

  it.each([
    ['nobody named', { party: ' ' }, 'PARTY_NEEDED'],
    ['a check in the past', { until: NOW }, 'CHECK_IN_THE_PAST'],
    ['no owner and nobody who becomes it', { memberId: null }, 'OWNER_NEEDED'],
  ])('is refused with %s', (_, part, code) => {
    const asked: Command = { do: 'wait-for', memberId: 'ada', party: 'Hosting', until, ...part };
    const actor =
      asked.do === 'wait-for' && asked.memberId === null ? token('AGENT') : member('ada');
    expect(failureOf(() => does(aTicket(), asked, actor)).code).toBe(code);
  });

  it('goes on while the customer is told so, and ends when they ask', () => {
    const told = { ...ANSWERED, unansweredSince: null };
    const reply: Command = { do: 'reply', memberId: 'ada', takesOver: true, conversation: told };
    expect(does(waits, reply, member('ada')).ticket).toMatchObject({
      waitingOn: 'THIRD_PARTY',
      thirdParty: 'Hosting Ltd',
    });
    const [heard] = SAMPLES.receive;
    expect(does(waits, heard, SYSTEM).ticket).toMatchObject({
      waitingOn: 'US',
      thirdParty: null,
      nextCheckAt: null,
    });
  });

  it('the clock does not look before its time', () => {
    expect(failureOf(() => does(waits, { do: 'check-due' }, SYSTEM)).code).toBe('CHECK_NOT_DUE');
  });
});

describe('the cause of a ticket', () => {
  const set = (cause: string | null, ticket = aTicket()) =>
    does(ticket, { do: 'set-cause', cause }, member('ada'));

  it('has one spelling, and is said in the history', () => {
    const { ticket, entries } = set('  SSO\n Login ');
    expect(ticket.cause).toBe('sso login');
    expect(entries).toEqual([
      { kind: 'CAUSE_SET', before: { cause: null }, after: { cause: 'sso login' } },
    ]);
    expect(set(null, ticket).ticket.cause).toBeNull();
    expect(failureOf(() => set('sso LOGIN', ticket)).code).toBe('SAME_CAUSE');
    expect(failureOf(() => set(' ')).code).toBe('SAME_CAUSE');
    expect(failureOf(() => set('x'.repeat(61))).code).toBe('CAUSE_TOO_LONG');
  });

  it.each([
    ['named', { cause: 'Export' }, 'export'],
    ['left out', {}, 'sso'],
    ['emptied', { cause: ' ' }, null],
  ])('said at solving: %s', (_, part, after) => {
    const solve: Command = {
      do: 'solve',
      memberId: 'ada',
      solution: 'Restarted it.',
      conversation: ANSWERED,
      ...part,
    };
    expect(does(aTicket({ cause: 'sso' }), solve, member('ada')).ticket.cause).toBe(after);
  });

  it('spelt again is the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (label) => {
        const cause = causeOf(label);
        return (
          causeOf(cause) === cause &&
          causeOf(`  ${label.toUpperCase()} `) === causeOf(label.toUpperCase())
        );
      }),
    );
  });
});
