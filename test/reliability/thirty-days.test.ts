import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publicHolidays } from '../../src/app/calendar/public-holidays';
import { zoneClock } from '../../src/app/calendar/zone-clock';
import type { Database } from '../../src/db/data-source';
import { type BusinessCalendar, workingTimeBetween } from '../../src/domain/business-calendar';
import { isOnShift } from '../../src/domain/escalation-path';
import { openTestDatabase } from '../support/database';
import { Month } from '../support/month';

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

const WITHOUT_PROMISE = `select number, status, waiting_on from ticket
  where tenant_id = $1 and status in ('NEW', 'OPEN', 'SNOOZED')
    and waiting_on in ('US', 'THIRD_PARTY') and not exists (
      select from promise where promise.tenant_id = ticket.tenant_id
        and promise.ticket_id = ticket.id and promise.state = 'OPEN' and promise.due_at >= $2)`;

/** Asked in vain beyond the time to accept; by then somebody else is asked, or it is back. */
const ASKED_TOO_LONG = `select ticket.number, escalation.due_at from escalation
  join ticket on ticket.tenant_id = escalation.tenant_id and ticket.id = escalation.ticket_id
  where escalation.tenant_id = $1 and escalation.ended_at is null
    and (escalation.due_at <= $2 or escalation.due_at - escalation.asked_at > interval '15 minutes'
      and not escalation.is_fallback)`;

/** Escalated, nobody has it, and nobody is asked: not even where nobody of its level is free. */
const ESCALATED_ALONE = `select ticket.number, ticket.level from ticket
  where tenant_id = $1 and level > 1 and assignee_id is null and waiting_on = 'US'
    and status in ('NEW', 'OPEN') and not exists (
      select from escalation where escalation.tenant_id = ticket.tenant_id
        and escalation.ticket_id = ticket.id and escalation.ended_at is null)`;

/** Whatever has its time and nobody looked at it. */
const LEFT_LYING = `select 'check' as what, number from ticket
    where tenant_id = $1 and next_check_at <= $2
  union all select 'silence', number from ticket where tenant_id = $1 and silence_due_at <= $2
  union all select 'lease', number from ticket where tenant_id = $1 and lease_until <= $2
  union all select 'recovery', 0 from recovery_task
    where tenant_id = $1 and done_at is null and late_at is null and due_at <= $2`;

const GIVEN_OUT = `select position, at, after->>'assigneeId' as "memberId" from timeline_entry
  where tenant_id = $1 and position > $2 and kind = 'ASSIGNED' and actor->>'name' = 'assignment'
  order by position`;

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
        and message.occurred_at > promise.told_at
        and message.occurred_at <= least(promise.due_at, promise.settled_at)
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

interface Given {
  readonly position: string;
  readonly at: Date;
  readonly memberId: string;
}

/** What was given out so far. */
interface Seen {
  position: string;
  count: number;
}

/** Nobody was given work above their capacity or off their shift, without being named. */
const checkGivenOut = async (
  month: Month,
  seen: Seen,
  nothingElseHappened = true,
): Promise<void> => {
  const { world } = month;
  const fresh: Given[] = await world.database.dataSource.query(GIVEN_OUT, [
    world.seeded.tenantId,
    seen.position,
  ]);
  const ids = [...new Set(fresh.map(({ memberId }) => memberId))];
  const people = ids.length === 0 ? [] : await world.run((tx) => tx.roster.colleagues(ids));
  for (const { position, at, memberId } of fresh) {
    seen.position = position;
    seen.count += 1;
    const one = people.find((each) => each.id === memberId);
    expect(one === undefined ? null : isOnShift(one, zoneClock, at)).toBe(true);
    // Who is named afterwards gets a ticket all the same.
    if (nothingElseHappened)
      expect(one?.load).toBeLessThanOrEqual(one?.capacity ?? Number.POSITIVE_INFINITY);
  }
};

