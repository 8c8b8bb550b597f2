import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { globalId } from '../../graphql/global-id';
import { TestApi } from './api';
import { minutes, World } from './world';

const text = readFileSync(join(__dirname, '..', '..', 'docs', 'api.md'), 'utf8');
const EXAMPLES = [...text.matchAll(/```graphql\n([\s\S]+?)```/g)].map(([, query = '']) => ({
  name: /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? query,
  query,
}));

let api: TestApi;
let world: World;
let variables: Record<string, unknown>;

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
  const ticket = await world.ticket({ number: 1 });
  await world.message(ticket, 'help', minutes(1));
  await world.ticket({ number: 2 });
  await api.source.query(
    'update queue_level set owner_id = $1 where tenant_id = $2 and level = 2',
    [world.members.sam, world.tenantId],
  );
  variables = {
    number: 1,
    after: null,
    ticketId: globalId('Ticket', ticket),
    memberId: globalId('Member', world.members.ada),
    queueId: globalId('Queue', world.queueId),
    channelId: globalId('Channel', world.channelId),
    from: '2026-03-01T00:00:00Z',
    to: '2026-04-01T00:00:00Z',
    link: 'https://a.slack.com/archives/C2/p1700000000000001',
    externalId: 'crm-7',
    name: 'nightly sync',
    hookUrl: 'https://hooks.example/in',
    expectedVersion: null,
    duplicateId: globalId('Member', world.members.pat),
    intoId: globalId('Member', world.members.ada),
  };
});
afterAll(() => api.stop());

test('the document shows at least ten worked queries', () => {
  expect(EXAMPLES.length).toBeGreaterThanOrEqual(10);
  expect(new Set(EXAMPLES.map(({ name }) => name)).size).toBe(EXAMPLES.length);
});

describe('each example of the document runs as it stands', () => {
  test.each(EXAMPLES)('$name', async ({ query }) => {
    const answer = await api.query(world.token('ADMIN'), query, variables);
    expect(answer.errors).toEqual([]);
    // Neither an exception nor a refusal, and something was found.
    expect(answer.text).not.toMatch(/"errors":\[\{/);
    expect(answer.text).not.toMatch(/"(ticketByNumber|ticketByMessageLink)":null/);
  });
});

test('every error code of the transport that the document names is one the API uses', () => {
  const source = readFileSync(join(__dirname, '..', '..', 'graphql', 'errors.ts'), 'utf8');
  for (const code of [
    'UNAUTHENTICATED',
    'FORBIDDEN',
    'BAD_USER_INPUT',
    'SERVICE_UNAVAILABLE',
    'INTERNAL',
  ]) {
    expect(text).toContain(code);
    expect(source).toContain(code);
  }
});
