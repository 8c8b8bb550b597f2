import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { globalId } from '../../graphql/global-id';
import { TestApi } from './api';
import { missing } from './ids';
import { insert, minutes, World } from './world';

let api: TestApi;
let world: World;

const QUERY = /* GraphQL */ `
  query ($filter: TicketFilterInput) { tickets(filter: $filter, sort: { field: NUMBER, direction: ASC }) { nodes { number } } ticketCount(filter: $filter) }
`;

const found = async (filter: object): Promise<number[]> => {
  const data = await api.ask<{ tickets: { nodes: { number: number }[] }; ticketCount: number }>(
    world.token('AGENT'),
    QUERY,
    { filter },
  );
  // What is counted is what is listed, whatever is asked.
  expect(data.ticketCount).toBe(data.tickets.nodes.length);
  return data.tickets.nodes.map((node) => node.number);
};

const member = (uuid: string): string => globalId('Member', uuid);

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
  const first = await world.ticket({ number: 1, subject: 'Invoice is wrong' });
  const second = await world.ticket({
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
    cause: 'sso login',
    status: 'SOLVED',
    waitingOn: 'CUSTOMER',
    updatedAt: minutes(60),
  });
  const clock = (ticketId: string, state: string) =>
    api.source.query(
      `insert into clock (tenant_id, id, ticket_id, measure, started_at, target_sec, hours, warn_percent, pauses, state)
       values ($1, $2, $3, 'FIRST_RESPONSE', $4, 60, 'CALENDAR', 80, '[]', $5)`,
      [world.tenantId, randomUUID(), ticketId, minutes(1), state],
    );
  await clock(first, 'PENDING');
  await clock(second, 'BREACHING');
  await clock(solved, 'BREACHED');
  await world.message(first, 'the total of March', minutes(1));
  await world.message(solved, 'printer on fire', minutes(4));
  await world.message(solved, 'secret word', minutes(5), { deleted_at: minutes(6) });
}, 60_000);
afterAll(() => api.stop());

