import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { globalId } from '../../graphql/global-id';
import { TestApi } from './api';
import { withIds } from './ids';
import { minutes, World } from './world';

let api: TestApi;
let world: World;

const QUERY = /* GraphQL */ `
  query ($filter: TicketFilterInput) { tickets(filter: $filter, sort: { field: NUMBER, direction: ASC }) { nodes { number } } }
`;

const found = async (filter: object): Promise<number[]> => {
  const data = await api.ask<{ tickets: { nodes: { number: number }[] } }>(
    world.token('AGENT'),
    QUERY,
    { filter: withIds(filter) },
  );
  return data.tickets.nodes.map((node) => node.number);
};

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
  const first = await world.ticket({ number: 1, subject: 'Invoice is wrong' });
  await world.ticket({
    number: 2,
    status: 'OPEN',
    assigneeId: world.members.ada,
    priority: 'HIGH',
  });
  await world.ticket({
    number: 3,
    status: 'SNOOZED',
    waitingOn: 'CUSTOMER',
    assigneeId: world.members.sam,
  });
  const solved = await world.ticket({
    number: 4,
    status: 'SOLVED',
    waitingOn: 'CUSTOMER',
    updatedAt: minutes(60),
  });
  await world.message(first, 'the total of March', minutes(1));
  await world.message(solved, 'printer on fire', minutes(4));
  await world.message(solved, 'secret word', minutes(5), { deleted_at: minutes(6) });
});
afterAll(() => api.stop());

describe('a filter', () => {
  const cases = (): [object, number[]][] => [
    [{}, [1, 2, 3, 4]],
    [{ status: null, text: '  ' }, [1, 2, 3, 4]],
    [{ status: ['NEW', 'OPEN'] }, [1, 2]],
    [{ status: [] }, []],
    [{ waitingOn: ['CUSTOMER'] }, [3, 4]],
    [{ priority: ['HIGH'] }, [2]],
    [{ assignee: { memberId: world.members.ada } }, [2]],
    [{ assignee: { none: true } }, [1, 4]],
    [
      { customerId: world.customerId, channelId: world.channelId, queueId: world.queueId },
      [1, 2, 3, 4],
    ],
    [{ customerId: v7() }, []],
    [{ openedAfter: minutes(2), openedBefore: minutes(4) }, [2, 3]],
    [{ updatedAfter: minutes(60) }, [4]],
    [{ text: 'invoice' }, [1]],
    [{ text: 'MARCH total' }, [1]],
    [{ text: 'fire' }, [4]],
    [{ text: 'secret' }, []],
    [{ text: "'; drop table ticket; --" }, []],
    [{ text: 'nul \u0000 and half \ud800' }, []],
    [{ status: ['SOLVED'], text: 'fire' }, [4]],
  ];
  test('returns exactly what all its conditions hold for', async () => {
    for (const [filter, expected] of cases()) {
      expect({ filter, found: await found(filter) }).toEqual({ filter, found: expected });
    }
  });

  test.each([
    [{ customerId: 'nonsense' }, 'isIdOf'],
    [{ text: 'x'.repeat(201) }, 'maxLength'],
    [{ status: Array.from({ length: 101 }, () => 'NEW') }, 'arrayMaxSize'],
    [{ assignee: { memberId: 'nonsense' } }, 'isIdOf'],
  ])('with %j is refused by %s: validation is on, in nested inputs too', async (filter, code) => {
    const answer = await api.query(world.token('AGENT'), QUERY, { filter });
    expect(answer.errors[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: [{ code }],
    });
  });

  test.each([{}, { none: false }, { none: true, memberId: v7() }])(
    'for the assignee needs exactly one of its two: %j',
    async (assignee) => {
      const answer = await api.query(world.token('AGENT'), QUERY, {
        filter: withIds({ assignee }),
      });
      expect(answer.errors[0]?.extensions).toMatchObject({
        code: 'BAD_USER_INPUT',
        reason: 'ONE_OF',
      });
    },
  );
});

test('a ticket of a list carries customer, assignee, channel, queue and last message', async () => {
  const data = await api.ask<{ tickets: { nodes: unknown[] } }>(
    world.token('AGENT'),
    /* GraphQL */ `
      { tickets(filter: { text: "fire" }) { nodes {
        number customer { name } assignee { name } channel { name kind platform } queue { name levels { level name ownerId } }
        lastMessage { text deletedAt author { __typename ... on ContactActor { name contactId } } }
      } } }
    `,
  );
  expect(data.tickets.nodes).toEqual([
    {
      number: 4,
      customer: { name: 'A customer' },
      assignee: null,
      channel: { name: 'shared', kind: 'CUSTOMER', platform: 'SLACK' },
      queue: {
        name: 'Support',
        levels: [
          { level: 1, name: 'First line', ownerId: null },
          { level: 2, name: 'Specialists', ownerId: globalId('Member', world.members.sam) },
        ],
      },
      // The tombstone stays, its words do not.
      lastMessage: {
        text: '',
        deletedAt: minutes(6).toISOString(),
        author: {
          __typename: 'ContactActor',
          name: 'Grace',
          contactId: globalId('Contact', world.contactId),
        },
      },
    },
  ]);
});
