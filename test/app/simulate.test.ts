import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { zoneClock } from '../../src/app/calendar/zone-clock';
import { readCareDocument } from '../../src/app/care/care-document';
import { endOf, generateTickets, zoneOf } from '../../src/app/care/generate-tickets';
import { compared, type Outcome, simulate } from '../../src/app/care/simulate';
import { outcomeLine, simulationLines } from '../../src/app/care/simulation-words';
import type { PastTicket } from '../../src/app/ports/care';
import type { TimedFacts } from '../../src/domain/advance-clocks';
import { momentsOf, type PastEntry } from '../../src/domain/replay-clocks';
import { type Facts, PRIORITIES } from '../../src/domain/ticket';

const WORKDAY = ['09:00-17:00'];
const OFFICE = {
  name: 'Office',
  zone: 'Europe/Berlin',
  open: { mon: WORKDAY, tue: WORKDAY, wed: WORKDAY, thu: WORKDAY, fri: WORKDAY },
};
/** 2026-04-01, so that the end of winter time lies within. */
const UNTIL = Date.UTC(2026, 3, 1) / 86_400_000;

const promising = (answerMin: number, solutionMin: number, hours: 'BUSINESS' | 'CALENDAR') =>
  readCareDocument({
    calendars: [OFFICE],
    use: [{ calendar: 'Office' }],
    policies: [
      {
        targets: PRIORITIES.flatMap((priority) => [
          { priority, measure: 'FIRST_RESPONSE', minutes: answerMin, hours },
          { priority, measure: 'TOTAL_RESOLUTION', minutes: solutionMin, hours },
        ]),
      },
    ],
  });
const said = promising(60, 960, 'BUSINESS');
const order = (count: number, seed = 1, days = 30) => ({ count, seed, days, untilDay: UNTIL });
const FACTS: TimedFacts = {
  status: 'NEW',
  waitingOn: 'US',
  priority: 'NORMAL',
  openedAt: new Date(0),
  firstRespondedAt: null,
  unansweredSince: null,
  firstSolvedAt: null,
  lastSolvedAt: null,
};
const sharesOf = (outcomes: readonly Outcome[]) =>
  new Map(
    outcomes.map(({ measure, priority, achieved, breached, late }) => [
      `${measure} ${priority}`,
      achieved / (achieved + breached + late),
    ]),
  );

const priorityOf = ({ moments }: PastTicket) => moments[0]?.ticket.priority;

test('the same seed makes the same tickets, another one others', () => {
  expect(generateTickets(said, order(200))).toEqual(generateTickets(said, order(200)));
  expect(generateTickets(said, order(200, 2))).not.toEqual(generateTickets(said, order(200)));
  // What is promised moves nothing: two documents are measured by the same tickets.
  const other = promising(5, 60, 'CALENDAR');
  expect(generateTickets(other, order(200))).toEqual(generateTickets(said, order(200)));
});

test('generated tickets lie within their period and tell a story in order', () => {
  const zone = zoneOf(said);
  expect(zone).toBe('Europe/Berlin');
  const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 40 }), (seed, days) => {
      const end = endOf(order(1), zone);
      const begin = zoneClock.reached(zone, { day: UNTIL - days, minute: 0 });
      let before = begin;
      for (const { moments } of generateTickets(said, order(40, seed, days))) {
        const [first] = moments;
        const openedAt = first?.at ?? end;
        expect(openedAt >= before && openedAt < end).toBe(true);
        before = openedAt;
        expect(first?.ticket).toMatchObject({ status: 'NEW', unansweredSince: openedAt });
        const told = moments.map(({ at }) => at);
        expect(told).toEqual(told.toSorted((one, other) => one.getTime() - other.getTime()));
        for (const { at } of moments) expect(at >= openedAt && at <= end).toBe(true);
        // A question stands from its customer's word to the next answer.
        for (const { at, ticket, answeredAt } of moments)
          if (answeredAt !== null) expect([answeredAt, ticket.unansweredSince]).toEqual([at, null]);
      }
    }),
    { numRuns: 40 },
  );
});

test('they come mostly in office hours, and bring every priority, waits and unfinished work', () => {
  const tickets = generateTickets(promising(60, 960, 'BUSINESS'), order(2000));
  const busy = tickets.filter((ticket) => {
    const hour = ((ticket.moments[0]?.at.getTime() ?? 0) / 3_600_000 + 1) % 24;
    return hour >= 8 && hour < 19;
  });
  expect(busy.length).toBeGreaterThan(1500);
  const count = (of: (ticket: PastTicket) => boolean) => tickets.filter(of).length;
  for (const priority of PRIORITIES)
    expect(count((ticket) => priorityOf(ticket) === priority)).toBeGreaterThan(80);
  const waited = (on: string) =>
    count(({ moments }) =>
      moments.some(({ ticket }) => ticket.status === 'OPEN' && ticket.waitingOn === on),
    );
  expect(waited('CUSTOMER')).toBeGreaterThan(600);
  expect(waited('THIRD_PARTY')).toBeGreaterThan(100);
  expect(count(({ moments }) => moments.at(-1)?.ticket.status !== 'SOLVED')).toBeGreaterThan(20);
});

