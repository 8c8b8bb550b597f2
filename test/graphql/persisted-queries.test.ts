import { createHash } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import {
  AutomaticQueries,
  ListedQueries,
  type PersistedQueries,
} from '../../graphql/persisted-queries';
import { eventually } from '../support/eventually';
import { type Answer, TestApi, takesBytes } from './api';
import { Subscriber } from './subscriber';
import { World } from './world';

const hashOf = (query: string): string => createHash('sha256').update(query).digest('hex');
const TICKETS = 'query ($first: Int) { tickets(first: $first) { nodes { number } } }';

let api: TestApi | null = null;
let world: World;
afterEach(async () => {
  await api?.stop();
  api = null;
});

const start = async (persisted?: PersistedQueries): Promise<(body: object) => Promise<Answer>> => {
  const running = await TestApi.start(persisted === undefined ? {} : { persisted });
  api = running;
  const made = await World.make(running.source, 'A');
  world = made;
  await world.ticket({ number: 7 });
  return (body) => running.post(JSON.stringify(body), made.token('AGENT'));
};

const byHash = (query: string, more: object = {}): object => ({
  extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(query) } },
  ...more,
});
const codesOf = ({ errors }: Answer): unknown[] => errors.map(({ extensions }) => extensions.code);

test('off: a hash is answered in words that clients understand, and is no mistake of ours', async () => {
  const ask = await start();
  expect(codesOf(await ask(byHash(TICKETS)))).toEqual(['PERSISTED_QUERY_NOT_SUPPORTED']);
  expect(codesOf(await ask(byHash(TICKETS, { query: TICKETS })))).toEqual([
    'PERSISTED_QUERY_NOT_SUPPORTED',
  ]);
  expect(api?.logged).toEqual([]);
});

test('automatic: the text comes once, and then its hash is enough, in both lanes', async () => {
  const ask = await start(new AutomaticQueries());
  const unknown = await ask(byHash(TICKETS));
  expect(codesOf(unknown)).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  expect((await ask(byHash('{ viewer { role } }', { query: TICKETS }))).status).toBe(400);
  const first = await ask(byHash(TICKETS, { query: TICKETS, variables: { first: 1 } }));
  expect(first.data).toEqual({ tickets: { nodes: [{ number: 7 }] } });
  // From the fourth on they are answered by the fast lane.
  for (let time = 1; time <= 5; time += 1)
    expect((await ask(byHash(TICKETS, { variables: { first: 1 } }))).text).toBe(first.text);
  expect(api?.statements.some(takesBytes)).toBe(true);
  expect((await ask({ query: '{ viewer { role } }' })).status).toBe(200);
});

