import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Actor } from '../../src/domain/actor';
import type { Command, EscalationNext } from '../../src/domain/command';
import { type Change, decide } from '../../src/domain/decide';
import { DeskError } from '../../src/domain/errors';
import {
  ACTIVE_STATUSES,
  type Conversation,
  PRIORITIES,
  type Ticket,
} from '../../src/domain/ticket';
import { aTicket, contact, member, minutes, STRANGER, SYSTEM, token } from '../support/samples';

const when = fc.integer({ min: -600, max: 600 }).map(minutes);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const memberId = fc.constantFrom('ada', 'bob', 'cyd');

/** Anything at all, consistent or not: the rules must hold whatever the messages add up to. */
const conversation: fc.Arbitrary<Conversation> = fc.record({
  firstRequestAt: maybe(when),
  firstReplyAt: maybe(when),
  firstReplierId: maybe(memberId),
  lastReplyAt: maybe(when),
  unansweredSince: maybe(when),
});

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ do: fc.constant('claim' as const), memberId }),
  fc.record({ do: fc.constant('assign' as const), memberId: maybe(memberId) }),
  fc.record({
    do: fc.constant('reply' as const),
    memberId,
    takesOver: fc.boolean(),
    conversation,
  }),
  fc.record({ do: fc.constant('note' as const), memberId }),
  fc.record({ do: fc.constant('set-priority' as const), priority: fc.constantFrom(...PRIORITIES) }),
  fc.record({
    do: fc.constant('set-cause' as const),
    cause: maybe(fc.constantFrom('sso', ' SSO  Login ')),
  }),
  fc.constant<Command>({
    do: 'label',
    add: [{ id: 'l1', name: 'billing' }],
    remove: [],
    standing: 3,
  }),
  fc.record({ do: fc.constant('snooze' as const), until: when }),
  fc.constant<Command>({ do: 'wake' }),
  fc.record({
    do: fc.constant('wait-for' as const),
    memberId: fc.constant(null),
    party: fc.constantFrom('', 'Hosting Ltd'),
    until: when,
  }),
  fc.constantFrom<Command>({ do: 'stop-waiting' }, { do: 'check-due' }),
  fc.constantFrom<Command>({ do: 'check-in' }, { do: 'leave-unconfirmed' }),
  fc.record({
    do: fc.constant('escalate' as const),
    reason: fc.constantFrom('', 'needs the database team'),
    because: fc.constantFrom('SKILL' as const, 'OTHER' as const),
    level: fc.integer({ min: 1, max: 4 }),
    asked: maybe(fc.constantFrom('Ada', 'Bob, Cyd')),
  }),
  fc.record({ do: fc.constant('accept-escalation' as const), memberId }),
  fc.record({
    do: fc.constant('pass-escalation' as const),
    because: fc.constantFrom('DECLINED' as const, 'TIMED_OUT' as const),
    names: fc.constant('Ada'),
    next: fc.constantFrom<EscalationNext>(
      { to: 'WAIT' },
      { to: 'ASK', level: 3, asked: 'Cyd' },
      { to: 'QUEUE', level: 1 },
    ),
  }),
  fc.record({
    do: fc.constant('solve' as const),
    memberId,
    solution: fc.constantFrom('', 'Restarted it.'),
    conversation,
  }),
  fc.constantFrom<Command>(
    { do: 'reopen', reason: '' },
    { do: 'not-a-request', reason: '' },
    { do: 'make-request' },
    { do: 'confirm' },
    { do: 'not-yet' },
    { do: 'rate', score: 1 },
    { do: 'rate', score: 6 },
    { do: 'tell-effort', repeated: true },
    { do: 'request-person' },
    { do: 'mark-urgent' },
    { do: 'expire-claim' },
  ),
  // Of their own, so that walks get through both.
  fc.constantFrom<Command>({ do: 'check-in' }, { do: 'leave-unconfirmed' }),
  fc.record({
    do: fc.constant('receive' as const),
    what: fc.constantFrom('message' as const, 'edit' as const, 'deletion' as const),
    at: when,
    needsAnswer: fc.boolean(),
    conversation,
    waitedSince: maybe(when),
  }),
);

const anybody: fc.Arbitrary<Actor> = fc.constantFrom(
  member('ada'),
  member('bob', 'SUPERVISOR'),
  token('ADMIN'),
  contact(),
  contact('globex'),
  SYSTEM,
  STRANGER,
);