test('tickets are of the tiers, customers and queues that the document names', () => {
  const named = readCareDocument({
    calendars: [OFFICE],
    policies: [{ tier: 'gold', targets: [] }],
    use: [
      { calendar: 'Office', customer: 'Globex' },
      { calendar: 'Office', queue: 'Billing' },
    ],
  });
  const tickets = generateTickets(named, order(100));
  expect(new Set(tickets.map(({ tier }) => tier))).toEqual(new Set(['gold', '']));
  expect(tickets.some(({ customer }) => customer === 'Globex')).toBe(true);
  expect(tickets.some(({ queue }) => queue === 'Billing')).toBe(true);
});

test('a stricter policy never has a higher attainment', async () => {
  const minutes = fc.integer({ min: 1, max: 5000 });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.constantFrom('BUSINESS' as const, 'CALENDAR' as const),
      fc.tuple(minutes, minutes),
      fc.tuple(minutes, minutes),
      async (seed, hours, [answer, solution], [more, longer]) => {
        const strict = promising(answer, solution, hours);
        const loose = promising(answer + more, solution + longer, hours);
        const tickets = generateTickets(strict, order(30, seed, 10));
        const now = endOf(order(1), zoneOf(strict));
        const shares = sharesOf(await simulate(strict, tickets, now));
        // No share where everything still runs in time.
        for (const [key, share] of sharesOf(await simulate(loose, tickets, now)))
          if (!Number.isNaN(share)) expect(shares.get(key)).toBeLessThanOrEqual(share);
      },
    ),
    { numRuns: 40 },
  );
});

test('every ticket is in exactly one column of each of its clocks', async () => {
  const tickets = generateTickets(said, order(300));
  const outcomes = await simulate(said, tickets, endOf(order(1), zoneOf(said)));
  for (const measure of ['FIRST_RESPONSE', 'TOTAL_RESOLUTION'] as const) {
    const own = outcomes.filter((outcome) => outcome.measure === measure);
    expect(own.map(({ priority }) => priority)).toEqual(['URGENT', 'HIGH', 'NORMAL', 'LOW']);
    for (const { priority, achieved, breached, late, running } of own)
      expect(achieved + breached + late + running).toBe(
        tickets.filter((ticket) => priorityOf(ticket) === priority).length,
      );
  }
});

test('used time is what the clock counted, and open ones count as at least so long', async () => {
  const at = (text: string): Date => new Date(`2026-03-02T${text}:00.000Z`);
  const past = (number: number, answeredAt: Date | null): PastTicket => {
    // An hour before it opens in Berlin.
    const asked = { ...FACTS, openedAt: at('07:00'), unansweredSince: at('07:00') };
    const answer = {
      ...asked,
      status: 'OPEN',
      waitingOn: 'CUSTOMER',
      unansweredSince: null,
    } as const;
    return {
      ...{ number, customer: 'Globex', tier: '', queue: 'Support', kept: [] },
      moments: [
        { at: at('07:00'), ticket: asked, answeredAt: null },
        ...(answeredAt === null
          ? []
          : [{ at: answeredAt, answeredAt, ticket: { ...answer, firstRespondedAt: answeredAt } }]),
      ],
    };
  };
  const tickets = [past(1, at('08:10')), past(2, at('08:50')), past(3, null)];
  const [answers] = await simulate(said, tickets, at('10:00'));
  expect(answers).toMatchObject({ achieved: 2, late: 1, p50: 3000, p90: null });
  if (answers !== undefined)
    expect(outcomeLine(answers)).toBe(
      'FIRST_RESPONSE NORMAL: n 3: 67 % achieved (2 of 3; 0 late, 1 late and still running), 0 running in time; used time p50 50m, p90 not reached',
    );
});

