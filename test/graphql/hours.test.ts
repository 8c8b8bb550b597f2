import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { globalId } from '../../graphql/global-id';
import { TestApi } from './api';
import { CareApi } from './care-api';
import { missing } from './ids';

let api: TestApi;
let desks = 0;

beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(() => api.stop());

const begin = (start = '2026-03-02T14:30:00Z'): Promise<CareApi> => {
  desks += 1;
  return CareApi.begin(api, `THOURS${desks}`, start);
};

const day = (weekday: number, from = '09:00', to = '17:00') => ({ weekday, from, to });
const WEEK = [1, 2, 3, 4, 5].map((weekday) => day(weekday));
const OFFICE = { name: 'Office', zone: 'Europe/Berlin', opening: WEEK };

interface Payload {
  readonly result: string | null;
  readonly replayed: boolean;
  readonly errors: readonly { readonly code: string; readonly path: readonly string[] }[];
  readonly recomputed: {
    readonly tickets: number;
    readonly truncated: boolean;
    readonly changes: readonly Record<string, unknown>[];
  } | null;
  readonly calendar?: { readonly id: string; readonly version: number } & Record<string, unknown>;
  readonly policy?: { readonly id: string; readonly version: number } & Record<string, unknown>;
}

const RECOMPUTED = `recomputed { tickets truncated changes {
  ticketNumber measure dueBefore dueAfter targetSecondsBefore targetSecondsAfter stateAfter } }`;
const CALENDAR = `calendar { id name version zone country region isDefault customerIds queueIds tiers
  opening { weekday from to overnight } holidays { date name } }`;
const SHOWN = {
  setCalendar: ['SetCalendarInput', CALENDAR],
  assignCalendar: ['AssignCalendarInput', CALENDAR],
  setSlaPolicy: [
    'SetSlaPolicyInput',
    'policy { id tier version calendarId pauseWhile warnPercent targets { priority measure seconds hours } }',
  ],
} as const;

const change = async (desk: CareApi, name: keyof typeof SHOWN, input: object): Promise<Payload> => {
  const [type, shown] = SHOWN[name];
  const data = await desk.ask<Record<string, Payload>>(
    `mutation ($input: ${type}!) { ${name}(input: $input) {
      ${shown} result replayed errors { code path } ${RECOMPUTED} } }`,
    { input },
  );
  const payload = data[name];
  if (payload === undefined) throw new Error('no payload');
  return payload;
};

const office = async (desk: CareApi, more: object = {}): Promise<string> => {
  const { calendar } = await change(desk, 'setCalendar', { ...OFFICE, ...more });
  return calendar?.id ?? '';
};

const history = async (desk: CareApi, thread: string): Promise<readonly unknown[]> => {
  const { id } = await desk.world.ticket(thread);
  const { ticket } = await desk.ask<{ ticket: { timeline: { nodes: { kind: string }[] } } }>(
    `query ($id: ID!) { ticket(id: $id) { timeline(first: 50) { nodes { kind
       event { ... on ClocksRecounted { recountedBecause } } changes { field before after } } } } }`,
    { id: globalId('Ticket', id) },
  );
  return ticket.timeline.nodes.filter(({ kind }) => kind === 'CLOCKS_RECOUNTED');
};

const dueOf = async (desk: CareApi, thread: string): Promise<string | undefined> =>
  (await desk.world.ticket(thread)).firstResponseDueAt?.toISOString();

