import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { zoneClock } from '../../src/app/calendar/zone-clock';
import { readCareDocument } from '../../src/app/care/care-document';
import { endOf, generateTickets, zoneOf } from '../../src/app/care/generate-tickets';
import { type Outcome, simulate } from '../../src/app/care/simulate';
import { outcomeLine, simulationLines } from '../../src/app/care/simulation-words';
import type { PastTicket } from '../../src/app/ports/care';
import { PRIORITIES } from '../../src/domain/ticket';

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
const sharesOf = (outcomes: readonly Outcome[]) =>
  new Map(
    outcomes.map(({ measure, priority, achieved, breached, late }) => [
      `${measure} ${priority}`,
      achieved / (achieved + breached + late),
    ]),
  );

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
      for (const ticket of generateTickets(said, order(40, seed, days))) {
        const { openedAt, firstRespondedAt, lastSolvedAt, waits, isOpen } = ticket;
        expect(openedAt >= before && openedAt < end).toBe(true);
        before = openedAt;
        expect(isOpen).toBe(lastSolvedAt === null);
        const told = [openedAt, firstRespondedAt, lastSolvedAt].flatMap((at) => at ?? []);
        expect(told).toEqual(told.toSorted((one, other) => one.getTime() - other.getTime()));
        expect(waits[0]).toEqual({ at: openedAt, on: 'US' });
        for (const { at } of waits) expect(at >= openedAt && at <= end).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
});

test('they come mostly in office hours, and bring every priority, waits and unfinished work', () => {
  const tickets = generateTickets(promising(60, 960, 'BUSINESS'), order(2000));
  const busy = tickets.filter(({ openedAt }) => {
    const hour = (openedAt.getTime() / 3_600_000 + 1) % 24;
    return hour >= 8 && hour < 19;
  });
  expect(busy.length).toBeGreaterThan(1500);
  const count = (of: (ticket: PastTicket) => boolean) => tickets.filter(of).length;
  for (const priority of PRIORITIES)
    expect(count((ticket) => ticket.priority === priority)).toBeGreaterThan(80);
  expect(count(({ waits }) => waits.some(({ on }) => on === 'CUSTOMER'))).toBeGreaterThan(600);
  expect(count(({ waits }) => waits.some(({ on }) => on === 'THIRD_PARTY'))).toBeGreaterThan(100);
  expect(count(({ isOpen }) => isOpen)).toBeGreaterThan(20);
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
        tickets.filter((ticket) => ticket.priority === priority).length,
      );
  }
});

test('used time is what the clock counted, and open ones count as at least so long', async () => {
  const at = (text: string): Date => new Date(`2026-03-02T${text}:00.000Z`);
  const past = (number: number, answeredAt: Date | null): PastTicket => ({
    number,
    customer: 'Globex',
    tier: '',
    queue: 'Support',
    priority: 'NORMAL',
    // An hour before it opens in Berlin.
    openedAt: at('07:00'),
    firstRespondedAt: answeredAt,
    lastSolvedAt: null,
    isOpen: true,
    waits: [],
  });
  const tickets = [past(1, at('08:10')), past(2, at('08:50')), past(3, null)];
  const [answers] = await simulate(said, tickets, at('10:00'));
  expect(answers).toMatchObject({ achieved: 2, late: 1, p50: 3000, p90: null });
  if (answers !== undefined)
    expect(outcomeLine(answers)).toBe(
      'FIRST_RESPONSE NORMAL: n 3: 67 % achieved (2 of 3; 0 late, 1 late and still running), 0 running in time; used time p50 50m, p90 not reached',
    );
});

test('an empty period has words, and so has a document that promises nothing here', async () => {
  const words = { what: '2 tickets', none: 'No ticket came.' };
  expect(simulationLines(said, { tickets: 0, ...words }, [], ['x'])).toEqual(['No ticket came.']);
  expect(await simulate(said, [], new Date(0))).toEqual([]);
  const updates = { priority: 'LOW', measure: 'UPDATE', minutes: 60 };
  const silent = readCareDocument({ policies: [{ targets: [updates] }] });
  const lines = simulationLines(silent, { tickets: 2, ...words }, [], ['the sun shines']);
  expect(lines).toEqual([
    '2 tickets',
    'No policy of the document promises these tickets a first answer or a solution.',
    'Not replayed: UPDATE.',
    'Assumed:',
    '- the sun shines',
    '- used time is what the clock counted; one that still runs counts as at least so long',
  ]);
});
