import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getNamedType, isLeafType, isObjectType } from 'graphql';
import { buildApiSchema } from '../../graphql/schema';
import { TestApi } from './api';
import { minutes, World } from './world';

let api: TestApi;
let world: World;
let agent: string;

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
  agent = world.token('AGENT');
  for (let number = 1; number <= 3; number += 1) {
    const id = await world.ticket({
      number,
      assigneeId: number === 2 ? null : world.members.ada,
      openedAt: minutes(number),
    });
    await world.message(id, `words ${number}`, minutes(number));
  }
  // Nothing is null by chance: what is left away by mistake would look the same.
  await api.source.query(`
    update ticket set lease_until = opened_at, snoozed_until = opened_at, third_party = 'them',
      next_check_at = opened_at, silence_due_at = opened_at, first_response_due_at = opened_at,
      first_responded_at = opened_at, unanswered_since = opened_at, escalation_reason = 'why',
      solution = 'how', cause = 'what', first_solved_at = opened_at, last_solved_at = opened_at`);
});
afterAll(() => api.stop());

interface Seen {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
}

const JSON_TYPE = 'application/json';
const URQL =
  'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed';

const see = async (body: object, headers: Record<string, string> = {}): Promise<Seen> => {
  const response = await fetch(api.url, {
    method: 'POST',
    headers: { 'content-type': JSON_TYPE, authorization: `Bearer ${agent}`, ...headers },
    body: JSON.stringify(body),
  });
  const text = (await response.text()).replace(/Reference: [0-9a-f-]+|"reference":"[^"]+"/g, '…');
  return { status: response.status, type: response.headers.get('content-type'), text };
};

/** The careful lane answers the first three times, the fast one afterwards. */
const sixTimes = async (body: object, headers: Record<string, string> = {}): Promise<Seen> => {
  const first = await see(body, headers);
  for (let time = 2; time <= 6; time += 1) expect(await see(body, headers)).toEqual(first);
  return first;
};

const LIST = `query ($first: Int, $filter: TicketFilterInput, $sort: TicketSortInput) {
  tickets(first: $first, filter: $filter, sort: $sort) {
    nodes {
      __typename id number status openedAt claimedUntil
      customer { name } channel { id platform } assignee { name role }
      lastMessage { text author { __typename ... on ContactActor { name } ... on MemberActor { name } } }
      queue { name } messages(first: 2) { nodes { text } }
    }
    edges { cursor node { subject } }
    pageInfo { hasNextPage endCursor }
  }
}`;

describe('a query that comes again is answered as it was the first time', () => {
  test.each<[string, object]>([
    ['a list', { query: LIST }],
    [
      'its variables',
      { query: LIST, variables: { first: 2, sort: { field: 'NUMBER', direction: 'ASC' } } },
    ],
    ['a filter in variables', { query: LIST, variables: { filter: { number: { in: [1, 3] } } } }],
    ['variables of the wrong type', { query: LIST, variables: { first: 'many' } }],
    ['variables that are refused', { query: LIST, variables: { first: 1000 } }],
    ['an unknown enum', { query: LIST, variables: { sort: { field: 'MOOD', direction: 'ASC' } } }],
    ['a variable that is missing', { query: 'query ($id: ID!) { ticket(id: $id) { number } }' }],
    [
      'nothing there',
      { query: 'query ($id: ID!) { ticket(id: $id) { number } }', variables: { id: 'x' } },
    ],
    [
      'a role that is too low',
      { query: '{ apiTokens(first: 1) { nodes { id } } tickets { nodes { number } } }' },
    ],
    ['a cursor of nothing', { query: '{ tickets(after: "abc") { nodes { id } } }' }],
    [
      'fragments',
      {
        query:
          '{ tickets { nodes { ...A } } } fragment A on Ticket { ...B number } fragment B on Ticket { subject }',
      },
    ],
    [
      'directives',
      {
        query: 'query ($not: Boolean!) { tickets { nodes { number subject @skip(if: $not) } } }',
        variables: { not: true },
      },
    ],
    [
      'two operations',
      {
        query: 'query A { viewer { role } } query B { tickets { nodes { number } } }',
        operationName: 'B',
      },
    ],
    ['an operation of another name', { query: 'query A { viewer { role } }', operationName: 'B' }],
    ['something else in the body', { query: '{ viewer { role } }', extensions: {} }],
    ['the schema', { query: '{ __schema { queryType { name } } }' }],
  ])('%s', async (_, body) => {
    await sixTimes(body);
    await sixTimes(body, { accept: URQL });
    expect(api.logged).toEqual([]);
  });

  test('fragments that double are not written out', async () => {
    const doubling = Array.from(
      { length: 9 },
      (_, index) => `fragment F${index} on Ticket { ...F${index + 1} ...F${index + 1} }`,
    ).join(' ');
    const query = `{ tickets { nodes { ...F0 } } } ${doubling} fragment F9 on Ticket { number }`;
    expect((await sixTimes({ query })).status).toBe(200);
  });
});

test('a token that ends is refused from then on, however often its query came', async () => {
  const admin = world.token('ADMIN');
  const query = '{ tickets { nodes { number } } }';
  for (let time = 0; time < 5; time += 1) expect((await api.query(admin, query)).status).toBe(200);
  await api.source.query(`update api_token set revoked_at = now() where role = 'ADMIN'`);
  expect((await api.query(admin, query)).status).toBe(401);
});

test('a list reads only what is asked for, and each field alone is what it is beside all others', async () => {
  const schema = await buildApiSchema([]);
  const leaves = (type: string): string[] => {
    const named = schema.getType(type);
    if (!isObjectType(named)) throw new Error(`no object ${type}`);
    return Object.values(named.getFields())
      .filter((field) => field.args.length === 0 && isLeafType(getNamedType(field.type)))
      .map(({ name }) => name);
  };
  const parts: Record<string, string[]> = {
    '': leaves('Ticket'),
    customer: leaves('Customer'),
    channel: leaves('Channel'),
    assignee: leaves('Member'),
    lastMessage: leaves('Message'),
  };
  const within = (part: string, fields: string): string =>
    `{ tickets { nodes { ${part === '' ? fields : `${part} { ${fields} }`} } } }`;
  const rowsOf = async (part: string, fields: string): Promise<Record<string, unknown>[]> => {
    const answer = await api.ask<{ tickets: { nodes: Record<string, never>[] } }>(
      agent,
      within(part, fields),
    );
    return answer.tickets.nodes.map((node) => (part === '' ? node : (node[part] ?? {})));
  };
  for (const [part, names] of Object.entries(parts)) {
    const whole = await rowsOf(part, names.join(' '));
    if (part === '') expect(whole.flatMap((row) => Object.values(row))).not.toContain(null);
    for (const name of names)
      expect({ part, name, rows: await rowsOf(part, name) }).toEqual({
        part,
        name,
        rows: whole.map((row) => (Object.keys(row).length === 0 ? {} : { [name]: row[name] })),
      });
  }
  api.statements = [];
  await api.ask(agent, '{ tickets { nodes { number } } }');
  const [list = ''] = api.statements.filter((sql) => sql.includes('from ticket'));
  expect(list).not.toMatch(/join|subject,|t_status/);
});
