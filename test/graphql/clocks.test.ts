import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { globalId } from '../../graphql/global-id';
import { TestApi } from './api';
import { CareApi } from './care-api';

let api: TestApi;
let desks = 0;

beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(() => api.stop());

const begin = (start = '2026-03-02T14:30:00Z'): Promise<CareApi> => {
  desks += 1;
  return CareApi.begin(api, `TCLOCK${desks}`, start);
};

const WORKDAY = ['09:00-17:00'];
const RULES = {
  calendars: [
    {
      name: 'Office',
      zone: 'Europe/Berlin',
      open: { mon: WORKDAY, tue: WORKDAY, wed: WORKDAY },
      holidays: [{ date: '2026-03-03', name: 'Founders’ day' }],
    },
  ],
  use: [{ calendar: 'Office' }],
  policies: [
    {
      targets: [
        { priority: 'NORMAL', measure: 'FIRST_RESPONSE', minutes: 60 },
        { priority: 'NORMAL', measure: 'TOTAL_RESOLUTION', minutes: 120 },
      ],
    },
  ],
};

describe('clocks of a ticket', () => {
  const CLOCKS = `query ($id: ID!) { ticket(id: $id) { clocks {
    measure state startedAt dueAt stoppedAt targetSeconds calendarVersion
    pausedIntervals { from to reason }
    explain { countedSeconds skippedSeconds truncated
      counted { from to reason } skipped { from to reason seconds } } } } }`;
  const at = (text: string): string => `2026-03-${text}:00.000Z`;

  test('account for every second, counted or skipped and why', async () => {
    const desk = await begin('2026-03-02T15:30:00Z');
    const { world } = desk;
    await world.keeps(RULES);
    const thread = await world.asks('The export is empty');
    world.at('2026-03-02T15:40:00Z');
    await world.replies(thread);
    world.at('2026-03-02T15:50:00Z');
    await world.asks('Still empty', thread);
    world.at('2026-03-04T09:00:00Z');
    await world.sweep();
    const id = globalId('Ticket', (await world.ticket(thread)).id);
    const { ticket } = await desk.ask<{ ticket: { clocks: object[] } }>(CLOCKS, { id }, 'AGENT');
    expect(ticket.clocks).toEqual([
      {
        measure: 'FIRST_RESPONSE',
        state: 'ACHIEVED',
        startedAt: at('02T15:30'),
        dueAt: at('04T08:30'),
        stoppedAt: at('02T15:40'),
        targetSeconds: 3600,
        calendarVersion: 1,
        pausedIntervals: [],
        explain: {
          countedSeconds: 600,
          skippedSeconds: 0,
          truncated: false,
          counted: [{ from: at('02T15:30'), to: at('02T15:40'), reason: 'open' }],
          skipped: [],
        },
      },
      {
        measure: 'TOTAL_RESOLUTION',
        state: 'PENDING',
        startedAt: at('02T15:30'),
        dueAt: at('04T09:40'),
        stoppedAt: null,
        targetSeconds: 7200,
        calendarVersion: 1,
        pausedIntervals: [
          { from: at('02T15:40'), to: at('02T15:50'), reason: 'waiting on customer' },
        ],
        explain: {
          countedSeconds: 80 * 60,
          skippedSeconds: 600 + 7 * 3600 + 24 * 3600 + 9 * 3600,
          truncated: false,
          counted: [
            { from: at('02T15:30'), to: at('02T15:40'), reason: 'open' },
            { from: at('02T15:50'), to: at('02T16:00'), reason: 'open' },
            { from: at('04T08:00'), to: at('04T09:00'), reason: 'open' },
          ],
          skipped: [
            {
              from: at('02T15:40'),
              to: at('02T15:50'),
              reason: 'waiting on customer',
              seconds: 600,
            },
            {
              from: at('02T16:00'),
              to: at('02T23:00'),
              reason: 'out of hours',
              seconds: 7 * 3600,
            },
            {
              from: at('02T23:00'),
              to: at('03T23:00'),
              reason: 'holiday: Founders’ day',
              seconds: 24 * 3600,
            },
            {
              from: at('03T23:00'),
              to: at('04T08:00'),
              reason: 'out of hours',
              seconds: 9 * 3600,
            },
          ],
        },
      },
    ]);
  });
});