/** Mostly whoever may, so that sequences get somewhere; sometimes anybody. */
const actorOf = (given: Command, other: Actor, useOther: boolean): Actor => {
  if (useOther) return other;
  switch (given.do) {
    case 'receive':
    case 'expire-claim':
    case 'check-due':
    case 'check-in':
    case 'leave-unconfirmed':
      return SYSTEM;
    case 'confirm':
    case 'not-yet':
    case 'rate':
    case 'tell-effort':
    case 'request-person':
    case 'mark-urgent':
      return contact();
    default:
      return token('AGENT');
  }
};

const step = fc.record({
  command,
  other: anybody,
  useOther: fc.integer({ min: 0, max: 9 }).map((roll) => roll === 0),
  passed: fc.integer({ min: 0, max: 300 }),
});

/** Short enough for a walk to see it end. */
const SILENCE = { checkInDays: 0.01, unconfirmedDays: 0.01 };

interface Taken {
  readonly before: Ticket;
  readonly command: Command;
  readonly actor: Actor;
  readonly now: Date;
  readonly change: Change;
}

const frozen = (ticket: Ticket): Ticket => Object.freeze({ ...ticket });

/** Runs a sequence; refusals leave the ticket, anything but a DeskError fails the test. */
const walk = (
  steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[],
): Taken[] => {
  const taken: Taken[] = [];
  let ticket = frozen(aTicket());
  let elapsed = 0;
  for (const one of steps) {
    elapsed += one.passed;
    const now = minutes(elapsed);
    const actor = actorOf(one.command, one.other, one.useOther);
    try {
      const context = { now, claimLeaseMin: 240, assigneeName: 'Ada', ...SILENCE };
      const change = decide(ticket, one.command, actor, context);
      taken.push({ before: ticket, command: one.command, actor, now, change });
      ticket = frozen(change.ticket);
    } catch (error) {
      if (!(error instanceof DeskError)) throw error;
    }
  }
  return taken;
};

const always = (rule: (taken: Taken) => boolean) =>
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) =>
      walk(steps).every(rule),
    ),
    { numRuns: 600 },
  );

it('the walks reach every status a command leads to', () => {
  const seen = new Set(
    fc
      .sample(fc.array(step, { minLength: 15, maxLength: 25 }), { numRuns: 400, seed: 1 })
      .flatMap((steps) => walk(steps).map(({ change }) => change.ticket.status)),
  );
  expect([...seen].sort()).toEqual([
    'CONFIRMED',
    'NEW',
    'NOT_A_REQUEST',
    'OPEN',
    'SNOOZED',
    'SOLVED',
    'UNCONFIRMED',
  ]);
});

