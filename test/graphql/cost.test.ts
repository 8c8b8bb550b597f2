import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GraphQLSchema, Kind, parse } from 'graphql';
import { COST_LIMIT, costOf } from '../../graphql/cost';
import { buildApiSchema } from '../../graphql/schema';
import { TestApi } from './api';
import { World } from './world';

let api: TestApi;
let world: World;
let schema: GraphQLSchema;

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
  schema = await buildApiSchema([]);
});
afterAll(() => api.stop());

const cost = (query: string, variables: Record<string, unknown> = {}): number => {
  const document = parse(query);
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error('no operation');
  return costOf(schema, document, operation, variables);
};

describe('the cost of an operation', () => {
  test.each<[string, Record<string, unknown>, number]>([
    ['{ metrics { open { value } } }', {}, 3],
    ['{ tickets(first: 10) { nodes { id } } }', {}, 1 + 10 * 2],
    ['{ tickets { nodes { id } } }', {}, 1 + 25 * 2],
    ['{ tickets(last: 3) { edges { node { id } } } }', {}, 1 + 3 * 3],
    ['query ($n: Int) { tickets(first: $n) { nodes { id } } }', { n: 50 }, 1 + 50 * 2],
    ['query ($n: Int = 7) { tickets(first: $n) { nodes { id } } }', {}, 1 + 7 * 2],
    ['query ($n: Int) { tickets(first: $n) { nodes { id } } }', { n: 1_000_000 }, 1 + 100 * 2],
    [
      '{ tickets(first: 10) { nodes { messages(first: 20) { nodes { id } } } } }',
      {},
      1 + 10 * (1 + (1 + 20 * 2)),
    ],
    ['{ queues(first: 2) { nodes { levels { name } } } }', {}, 1 + 2 * (1 + (1 + 5))],
    ['{ nodes(ids: ["a", "b", "c"]) { id } }', {}, 1 + 3],
    [
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Ticket { number } } }',
      { ids: ['a', 'b'] },
      1 + 2 * 2,
    ],
    [
      '{ ...A ...A } fragment A on Query { tickets(first: 10) { nodes { id } } }',
      {},
      2 * (1 + 10 * 2),
    ],
  ])('%s with %j', (query, variables, expected) => {
    expect(cost(query, variables)).toBe(expected);
  });

  test('of doubling fragments is counted without walking them', () => {
    const doubling = Array.from(
      { length: 60 },
      (_, index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`,
    ).join(' ');
    expect(
      cost(`{ ...F0 } ${doubling} fragment F60 on Query { queues { nodes { id } } }`),
    ).toBeGreaterThan(COST_LIMIT);
  });
});

test('what could be too much is refused before anything is looked up', async () => {
  const query = `query ($first: Int) { tickets(first: 100) { nodes { messages(first: $first) { nodes {
    id text visibility occurredAt editedAt author { __typename } files { name url } } } } } }`;
  api.statements = [];
  const answer = await api.query(world.token('AGENT'), query, { first: 100 });
  expect(answer.status).toBe(400);
  expect(answer.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  expect(answer.errors[0]?.message).toContain(String(COST_LIMIT));
  expect(api.statements.filter((sql) => sql.includes('from (select t.*'))).toEqual([]);
  expect((await api.query(world.token('AGENT'), query, { first: 10 })).errors).toEqual([]);
});

test('a page of a hundred tickets with their words and history is not too much', async () => {
  const query = `{ tickets(first: 100) { nodes { number subject customer { name } assignee { name }
    messages(first: 20) { nodes { text author { __typename } } }
    timeline(first: 10) { nodes { kind at } } } } }`;
  expect((await api.query(world.token('AGENT'), query)).errors).toEqual([]);
});
