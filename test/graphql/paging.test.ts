import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { globalId } from '../../graphql/global-id';
import { TestApi } from './api';
import { minutes, World } from './world';

const LIST = /* GraphQL */ `
  query List($first: Int, $after: String, $last: Int, $before: String, $sort: TicketSortInput, $filter: TicketFilterInput) {
    tickets(first: $first, after: $after, last: $last, before: $before, sort: $sort, filter: $filter) {
      edges { cursor node { number } }
      nodes { number }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`;

let api: TestApi;
let world: World;
let agent: string;

interface Page {
  readonly edges: readonly { readonly cursor: string }[];
  readonly nodes: readonly { readonly number: number }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

const list = async (variables: object, token = agent): Promise<Page> =>
  (await api.ask<{ tickets: Page }>(token, LIST, variables)).tickets;
const numbers = (page: Page): number[] => page.nodes.map((node) => node.number);

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
  agent = world.token('AGENT');
  const priorities = ['LOW', 'NORMAL', 'HIGH', 'URGENT'];
  for (let number = 1; number <= 12; number += 1) {
    await world.ticket({
      number,
      priority: priorities[number % 4] ?? 'LOW',
      // Pairs share an instant: the id must break the tie.
      openedAt: minutes(Math.floor(number / 2)),
      updatedAt: minutes(100 - number),
      // Every third has none, and stands behind all others.
      unansweredSince: number % 3 === 0 ? null : minutes(50 - number),
      firstResponseDueAt: number % 3 === 0 ? null : minutes(number),
    });
  }
});
afterAll(() => api.stop());

describe('a page', () => {
  test('forwards and backwards meet in the middle', async () => {
    const whole = numbers(await list({ first: 100 }));
    const start = await list({ first: 5 });
    const end = await list({ last: 7 });
    expect([...numbers(start), ...numbers(end)]).toEqual(whole);
    expect(start.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(end.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  test('walking back with before returns the rows that were passed', async () => {
    const first = await list({ first: 4 });
    const second = await list({ first: 4, after: first.pageInfo.endCursor });
    const back = await list({ last: 4, before: second.pageInfo.startCursor });
    expect(numbers(back)).toEqual(numbers(first));
    expect(back.pageInfo.hasPreviousPage).toBe(false);
    expect(back.pageInfo.hasNextPage).toBe(true);
  });

  test('after and before together cut out a stretch', async () => {
    const whole = await list({ first: 100 });
    const cursors = whole.edges.map((edge) => edge.cursor);
    const middle = await list({ first: 100, after: cursors[2], before: cursors[6] });
    expect(numbers(middle)).toEqual(numbers(whole).slice(3, 6));
  });

  test('of zero rows says whether there are any', async () => {
    const page = await list({ first: 0 });
    expect(page.edges).toEqual([]);
    expect(page.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: null,
    });
  });

  test('is 25 long unless asked, and never longer than 100', async () => {
    const many = await World.make(api.source, 'Many');
    for (let number = 1; number <= 26; number += 1) await many.ticket({ number });
    expect((await list({}, many.token('AGENT'))).nodes).toHaveLength(25);
    const answer = await api.query(agent, LIST, { first: 101 });
    expect(answer.errors[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: [{ code: 'max', path: ['first'] }],
    });
    expect(answer.text).not.toContain('target');
  });

  test.each([
    { first: -1 },
    { first: 2, last: 2 },
    { after: 'x' },
    { after: Buffer.from('["ticket:OPENED_AT","1; drop","1"]').toString('base64url') },
  ])('with %j is refused, not guessed', async (variables) => {
    const answer = await api.query(agent, LIST, variables);
    expect(answer.errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(answer.status).toBe(200);
  });

  test('of another order does not accept the cursor', async () => {
    const { pageInfo } = await list({ first: 1 });
    const answer = await api.query(agent, LIST, {
      after: pageInfo.endCursor,
      sort: { field: 'NUMBER' },
    });
    expect(answer.errors[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      reason: 'INVALID_CURSOR',
    });
  });
});

const RANK = ['LOW', 'NORMAL', 'HIGH', 'URGENT'];
const VALUES = new Map<string, (number: number) => number>([
  ['OPENED_AT', (number) => Math.floor(number / 2)],
  ['UPDATED_AT', (number) => 100 - number],
  ['PRIORITY', (number) => RANK.indexOf(RANK[number % 4] ?? '')],
  ['NUMBER', (number) => number],
  ['UNANSWERED_SINCE', (number) => (number % 3 === 0 ? 1_000 : 50 - number)],
  ['FIRST_RESPONSE_DUE_AT', (number) => (number % 3 === 0 ? 1_000 : number)],
]);

describe('every order', () => {
  for (const field of VALUES.keys()) {
    for (const direction of ['ASC', 'DESC']) {
      test(`${field} ${direction} is walked page by page without loss or repeat`, async () => {
        const seen: number[] = [];
        for (let after: string | null = null, more = true; more; ) {
          const page: Page = await list({ first: 5, after, sort: { field, direction } });
          seen.push(...numbers(page));
          after = page.pageInfo.endCursor;
          more = page.pageInfo.hasNextPage;
        }
        expect(new Set(seen).size).toBe(12);
        expect(seen).toHaveLength(12);
        const values = seen.map((number) => VALUES.get(field)?.(number) ?? 0);
        const sorted = [...values].sort((a, b) => (direction === 'ASC' ? a - b : b - a));
        expect(values).toEqual(sorted);
      });
    }
  }
});

test('a walk while tickets arrive sees each old ticket once', async () => {
  const late = await World.make(api.source, 'Busy');
  for (let number = 1; number <= 9; number += 1) await late.ticket({ number });
  const seen: number[] = [];
  let next = 100;
  for (let after: string | null = null, more = true; more; ) {
    const page: Page = await list({ first: 2, after }, late.token('AGENT'));
    seen.push(...numbers(page));
    after = page.pageInfo.endCursor;
    more = page.pageInfo.hasNextPage;
    next += 1;
    await late.ticket({ number: next, openedAt: minutes(next) });
  }
  expect(seen.filter((number) => number < 100)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
});

interface Said {
  readonly nodes: readonly { readonly text: string }[];
  readonly pageInfo: Page['pageInfo'];
}

test('messages and history of a ticket are walked the same way', async () => {
  const id = await world.ticket({ number: 50 });
  for (let index = 0; index < 7; index += 1)
    await world.message(id, `word ${index}`, minutes(index));
  const QUERY = /* GraphQL */ `
    query ($id: ID!, $first: Int, $after: String, $last: Int) {
      ticket(id: $id) { messages(first: $first, after: $after, last: $last) { nodes { text } pageInfo { endCursor hasNextPage hasPreviousPage } } }
    }
  `;
  const page = async (variables: object) =>
    (
      await api.ask<{ ticket: { messages: Said } }>(agent, QUERY, {
        id: globalId('Ticket', id),
        ...variables,
      })
    ).ticket.messages;
  const start = await page({ first: 4 });
  const rest = await page({ first: 4, after: start.pageInfo.endCursor });
  const texts = [...start.nodes, ...rest.nodes].map((node) => node.text);
  expect(texts).toEqual([0, 1, 2, 3, 4, 5, 6].map((index) => `word ${index}`));
  expect(rest.pageInfo.hasNextPage).toBe(false);
  const end = await page({ last: 2 });
  expect(end.nodes.map((node) => node.text)).toEqual(['word 5', 'word 6']);
  expect(end.pageInfo.hasPreviousPage).toBe(true);
});
