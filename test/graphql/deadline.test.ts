import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createReaders } from '../../src/db/readers/create-readers';
import { eventually } from '../support/eventually';
import { TestApi } from './api';
import { minutes, World } from './world';

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
      // Every window is cut into two pieces.
      pieceEnd: async (_tenantId, { from, to }) => {
        const end = new Date(to.getTime() - 1);
        return from < end ? end : null;
      },
      bars: async () => {
        await held();
        return [];
      },
    },
  });
  world = await World.make(api.source, 'A');
});
afterAll(() => api.stop());

const COUNTED = /* GraphQL */ `
  query ($input: MeasuresInput!) {
    metrics { measures(input: $input) { figure { n } } }
  }
`;

test('a request without an answer is told so in time, and what it left behind ends quietly; a figure that is counted has longer', async () => {
  const window = { from: minutes(0), to: minutes(9) };
  const input = { measures: ['VOLUME'], window, asOf: api.now };
  const counted = api.query(world.token('SUPERVISOR'), COUNTED, { input });
  await eventually('it is being counted', () => waiting.length === 2);
  const answer = await api.query(world.token('AGENT'), '{ queues { nodes { id } } }');
  expect(answer.status).toBe(503);
  expect(answer.errors[0]?.extensions.code).toBe('DEADLINE_EXCEEDED');
  letGo();
  // It was asked first.
  expect(await counted).toMatchObject({ status: 200, errors: [] });
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
