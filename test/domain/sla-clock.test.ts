import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { zoneClock } from '../../src/app/calendar/zone-clock';
import { advanceClocks } from '../../src/domain/advance-clocks';
import { type BusinessCalendar, roundTheClock } from '../../src/domain/business-calendar';
import { explainClock } from '../../src/domain/explain-clock';
import {
  dueAt,
  elapsedSec,
  type Hours,
  nextChangeAt,
  pauseClock,
  resumeClock,
  type SlaClock,
  stateAt,
} from '../../src/domain/sla-clock';
import {
  defaultPolicy,
  type Measure,
  policyFaults,
  type SlaPolicy,
  targetOf,
} from '../../src/domain/sla-policy';
import type { Priority, Ticket } from '../../src/domain/ticket';
import { aTicket } from '../support/samples';

const ALWAYS: Hours = { calendar: roundTheClock('UTC'), zones: zoneClock };

const office = (part: Partial<BusinessCalendar> = {}): Hours => ({
  zones: zoneClock,
  calendar: {
    zone: 'Europe/Berlin',
    opening: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: 540, to: 1020 })),
    holidays: [],
    ...part,
  },
});

const at = (text: string): Date => new Date(`2026-${text}:00Z`);

const aClock = (part: Partial<SlaClock> = {}): SlaClock => ({
  id: 'clock-1',
  measure: 'TOTAL_RESOLUTION',
  startedAt: at('03-02T09:00'),
  targetSec: 7200,
  hours: 'BUSINESS',
  warnPercent: 80,
  pauses: [],
  stoppedAt: null,
  cancelledAt: null,
  ...part,
});

const MIN = 60;
const policy = (
  targets: Partial<Record<Measure, number>>,
  part: Partial<SlaPolicy> = {},
): SlaPolicy => ({
  targets: (['LOW', 'NORMAL', 'HIGH', 'URGENT'] satisfies Priority[]).flatMap((priority) =>
    Object.entries(targets).flatMap(([name, minutes]) =>
      (
        [
          'FIRST_RESPONSE',
          'NEXT_RESPONSE',
          'UPDATE',
          'FIRST_RESOLUTION',
          'TOTAL_RESOLUTION',
        ] as const
      )
        .filter((measure) => measure === name)
        .map((measure) => ({
          priority,
          measure,
          seconds: minutes * MIN,
          hours: 'BUSINESS' as const,
        })),
    ),
  ),
  pauseWhile: ['CUSTOMER'],
  warnPercent: 80,
  ...part,
});

/** A ticket's life, told step by step, and the clocks it leaves. */
class Life {
  clocks: readonly SlaClock[] = [];
  private ids = 0;
  private ticket: Ticket;

  constructor(
    private rules: SlaPolicy,
    opened = '03-02T09:00',
  ) {
    const openedAt = at(opened);
    this.ticket = aTicket({ openedAt, unansweredSince: openedAt });
    this.step(opened, {});
  }

  under(rules: SlaPolicy): this {
    this.rules = rules;
    return this;
  }

  step(when: string, part: Partial<Ticket>, answered: string | null = null): this {
    this.ticket = { ...this.ticket, ...part };
    const change = {
      ticket: this.ticket,
      at: at(when),
      answeredAt: answered === null ? null : at(answered),
    };
    this.clocks = advanceClocks(this.clocks, change, {
      policy: this.rules,
      newId: () => {
        this.ids += 1;
        return `clock-${this.ids}`;
      },
    });
    return this;
  }

  asks(when: string): this {
    return this.step(when, {
      waitingOn: 'US',
      unansweredSince: this.ticket.unansweredSince ?? at(when),
    });
  }

  replies(when: string, memberId = 'ada'): this {
    return this.step(
      when,
      {
        status: 'OPEN',
        waitingOn: 'CUSTOMER',
        unansweredSince: null,
        firstRespondedAt: this.ticket.firstRespondedAt ?? at(when),
        firstResponderId: this.ticket.firstResponderId ?? memberId,
      },
      when,
    );
  }

