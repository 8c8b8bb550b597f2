import { createHash } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import {
  AutomaticQueries,
  ListedQueries,
  type PersistedQueries,
} from '../../graphql/persisted-queries';
import { type Answer, TestApi } from './api';
import { World } from './world';

const hashOf = (query: string): string => createHash('sha256').update(query).digest('hex');
const TICKETS = 'query ($first: Int) { tickets(first: $first) { nodes { number } } }';

let api: TestApi | null = null;
afterEach(async () => {
  await api?.stop();
  api = null;
});

const start = async (persisted?: PersistedQueries): Promise<(body: object) => Promise<Answer>> => {
  const running = await TestApi.start(persisted === undefined ? {} : { persisted });
  api = running;
  const world = await World.make(running.source, 'A');
  await world.ticket({ number: 7 });
  return (body) => running.post(JSON.stringify(body), world.token('AGENT'));
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
  expect(api?.statements.some((sql) => sql.includes('as written'))).toBe(true);
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

test('a thousand are kept, those that were used last, and none that is very long', () => {
  const queries = new AutomaticQueries();
  for (let index = 0; index < 1_000; index += 1) queries.keep(`h${index}`, `q${index}`);
  expect(queries.find('h0')).toBe('q0');
  queries.keep('one more', 'q');
  expect([queries.find('h0'), queries.find('h1')]).toEqual(['q0', undefined]);
  queries.keep('long', 'x'.repeat(20_001));
  expect(queries.find('long')).toBeUndefined();
});
