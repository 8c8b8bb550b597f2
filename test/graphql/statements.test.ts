import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TestApi } from './api';
import { minutes, World } from './world';

const EVERYTHING = /* GraphQL */ `
  query ($first: Int) {
    tickets(first: $first) {
      nodes {
        number
        customer { name }
        channel { name }
        assignee { name }
        lastMessage { text }
        queue { name levels { name } }
        messages(first: 5) { nodes { text } }
        timeline(first: 5) { nodes { kind } }
      }
    }
  }
`;

let api: TestApi;
let world: World;

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
  for (let number = 1; number <= 40; number += 1) {
    const id = await world.ticket({
      number,
      assigneeId: number % 2 === 0 ? world.members.ada : null,
    });
    await world.message(id, 'one', minutes(number));
    await world.message(id, 'two', minutes(number + 1));
  }
  await api.ask(world.token('AGENT'), '{ tickets(first: 1) { nodes { id } } }');
});
afterAll(() => api.stop());

const statementsOf = async (query: string, variables: object = {}): Promise<number> => {
  api.statements = [];
  await api.ask(world.token('AGENT'), query, variables);
  return api.statements.filter((sql) => /^\s*(with|select|update|insert)/i.test(sql)).length;
};

test('the number of statements does not grow with the rows', async () => {
  const one = await statementsOf(EVERYTHING, { first: 1 });
  const forty = await statementsOf(EVERYTHING, { first: 40 });
  expect(forty).toBe(one);
  // Sign-in, list, queue, messages, timeline.
  expect(one).toBe(5);
});

test('a list with customer, channel, assignee and last message is one statement', async () => {
  const list =
    '{ tickets(first: 40) { nodes { customer { name } channel { name } assignee { name } lastMessage { text } } } }';
  expect(await statementsOf(list)).toBe(2);
});

test('what is not asked for is not read', async () => {
  const supervisor = world.token('SUPERVISOR');
  await api.ask(supervisor, '{ __typename }');
  api.statements = [];
  await api.ask(supervisor, '{ metrics { open { value } waitingOnUs { value } } }');
  expect(api.statements.filter((sql) => sql.includes('from ticket'))).toHaveLength(1);
});
