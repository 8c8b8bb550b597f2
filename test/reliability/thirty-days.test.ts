import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publicHolidays } from '../../src/app/calendar/public-holidays';
import { zoneClock } from '../../src/app/calendar/zone-clock';
import type { Database } from '../../src/db/data-source';
import { type BusinessCalendar, workingTimeBetween } from '../../src/domain/business-calendar';
import { DeskError } from '../../src/domain/errors';
import { CareWorld } from '../support/care-world';
import { openTestDatabase } from '../support/database';

const DAY = ['08:30-12:00', '13:00-17:30'];
const HOURS = {
  calendars: [
    {
      name: 'Office',
      zone: 'Europe/Berlin',
      open: { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: DAY, sat: ['22:00-06:00'] },
      country: 'DE',
    },
  ],
  policies: [
    {
      targets: ['LOW', 'NORMAL', 'HIGH', 'URGENT'].flatMap((priority, index) => [
        { priority, measure: 'FIRST_RESPONSE', minutes: 240 - 60 * index },
        { priority, measure: 'NEXT_RESPONSE', minutes: 480 - 60 * index },
        { priority, measure: 'UPDATE', minutes: 1440, hours: 'CALENDAR' },
        { priority, measure: 'TOTAL_RESOLUTION', minutes: 2400 },
      ]),
    },
  ],
  use: [{ calendar: 'Office' }],
};

/** A repeatable stream of numbers between 0 and 1. */
const dice = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};

const pass = (world: CareWorld, minutes: number): void => {
  world.now = new Date(world.now.getTime() + minutes * 60_000);
};

/** What people do to one ticket in one tick; refusals are part of life. */
const act = async (world: CareWorld, thread: string, roll: () => number): Promise<void> => {
  const acts: readonly (() => Promise<unknown>)[] = [
    () => world.asks('Any news about this?', thread),
    () => world.asks('thanks', thread),
    () => world.replies(thread),
    () => world.replies(thread),
    () => world.notes(thread),
    () => world.solves(thread),
    () => world.does(thread, { do: 'claim', memberId: world.seeded.member.id }),
    () =>
      world.does(thread, {
        do: 'snooze',
        until: new Date(world.now.getTime() + Math.ceil(roll() * 72) * 3_600_000),
      }),
    () => world.does(thread, { do: 'set-priority', priority: roll() < 0.5 ? 'HIGH' : 'LOW' }),
    () => world.does(thread, { do: 'not-a-request', reason: 'small talk' }),
    () => world.presses(thread, { do: roll() < 0.7 ? 'confirm' : 'not-yet' }),
    () => world.presses(thread, { do: roll() < 0.5 ? 'mark-urgent' : 'request-person' }),
  ];
  const one = acts[Math.floor(roll() * acts.length)];
  try {
    await one?.();
  } catch (error) {
    if (!(error instanceof DeskError)) throw error;
  }
};

const WITHOUT_PROMISE = `select number, status, waiting_on from ticket
  where tenant_id = $1 and status in ('NEW', 'OPEN', 'SNOOZED')
    and waiting_on in ('US', 'THIRD_PARTY') and not exists (
      select from promise where promise.tenant_id = ticket.tenant_id
        and promise.ticket_id = ticket.id and promise.state = 'OPEN' and promise.due_at >= $2)`;

interface LedgerRow {
  readonly state: string;
  readonly dueAt: Date;
  readonly toldAt: Date;
  readonly settledAt: Date | null;
  readonly words: readonly string[] | null;
}

const LEDGER = `select promise.state, promise.due_at as "dueAt", promise.told_at as "toldAt",
    promise.settled_at as "settledAt", (
      select array_agg(message.occurred_at::text) from message
      where message.tenant_id = promise.tenant_id and message.ticket_id = promise.ticket_id
        and message.author_kind = 'member' and message.visibility = 'PUBLIC'
        and message.occurred_at >= promise.told_at
        and message.occurred_at <= promise.due_at
    ) as words
  from promise where promise.tenant_id = $1`;

interface FirstClock {
  readonly state: string;
  readonly startedAt: Date;
  readonly stoppedAt: Date;
  readonly targetSec: number;
  readonly askedAt: Date;
  readonly answeredAt: Date;
}

