import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { zoneClock } from '../../src/app/calendar/zone-clock';
import { burdenOf, type GivingOut, nextInTurn } from '../../src/domain/assignment';
import {
  type Asking,
  awayOn,
  type Colleague,
  type EscalationPath,
  isFree,
  nextOnShift,
  passOn,
  type Roster,
  whomToAsk,
} from '../../src/domain/escalation-path';

const MONDAY = new Date('2026-03-02T10:00:00Z');
const DAYS = [{ weekday: 1, from: 9 * 60, to: 17 * 60 }];
const ROUND = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: 0, to: 1440 }));
const NIGHTS = [{ weekday: 1, from: 22 * 60, to: 30 * 60 }];

const person = (id: string, part: Partial<Colleague> = {}): Colleague => ({
  id,
  name: id,
  active: true,
  shift: null,
  zone: 'Europe/Berlin',
  daysOff: [],
  capacity: null,
  load: 0,
  ...part,
});

const roster = (
  people: readonly Colleague[],
  levels: readonly (readonly (readonly string[])[])[],
  fallbackId: string | null = null,
): Roster => ({
  people,
  zones: zoneClock,
  path: {
    fallbackId,
    levels: levels.map((steps, at) => ({
      level: at + 1,
      name: `L${at + 1}`,
      acceptMin: 10 * (at + 1),
      steps,
    })),
  },
});