describe('a calendar', () => {
  test('has any number of intervals a day, overnight too, and holidays of a region and its own', async () => {
    const desk = await begin();
    const made = await change(desk, 'setCalendar', {
      ...OFFICE,
      opening: [
        day(1, '09:00', '12:00'),
        day(1, '13:00', '17:30'),
        day(5, '22:00', '06:00'),
        day(7, '00:00', '24:00'),
      ],
      holidays: [{ date: '2026-12-24', name: 'Company day' }],
      country: 'DE',
      region: 'BY',
    });
    expect(made).toMatchObject({
      errors: [],
      result: 'CREATED',
      calendar: {
        version: 1,
        country: 'DE',
        region: 'BY',
        isDefault: false,
        holidays: [{ date: '2026-12-24', name: 'Company day' }],
        opening: [
          { weekday: 1, from: '09:00', to: '12:00', overnight: false },
          { weekday: 1, from: '13:00', to: '17:30', overnight: false },
          { weekday: 5, from: '22:00', to: '06:00', overnight: true },
          { weekday: 7, from: '00:00', to: '24:00', overnight: false },
        ],
      },
    });
  });

  test('gets a new version when it says something else, and none when it says the same', async () => {
    const desk = await begin();
    const id = await office(desk);
    expect(await change(desk, 'setCalendar', OFFICE)).toMatchObject({
      result: 'NOOP',
      calendar: { id, version: 1 },
    });
    const later = { ...OFFICE, opening: [day(1)], expectedVersion: 1 };
    expect(await change(desk, 'setCalendar', later)).toMatchObject({
      result: 'UPDATED',
      calendar: { id, version: 2 },
    });
    expect(await change(desk, 'setCalendar', later)).toMatchObject({
      errors: [{ code: 'HOURS_CHANGED', path: ['expectedVersion'] }],
      recomputed: null,
    });
    const listed = await desk.ask('{ calendars { nodes { name version } } }', {}, 'AGENT');
    expect(listed).toEqual({ calendars: { nodes: [{ name: 'Office', version: 2 }] } });
    expect(
      await desk.ask('query ($id: ID!) { node(id: $id) { ... on Calendar { name } } }', { id }),
    ).toEqual({ node: { name: 'Office' } });
  });

  test.each([
    [{ zone: 'Mars/Olympus' }, 'UNKNOWN_ZONE', 'zone'],
    [{ opening: [] }, 'HOURS_FAULTY', 'opening'],
    [{ holidays: [{ date: '1.5.26', name: 'May' }] }, 'HOURS_FAULTY', 'opening'],
    [{ country: 'XX' }, 'UNKNOWN_HOLIDAYS', 'country'],
    [{ region: 'BY' }, 'COUNTRY_NEEDED', 'country'],
    [{ name: ' ' }, 'NAME_LENGTH', 'name'],
  ])('is refused with %j', async (part, code, path) => {
    const desk = await begin();
    for (const dryRun of [true, false])
      expect(await change(desk, 'setCalendar', { ...OFFICE, ...part, dryRun })).toMatchObject({
        errors: [{ code, path: [path] }],
        calendar: null,
        recomputed: null,
      });
  });

  test('changed while a ticket is open: said before, done by the sweep, told in the history; what ended stays', async () => {
    const desk = await begin('2026-03-02T14:10:00Z');
    const { world } = desk;
    await change(desk, 'assignCalendar', { calendarId: await office(desk) });
    const answered = await world.asks('The first question');
    world.at('2026-03-02T14:20:00Z');
    await world.replies(answered);
    world.at('2026-03-02T14:30:00Z');
    const thread = await world.asks('The second question');
    expect(await dueOf(desk, thread)).toBe('2026-03-02T15:30:00.000Z');
    world.at('2026-03-02T14:40:00Z');
    const half = { ...OFFICE, opening: [day(1, '09:00', '16:00'), day(2, '08:00', '16:00')] };
    const moved = {
      measure: 'FIRST_RESPONSE',
      dueBefore: '2026-03-02T15:30:00.000Z',
      dueAfter: '2026-03-03T07:30:00.000Z',
      stateAfter: 'PENDING',
    };
    const foreseen = await change(desk, 'setCalendar', { ...half, dryRun: true });
    expect(foreseen).toMatchObject({ errors: [], result: 'UPDATED', calendar: { version: 1 } });
    expect(foreseen.recomputed).toMatchObject({ truncated: false, changes: [moved] });
    await world.sweep();
    expect(await dueOf(desk, thread)).toBe('2026-03-02T15:30:00.000Z');
    const kept = await change(desk, 'setCalendar', half);
    expect(kept).toMatchObject({ calendar: { version: 2 }, recomputed: foreseen.recomputed });
    await world.sweep();
    expect(await dueOf(desk, thread)).toBe('2026-03-03T07:30:00.000Z');
    expect(await history(desk, thread)).toEqual([
      {
        kind: 'CLOCKS_RECOUNTED',
        event: { recountedBecause: 'opening hours changed' },
        changes: expect.arrayContaining([
          {
            field: 'FIRST_RESPONSE',
            before: '2026-03-02T15:30:00.000Z',
            after: '2026-03-03T07:30:00.000Z',
          },
        ]),
      },
    ]);
    expect(await history(desk, answered)).toEqual([]);
    expect(await world.clocks(answered)).toEqual({ FIRST_RESPONSE: 'ACHIEVED' });
  });

  test('counts for a customer before a tier, a queue and the desk; taken away, the next wider one does', async () => {
    const desk = await begin('2026-03-02T03:00:00Z');
    const { world } = desk;
    const opens = async (name: string, from: string): Promise<string> =>
      office(desk, { name, zone: 'UTC', opening: [day(1, from, '20:00')] });
    const { customer, ticket } = world.seeded;
    const customerId = globalId('Customer', customer.id);
    const queueId = globalId('Queue', ticket.queueId);
    const thread = await world.asks('When do you open?');
    const due = async (): Promise<string | undefined> => {
      await world.sweep();
      return dueOf(desk, thread);
    };
    await change(desk, 'assignCalendar', { calendarId: await opens('Desk', '04:00') });
    expect(await due()).toBe('2026-03-02T05:00:00.000Z');
    await change(desk, 'assignCalendar', { calendarId: await opens('Queue', '05:00'), queueId });
    expect(await due()).toBe('2026-03-02T06:00:00.000Z');
    const tier = {
      tier: customer.tier,
      calendarId: await opens('Tier', '06:00'),
      targets: [{ priority: 'NORMAL', measure: 'FIRST_RESPONSE', seconds: 3600 }],
    };
    await change(desk, 'setSlaPolicy', tier);
    expect(await due()).toBe('2026-03-02T07:00:00.000Z');
    const own = await change(desk, 'assignCalendar', {
      calendarId: await opens('Own', '07:00'),
      customerId,
    });
    expect(own.calendar).toMatchObject({ customerIds: [customerId], queueIds: [], tiers: [] });
    expect(await due()).toBe('2026-03-02T08:00:00.000Z');
    await change(desk, 'assignCalendar', { calendarId: null, customerId });
    expect(await due()).toBe('2026-03-02T07:00:00.000Z');
    expect(
      await desk.ask('{ calendars { nodes { name isDefault tiers queueIds } } }'),
    ).toMatchObject({
      calendars: {
        nodes: [
          { name: 'Desk', isDefault: true },
          { name: 'Own', isDefault: false },
          { name: 'Queue', queueIds: [queueId] },
          { name: 'Tier', tiers: [customer.tier] },
        ],
      },
    });
  });

  test('that is not there, and a scope that is none, are refused', async () => {
    const desk = await begin();
    const codes = async (input: object): Promise<readonly string[]> =>
      (await change(desk, 'assignCalendar', input)).errors.map(({ code }) => code);
    expect(await codes({ calendarId: missing('Calendar') })).toEqual(['CALENDAR_NOT_FOUND']);
    const calendarId = await office(desk);
    expect(await codes({ calendarId, customerId: missing('Customer') })).toEqual([
      'CUSTOMER_NOT_FOUND',
    ]);
    expect(await codes({ calendarId, queueId: missing('Queue') })).toEqual(['QUEUE_NOT_FOUND']);
    const both = { customerId: missing('Customer'), queueId: missing('Queue') };
    expect(await codes({ calendarId, ...both })).toEqual(['ONE_SCOPE']);
  });
});