describe('a filter', () => {
  const cases = (): [object, number[]][] => [
    [{}, [1, 2, 3, 4]],
    [{ status: null, text: '  ' }, [1, 2, 3, 4]],
    [{ status: { in: ['NEW', 'OPEN'] } }, [1, 2]],
    [{ status: { in: [] } }, []],
    [{ status: { nin: [] } }, [1, 2, 3, 4]],
    [{ status: { nin: ['NEW', 'OPEN'] } }, [3, 4]],
    [{ status: { eq: 'SOLVED', in: ['NEW'] } }, []],
    [{ status: {} }, [1, 2, 3, 4]],
    [{ waitingOn: { eq: 'CUSTOMER' } }, [3, 4]],
    [{ priority: { eq: 'HIGH' } }, [2]],
    [{ assignee: { eq: member(world.members.ada) } }, [2]],
    [{ assignee: { in: [member(world.members.ada), member(world.members.sam)] } }, [2, 3]],
    // Nobody is not Ada either.
    [{ assignee: { nin: [member(world.members.ada)] } }, [1, 3, 4]],
    [{ assignee: { isNull: true } }, [1, 4]],
    [{ assignee: { isNull: false } }, [2, 3]],
    [{ not: { assignee: { eq: member(world.members.ada) } } }, [1, 3, 4]],
    [
      {
        customer: { eq: globalId('Customer', world.customerId) },
        channel: { eq: globalId('Channel', world.channelId) },
        queue: { in: [globalId('Queue', world.queueId)] },
      },
      [1, 2, 3, 4],
    ],
    [{ customer: { eq: missing('Customer') } }, []],
    [{ number: { gte: 2, lt: 4 } }, [2, 3]],
    [{ number: { eq: 2 } }, [2]],
    [{ cause: { eq: ' SSO Login' } }, [4]],
    [{ cause: { in: ['export', 'sso login'] } }, [4]],
    [{ cause: { eq: '' } }, []],
    [{ cause: { nin: ['sso login'] } }, [1, 2, 3]],
    [{ cause: { isNull: true } }, [1, 2, 3]],
    [{ level: { gt: 1 } }, []],
    [{ openedAt: { gte: minutes(2), lt: minutes(4) } }, [2, 3]],
    [{ openedAt: { gt: minutes(2), lte: minutes(4) } }, [3, 4]],
    [{ updatedAt: { gte: minutes(60) } }, [4]],
    [{ firstRespondedAt: { isNull: true } }, [1, 2, 3, 4]],
    [{ firstRespondedAt: { isNull: false } }, []],
    [{ or: [{ number: { eq: 1 } }, { status: { eq: 'SOLVED' } }] }, [1, 4]],
    [{ or: [] }, []],
    [{ and: [] }, [1, 2, 3, 4]],
    [{ or: [{}] }, [1, 2, 3, 4]],
    [{ not: {} }, []],
    [{ not: { not: { priority: { eq: 'HIGH' } } } }, [2]],
    [
      { and: [{ number: { gt: 1 } }, { or: [{ text: 'fire' }, { priority: { eq: 'HIGH' } }] }] },
      [2, 4],
    ],
    [{ not: { or: [{ number: { lt: 2 } }, { text: 'fire' }] } }, [2, 3]],
    [{ breaching: true }, [2]],
    [{ breaching: false }, [1, 3, 4]],
    [{ breaching: null }, [1, 2, 3, 4]],
    [{ text: 'invoice' }, [1]],
    [{ text: 'MARCH total' }, [1]],
    [{ text: 'fire' }, [4]],
    [{ text: 'secret' }, []],
    [{ text: "'; drop table ticket; --" }, []],
    [{ text: 'nul \u0000 and half \ud800' }, []],
    [{ status: { eq: 'SOLVED' }, text: 'fire' }, [4]],
  ];
  test('returns exactly what all its conditions hold for', async () => {
    for (const [filter, expected] of cases()) {
      expect({ filter, found: await found(filter) }).toEqual({ filter, found: expected });
    }
  });

  test.each([
    [{ customer: { eq: 'nonsense' } }, 'isIdOf'],
    [{ customer: { eq: missing('Member') } }, 'isIdOf'],
    [{ text: 'x'.repeat(201) }, 'maxLength'],
    [{ status: { in: Array.from({ length: 101 }, () => 'NEW') } }, 'arrayMaxSize'],
    [{ assignee: { in: [missing('Member'), 'nonsense'] } }, 'isIdOf'],
    [{ or: [{ not: { and: [{ queue: { eq: 'nonsense' } }] } }] }, 'isIdOf'],
    [{ or: Array.from({ length: 21 }, () => ({})) }, 'arrayMaxSize'],
  ])('with %j is refused by %s: validation is on, in nested inputs too', async (filter, code) => {
    const answer = await api.query(world.token('AGENT'), QUERY, { filter });
    expect(answer.errors[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      violations: [{ code }],
    });
  });

  test.each([
    ['six deep', { not: { not: { not: { not: { not: {} } } } } }],
    ['of more than fifty parts', { and: Array.from({ length: 20 }, () => ({ or: [{}, {}] })) }],
  ])('that is %s is refused', async (_, filter) => {
    const answer = await api.query(world.token('AGENT'), QUERY, { filter });
    expect(answer.errors[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      reason: 'FILTER_TOO_LARGE',
    });
  });

  test('that is a tower of ten thousand is refused before anything looks into it', async () => {
    const tower = `${'{"not":'.repeat(10_000)}{}${'}'.repeat(10_000)}`;
    api.statements = [];
    const answer = await api.post(
      JSON.stringify({ query: QUERY, variables: { filter: 'TOWER' } }).replace('"TOWER"', tower),
      world.token('AGENT'),
    );
    expect(answer.status).toBe(400);
    expect(api.statements).toEqual([]);
  });
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

describe('a list of those that are called something', () => {
  const named = async (list: string, text: string): Promise<string[]> => {
    const query = `query ($named: String) { ${list}(named: $named) { nodes { name } } }`;
    const data = await api.ask<Record<string, { nodes: { name: string }[] }>>(
      world.token('AGENT'),
      query,
      { named: text },
    );
    return data[list]?.nodes.map(({ name }) => name) ?? [];
  };

  test('holds those whose name holds it, capitals aside, and no others', async () => {
    await insert(api.source, 'customer', {
      tenant_id: world.tenantId,
      id: randomUUID(),
      name: 'Zürich & Söhne',
      tier: 'Standard',
      created_at: minutes(0),
    });
    expect(await named('customers', 'SÖHNE')).toEqual(['Zürich & Söhne']);
    expect(await named('customers', '100%')).toEqual([]);
    expect(await named('members', 'aD')).toEqual(['Ada']);
    expect(await named('members', ' ')).toEqual(await named('members', ''));
    expect((await named('members', '')).length).toBeGreaterThan(1);
    expect(await named('channels', 'nothing is called so')).toEqual([]);
    expect(await named('channels', 'nul \u0000')).toEqual([]);
  });
});