describe('whom to ask', () => {
  it('the first person of the level who is on shift, until the time of that level', () => {
    const night = person('nina', { shift: { zone: 'Europe/Berlin', opening: NIGHTS } });
    const day = person('dora', { shift: { zone: 'Europe/Berlin', opening: DAYS } });
    const desk = roster([night, day], [[], [['nina'], ['dora']]]);
    expect(whomToAsk(desk, 2, [], MONDAY)).toEqual({
      level: 2,
      memberIds: ['dora'],
      isFallback: false,
      askedAt: MONDAY,
      dueAt: new Date('2026-03-02T10:20:00Z'),
      passed: [],
    });
    // The night shift that began on Monday still runs on Tuesday at four, in its own zone.
    expect(whomToAsk(desk, 2, [], new Date('2026-03-03T03:00:00Z'))?.memberIds).toEqual(['nina']);
  });

  it('a shift of summer time begins an hour earlier by the sun', () => {
    const sunday = { weekday: 7, from: 9 * 60, to: 10 * 60 };
    const one = person('dora', { shift: { zone: 'Europe/Berlin', opening: [sunday] } });
    expect(isFree(one, zoneClock, new Date('2026-03-22T08:30:00Z'))).toBe(true);
    expect(isFree(one, zoneClock, new Date('2026-03-29T08:30:00Z'))).toBe(false);
    expect(isFree(one, zoneClock, new Date('2026-03-29T07:30:00Z'))).toBe(true);
  });

  it('everybody free of a group together; nobody who is full, gone or was asked', () => {
    const people = [
      person('ada'),
      person('bob', { capacity: 2, load: 2 }),
      person('cyd', { active: false }),
      person('dan'),
      person('eve', { capacity: 2, load: 1 }),
    ];
    const desk = roster(people, [[['ada', 'bob', 'cyd', 'dan', 'eve']]]);
    expect(whomToAsk(desk, 1, ['dan'], MONDAY)?.memberIds).toEqual(['ada', 'eve']);
  });

  it('the next level where a level has nobody, then the fall-back at any hour, then nobody', () => {
    const away = { shift: { zone: 'UTC', opening: NIGHTS } };
    const people = [person('ada', away), person('bob'), person('fay', away)];
    const desk = roster(people, [[['ada']], [['bob']]], 'fay');
    expect(whomToAsk(desk, 1, [], MONDAY)).toMatchObject({ level: 2, memberIds: ['bob'] });
    const last = whomToAsk(desk, 1, ['bob'], MONDAY);
    expect(last).toMatchObject({ level: 1, memberIds: ['fay'], isFallback: true });
    expect(whomToAsk(desk, 1, ['bob', 'fay'], MONDAY)).toBeNull();
  });

  it('one of a group declines: the others are waited for, and no time is won', () => {
    const desk = roster([person('ada'), person('bob'), person('cyd')], [[['ada', 'bob'], ['cyd']]]);
    const asking = whomToAsk(desk, 1, [], MONDAY);
    if (asking === null) throw new Error('somebody is asked');
    const later = new Date('2026-03-02T10:05:00Z');
    const others = passOn(asking, ['ada'], 1, desk, later);
    expect(others).toEqual({ ...asking, memberIds: ['bob'], passed: ['ada'] });
    if (others === null) throw new Error('bob is still asked');
    expect(passOn(others, ['bob'], 1, desk, later)).toMatchObject({
      memberIds: ['cyd'],
      askedAt: later,
      passed: ['ada', 'bob'],
    });
  });

  it('the first shift that begins is the soonest of all; without shifts it is now', () => {
    const one = person('nina', { shift: { zone: 'UTC', opening: NIGHTS } });
    const other = person('dora', { shift: { zone: 'UTC', opening: DAYS } });
    const evening = new Date('2026-03-02T18:00:00Z');
    expect(nextOnShift([other, one], zoneClock, evening)).toEqual(new Date('2026-03-02T22:00:00Z'));
    expect(nextOnShift([one, person('ada')], zoneClock, evening)).toEqual(evening);
    expect(nextOnShift([person('ada', { active: false })], zoneClock, evening)).toBeNull();
  });

  it('whoever has a day off is not there, from midnight to midnight of their own shifts', () => {
    const shift = { zone: 'America/Los_Angeles', opening: ROUND };
    const away = { from: '2026-03-07', to: '2026-03-08' };
    const one = person('lou', { shift, zone: shift.zone, daysOff: [away] });
    // In Berlin it is nine in the morning of the seventh; in Los Angeles still the sixth.
    expect(isFree(one, zoneClock, new Date('2026-03-07T07:59:59Z'))).toBe(true);
    expect(isFree(one, zoneClock, new Date('2026-03-07T08:00:00Z'))).toBe(false);
    // The night in which their clocks go forward is an hour shorter.
    expect(isFree(one, zoneClock, new Date('2026-03-09T06:59:59Z'))).toBe(false);
    expect(isFree(one, zoneClock, new Date('2026-03-09T07:00:00Z'))).toBe(true);
    const back = new Date('2026-03-09T07:00:00Z');
    expect(nextOnShift([one], zoneClock, new Date('2026-03-07T12:00:00Z'))).toEqual(back);
    expect(burdenOf(one, zoneClock, new Date('2026-03-07T12:00:00Z'))).toEqual({
      full: null,
      offShift: { backAt: back },
    });
  });

  it('also whoever has no shifts; and a night that reaches into a day off ends at its midnight', () => {
    const daysOff = [{ from: '2026-03-03', to: '2026-03-03' }];
    const always = person('ada', { zone: 'Asia/Tokyo', daysOff });
    const noon = new Date('2026-03-03T03:00:00Z');
    expect(isFree(always, zoneClock, noon)).toBe(false);
    expect(awayOn(always, zoneClock, noon)).toEqual(daysOff[0]);
    expect(awayOn(always, zoneClock, new Date('2026-03-03T16:00:00Z'))).toBeNull();
    const nina = person('nina', { shift: { zone: 'UTC', opening: NIGHTS }, zone: 'UTC', daysOff });
    expect(isFree(nina, zoneClock, new Date('2026-03-02T23:30:00Z'))).toBe(true);
    expect(isFree(nina, zoneClock, new Date('2026-03-03T01:00:00Z'))).toBe(false);
    // A fall-back is asked at any hour, but not on a day off.
    const desk = roster([always, nina], [[['nina']]], 'ada');
    expect(whomToAsk(desk, 1, [], noon)).toBeNull();
    expect(whomToAsk(desk, 1, [], new Date('2026-03-03T16:00:00Z'))?.memberIds).toEqual(['ada']);
  });
});

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const anyPerson = (id: string): fc.Arbitrary<Colleague> =>
  fc.record({
    id: fc.constant(id),
    name: fc.constant(id),
    active: fc.boolean(),
    shift: fc.option(
      fc.record({
        zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/Los_Angeles', 'Asia/Kolkata'),
        opening: fc
          .array(
            fc.record({
              weekday: fc.integer({ min: 1, max: 7 }),
              from: fc.integer({ min: 0, max: 1439 }),
              to: fc.constant(0),
            }),
            { minLength: 1, maxLength: 4 },
          )
          .map((all) => all.map((one) => ({ ...one, to: one.from + 480 }))),
      }),
      { nil: null },
    ),
    zone: fc.constantFrom('UTC', 'Pacific/Auckland'),
    // The week begins on the second of March.
    daysOff: fc.array(
      fc
        .integer({ min: 1, max: 9 })
        .map((day) => ({ from: `2026-03-0${day}`, to: `2026-03-0${day}` })),
      { maxLength: 3 },
    ),
    capacity: fc.option(fc.integer({ min: 0, max: 3 }), { nil: null }),
    load: fc.integer({ min: 0, max: 4 }),
  });
