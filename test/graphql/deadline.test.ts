import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createReaders } from '../../src/db/readers/create-readers';
import { eventually } from '../support/eventually';
import { TestApi } from './api';
import { World } from './world';

/** Readers that stand still until a test lets them go. */
const waiting: (() => void)[] = [];
const held = (): Promise<void> =>
  new Promise((done) => {
    waiting.push(done);
  });
const letGo = (): void => {
  for (const go of waiting.splice(0)) go();
};

let api: TestApi;
let world: World;

beforeAll(async () => {
  api = await TestApi.start({
    deadlineMs: 4_000,
    readers: {
      queues: async () => {
        await held();
        return { rows: [], hasNext: false, hasPrevious: false };
      },
      ticket: async (...asked) => {
        await held();
        return createReaders(api.source).ticket(...asked);
      },
    },
  });
  world = await World.make(api.source, 'A');
});
afterAll(() => api.stop());

test('a request without an answer is told so in time, and what it left behind ends quietly', async () => {
  const answer = await api.query(world.token('AGENT'), '{ queues { nodes { id } } }');
  expect(answer.status).toBe(503);
  expect(answer.errors[0]?.extensions.code).toBe('DEADLINE_EXCEEDED');
  letGo();
  expect((await api.query(world.token('AGENT'), '{ rateLimit { limit } }')).status).toBe(200);
  expect(api.logged).toEqual([]);
});

test('what has not begun by then does not begin', async () => {
  const id = await world.ticket({ number: 7 });
  const ticketId = Buffer.from(`Ticket:${id}`).toString('base64url');
  const answer = await api.query(
    world.token('ada'),
    `mutation ($ticketId: ID!) {
      setTicketPriority(input: { ticketId: $ticketId, priority: HIGH }) { replayed }
      claimTicket(input: { ticketId: $ticketId }) { replayed }
    }`,
    { ticketId },
  );
  expect(answer.errors[0]?.extensions).toMatchObject({
    code: 'DEADLINE_EXCEEDED',
    hint: expect.stringContaining('idempotencyKey'),
  });
  const nudges = api.nudges;
  await eventually('the first change waits for its answer', () => waiting.length > 0);
  letGo();
  // The first was under way and is done; a sign of the second would be its assignee.
  const rows = await api.source.query('select priority, assignee_id from ticket where id = $1', [
    id,
  ]);
  expect(rows).toEqual([{ priority: 'HIGH', assignee_id: null }]);
  expect(api.nudges).toBe(nudges);
  expect(api.logged).toEqual([]);
});