test('only: what is listed is answered, by text or hash, and nothing else', async () => {
  const ask = await start(new ListedQueries([TICKETS]));
  const listed = await ask({ query: TICKETS });
  expect(listed.data).toEqual({ tickets: { nodes: [{ number: 7 }] } });
  for (let time = 1; time <= 5; time += 1) {
    expect((await ask({ query: TICKETS })).text).toBe(listed.text);
    expect((await ask(byHash(TICKETS))).text).toBe(listed.text);
    const other = await ask({ query: `${TICKETS} ` });
    expect({ status: other.status, codes: codesOf(other), data: other.data }).toEqual({
      status: 403,
      codes: ['OPERATION_NOT_LISTED'],
      data: undefined,
    });
  }
  const brought = '{ viewer { role } }';
  expect(codesOf(await ask(byHash(brought, { query: brought })))).toEqual(['OPERATION_NOT_LISTED']);
  expect(codesOf(await ask(byHash(brought)))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  // Whoever is nobody here learns nothing of the list.
  const nobody = await api?.post(JSON.stringify({ query: brought }), null);
  expect(nobody?.status).toBe(401);
  const get = await fetch(`${api?.url}?query=${encodeURIComponent(brought)}`, {
    headers: { 'apollo-require-preflight': '1' },
  });
  expect(get.status).toBe(401);
  expect(api?.logged).toEqual([]);
});

const CLAIM = 'mutation { updateSettings(input: { zone: "Asia/Tokyo" }) { replayed } }';

test('only: a GET is held to the list, too, however it is written', async () => {
  await start(new ListedQueries([TICKETS, CLAIM]));
  const token = world.token('ADMIN');
  const get = async (search: string): Promise<Answer> => {
    const response = await fetch(`${api?.url}?${search}`, {
      headers: { 'apollo-require-preflight': '1', authorization: `Bearer ${token}` },
    });
    const text = await response.text();
    const { data, errors = [] } = JSON.parse(text);
    return { status: response.status, data, errors, text };
  };
  const as = (query: string): string => `query=${encodeURIComponent(query)}`;
  const hash = (query: string): string =>
    `extensions=${encodeURIComponent(JSON.stringify({ persistedQuery: { version: 1, sha256Hash: hashOf(query) } }))}`;
  const listed = { tickets: { nodes: [{ number: 7 }] } };
  expect((await get(as(TICKETS))).data).toEqual(listed);
  expect((await get(hash(TICKETS))).data).toEqual(listed);
  const brought = '{ viewer { role } }';
  const padding = Array.from({ length: 1_100 }, () => 'a').join('&');
  for (const search of [
    as(brought),
    as(`${TICKETS} `),
    `${as(brought)}&${hash(brought)}`,
    `qu%65ry=${encodeURIComponent(brought)}`,
    // Further behind than a careless reader looks.
    `${padding}&${as(brought)}`,
    `${as(TICKETS)}&${as(brought)}`,
  ]) {
    const { status, data, errors } = await get(search);
    expect({ status, data, code: errors[0]?.extensions.code }).toEqual({
      status: 403,
      data: undefined,
      code: 'OPERATION_NOT_LISTED',
    });
  }
  // What is listed still is no query to be had by a link.
  for (const search of [as(CLAIM), hash(CLAIM)]) {
    const { status, data } = await get(search);
    expect([status, data ?? null]).toEqual([405, null]);
  }
  expect(codesOf(await get(hash(brought)))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  expect(api?.logged).toEqual([]);
});

test('only: over a socket a subscription is listed, by text or hash, or is not begun', async () => {
  const listed = 'subscription { queueChanged { queue { name } } }';
  await start(new ListedQueries([listed, TICKETS]));
  const follow = async (query: string, extensions?: Record<string, unknown>) => {
    const client = new Subscriber(api?.url ?? '', world.token('AGENT'));
    client.subscribe(query, {}, extensions);
    await eventually('an answer', async () => client.events.length > 0);
    const [first] = client.events;
    await client.stop();
    return first;
  };
  const hash = (query: string) => ({ persistedQuery: { version: 1, sha256Hash: hashOf(query) } });
  const shown = { data: { queueChanged: { queue: { name: 'Support' } } } };
  expect(await follow(listed)).toEqual(shown);
  expect(await follow('', hash(listed))).toEqual(shown);
  const code = (name: string) => ({ errors: [{ extensions: { code: name } }] });
  for (const other of [
    `${listed} `,
    'subscription { metricsTick { asOf } }',
    '{ viewer { role } }',
    '',
  ])
    expect(await follow(other)).toMatchObject(code('OPERATION_NOT_LISTED'));
  // A text is what counts, whatever hash stands beside it.
  expect(await follow('subscription { metricsTick { asOf } }', hash(listed))).toMatchObject(
    code('OPERATION_NOT_LISTED'),
  );
  expect(await follow('', hash('subscription { metricsTick { asOf } }'))).toMatchObject(
    code('PERSISTED_QUERY_NOT_FOUND'),
  );
  expect(await follow(TICKETS)).toMatchObject(code('GRAPHQL_VALIDATION_FAILED'));
  expect(api?.logged).toEqual([]);
});

test('a thousand are kept, those that were used last, and none that is very long', () => {
  const queries = new AutomaticQueries();
  for (let index = 0; index < 1_000; index += 1) queries.keep(`h${index}`, `q${index}`);
  expect(queries.find('h0')).toBe('q0');
  queries.keep('one more', 'q');
  expect([queries.find('h0'), queries.find('h1')]).toEqual(['q0', undefined]);
  queries.keep('long', 'x'.repeat(20_001));
  expect(queries.find('long')).toBeUndefined();
});