const anyRoster: fc.Arbitrary<Roster> = fc.record({
  zones: fc.constant(zoneClock),
  people: fc.tuple(...IDS.map(anyPerson)),
  path: fc.record({
    fallbackId: fc.option(fc.constantFrom(...IDS), { nil: null }),
    levels: fc
      .array(
        fc.record({
          acceptMin: fc.integer({ min: 1, max: 60 }),
          steps: fc.array(fc.uniqueArray(fc.constantFrom(...IDS), { minLength: 1 }), {
            maxLength: 3,
          }),
        }),
        { minLength: 1, maxLength: 4 },
      )
      .map((levels): EscalationPath['levels'] =>
        levels.map((one, at) => ({ ...one, level: at + 1, name: `L${at + 1}` })),
      ),
  }),
});

describe('whatever the people do', () => {
  const life = fc.record({
    desk: anyRoster,
    level: fc.integer({ min: 1, max: 4 }),
    start: fc.integer({ min: 0, max: 7 * 1440 }),
    rolls: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), {
      minLength: 20,
      maxLength: 20,
    }),
  });

  it('somebody free is asked at every moment, nobody twice, and it comes to an end', () =>
    fc.assert(
      fc.property(life, ({ desk, level, start, rolls }) => {
        let now = new Date(MONDAY.getTime() + start * 60_000);
        let asking: Asking | null = whomToAsk(desk, level, [], now);
        const asked = new Set<string>();
        for (const roll of rolls) {
          if (asking === null) break;
          const { memberIds, askedAt, dueAt, isFallback } = asking;
          const step = desk.path.levels.find((one) => one.level === asking?.level);
          expect(memberIds.length).toBeGreaterThan(0);
          // T is a minute's worth of somebody: never longer than the level says.
          if (step !== undefined)
            expect(dueAt.getTime() - askedAt.getTime()).toBe(step.acceptMin * 60_000);
          const isFresh =
            askedAt.getTime() === now.getTime() && !memberIds.some((id) => asked.has(id));
          for (const id of memberIds) {
            const one = desk.people.find((colleague) => colleague.id === id);
            expect(one?.active).toBe(true);
            if (one !== undefined && isFresh) expect(awayOn(one, zoneClock, now)).toBeNull();
            if (one !== undefined && isFresh && !isFallback)
              expect(isFree(one, zoneClock, now)).toBe(true);
            expect(asking.passed).not.toContain(id);
          }
          for (const id of memberIds) asked.add(id);
          // Silence until the time is over, or one declines somewhere before it.
          const silent = roll < 0.5;
          now = silent
            ? dueAt
            : new Date(now.getTime() + (dueAt.getTime() - now.getTime()) * (roll - 0.5) * 2);
          const who = silent ? memberIds : memberIds.slice(0, 1);
          asking = passOn(asking, who, level, desk, now);
        }
        expect(asking).toBeNull();
      }),
      { numRuns: 500 },
    ));
});

