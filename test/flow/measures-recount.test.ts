import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { drillDown, type Part } from '../../src/app/metrics/drill-down';
import { healthsIn } from '../../src/app/metrics/health';
import { LongFigures } from '../../src/app/metrics/long-figures';
import { type Measured, type MeasureRequest, measure } from '../../src/app/metrics/measure';
import { MEASURES, type Measure } from '../../src/app/metrics/measure-rule';
import { rollUp } from '../../src/app/metrics/roll-up';
import { stretchesOf } from '../../src/app/metrics/window';
import type { FactDimension, FactFilter } from '../../src/app/ports/facts';
import type { HealthRow } from '../../src/app/ports/health';
import type { Slice } from '../../src/app/ports/slices';
import type { Database } from '../../src/db/data-source';
import { createReaders } from '../../src/db/readers/create-readers';
import { AT_ONCE, IN_TURN } from '../../src/db/readers/read-bounds';
import { describeOnEachEngine } from '../support/engines';
import { type Deed, deeds, LivedDesk } from '../support/lived-desk';
import { bucketOrNull, byHand, countsOf } from '../support/naive-answers';
import { NaiveDesk, type Piece } from '../support/naive-figures';
import { naiveHealth } from '../support/naive-health';
import { OfficeMinutes, readLives } from '../support/naive-history';

/** `MEASURES_RUNS=200 npx jest test/flow/measures-recount` lives through more of them. */
const RUNS = Number(process.env.MEASURES_RUNS ?? 2);

/** Sums of fractions come in another order. */
const rounded = (answer: object): unknown =>
  JSON.parse(
    JSON.stringify(answer, (_, value) =>
      typeof value === 'number' ? Number(value.toPrecision(9)) : value,
    ),
  );

const KEYS: readonly (readonly [FactDimension, (piece: Piece) => readonly (string | null)[]])[] = [
  ['PRIORITY', ({ ticket }) => [ticket.priority]],
  ['CAUSE', ({ ticket }) => [ticket.cause]],
  ['REASON', ({ reason }) => [reason]],
  ['AGENT', ({ memberId }) => [memberId]],
  // What has two of them is in both groups.
  ['LABEL', ({ ticket: { labelIds } }) => (labelIds.length === 0 ? [null] : labelIds)],
];
const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns'];

const DAY_MS = 86_400_000;
const NEVER = new AbortController().signal;
const FIRST = { limit: 20, from: 'start', after: null, before: null } as const;
const WHOLE = {
  zone: 'UTC',
  bucket: null,
  groupBy: null,
  filter: {},
  hours: 'CALENDAR',
  isNow: false,
} as const;