const FIRST_CLOCKS = `select clock.state, clock.started_at as "startedAt",
    clock.stopped_at as "stoppedAt", clock.target_sec as "targetSec",
    (select min(message.occurred_at) from message where message.tenant_id = clock.tenant_id
       and message.ticket_id = clock.ticket_id and message.author_kind = 'contact'
       and message.needs_answer) as "askedAt",
    (select min(message.occurred_at) from message where message.tenant_id = clock.tenant_id
       and message.ticket_id = clock.ticket_id and message.author_kind = 'member'
       and message.visibility = 'PUBLIC') as "answeredAt"
  from clock where clock.tenant_id = $1 and clock.measure = 'FIRST_RESPONSE'
    and clock.state in ('ACHIEVED', 'BREACHED')`;

describe('thirty days of a desk, its clock turned by hand', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  }, 60_000);
  afterAll(() => database.close());

  test.each([
    ['over Easter and the night the clocks go forward', 'TSPRING', '2026-03-20T06:00:00Z', 11],
    ['over the night the clocks go back', 'TAUTUMN', '2026-10-10T06:00:00Z', 23],
  ])(
    '%s nobody who waits on us lacks a time, and every promise ends as the messages say',
    async (_, workspace, start, seed) => {
      const world = await CareWorld.begin(database, workspace, start);
      await world.keeps(HOURS);
      const tenant = world.seeded.tenantId;
      const query = database.dataSource.query.bind(database.dataSource);
      const roll = dice(seed);
      const threads: string[] = [];
      const end = world.now.getTime() + 30 * 86_400_000;
      while (world.now.getTime() < end) {
        const hour = world.now.getUTCHours();
        const busy = hour >= 6 && hour < 17;
        if (roll() < (busy ? 0.25 : 0.06)) threads.push(await world.asks('The export is empty'));
        pass(world, 1);
        const recent = roll() < 0.7 ? threads.slice(-8) : threads;
        const thread = recent[Math.floor(roll() * recent.length)];
        if (thread !== undefined && roll() < (busy ? 0.8 : 0.1)) await act(world, thread, roll);
        pass(world, 44);
        await world.sweep();
        expect(await query(WITHOUT_PROMISE, [tenant, world.now])).toEqual([]);
      }
      expect(threads.length).toBeGreaterThan(100);

      const ledger: LedgerRow[] = await query(LEDGER, [tenant]);
      const wrong = ledger.filter(({ state, dueAt, settledAt, words }) => {
        if (state === 'OPEN') return settledAt !== null || dueAt < world.now;
        if (settledAt === null) return true;
        if (state === 'BROKEN') return settledAt <= dueAt || words !== null;
        return state === 'RENEWED' && settledAt > dueAt;
      });
      expect(wrong).toEqual([]);
      expect(new Set(ledger.map(({ state }) => state))).toEqual(
        new Set(['OPEN', 'KEPT', 'RENEWED', 'BROKEN']),
      );

      // One acknowledgement per ticket, and nothing is put on the outbox twice.
      const [posts] = await query(
        `select count(*)::int as lines, count(distinct surface)::int as surfaces from outbox
         where tenant_id = $1 and kind = 'post' and surface like 'status-line:%'`,
        [tenant],
      );
      const [tickets] = await query(
        `select count(*)::int as n from ticket where tenant_id = $1 and id <> $2`,
        [tenant, world.seeded.ticket.id],
      );
      expect(posts).toEqual({ lines: tickets.n, surfaces: tickets.n });

      const holidays = await publicHolidays({ country: 'DE', region: null }, 2026);
      const calendar: BusinessCalendar = {
        zone: 'Europe/Berlin',
        holidays,
        opening: [
          ...[1, 2, 3, 4, 5].flatMap((weekday) => [
            { weekday, from: 510, to: 720 },
            { weekday, from: 780, to: 1050 },
          ]),
          { weekday: 6, from: 1320, to: 1800 },
        ],
      };
      const clocks: FirstClock[] = await query(FIRST_CLOCKS, [tenant]);
      expect(clocks.length).toBeGreaterThan(50);
      for (const clock of clocks) {
        expect([clock.startedAt, clock.stoppedAt]).toEqual([clock.askedAt, clock.answeredAt]);
        const worked = workingTimeBetween(calendar, zoneClock, clock.askedAt, clock.answeredAt);
        if (worked !== clock.targetSec)
          expect([clock.state, worked]).toEqual([
            worked < clock.targetSec ? 'ACHIEVED' : 'BREACHED',
            worked,
          ]);
      }
    },
    300_000,
  );
});