  solves(when: string): this {
    this.replies(when);
    return this.step(when, {
      status: 'SOLVED',
      firstSolvedAt: this.ticket.firstSolvedAt ?? at(when),
      lastSolvedAt: at(when),
    });
  }

  reopens(when: string): this {
    return this.step(when, { status: 'OPEN', waitingOn: 'US', unansweredSince: at(when) });
  }

  all(measure: Measure): readonly SlaClock[] {
    return this.clocks.filter((clock) => clock.measure === measure);
  }

  one(measure: Measure): SlaClock {
    const [clock, ...more] = this.all(measure);
    if (clock === undefined || more.length > 0)
      throw new Error(`${more.length + 1} clocks of ${measure}`);
    return clock;
  }
}

describe('the bugs of other desks', () => {
  test('first response overruled by a shorter update target', () => {
    const life = new Life(policy({ FIRST_RESPONSE: 120, UPDATE: 30 }));
    expect(life.all('UPDATE')).toEqual([]);
    expect(dueAt(life.one('FIRST_RESPONSE'), ALWAYS)).toEqual(at('03-02T11:00'));
  });

  test("an agent's own reply starts the update clock", () => {
    const life = new Life(policy({ FIRST_RESPONSE: 60, UPDATE: 30 })).replies('03-02T09:10');
    expect(life.all('UPDATE')).toEqual([]);
    life.asks('03-02T10:00');
    expect(life.one('UPDATE').startedAt).toEqual(at('03-02T10:00'));
  });

  test('reply and "pending" in one step', () => {
    const life = new Life(policy({ FIRST_RESPONSE: 60, TOTAL_RESOLUTION: 120 }));
    life.replies('03-02T09:30');
    expect(stateAt(life.one('FIRST_RESPONSE'), ALWAYS, at('03-05T09:00'))).toBe('ACHIEVED');
    expect(elapsedSec(life.one('TOTAL_RESOLUTION'), ALWAYS, at('03-05T09:00'))).toBe(30 * MIN);
    expect(stateAt(life.one('TOTAL_RESOLUTION'), ALWAYS, at('03-05T09:00'))).toBe('PENDING');
  });

  test('mail at midnight', () => {
    const hours = office({ zone: 'UTC' });
    const midnight = aClock({ startedAt: at('03-02T00:00'), targetSec: 3600 });
    expect(dueAt(midnight, hours)).toEqual(at('03-02T10:00'));
  });

  test('values null until reopened', () => {
    const life = new Life(policy({ TOTAL_RESOLUTION: 120, FIRST_RESOLUTION: 120 }));
    life.solves('03-02T10:00');
    expect(elapsedSec(life.one('TOTAL_RESOLUTION'), ALWAYS, at('03-09T09:00'))).toBe(3600);
    expect(elapsedSec(life.one('FIRST_RESOLUTION'), ALWAYS, at('03-09T09:00'))).toBe(3600);
  });

  test('a holiday nobody noticed', () => {
    const hours = office({ holidays: [{ date: '2026-04-06', name: 'Easter Monday' }] });
    const clock = aClock({ startedAt: at('04-03T14:00'), targetSec: 7200 });
    expect(dueAt(clock, hours)).toEqual(at('04-07T08:00'));
  });

  test('ticket raised on a non-working day', () => {
    const clock = aClock({ startedAt: at('03-07T12:00'), targetSec: 3600 });
    expect(dueAt(clock, office())).toEqual(at('03-09T09:00'));
    expect(stateAt(clock, office(), at('03-08T20:00'))).toBe('PENDING');
  });

  test('hold time added to creation', () => {
    const held = resumeClock(
      pauseClock(aClock({ startedAt: at('03-02T15:30') }), at('03-02T15:45'), 'on hold'),
      at('03-04T15:00'),
    );
    expect(dueAt(held, office())).toEqual(at('03-05T08:45'));
  });

  test('waiting-since moves to the newer message', () => {
    const life = new Life(policy({ NEXT_RESPONSE: 60 })).replies('03-02T09:05');
    life.asks('03-02T10:00').asks('03-02T10:50');
    expect(dueAt(life.one('NEXT_RESPONSE'), ALWAYS)).toEqual(at('03-02T11:00'));
  });

  test('notes counted as replies', () => {
    const life = new Life(policy({ FIRST_RESPONSE: 60 })).step('03-02T09:10', {
      assigneeId: 'ada',
    });
    expect(life.one('FIRST_RESPONSE').stoppedAt).toBeNull();
  });

  test('bot time inside resolution', () => {
    // What a bot said leaves waitingOn as it was, so nothing pauses and nothing stops.
    const life = new Life(policy({ FIRST_RESPONSE: 60, TOTAL_RESOLUTION: 600 }));
    life.step('03-02T09:01', {});
    expect(life.one('FIRST_RESPONSE').stoppedAt).toBeNull();
    expect(life.one('TOTAL_RESOLUTION').pauses).toEqual([]);
  });

  test('first response wrong after reopening', () => {
    const life = new Life(policy({ FIRST_RESPONSE: 60 })).solves('03-02T09:20');
    life.reopens('03-09T09:00').replies('03-10T09:00');
    expect(life.one('FIRST_RESPONSE').stoppedAt).toEqual(at('03-02T09:20'));
    expect(stateAt(life.one('FIRST_RESPONSE'), ALWAYS, at('03-10T10:00'))).toBe('ACHIEVED');
  });

  test('policy changed while pending', () => {
    const life = new Life(policy({ TOTAL_RESOLUTION: 120 })).replies('03-02T09:30');
    life.under(policy({ TOTAL_RESOLUTION: 60 })).asks('03-03T09:00');
    expect(dueAt(life.one('TOTAL_RESOLUTION'), ALWAYS)).toEqual(at('03-03T09:30'));
  });

  test('what has stopped keeps the target it was measured by', () => {
    const life = new Life(policy({ FIRST_RESPONSE: 60 })).replies('03-02T09:30');
    life.under(policy({ FIRST_RESPONSE: 1 })).asks('03-02T10:00');
    expect(stateAt(life.one('FIRST_RESPONSE'), ALWAYS, at('03-03T09:00'))).toBe('ACHIEVED');
  });

  test('both daylight-saving nights', () => {
    const nights = office({ opening: [{ weekday: 6, from: 22 * 60, to: 30 * 60 }] });
    const clock = (startedAt: string): SlaClock =>
      aClock({ startedAt: at(startedAt), targetSec: 6 * 3600 });
    expect(dueAt(clock('03-28T21:00'), nights)).toEqual(at('03-29T03:00'));
    expect(dueAt(clock('10-24T20:00'), nights)).toEqual(at('10-25T02:00'));
  });

  test('overnight and split shifts', () => {
    const split = office({
      zone: 'UTC',
      opening: [
        { weekday: 1, from: 540, to: 720 },
        { weekday: 1, from: 22 * 60, to: 26 * 60 },
      ],
    });
    const clock = aClock({ startedAt: at('03-02T11:00'), targetSec: 2 * 3600 + 1800 });
    expect(dueAt(clock, split)).toEqual(at('03-02T23:30'));
  });

  test('calendar changed while a ticket is open: the due time moves, what was worked stays worked', () => {
    const clock = aClock({ startedAt: at('03-02T15:00'), targetSec: 7200 });
    expect(dueAt(clock, office())).toEqual(at('03-03T09:00'));
    const longer = office({ opening: [{ weekday: 1, from: 540, to: 1200 }] });
    expect(dueAt(clock, longer)).toEqual(at('03-02T17:00'));
  });
});