describe('who gets the next ticket', () => {
  const names = (
    how: GivingOut,
    people: readonly Colleague[],
    last: string | null,
    count: number,
  ) => {
    const given: string[] = [];
    let lastId = last;
    let now = people;
    for (let at = 0; at < count; at += 1) {
      const next = nextInTurn(how, now, lastId, zoneClock, MONDAY);
      given.push(next?.id ?? 'nobody');
      lastId = next?.id ?? lastId;
      now = now.map((one) => (one.id === next?.id ? { ...one, load: one.load + 1 } : one));
    }
    return given.join(' ');
  };

  it('the next in turn, after whoever had the last one, also when they left the path', () => {
    const people = [person('ada'), person('bob'), person('cyd', { capacity: 1 })];
    expect(names('ROUND_ROBIN', people, null, 5)).toBe('ada bob cyd ada bob');
    expect(names('ROUND_ROBIN', people, 'ada', 2)).toBe('bob cyd');
    expect(names('ROUND_ROBIN', people, 'gone', 1)).toBe('ada');
  });

  it('whoever has least; of equals whose turn is longest ago', () => {
    const people = [person('ada', { load: 1 }), person('bob'), person('cyd')];
    expect(names('LEAST_LOADED', people, 'bob', 4)).toBe('cyd bob cyd ada');
  });

  it('says why somebody would not have got it', () => {
    const away = person('nina', { shift: { zone: 'UTC', opening: NIGHTS }, capacity: 1, load: 2 });
    expect(burdenOf(away, zoneClock, MONDAY)).toEqual({
      full: { load: 2, capacity: 1 },
      offShift: { backAt: new Date('2026-03-02T22:00:00Z') },
    });
    expect(burdenOf(person('ada'), zoneClock, MONDAY)).toBeNull();
  });

  it('never to anybody off shift, gone or full, and to nobody only while nobody is free', () =>
    fc.assert(
      fc.property(
        anyRoster,
        fc.constantFrom<GivingOut>('ROUND_ROBIN', 'LEAST_LOADED'),
        fc.array(fc.record({ wait: fc.nat({ max: 300 }), solves: fc.nat({ max: 5 }) }), {
          maxLength: 40,
        }),
        ({ people }, how, tickets) => {
          let now = MONDAY;
          let lastId: string | null = null;
          const load = new Map(people.map((one) => [one.id, one.load]));
          for (const { wait, solves } of tickets) {
            now = new Date(now.getTime() + wait * 60_000);
            const done = IDS[solves] ?? '';
            load.set(done, Math.max(0, (load.get(done) ?? 0) - 1));
            const there = people.map((one) => ({ ...one, load: load.get(one.id) ?? 0 }));
            const free = there.filter((one) => isFree(one, zoneClock, now));
            const next = nextInTurn(how, there, lastId, zoneClock, now);
            expect(next === null).toBe(free.length === 0);
            if (next === null) continue;
            expect(free.map(({ id }) => id)).toContain(next.id);
            if (how === 'LEAST_LOADED')
              expect(next.load).toBe(Math.min(...free.map((one) => one.load)));
            load.set(next.id, next.load + 1);
            if (next.capacity !== null)
              expect(load.get(next.id)).toBeLessThanOrEqual(next.capacity);
            lastId = next.id;
          }
        },
      ),
      { numRuns: 300 },
    ));
});