test('every wait of a customer, every update and both solutions are replayed', async () => {
  const at = (text: string): Date => new Date(`2026-03-0${text}:00.000Z`);
  const policy = readCareDocument({
    policies: [
      {
        targets: [
          { priority: 'NORMAL', measure: 'NEXT_RESPONSE', minutes: 60, hours: 'CALENDAR' },
          { priority: 'HIGH', measure: 'NEXT_RESPONSE', minutes: 10, hours: 'CALENDAR' },
          { priority: 'NORMAL', measure: 'UPDATE', minutes: 120, hours: 'CALENDAR' },
          { priority: 'HIGH', measure: 'UPDATE', minutes: 120, hours: 'CALENDAR' },
          ...(['NORMAL', 'HIGH'] as const).flatMap((priority) => [
            { priority, measure: 'FIRST_RESOLUTION', minutes: 280, hours: 'CALENDAR' },
            { priority, measure: 'TOTAL_RESOLUTION', minutes: 280, hours: 'CALENDAR' },
          ]),
        ],
      },
    ],
  });
  const entry = (
    time: string,
    kind: PastEntry['kind'],
    before: Facts,
    after: Facts,
  ): PastEntry => ({ at: at(time), kind, before, after, saidAt: null });
  const iso = (time: string): string => at(time).toISOString();
  const stands: TimedFacts = {
    ...FACTS,
    status: 'SOLVED',
    waitingOn: 'CUSTOMER',
    priority: 'HIGH',
    openedAt: at('2T08:00'),
    firstRespondedAt: at('2T08:30'),
  };
  const moments = momentsOf(stands, [
    entry(
      '2T08:00',
      'TICKET_OPENED',
      {},
      { status: 'NEW', waitingOn: 'US', openedAt: iso('2T08:00') },
    ),
    entry(
      '2T08:30',
      'REPLY_SENT',
      { status: 'NEW', waitingOn: 'US', firstRespondedAt: null, unansweredSince: iso('2T08:00') },
      {
        status: 'OPEN',
        waitingOn: 'CUSTOMER',
        firstRespondedAt: iso('2T08:30'),
        unansweredSince: null,
      },
    ),
    // Ninety minutes in which the customer waits: an hour was promised, from then on ten minutes.
    entry(
      '2T09:00',
      'MESSAGE_RECEIVED',
      { waitingOn: 'CUSTOMER', unansweredSince: null },
      { waitingOn: 'US', unansweredSince: iso('2T09:00') },
    ),
    entry('2T10:30', 'REPLY_SENT', { unansweredSince: iso('2T09:00') }, { unansweredSince: null }),
    entry('2T11:00', 'PRIORITY_CHANGED', { priority: 'NORMAL' }, { priority: 'HIGH' }),
    // Two hours and a half without a word, then solved; and once more after the customer came back.
    entry(
      '2T13:00',
      'SOLVED',
      { status: 'OPEN', waitingOn: 'US' },
      { status: 'SOLVED', waitingOn: 'CUSTOMER' },
    ),
    entry(
      '2T20:00',
      'MESSAGE_RECEIVED',
      { status: 'SOLVED', waitingOn: 'CUSTOMER', unansweredSince: null },
      { status: 'OPEN', waitingOn: 'US', unansweredSince: iso('2T20:00') },
    ),
    entry(
      '2T20:05',
      'SOLVED',
      { status: 'OPEN', waitingOn: 'US', unansweredSince: iso('2T20:00') },
      { status: 'SOLVED', waitingOn: 'CUSTOMER', unansweredSince: null },
    ),
  ]);
  const kept = [
    { measure: 'NEXT_RESPONSE', state: 'ACHIEVED', dueAt: at('2T12:00') },
    { measure: 'UPDATE', state: 'PENDING', dueAt: at('2T12:00') },
    { measure: 'UPDATE', state: 'CANCELLED', dueAt: null },
  ] as const;
  const past = { ...{ number: 1, customer: 'Globex', tier: '', queue: 'Support' }, moments, kept };
  const outcomes = await simulate(policy, [past], at('3T00:00'));
  const told = outcomes.map(
    ({ measure, priority, achieved, breached, late, running }) =>
      `${measure} ${priority} ${achieved}/${breached}/${late}/${running}`,
  );
  expect(told).toEqual([
    'NEXT_RESPONSE HIGH 1/0/0/0',
    'NEXT_RESPONSE NORMAL 0/1/0/0',
    'UPDATE HIGH 1/1/0/0',
    'UPDATE NORMAL 1/0/0/0',
    // Both began with the ticket; only while it waited for the customer, or was solved, they stood.
    'FIRST_RESOLUTION HIGH 1/0/0/0',
    'TOTAL_RESOLUTION HIGH 1/0/0/0',
  ]);
  const words = { tickets: 1, what: '1 ticket', none: '' };
  const lines = simulationLines(words, outcomes, compared(outcomes, [past], at('3T00:00')), []);
  expect(lines).toContain(
    'NEXT_RESPONSE: 50 % achieved (1 of 2); as measured: 100 % achieved (1 of 1)',
  );
  expect(lines).toContain('UPDATE: 67 % achieved (2 of 3); as measured: 0 % achieved (0 of 1)');
  expect(lines).toContain('TOTAL_RESOLUTION: 100 % achieved (1 of 1)');
});

test('an empty period has words, and so has a document that promises nothing here', async () => {
  const words = { what: '2 tickets', none: 'No ticket came.' };
  expect(simulationLines({ tickets: 0, ...words }, [], [], ['x'])).toEqual(['No ticket came.']);
  expect(await simulate(said, [], new Date(0))).toEqual([]);
  const lines = simulationLines({ tickets: 2, ...words }, [], [], ['the sun shines']);
  expect(lines.slice(0, 4)).toEqual([
    '2 tickets',
    'No policy of the document promises these tickets anything.',
    'Assumed:',
    '- the sun shines',
  ]);
});
