import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { globalId } from '../../graphql/global-id';
import { MEASURES } from '../../src/app/metrics/measure-rule';
import { RULES } from '../../src/app/metrics/measures';
import { createReaders } from '../../src/db/readers/create-readers';
import { AT_ONCE } from '../../src/db/readers/read-bounds';
import { TestApi } from './api';
import { insert, minutes, World } from './world';

let api: TestApi;

beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(() => api.stop());

const happened = async (
  world: World,
  ticketId: string,
  at: Date,
  kind: string,
  after: object,
  memberId: string | null = null,
): Promise<void> =>
  insert(world.source, 'timeline_entry', {
    tenant_id: world.tenantId,
    id: v7(),
    ticket_id: ticketId,
    at,
    actor: JSON.stringify(
      memberId === null
        ? { kind: 'system', name: 'intake' }
        : { kind: 'member', memberId, name: 'x', role: 'AGENT', active: true },
    ),
    kind,
    before: '{}',
    after: JSON.stringify(after),
  });

const opened = async (world: World, number: number, more: object = {}): Promise<string> => {
  const id = await world.ticket({ number, openedAt: minutes(number), ...more });
  await happened(world, id, minutes(number), 'TICKET_OPENED', { status: 'NEW', waitingOn: 'US' });
  return id;
};

const QUERY = /* GraphQL */ `
  query ($input: MeasuresInput!, $part: FigurePart, $key: String) {
    metrics {
      measures(input: $input) {
        measure unit errorBound asOf zone revised uncounted groupsLeftOut
        definition { id version text startsAt stopsAt excludes calendar aggregation }
        figure { value gap p50 p90 mean n done stillWaiting dropped bands { from to n } }
        buckets { from to figure { value n } }
        groups { key label figure { value n } buckets { figure { n } } }
        previous { from to value gap n stillWaiting quality { measure unit figure { value n stillWaiting } } }
        quality { measure unit figure { value n stillWaiting } }
        facts(first: 50, part: $part, groupKey: $key) {
          nodes { ticketId ticketNumber beganAt endedAt outcome seconds dueAt reason }
        }
      }
    }
  }
`;

interface Figure {
  readonly value: number | null;
  readonly n: number;
}
interface Answer {
  readonly metrics: {
    readonly measures: readonly (Record<string, unknown> & {
      readonly figure: Figure & Record<string, unknown>;
      readonly buckets: readonly { readonly from: string; readonly figure: Figure }[];
      readonly groups: readonly { readonly key: string; readonly label: string; figure: Figure }[];
      readonly facts: { readonly nodes: readonly { readonly ticketNumber: number }[] };
    })[];
  };
}

const WINDOW = { from: minutes(0), to: minutes(1000) };
const ask = async (world: World, input: object, more: object = {}) =>
  (
    await api.ask<Answer>(world.token('SUPERVISOR'), QUERY, {
      input: { window: WINDOW, ...input },
      ...more,
    })
  ).metrics.measures;