describe('a policy', () => {
  const target = (measure: string, seconds: number, hours = 'CALENDAR') => ({
    priority: 'NORMAL',
    measure,
    seconds,
    hours,
  });

  test('is one for each tier, with a target for each priority and measure', async () => {
    const desk = await begin();
    const targets = [target('FIRST_RESPONSE', 1800), target('TOTAL_RESOLUTION', 7200, 'BUSINESS')];
    const said = { pauseWhile: ['CUSTOMER', 'THIRD_PARTY'], warnPercent: 70, targets };
    expect(await change(desk, 'setSlaPolicy', said)).toMatchObject({
      result: 'CREATED',
      policy: { tier: '', version: 1, ...said },
    });
    const gold = await change(desk, 'setSlaPolicy', { tier: 'Gold', targets: [] });
    expect(gold).toMatchObject({
      policy: { tier: 'Gold', pauseWhile: ['CUSTOMER'], warnPercent: 80, targets: [] },
    });
    const again = { tier: 'Gold', targets, expectedVersion: 1 };
    expect(await change(desk, 'setSlaPolicy', again)).toMatchObject({
      result: 'UPDATED',
      policy: { id: gold.policy?.id, version: 2 },
    });
    expect(await change(desk, 'setSlaPolicy', again)).toMatchObject({
      errors: [{ code: 'HOURS_CHANGED' }],
    });
    expect(await desk.ask('{ slaPolicies { nodes { tier version } } }', {}, 'AGENT')).toEqual({
      slaPolicies: {
        nodes: [
          { tier: '', version: 1 },
          { tier: 'Gold', version: 2 },
        ],
      },
    });
  });

  test.each([
    [{ targets: [target('UPDATE', 1)] }],
    [{ targets: [target('UPDATE', 600), target('UPDATE', 900)] }],
    [{ targets: [], warnPercent: 100 }],
    [{ targets: [], pauseWhile: ['US'] }],
  ])('that contradicts itself is refused: %j', async (said) => {
    const desk = await begin();
    expect(await change(desk, 'setSlaPolicy', said)).toMatchObject({
      errors: [{ code: 'HOURS_FAULTY', path: ['targets'] }],
      policy: null,
    });
  });

  test('changed while pending: the running clock keeps its start and takes the new target', async () => {
    const desk = await begin('2026-03-02T10:00:00Z');
    const { world } = desk;
    const thread = await world.asks('How long does it take?');
    world.at('2026-03-02T10:10:00Z');
    const said = { targets: [target('FIRST_RESPONSE', 1800)] };
    const foreseen = await change(desk, 'setSlaPolicy', { ...said, dryRun: true });
    expect(foreseen).toMatchObject({
      policy: null,
      result: 'CREATED',
      recomputed: {
        tickets: 1,
        changes: [
          {
            dueBefore: '2026-03-02T11:00:00.000Z',
            dueAfter: '2026-03-02T10:30:00.000Z',
            targetSecondsBefore: 3600,
            targetSecondsAfter: 1800,
          },
        ],
      },
    });
    expect(await desk.ask('{ slaPolicies { nodes { tier } } }')).toEqual({
      slaPolicies: { nodes: [] },
    });
    await change(desk, 'setSlaPolicy', said);
    await world.sweep();
    expect(await dueOf(desk, thread)).toBe('2026-03-02T10:30:00.000Z');
    expect(await history(desk, thread)).toMatchObject([
      { event: { recountedBecause: 'service levels changed' } },
    ]);
    // Nothing more to say: the next sweeps find nothing.
    expect(await world.sweep()).toBe(0);
    expect(await history(desk, thread)).toHaveLength(1);
  });

  test('changed while the customer is awaited: what it newly measures begins, and stands still', async () => {
    const desk = await begin('2026-03-02T10:00:00Z');
    const { world } = desk;
    const thread = await world.asks('How long does it take?');
    world.at('2026-03-02T10:10:00Z');
    await world.replies(thread);
    world.at('2026-03-02T12:00:00Z');
    await change(desk, 'setSlaPolicy', {
      targets: [target('FIRST_RESPONSE', 600), target('TOTAL_RESOLUTION', 7200)],
    });
    await world.sweep();
    expect(await world.clocks(thread)).toEqual({
      FIRST_RESPONSE: 'ACHIEVED',
      TOTAL_RESOLUTION: 'PENDING',
    });
    // Ten minutes were ours; the wait for the customer before the change does not count either.
    world.at('2026-03-02T12:30:00Z');
    await world.asks('Still too long', thread);
    const { id } = await world.ticket(thread);
    const clocks = await world.run((tx) => tx.care.clocksOf(id));
    expect(clocks.find(({ measure }) => measure === 'TOTAL_RESOLUTION')?.dueAt).toEqual(
      new Date('2026-03-02T14:20:00.000Z'),
    );
  });

  test('set twice with one key is set once', async () => {
    const desk = await begin();
    const said = { targets: [], idempotencyKey: 'policy-once' };
    const first = await change(desk, 'setSlaPolicy', said);
    const again = await change(desk, 'setSlaPolicy', said);
    expect(again).toMatchObject({ replayed: true, policy: first.policy, recomputed: null });
  });
});

test('hours are kept by supervisors', async () => {
  const desk = await begin();
  const mutation =
    'mutation ($input: SetSlaPolicyInput!) { setSlaPolicy(input: $input) { result } }';
  await expect(desk.ask(mutation, { input: { targets: [] } }, 'AGENT')).rejects.toThrow(
    'FORBIDDEN',
  );
});