describe('a clock', () => {
  test('goes through its states at the warning point and after its due time', () => {
    const clock = aClock({ startedAt: at('03-02T09:00'), targetSec: 6000 });
    expect(stateAt(clock, ALWAYS, at('03-02T10:19'))).toBe('PENDING');
    expect(stateAt(clock, ALWAYS, at('03-02T10:20'))).toBe('IMMINENT_BREACH');
    expect(stateAt(clock, ALWAYS, at('03-02T10:40'))).toBe('IMMINENT_BREACH');
    expect(stateAt(clock, ALWAYS, new Date(at('03-02T10:40').getTime() + 1))).toBe('BREACHING');
    expect(stateAt({ ...clock, stoppedAt: at('03-02T10:40') }, ALWAYS, at('03-03T00:00'))).toBe(
      'ACHIEVED',
    );
    expect(stateAt({ ...clock, stoppedAt: at('03-02T10:41') }, ALWAYS, at('03-03T00:00'))).toBe(
      'BREACHED',
    );
    expect(stateAt({ ...clock, cancelledAt: at('03-02T09:01') }, ALWAYS, at('03-03T00:00'))).toBe(
      'CANCELLED',
    );
  });

  test('says when to look at it next, until there is nothing more to come', () => {
    const clock = aClock({ startedAt: at('03-02T09:00'), targetSec: 6000 });
    const warns = nextChangeAt(clock, ALWAYS, at('03-02T09:00'));
    expect(warns).toEqual(at('03-02T10:20'));
    const late = nextChangeAt(clock, ALWAYS, at('03-02T10:20'));
    expect(late === null ? null : stateAt(clock, ALWAYS, late)).toBe('BREACHING');
    expect(nextChangeAt(clock, ALWAYS, at('03-02T10:41'))).toBeNull();
    expect(nextChangeAt(pauseClock(clock, at('03-02T09:10'), 'x'), ALWAYS, at('03-02T09:20'))).toBe(
      null,
    );
  });

  test('counts every second where its target says so', () => {
    const clock = aClock({ startedAt: at('03-07T12:00'), targetSec: 3600, hours: 'CALENDAR' });
    expect(dueAt(clock, office())).toEqual(at('03-07T13:00'));
  });

  test('is cancelled when the question was no request, and runs again when it was one after all', () => {
    const life = new Life(policy({ FIRST_RESPONSE: 60, TOTAL_RESOLUTION: 120 }));
    life.step('03-02T09:10', {
      status: 'NOT_A_REQUEST',
      waitingOn: 'NOBODY',
      unansweredSince: null,
    });
    expect(life.clocks.map((clock) => stateAt(clock, ALWAYS, at('03-02T09:20')))).toEqual([
      'CANCELLED',
      'CANCELLED',
    ]);
    life.step('03-02T09:30', {
      status: 'NEW',
      waitingOn: 'US',
      unansweredSince: at('03-02T09:00'),
    });
    expect(stateAt(life.one('FIRST_RESPONSE'), ALWAYS, at('03-02T09:31'))).toBe('PENDING');
    expect(stateAt(life.one('TOTAL_RESOLUTION'), ALWAYS, at('03-02T09:31'))).toBe('PENDING');
  });

  test('takes the target of the new priority while it runs', () => {
    const rules = defaultPolicy(3600);
    const urgent = rules.targets.map((target) =>
      target.priority === 'URGENT' ? { ...target, seconds: 600 } : target,
    );
    const life = new Life({ ...rules, targets: urgent });
    life.step('03-02T09:05', { priority: 'URGENT' });
    expect(dueAt(life.one('FIRST_RESPONSE'), ALWAYS)).toEqual(at('03-02T09:10'));
  });

  test('moves back to an older question that arrives late', () => {
    const life = new Life(policy({ FIRST_RESPONSE: 60 }));
    life.step('03-02T09:10', { openedAt: at('03-02T08:30'), unansweredSince: at('03-02T08:30') });
    expect(dueAt(life.one('FIRST_RESPONSE'), ALWAYS)).toEqual(at('03-02T09:30'));
  });

  test('measures each wait by itself, and ends it by the answer alone', () => {
    const life = new Life(policy({ NEXT_RESPONSE: 60 })).replies('03-02T09:05');
    life.asks('03-02T10:00').replies('03-02T11:30').asks('03-02T12:00').replies('03-02T12:10');
    const states = life
      .all('NEXT_RESPONSE')
      .map((clock) => stateAt(clock, ALWAYS, at('03-03T00:00')));
    expect(states).toEqual(['BREACHED', 'ACHIEVED']);
  });

  test('begins the next wait where one answer left a question standing', () => {
    const life = new Life(policy({ NEXT_RESPONSE: 60 })).replies('03-02T09:05').asks('03-02T10:00');
    life.step('03-02T10:31', { unansweredSince: at('03-02T10:30') }, '03-02T10:20');
    const [first, second] = life.all('NEXT_RESPONSE');
    expect(first?.stoppedAt).toEqual(at('03-02T10:20'));
    expect(second?.startedAt).toEqual(at('03-02T10:30'));
  });

  test('takes the time between solving and reopening for nobody’s work', () => {
    const life = new Life(policy({ TOTAL_RESOLUTION: 120, FIRST_RESOLUTION: 120 }));
    life.solves('03-02T10:00').reopens('03-05T09:00').solves('03-05T09:30');
    expect(elapsedSec(life.one('TOTAL_RESOLUTION'), ALWAYS, at('03-09T00:00'))).toBe(90 * MIN);
    expect(elapsedSec(life.one('FIRST_RESOLUTION'), ALWAYS, at('03-09T00:00'))).toBe(60 * MIN);
  });
});