describe('thirty days of a desk, its clock turned by hand', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  }, 60_000);
  afterAll(() => database.close());

  test.each([
    ['over Easter and the night the clocks go forward', 'TSPRING', '2026-03-20T06:00:00Z', 11],
    ['over the night the clocks go back', 'TAUTUMN', '2026-10-10T06:00:00Z', 24],
  ])(
    '%s nobody who waits on us lacks a time, and every promise ends as the messages say',
    async (_, workspace, start, seed) => {
      const month = await Month.begin(database, workspace, start, seed);
      const { world } = month;
      await world.keeps(HOURS);
      const tenant = world.seeded.tenantId;
      const query = database.dataSource.query.bind(database.dataSource);
      const end = world.now.getTime() + 30 * 86_400_000;
      const given: Seen = { position: '0', count: 0 };
      while (world.now.getTime() < end) {
        // Whoever opens a ticket may be given it at once: nothing else has happened since.
        if (month.chance(month.isBusy ? 0.5 : 0.2)) {
          await month.opens();
          await checkGivenOut(month, given);
        }
        month.pass(1);
        for (let acts = 0; acts < 2; acts += 1)
          if (month.chance(month.isBusy ? 0.8 : 0.3)) await month.act();
        await checkGivenOut(month, given, false);
        // By night little happens, and what falls due is found late all the same.
        month.pass(month.isBusy ? 44 : 119);
        await month.sweep();
        await checkGivenOut(month, given);
        const asOf = [tenant, world.now];
        expect(await query(WITHOUT_PROMISE, asOf)).toEqual([]);
        expect(await query(ASKED_TOO_LONG, asOf)).toEqual([]);
        expect(await query(LEFT_LYING, asOf)).toEqual([]);
        expect(await query(ESCALATED_ALONE, [tenant])).toEqual([]);
      }
      expect(month.cases.length).toBeGreaterThan(200);

      const ledger: LedgerRow[] = await query(LEDGER, [tenant]);
      const wrong = ledger.filter(({ state, dueAt, settledAt, words }) => {
        if (state === 'OPEN') return settledAt !== null || dueAt < world.now;
        if (settledAt === null) return true;
        if (state === 'BROKEN') return settledAt <= dueAt || words !== null;
        // A word in time keeps it whatever else happens; what is kept without one was no longer owed.
        return state === 'RENEWED' && (settledAt > dueAt || words !== null);
      });
      expect(wrong).toEqual([]);
      expect(new Set(ledger.map(({ state }) => state))).toEqual(
        new Set(['OPEN', 'KEPT', 'RENEWED', 'BROKEN']),
      );

      // One acknowledgement and one status line per ticket, which are one message.
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

      const many: object[] = await query(
        `select surface, count(*)::int as n from outbox
         where tenant_id = $1 and kind = 'post' and surface is not null
         group by surface having count(*) > 1`,
        [tenant],
      );
      expect(many).toEqual([]);
      const [renewed] = await query(
        `select count(*)::int as n, count(distinct told_in)::int as told from promise
         where tenant_id = $1 and told_in not like 'status-line:%'`,
        [tenant],
      );
      expect(renewed.told).toBe(renewed.n);
      const platforms: { platform: string; n: number }[] = await query(
        `select platform, count(distinct surface)::int as n from outbox
         where tenant_id = $1 and surface like 'status-line:%' group by platform order by platform`,
        [tenant],
      );
      expect(platforms.map(({ platform, n }) => [platform, n > 80])).toEqual([
        ['slack', true],
        ['teams', true],
      ]);

      // Nobody is asked for a rating again within the month, and a bad one is somebody's.
      const [rated] = await query(
        `select count(*)::int as asked, count(distinct contact_id)::int as people,
           count(*) filter (where score <= 2)::int as poor from rating where tenant_id = $1`,
        [tenant],
      );
      expect(rated.asked).toBe(rated.people);
      const [tasks] = await query(
        `select count(*)::int as n, count(owner_id)::int as owned from recovery_task
         where tenant_id = $1`,
        [tenant],
      );
      expect(tasks).toEqual({ n: rated.poor, owned: rated.poor });
      const raised: object[] = await query(
        `select ticket_id from timeline_entry where tenant_id = $1 and kind = 'SIGNAL_RAISED'
           and after ? 'priority' group by ticket_id having count(*) > 1`,
        [tenant],
      );
      expect(raised).toEqual([]);
      const kinds: { kind: string }[] = await query(
        'select distinct kind from timeline_entry where tenant_id = $1',
        [tenant],
      );
      // The month has seen everything it is about.
      const seen = new Set(kinds.map(({ kind }) => kind));
      const unseen = [
        ...['THIRD_PARTY_AWAITED', 'CHECK_DUE', 'CHECKED_IN', 'UNCONFIRMED', 'CONFIRMED'],
        ...['REOPENED', 'ESCALATED', 'ESCALATION_ASKED', 'ESCALATION_ACCEPTED'],
        ...['ESCALATION_DECLINED', 'ESCALATION_TIMED_OUT', 'ESCALATION_RETURNED', 'ASSIGNED'],
        ...['CLAIM_EXPIRED', 'WOKEN', 'SIGNAL_RAISED', 'PAGED'],
      ].filter((kind) => !seen.has(kind));
      expect(unseen).toEqual([]);
      expect(given.count).toBeGreaterThan(50);

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
    900_000,
  );
});