describe('measures', () => {
  let world: World;
  const tickets: string[] = [];
  beforeAll(async () => {
    world = await World.make(api.source, 'Measured');
    const { ada, sam } = world.members;
    // Answered after 2 minutes, solved after 10, asked again, solved for good after 40.
    tickets.push(
      await opened(world, 1, {
        status: 'CONFIRMED',
        waitingOn: 'NOBODY',
        assigneeId: ada,
        firstRespondedAt: minutes(3),
        firstSolvedAt: minutes(11),
      }),
    );
    const [first = ''] = tickets;
    await api.source.query(
      'update ticket set last_solved_at = $2, reopen_count = 1, first_responder_id = $3 where id = $1',
      [first, minutes(41), ada],
    );
    await happened(
      world,
      first,
      minutes(3),
      'REPLY_SENT',
      {
        status: 'OPEN',
        waitingOn: 'CUSTOMER',
        assigneeId: ada,
      },
      ada,
    );
    await happened(world, first, minutes(5), 'MESSAGE_RECEIVED', { waitingOn: 'US' });
    await happened(
      world,
      first,
      minutes(11),
      'SOLVED',
      { status: 'SOLVED', waitingOn: 'CUSTOMER' },
      ada,
    );
    await happened(world, first, minutes(31), 'REOPENED', { status: 'OPEN', waitingOn: 'US' });
    await happened(
      world,
      first,
      minutes(41),
      'SOLVED',
      { status: 'SOLVED', waitingOn: 'CUSTOMER' },
      ada,
    );
    await happened(world, first, minutes(50), 'CONFIRMED', {
      status: 'CONFIRMED',
      waitingOn: 'NOBODY',
    });
    // Escalated, and accepted six minutes later.
    tickets.push(await opened(world, 2, { status: 'OPEN', assigneeId: sam, priority: 'HIGH' }));
    const [, second = ''] = tickets;
    await happened(world, second, minutes(4), 'CLAIMED', { status: 'OPEN', assigneeId: ada }, ada);
    await happened(
      world,
      second,
      minutes(6),
      'ESCALATED',
      {
        assigneeId: sam,
        level: 2,
        escalationReason: 'needs the database',
        because: 'SKILL',
      },
      ada,
    );
    await happened(world, second, minutes(12), 'NOTE_ADDED', {}, sam);
    // Never touched.
    tickets.push(await opened(world, 3, { cause: 'sso login' }));
    await insert(world.source, 'promise', {
      tenant_id: world.tenantId,
      id: v7(),
      ticket_id: first,
      kind: 'FIRST_RESPONSE',
      due_at: minutes(61),
      told_at: minutes(1),
      told_in: 'x',
      state: 'KEPT',
      settled_at: minutes(3),
    });
    expect(await api.count()).toBeGreaterThanOrEqual(3);
  });

  test('each says what it means, in full', async () => {
    const all = ['VOLUME', 'FIRST_RESPONSE', 'SLA_ATTAINMENT', 'BACKLOG'];
    for (const one of await ask(world, { measures: all })) {
      expect(one.definition).toMatchObject({ id: one.measure, version: 1 });
      expect(one).toMatchObject({ zone: 'Europe/Berlin', asOf: api.now.toISOString() });
    }
  });

  test('lengths stand still while we wait for the customer, and whoever waits is in them', async () => {
    const [first, final, wait] = await ask(world, {
      measures: ['FIRST_RESOLUTION', 'FINAL_RESOLUTION', 'REQUESTER_WAIT'],
    });
    // 1 to 3 and 5 to 11 of ten minutes; then 31 to 41.
    expect(first?.figure).toMatchObject({ n: 3, done: 1, stillWaiting: 2, p50: null });
    const done = await ask(world, { measures: ['FIRST_RESOLUTION'] }, { part: 'DONE' });
    expect(done[0]?.facts.nodes).toMatchObject([{ ticketNumber: 1, seconds: 480 }]);
    const last = await ask(world, { measures: ['FINAL_RESOLUTION'] }, { part: 'DONE' });
    expect(last[0]?.facts.nodes).toMatchObject([{ ticketNumber: 1, seconds: 1080 }]);
    expect(final?.figure).toMatchObject({ n: 3, done: 1 });
    expect(wait?.figure).toMatchObject({ n: 3, done: 1, stillWaiting: 2 });
    expect(first?.quality).toMatchObject([
      { measure: 'REOPEN_RATE' },
      { measure: 'FIRST_CONTACT_RESOLUTION' },
      { measure: 'CSAT' },
      { measure: 'EFFORT' },
    ]);
  });

  test('first response is in buckets and groups, and each leads to its tickets', async () => {
    const [one] = await ask(world, {
      measures: ['FIRST_RESPONSE'],
      bucket: 'HOUR',
      groupBy: 'PRIORITY',
    });
    expect(one?.figure).toMatchObject({
      n: 3,
      done: 1,
      stillWaiting: 2,
      dropped: 0,
      gap: 'NOT_REACHED',
    });
    expect(one?.buckets[0]).toMatchObject({ from: minutes(0).toISOString(), figure: { n: 3 } });
    expect(one?.groups).toMatchObject([
      { key: 'NORMAL', figure: { n: 2, value: 120 } },
      { key: 'HIGH', figure: { n: 1, value: null } },
    ]);
    const high = await ask(
      world,
      { measures: ['FIRST_RESPONSE'], groupBy: 'PRIORITY' },
      { key: 'HIGH' },
    );
    expect(high[0]?.facts.nodes.map(({ ticketNumber }) => ticketNumber)).toEqual([2]);
  });

  test.each([
    ['CUSTOMER', 'customerIds'],
    ['TIER', 'tiers'],
    ['QUEUE', 'queueIds'],
    ['CHANNEL', 'channelIds'],
    ['PLATFORM', 'platforms'],
    ['AGENT', 'agentIds'],
    ['PRIORITY', 'priorities'],
    ['CAUSE', 'causes'],
  ])(
    'grouped by %s and filtered by %s it is one figure with its tickets, now and as of then',
    async (groupBy, name) => {
      for (const asOf of [null, api.now]) {
        const asked = { measures: ['VOLUME'], groupBy, asOf };
        const [grouped] = await ask(world, asked);
        const named = grouped?.groups.filter(({ key }) => key !== null) ?? [];
        expect(named.length).toBeGreaterThan(0);
        for (const { key, figure } of named) {
          const wanted = name === 'platforms' ? key.toUpperCase() : key;
          const [filtered] = await ask(world, { ...asked, filter: { [name]: [wanted] } }, { key });
          expect(filtered?.figure).toMatchObject(figure);
          expect(filtered?.facts.nodes).toHaveLength(figure.n);
        }
      }
    },
  );

  test('the window before is told beside it', async () => {
    const window = { from: minutes(1000), to: minutes(2000) };
    const [later] = await ask(world, { measures: ['VOLUME'], window });
    expect(later).toMatchObject({ figure: { n: 0 }, previous: { n: 3, quality: [] } });
  });

  test('a speed of the window before brings its sample, who waited, and its own quality', async () => {
    const window = { from: minutes(1000), to: minutes(2000) };
    const speeds = MEASURES.filter((name) => RULES[name].quality.length > 0);
    expect(speeds).toContain('FIRST_RESPONSE');
    for (const half of [speeds.slice(0, 5), speeds.slice(5)])
      for (const later of await ask(world, { measures: half, window, groupBy: 'CUSTOMER' })) {
        const [then] = await ask(world, { measures: [later.measure], window: WINDOW });
        const told = ['value', 'gap', 'n', 'stillWaiting'].map((name) => [
          name,
          Reflect.get(then?.figure ?? {}, name),
        ]);
        expect(later.previous).toEqual({
          ...{ from: WINDOW.from.toISOString(), to: WINDOW.to.toISOString() },
          ...{ ...Object.fromEntries(told), quality: then?.quality },
        });
      }
  });

  test('a length in opening hours says so, and counts every hour where there is no calendar', async () => {
    const input = { measures: ['FIRST_RESPONSE', 'VOLUME'], hours: 'BUSINESS' };
    const [open, volume] = await ask(world, input, { part: 'DONE' });
    expect(open).toMatchObject({ unit: 'BUSINESS_SECONDS', figure: { n: 3, done: 1 } });
    expect(open?.definition).toMatchObject({
      calendar: expect.stringContaining('Opening hours'),
    });
    expect(open?.facts.nodes).toMatchObject([{ ticketNumber: 1, seconds: 120 }]);
    expect(volume).toMatchObject({ unit: 'TICKETS', figure: { n: 3 } });
  });

  test('shares count what is decided', async () => {
    const [reopened, contact, kept] = await ask(world, {
      measures: ['REOPEN_RATE', 'FIRST_CONTACT_RESOLUTION', 'PROMISES_KEPT'],
    });
    expect(reopened?.figure).toMatchObject({ value: 1, n: 1, done: 1 });
    expect(contact?.figure).toMatchObject({ value: 0, n: 1 });
    expect(kept?.figure).toMatchObject({ value: 1, n: 1 });
  });

  test('escalations say why, and when they were accepted', async () => {
    const [escalated] = await ask(world, { measures: ['ESCALATIONS'], groupBy: 'REASON' });
    expect(escalated?.groups).toMatchObject([{ key: 'SKILL', figure: { value: 1 } }]);
    const of = async (reasons: readonly string[]) => {
      const [one] = await ask(world, { measures: ['ESCALATIONS'], filter: { reasons } });
      return one?.figure.value;
    };
    expect([await of(['SKILL', 'LATE']), await of(['OTHER'])]).toEqual([1, 0]);
    const [accepted, moved] = await ask(world, {
      measures: ['ACCEPTANCE_TIME', 'TRANSFERS'],
      groupBy: 'AGENT',
    });
    expect(accepted?.figure).toMatchObject({ p50: 360, n: 1, done: 1 });
    expect(moved?.groups).toMatchObject([
      { key: globalId('Member', world.members.sam), label: 'Sam', figure: { n: 1 } },
    ]);
  });

  test('the backlog is what waited for us at the end of each stretch, by age', async () => {
    const [backlog, load] = await ask(world, {
      measures: ['BACKLOG', 'LOAD'],
      bucket: 'HOUR',
      window: { from: minutes(0), to: minutes(120) },
      groupBy: 'AGENT',
    });
    expect(backlog?.buckets.map(({ figure }) => figure.n)).toEqual([2, 2]);
    expect(backlog?.figure.bands).toContainEqual({ from: 3600, to: 14400, n: 2 });
    expect(load?.groups).toMatchObject([{ label: 'Sam', figure: { n: 1 } }]);
    const [early] = await ask(world, {
      measures: ['BACKLOG'],
      window: { from: minutes(0), to: minutes(8) },
    });
    expect(early?.figure.n).toBe(3);
    expect(early?.facts.nodes.map(({ ticketNumber }) => ticketNumber).sort()).toEqual([1, 2, 3]);
  });

  test('an answer as of the past stays, and says what was told otherwise later', async () => {
    const then = { measures: ['REOPEN_RATE'], asOf: api.now };
    const before = await ask(world, then);
    expect(before[0]).toMatchObject({ revised: 0, figure: { value: 1 } });
    api.now = new Date(api.now.getTime() + 3_600_000);
    const [first = ''] = tickets;
    await api.source.query('update ticket set reopen_count = 0 where id = $1', [first]);
    await happened(world, first, api.now, 'NOTE_ADDED', {}, world.members.ada);
    const [waiting] = await ask(world, { measures: ['REOPEN_RATE'] });
    expect(waiting?.uncounted).toBe(1);
    await api.count();
    const [now] = await ask(world, { measures: ['REOPEN_RATE'] });
    expect(now).toMatchObject({ uncounted: 0, revised: 0, figure: { value: 0 } });
    const [again] = await ask(world, then);
    expect(again).toMatchObject({ revised: 1, figure: before[0]?.figure ?? {} });
  });

  test('a piece ends where it holds so many, and what some customers have is known from an index', async () => {
    const crowded = await World.make(api.source, 'Crowded');
    for (const number of [1, 2, 3, 4, 5]) await opened(crowded, number);
    await api.count();
    const readers = createReaders(api.source);
    const endOf = (from: Date, atMost: number, customerIds: readonly string[] | null = null) => {
      const facts = { kind: 'VOLUME', from, to: minutes(6), filter: { customerIds } } as const;
      return readers.pieceEnd(crowded.tenantId, facts, atMost);
    };
    expect(await endOf(minutes(0), 2)).toEqual(minutes(3));
    expect(await endOf(minutes(3), 2)).toEqual(minutes(5));
    expect(await endOf(minutes(5), 2)).toBeNull();
    expect(await endOf(minutes(0), 5)).toBeNull();
    // However many there are in one millisecond, the next piece begins after it.
    expect(await endOf(minutes(2), 0)).toEqual(new Date(minutes(2).getTime() + 1));
    expect(await endOf(minutes(0), 2, [v7()])).toBeNull();
    expect(await endOf(minutes(0), 2, [crowded.customerId])).toEqual(minutes(3));
  });

  test('beside what was added up few are counted; where there are more it says nothing, and how many there are', async () => {
    const crowded = await World.make(api.source, 'Edges');
    const ids: string[] = [];
    for (const number of [1, 2, 3, 4, 5]) ids.push(await opened(crowded, number));
    const { tenantId, customerId } = crowded;
    await api.count();
    const readers = createReaders(api.source);
    const sized = (from: Date, customerIds: readonly string[] | null = null) =>
      readers.factsAddedUp(tenantId, 'VOLUME', from, minutes(2_880), customerIds);
    expect(await sized(minutes(0))).toBe(0);
    await api.rollUp();
    expect([await sized(minutes(0)), await sized(minutes(0), [customerId])]).toEqual([5, 5]);
    expect([await sized(minutes(1_440)), await sized(minutes(0), [v7()])]).toEqual([0, 0]);

    const within = (mostAtEnds: number) => createReaders(api.source, { ...AT_ONCE, mostAtEnds });
    const minute = { from: minutes(0), to: minutes(6) };
    const day = { from: minutes(-1_440), to: minutes(2_880) };
    const counted = async (most: number, window: typeof day, asOf: Date | null = null) => {
      const asked = { ...window, starts: [window.from], asOf: asOf ?? api.now };
      const bars = await within(most).rolledBars(tenantId, {
        ...{ kind: 'VOLUME', hours: 'CALENDAR', filter: {}, groupBy: null },
        ...{ ...asked, isNow: asOf === null },
      });
      return bars?.reduce((sum, { n }) => sum + n, 0) ?? null;
    };
    // Minutes are no hours: all are counted. Of whole days none is.
    expect([await counted(5, minute), await counted(4, minute)]).toEqual([5, null]);
    expect(await counted(0, day)).toBe(5);
    const stock = async (most: number) =>
      within(most).rolledSpans(tenantId, {
        ...{ kind: 'BACKLOG', asOf: api.now, isNow: true, filter: {}, groupBy: null },
        ...{ instants: [minute.from, minute.to], bands: [0] },
      });
    expect([(await stock(5)) === null, await stock(4)]).toEqual([false, null]);

    // Of the past, what was told since: two as they were then, and as they are now.
    const then = api.now;
    api.now = new Date(then.getTime() + 3_600_000);
    for (const id of ids.slice(0, 2)) {
      await api.source.query(`update ticket set priority = 'HIGH' where id = $1`, [id]);
      await happened(crowded, id, api.now, 'NOTE_ADDED', {});
    }
    await api.count();
    expect([await counted(4, day, then), await counted(3, day, then)]).toEqual([5, null]);
    expect(await counted(0, day)).toBe(5);
    // Of the day that day nothing had been counted yet: all of it was told since.
    const ofThatDay = (mostSince: number) =>
      createReaders(api.source, { mostAtEnds: 100, mostSince }).rolledBars(tenantId, {
        ...{ kind: 'VOLUME', hours: 'CALENDAR', filter: {}, groupBy: null, isNow: false },
        ...{ ...day, starts: [day.from], asOf: minutes(10) },
      });
    const sums = (await ofThatDay(5))?.reduce((sum, { n }) => sum + n, 0);
    expect([sums, await ofThatDay(4)]).toEqual([0, null]);
  });

  test('no other desk is in the figures', async () => {
    const other = await World.make(api.source, 'Other');
    await opened(other, 1);
    await api.count();
    const [volume] = await ask(other, { measures: ['VOLUME'] });
    expect(volume?.figure.n).toBe(1);
  });

  test.each([
    [{ zone: 'Mars/Base' }, 'UNKNOWN_ZONE'],
    [{ asOf: '2030-01-01T00:00:00Z' }, 'AS_OF_IN_FUTURE'],
    [{ window: { from: minutes(5), to: minutes(5) } }, 'EMPTY_WINDOW'],
    [{ window: { from: minutes(0), to: minutes(60 * 401) }, bucket: 'HOUR' }, 'TOO_MANY_BUCKETS'],
  ])('%j is refused', async (more, reason) => {
    const answer = await api.query(world.token('SUPERVISOR'), QUERY, {
      input: { measures: ['VOLUME'], window: WINDOW, ...more },
    });
    expect(answer.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason });
  });
});