describeOnEachEngine('every measure', (open) => {
  let database: Database;
  let desks = 0;
  beforeAll(async () => {
    database = await open();
  }, 60_000);
  afterAll(() => database.close());

  /** Lives through all that, and looks at every measure once in the middle and once at the end. */
  const compare = async (all: readonly Deed[], luck: number): Promise<void> => {
    desks += 1;
    const desk = await LivedDesk.begin(database, `TLIVED${desks}`);
    const { world } = desk;
    const { tenantId } = world.seeded;
    // Where much lies between the days that were added up, it is read in turns, or all of it is counted.
    const readers = createReaders(
      database.dataSource,
      luck % 3 === 0 ? { ...AT_ONCE, mostAtEnds: 3 } : undefined,
    );
    const inTurn = new LongFigures(createReaders(database.dataSource, IN_TURN), 3);
    const ask = (name: Measure, request: MeasureRequest) =>
      measure(
        ...([readers, tenantId, name, request] as const),
        inTurn.counting(readers, tenantId, { signal: NEVER }),
      );
    const nothing = async () => null;
    const facts = { ...readers, rolledBars: nothing, rolledSpans: nothing };
    /** In one statement over the facts. */
    const count = (name: Measure, request: MeasureRequest) =>
      measure(facts, tenantId, name, request);
    const long = new LongFigures(facts, 5 + (luck % 40));
    const inPieces = (name: Measure, request: MeasureRequest) =>
      measure(
        ...([facts, tenantId, name, request] as const),
        long.counting(readers, tenantId, { signal: NEVER }),
      );
    const sameInPieces = async (name: Measure, asked: MeasureRequest, whole: Measured) => {
      const pieces = rounded(await inPieces(name, asked));
      expect([name, asked, pieces]).toEqual([name, asked, rounded(whole)]);
    };
    const start = world.now;
    const half = Math.floor(all.length / 2);
    await desk.live(all.slice(0, half));
    await desk.count();
    await rollUp(world.desk);
    const past: MeasureRequest = {
      ...WHOLE,
      window: { from: start, to: new Date(start.getTime() + 300 * DAY_MS) },
      asOf: world.now,
    };
    const told = new Map<Measure, Measured>();
    for (const name of MEASURES) told.set(name, await ask(name, past));

    world.now = new Date(world.now.getTime() + 60_000);
    await desk.live(all.slice(half));
    await desk.count();
    const { now } = world;
    const office = new OfficeMinutes(start.getTime(), now.getTime() + 60_000);
    const lives = await readLives(database, tenantId, now);
    const naive = new NaiveDesk(lives, now.getTime(), office);
    const zone = ZONES[luck % ZONES.length] ?? 'UTC';
    const window = { from: start, to: new Date(now.getTime() + 60_000) };
    const daily = { ...WHOLE, window, asOf: now, zone, bucket: 'DAY' } as const;
    const anywhere = start.getTime() + ((now.getTime() - start.getTime()) * (luck % 31)) / 31;
    const then: MeasureRequest = {
      ...daily,
      asOf: new Date(Math.round(anywhere)),
      groupBy: KEYS[luck % KEYS.length]?.[0] ?? null,
      hours: luck % 2 === 0 ? 'CALENDAR' : 'BUSINESS',
    };
    const rolled: (() => Promise<void>)[] = [];
    const sameWhenRolled = async (name: Measure, asked: MeasureRequest): Promise<Measured> => {
      const counted = await count(name, asked);
      await sameInPieces(name, asked, counted);
      rolled.push(async () => {
        for (const isNow of [true, false]) {
          const read = rounded(await ask(name, { ...asked, isNow }));
          expect([name, isNow, asked, read]).toEqual([name, isNow, asked, rounded(counted)]);
        }
      });
      return counted;
    };
    /** Page after page from one of the ends, found in pieces. */
    const samePages = async (name: Measure, part: Part, asked: MeasureRequest): Promise<void> => {
      const counting = long.counting(readers, tenantId, { signal: NEVER });
      const of = [readers, tenantId, name, asked, part, null] as const;
      const from = luck % 2 === 0 ? 'start' : 'end';
      let slice: Slice = { ...FIRST, limit: 4, from };
      for (let pages = 0; pages < 2; pages += 1) {
        const page = await drillDown(...of, slice);
        expect([name, part, await drillDown(...of, slice, counting)]).toEqual([name, part, page]);
        const last = from === 'start' ? page.rows.at(-1) : page.rows[0];
        if (last === undefined) break;
        slice = { ...slice, [from === 'start' ? 'after' : 'before']: last.key };
      }
    };
    /** As of the past from what was added up, however much of it is. */
    const sameAsThen = async (name: Measure, asked: MeasureRequest): Promise<void> => {
      const counted = rounded(await count(name, asked));
      const isSame = async (): Promise<void> => {
        expect([name, asked, rounded(await ask(name, asked))]).toEqual([name, asked, counted]);
      };
      await isSame();
      rolled.push(isSame);
    };
    /** How accounts fare now is read where it would take long to count; also of a quiet time later. */
    const sameHealthWhenRolled = async (filter: FactFilter): Promise<void> => {
      const added = createReaders(database.dataSource, IN_TURN);
      const healthCounts = () => Promise.reject(new Error('counted'));
      // Not even none are few.
      const counting = new LongFigures({ ...added, healthCounts }, -1).counting(
        { ...readers, healthCounts },
        ...([tenantId, { signal: NEVER }] as const),
      );
      for (const groupBy of [null, 'CUSTOMER'] as const)
        for (const days of [0, 29, 45, 88]) {
          const asOf = new Date(now.getTime() + days * DAY_MS);
          const asked = { asOf, instants: [asOf], filter, groupBy, isNow: true };
          const inOrder = (rows: readonly HealthRow[]) =>
            rounded(rows.toSorted((one, other) => (one.customerId < other.customerId ? -1 : 1)));
          const read = inOrder(await counting.health(asked));
          const counted = inOrder(await readers.healthCounts(tenantId, asked));
          expect({ days, read }).toEqual({ days, read: counted });
        }
    };
    const sameRows = (name: Measure, part: Part, asked: MeasureRequest): void => {
      const rows = async (isNow: boolean) =>
        (await drillDown(readers, tenantId, name, { ...asked, isNow }, part, null, FIRST)).rows;
      rolled.push(async () => expect(await rows(true)).toEqual(await rows(false)));
    };
    const middle = new Date((start.getTime() + now.getTime()) / 2);
    for (const name of MEASURES) {
      // What was told as of the past stays, whatever came later.
      const again = await count(name, past);
      expect([name, rounded(again)]).toEqual([name, rounded(told.get(name) ?? {})]);
      await sameInPieces(name, past, again);
      const pastDaily = { ...past, bucket: 'DAY', zone } as const;
      // Of what was deleted for the recount below nothing is told any more.
      if (name !== 'ACCOUNT_HEALTH')
        for (const asked of [pastDaily, luck % 2 === 0 ? then : { ...then, bucket: null }])
          await sameAsThen(name, asked);
      // Two dimensions at once are in nothing that was added up.
      const two = {
        ...daily,
        groupBy: 'AGENT',
        filter: { priorities: ['NORMAL', 'HIGH'] },
      } as const;
      await sameInPieces(name, { ...two, isNow: true }, await count(name, two));
      await samePages(name, 'DONE', { ...two, isNow: true });
      await samePages(name, 'ALL', past);
      if (name === 'BACKLOG' || name === 'LOAD') {
        const { buckets, groups } = await sameWhenRolled(name, { ...daily, groupBy: 'AGENT' });
        const half = { ...daily, window: { from: start, to: middle } };
        for (const asked of [daily, half, { ...half, bucket: null }, { ...daily, bucket: null }])
          await sameWhenRolled(name, asked);
        const hours = { from: new Date(now.getTime() - 3 * DAY_MS), to: now };
        await sameWhenRolled(name, { ...daily, window: hours, bucket: 'HOUR' });
        for (const { window: when } of [daily, half])
          sameRows(name, 'ALL', { ...daily, window: when });
        const there = (at: Date) => naive.present(name, Math.min(at.getTime(), now.getTime()));
        const days = stretchesOf(window, 'DAY', zone);
        expect(buckets.map(({ figure }) => figure.n)).toEqual(
          days.map(({ to }) => there(to).length),
        );
        for (const { key, figure } of groups)
          expect(figure.n).toBe(there(now).filter((who) => who === key).length);
        continue;
      }
      if (name === 'ACCOUNT_HEALTH') {
        await sameHealthWhenRolled({});
        // The ticket a desk begins with was never lived, so it cannot be recounted either.
        await database.dataSource.query(
          'delete from metric_fact where tenant_id = $1 and ticket_id = $2',
          [tenantId, world.seeded.ticket.id],
        );
        const fared = { asOf: now, instants: [now], filter: {}, groupBy: null };
        const accounts = healthsIn(
          await readers.healthCounts(tenantId, { ...fared, isNow: luck % 2 === 0 }),
        );
        expect([...accounts.keys()].sort()).toEqual(
          [...new Set(lives.map(({ customerId }) => customerId))].sort(),
        );
        const { groups, buckets, figure } = await ask(name, { ...daily, groupBy: 'CUSTOMER' });
        for (const [id, { parts, ...health }] of accounts) {
          const { parts: wanted, ...byHand } = naiveHealth(naive, id, now.getTime());
          for (const { part, value, n, lost } of parts)
            expect(rounded({ part, value, n, lost })).toEqual(rounded({ part, ...wanted[part] }));
          expect(health).toMatchObject(byHand);
          expect(groups.find(({ key }) => key === id)?.figure.value).toBe(byHand.score);
        }
        expect(buckets.at(-1)?.figure).toEqual(figure);
        expect(figure.n + figure.stillWaiting).toBe(accounts.size);
        continue;
      }
      const pieces = naive.pieces(name);
      const [groupBy, keysOf] = KEYS[luck % KEYS.length] ?? ['PRIORITY', () => [null]];
      for (const hours of ['CALENDAR', 'BUSINESS'] as const) {
        const asked = { ...daily, groupBy, hours };
        // Cut by the midnights of a zone, and as a whole, which is read by the days of the desk.
        const answer = await sameWhenRolled(name, asked);
        await sameWhenRolled(name, { ...asked, bucket: null });
        // Everything is read by hours, too.
        await sameWhenRolled(name, { ...asked, groupBy: null });
        sameRows(name, 'STILL_WAITING', asked);
        const { p50, p90, ...figure } = answer.figure;
        const found = { ...figure, p50: bucketOrNull(p50), p90: bucketOrNull(p90) };
        expect({ name, ...found }).toMatchObject({ name, ...byHand(name, pieces, hours) });
        for (const { from, to, figure: ofDay } of answer.buckets) {
          const inDay = pieces.filter(
            ({ began }) => began >= from.getTime() && began < to.getTime(),
          );
          expect({ name, from, ...ofDay }).toMatchObject(countsOf(name, inDay));
        }
        for (const { key, figure: ofGroup } of answer.groups) {
          const mine = pieces.filter((piece) => keysOf(piece).includes(key));
          expect({ name, groupBy, key, ...ofGroup }).toMatchObject(countsOf(name, mine));
        }
      }
    }
    // Half of it is added up, the rest is waiting; then all of it is.
    for (const isSame of rolled) await isSame();
    await rollUp(world.desk);
    for (const isSame of rolled) await isSame();
    // By the days of another zone it is added up anew, day by day.
    await database.dataSource.query('update tenant set zone = $2 where id = $1', [
      tenantId,
      'Pacific/Auckland',
    ]);
    const [ended] = await database.dataSource.query(
      `select count(*)::int as n from metric_fact
       where tenant_id = $1 and gone_at is null and ended_at is not null`,
      [tenantId],
    );
    expect({ n: await rollUp(world.desk) }).toEqual(ended);
    for (const isSame of rolled) await isSame();
  };

  test(
    'is what a recount of the timeline by hand gives, whatever happened',
    () =>
      fc.assert(fc.asyncProperty(deeds, fc.nat(1000), compare), {
        numRuns: RUNS,
        endOnFailure: true,
      }),
    60_000 + RUNS * 30_000,
  );
});