describe('whatever is done to a ticket, in whatever order', () => {
  it('its version grows by exactly one with each change', () =>
    always(
      ({ before, change, now }) =>
        change.ticket.version === before.version + 1 && change.ticket.updatedAt === now,
    ));

  it('while a customer waits for an answer, it never waits on the customer', () =>
    always(
      ({ change: { ticket } }) =>
        !ACTIVE_STATUSES.includes(ticket.status) ||
        ticket.unansweredSince === null ||
        ticket.waitingOn === 'US' ||
        ticket.waitingOn === 'THIRD_PARTY',
    ));

  it('a third party and its next check are named exactly while it is waited for', () =>
    always(({ change: { ticket } }) => {
      const awaits = ticket.waitingOn === 'THIRD_PARTY';
      if (!awaits) return ticket.thirdParty === null && ticket.nextCheckAt === null;
      return ticket.thirdParty !== null && ticket.nextCheckAt !== null;
    }));

  it('nobody waits once it is confirmed or not a request', () =>
    always(
      ({ change: { ticket } }) =>
        !(ticket.status === 'CONFIRMED' || ticket.status === 'NOT_A_REQUEST') ||
        (ticket.waitingOn === 'NOBODY' && ticket.unansweredSince === null),
    ));

  it('solved means: the customer has the word and no question is open', () =>
    always(
      ({ change: { ticket } }) =>
        ticket.status !== 'SOLVED' ||
        (ticket.waitingOn === 'CUSTOMER' &&
          ticket.unansweredSince === null &&
          ticket.solution !== null &&
          ticket.lastSolvedAt !== null),
    ));

  it('silence has a time to be looked at exactly while a solution is unanswered', () =>
    always(
      ({ change: { ticket } }) => (ticket.status === 'SOLVED') === (ticket.silenceDueAt !== null),
    ));

  it('unconfirmed comes only after one question and silence, and never from a person', () =>
    always(
      ({ before, actor, change: { ticket }, now }) =>
        ticket.status !== 'UNCONFIRMED' ||
        before.status === 'UNCONFIRMED' ||
        (actor.kind === 'system' &&
          before.checkedInAt !== null &&
          before.silenceDueAt !== null &&
          before.silenceDueAt <= now),
    ));

  it('only a person of our side solves, and only the customer confirms', () =>
    always(({ before, actor, change: { ticket } }) => {
      if (ticket.status === before.status) return true;
      if (ticket.status === 'SOLVED') return actor.kind === 'member' || actor.kind === 'token';
      return ticket.status !== 'CONFIRMED' || actor.kind === 'contact';
    }));

  it('reopenings never fall, and rise by one only when the customer opens what was done', () =>
    always(({ before, change: { ticket }, command: { do: name } }) => {
      const rise = ticket.reopenCount - before.reopenCount;
      if (rise === 0) return true;
      return (
        rise === 1 &&
        ['receive', 'not-yet', 'request-person'].includes(name) &&
        ['SOLVED', 'CONFIRMED', 'UNCONFIRMED', 'CLOSED'].includes(before.status) &&
        ticket.status === 'OPEN'
      );
    }));

  it('a lease runs exactly while an owner has the word on an open ticket', () =>
    always(({ change: { ticket } }) => {
      const runs =
        ticket.assigneeId !== null && ticket.status === 'OPEN' && ticket.waitingOn === 'US';
      return runs === (ticket.leaseUntil !== null);
    }));

  it('a lease is never longer than the desk allows', () =>
    always(
      ({ change: { ticket }, now }) =>
        ticket.leaseUntil === null || ticket.leaseUntil.getTime() - now.getTime() <= 240 * 60_000,
    ));

  it('it is asleep exactly while it has a time to wake', () =>
    always(
      ({ change: { ticket } }) => (ticket.status === 'SNOOZED') === (ticket.snoozedUntil !== null),
    ));

  it('the first answer and the first solution stay said', () =>
    always(
      ({ before, change: { ticket } }) =>
        (before.firstRespondedAt === null || ticket.firstRespondedAt !== null) &&
        (before.firstSolvedAt === null || ticket.firstSolvedAt === before.firstSolvedAt),
    ));

  it('it stays the same ticket of the same customer in the same thread', () =>
    always(({ before, change: { ticket } }) =>
      (
        ['id', 'tenantId', 'number', 'customerId', 'channelId', 'threadId', 'queueId'] as const
      ).every((field) => ticket[field] === before[field]),
    ));

  it('only a claim, an assignment, an accepted escalation, an answer or a lapse changes the owner', () =>
    always(
      ({ before, change: { ticket }, command: { do: name } }) =>
        before.assigneeId === ticket.assigneeId ||
        ['claim', 'assign', 'accept-escalation', 'reply', 'solve', 'expire-claim'].includes(name),
    ));

  it('nobody takes a ticket from its owner by claiming or answering while the claim runs', () =>
    always(
      ({ before, change: { ticket }, command: { do: name }, now }) =>
        before.assigneeId === null ||
        before.assigneeId === ticket.assigneeId ||
        name === 'assign' ||
        name === 'accept-escalation' ||
        (before.leaseUntil !== null && before.leaseUntil <= now),
    ));

  it('the history, read from the beginning, arrives at the ticket', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const taken = walk(steps);
        const json = (value: unknown) => (value instanceof Date ? value.toISOString() : value);
        const told = new Map<string, unknown>();
        for (const { before, change } of taken)
          for (const entry of change.entries) {
            for (const [field, value] of Object.entries(entry.before))
              if (json(Object(before)[field]) !== value) return false;
            // What was said with it, and people's names, are told beside the fields that changed.
            for (const [field, value] of Object.entries(entry.after))
              if (
                !['reason', 'because', 'added', 'removed', 'member', 'score', 'repeated'].includes(
                  field,
                )
              )
                told.set(field, value);
          }
        const last = taken.at(-1)?.change.ticket ?? aTicket();
        return [...told].every(([field, value]) => json(Object(last)[field]) === value);
      }),
      { numRuns: 600 },
    ));

  it('the same step from the same ticket decides the same', () =>
    always(({ before, command: given, actor, now, change }) => {
      const context = { now, claimLeaseMin: 240, assigneeName: 'Ada', ...SILENCE };
      return fc.stringify(decide(before, given, actor, context)) === fc.stringify(change);
    }));
});