describe('the explanation of a clock', () => {
  test('lists what was counted and what was skipped, and why', () => {
    const hours = office({ holidays: [{ date: '2026-04-06', name: 'Easter Monday' }] });
    const clock = resumeClock(
      pauseClock(
        aClock({ startedAt: at('04-03T14:00'), targetSec: 7200 }),
        at('04-03T14:30'),
        'waiting on customer',
      ),
      at('04-03T14:45'),
    );
    expect(
      explainClock(clock, hours, at('04-07T07:30')).map(({ reason, counted, seconds }) => [
        reason,
        counted,
        seconds / MIN,
      ]),
    ).toEqual([
      ['open', true, 30],
      ['waiting on customer', false, 15],
      ['open', true, 15],
      ['out of hours', false, 7 * 60],
      ['not a working day', false, 48 * 60],
      ['holiday: Easter Monday', false, 24 * 60],
      ['out of hours', false, 9 * 60],
      ['open', true, 30],
    ]);
  });

  test('leaves no second out and counts what the clock counts', () => {
    const start = at('03-27T08:00').getTime();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 6000 }), fc.integer({ min: 1, max: 900 })), {
          maxLength: 5,
        }),
        fc.integer({ min: 0, max: 9000 }),
        fc.constantFrom<'BUSINESS' | 'CALENDAR'>('BUSINESS', 'CALENDAR'),
        (pauses, minutes, hours) => {
          const clock = aClock({
            startedAt: new Date(start),
            hours,
            pauses: pauses.map(([from, length]) => ({
              from: new Date(start + from * 60_000),
              to: new Date(start + (from + length) * 60_000),
              reason: 'paused',
            })),
          });
          const end = new Date(start + minutes * 60_000);
          const parts = explainClock(clock, office(), end);
          const sum = (only: boolean): number =>
            parts
              .filter(({ counted }) => counted || !only)
              .reduce((total, { seconds }) => total + seconds, 0);
          expect(sum(false)).toBe(minutes * 60);
          expect(sum(true)).toBe(elapsedSec(clock, office(), end));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a policy', () => {
  test('is found by priority and measure, and promises nothing where it says nothing', () => {
    expect(targetOf(defaultPolicy(1800), 'HIGH', 'FIRST_RESPONSE')?.seconds).toBe(1800);
    expect(targetOf(defaultPolicy(1800), 'HIGH', 'TOTAL_RESOLUTION')).toBeNull();
  });

  test('is refused when it contradicts itself', () => {
    const good = policy({ FIRST_RESPONSE: 60 });
    expect(policyFaults(good)).toEqual([]);
    expect(policyFaults({ ...good, warnPercent: 100 })).toHaveLength(1);
    expect(policyFaults({ ...good, pauseWhile: ['US'] })).toHaveLength(1);
    expect(policyFaults({ ...good, targets: [...good.targets, ...good.targets] })).toHaveLength(4);
    expect(policyFaults(policy({ FIRST_RESPONSE: 0 }))).toHaveLength(4);
  });
});