describe('promises', () => {
  const broken = async (desk: CareApi): Promise<void> => {
    await desk.world.asks('Is anybody there?');
    await desk.world.until('2026-03-02T17:00:00Z', 10);
  };

  test('are told with the message or line that told them, and what became of them', async () => {
    const desk = await begin();
    const thread = await desk.world.asks('Is anybody there?');
    await desk.world.until('2026-03-02T17:00:00Z', 10);
    const id = globalId('Ticket', (await desk.world.ticket(thread)).id);
    const { ticket } = await desk.ask<{
      ticket: {
        promises: { nodes: { state: string; id: string; toldInMessageId: string | null }[] };
      };
    }>(
      `query ($id: ID!) { ticket(id: $id) { promises { nodes {
        id state kind dueAt toldAt settledAt toldInMessageId ticket { id } } } } }`,
      { id },
    );
    const [first, second, third] = ticket.promises.nodes;
    expect(first).toMatchObject({
      state: 'RENEWED',
      kind: 'FIRST_RESPONSE',
      toldInMessageId: null,
      ticket: { id },
    });
    expect(second).toMatchObject({ state: 'BROKEN', kind: 'NEXT_UPDATE' });
    expect(third).toMatchObject({ state: 'OPEN', settledAt: null });
    const { node, promise } = await desk.ask<{ node: object; promise: object }>(
      `query ($message: ID!, $promise: ID!) {
        node(id: $message) { ... on Message { text } } promise: node(id: $promise) { id } }`,
      { message: second?.toldInMessageId, promise: first?.id },
    );
    expect(node).toMatchObject({ text: expect.stringContaining('You are not forgotten') });
    expect(promise).toEqual({ id: first?.id });
  });

  test('of a customer are counted over a window, with what they are a share of', async () => {
    const desk = await begin();
    await broken(desk);
    const kept = await desk.world.asks('Where is my invoice?');
    desk.world.at('2026-03-02T17:10:00Z');
    await desk.world.replies(kept);
    const statistics = async (days: number): Promise<unknown> => {
      const query = `query ($days: Int!) { customers { nodes {
        promiseStatistics(days: $days) { kept renewed broken n from to } } } }`;
      const { customers } = await desk.ask<{
        customers: { nodes: { promiseStatistics: unknown }[] };
      }>(query, { days });
      return customers.nodes[0]?.promiseStatistics;
    };
    desk.world.at('2026-03-05T17:10:00Z');
    expect(await statistics(90)).toEqual({
      kept: 1,
      renewed: 1,
      broken: 1,
      n: 3,
      from: '2025-12-05T17:10:00.000Z',
      to: '2026-03-05T17:10:00.000Z',
    });
    expect(await statistics(1)).toMatchObject({ n: 0 });
  });

  test('due next are listed page by page, the next first; a partner sees those of their tickets', async () => {
    const desk = await begin();
    const threads: string[] = [];
    for (const minute of [30, 40, 50]) {
      desk.world.at(`2026-03-02T14:${minute}:00Z`);
      threads.push(await desk.world.asks(`Question ${minute}, is it?`));
    }
    const due = (args: string) =>
      `{ promisesDue${args} { nodes { dueAt ticket { subject } } pageInfo { hasNextPage endCursor } } }`;
    interface Due {
      readonly promisesDue: {
        readonly nodes: readonly { readonly dueAt: string }[];
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
      };
    }
    const times = ({ promisesDue }: Due): readonly string[] =>
      promisesDue.nodes.map(({ dueAt }) => dueAt.slice(11, 16));
    const first = await desk.ask<Due>(due('(first: 2)'));
    expect(times(first)).toEqual(['15:30', '15:40']);
    const { hasNextPage, endCursor } = first.promisesDue.pageInfo;
    expect(hasNextPage).toBe(true);
    expect(times(await desk.ask<Due>(due(`(first: 2, after: "${endCursor}")`)))).toEqual(['15:50']);
    expect(times(await desk.ask<Due>(due('(dueBefore: "2026-03-02T15:40:00Z")')))).toEqual([
      '15:30',
    ]);
    const customerId = globalId('Customer', desk.world.seeded.customer.id);
    expect(times(await desk.ask<Due>(due(`(customerId: "${customerId}", last: 1)`)))).toEqual([
      '15:50',
    ]);
    const memberId = globalId('Member', desk.world.seeded.member.id);
    expect(times(await desk.ask<Due>(due(`(assigneeId: "${memberId}")`)))).toEqual([]);
    expect(times(await desk.ask<Due>(due(''), {}, 'PARTNER'))).toEqual([]);
  });
});

test('clocks, promises and statistics take as many statements for one ticket as for many', async () => {
  const desk = await begin();
  for (let hour = 10; hour < 18; hour += 1)
    await desk.world.at(`2026-03-02T${hour}:00:00Z`).asks(`Question ${hour}, is it?`);
  const query = `query ($first: Int) {
    promisesDue(first: $first) { nodes { ticket { subject } } }
    tickets(first: $first) { nodes {
      customer { promiseStatistics { n } }
      clocks { measure explain { countedSeconds } }
      promises(first: 3) { nodes { state } } } } }`;
  // The first use of a token in a while is written down.
  await desk.ask('{ __typename }');
  const one = await desk.statementsOf(query, { first: 1 });
  expect(await desk.statementsOf(query, { first: 8 })).toBe(one);
  // Sign-in, two lists, the tickets of promises, statistics, clocks, promises.
  expect(one).toBe(7);
});
