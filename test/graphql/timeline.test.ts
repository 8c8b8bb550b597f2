import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { globalId } from '../../graphql/global-id';
import { buildApiSchema } from '../../graphql/schema';
import { TIMELINE_KINDS } from '../../src/domain/ticket';
import { TestApi } from './api';
import { insert, minutes, World } from './world';

let api: TestApi;
let world: World;

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
});
afterAll(() => api.stop());

const entry = (ticketId: string, kind: string, before: object, after: object) =>
  insert(world.source, 'timeline_entry', {
    tenant_id: world.tenantId,
    id: v7(),
    ticket_id: ticketId,
    at: minutes(1),
    actor: JSON.stringify({ kind: 'system', name: 'clock' }),
    kind,
    before: JSON.stringify(before),
    after: JSON.stringify(after),
  });

const events = async (ticketId: string, fields: string): Promise<unknown[]> => {
  const data = await api.ask<{ ticket: { timeline: { nodes: { event: unknown }[] } } }>(
    world.token('AGENT'),
    `query ($id: ID!) { ticket(id: $id) { timeline(first: 100) { nodes { event { __typename ${fields} } } } } }`,
    { id: globalId('Ticket', ticketId) },
  );
  return data.ticket.timeline.nodes.map((node) => node.event);
};

test('every kind of entry is an event of a type of its own', async () => {
  const ticketId = await world.ticket({ number: 1 });
  for (const kind of TIMELINE_KINDS) await entry(ticketId, kind, {}, {});
  const found = await events(ticketId, '');
  const names = found.map((event) => JSON.stringify(event));
  expect(new Set(names).size).toBe(TIMELINE_KINDS.length);
});

test('an event carries typed values from before and after', async () => {
  const ticketId = await world.ticket({ number: 2 });
  const { ada, sam } = world.members;
  await entry(
    ticketId,
    'ESCALATED',
    { status: 'NEW', assigneeId: ada, level: 1, escalationReason: null },
    { status: 'OPEN', assigneeId: sam, level: 2, escalationReason: 'needs a specialist' },
  );
  await entry(ticketId, 'ASSIGNED', { assigneeId: sam }, { assigneeId: null });
  await entry(ticketId, 'SNOOZED', {}, { snoozedUntil: minutes(60).toISOString() });
  await entry(ticketId, 'REACTION_CHANGED', {}, { emoji: 'eyes', user: 'U1' });
  const member = (uuid: string): string => globalId('Member', uuid);
  expect(
    await events(
      ticketId,
      `... on TicketEscalated { previousStatus nextStatus previousAssigneeId nextAssigneeId previousLevel nextLevel nextEscalationReason previousWaitingOn }
       ... on TicketAssigned { previousAssigneeId nextAssigneeId nextStatus }
       ... on TicketSnoozed { nextSnoozedUntil }
       ... on ReactionChanged { previousReaction nextReaction }`,
    ),
  ).toEqual([
    {
      __typename: 'TicketEscalated',
      previousStatus: 'NEW',
      nextStatus: 'OPEN',
      previousAssigneeId: member(ada),
      nextAssigneeId: member(sam),
      previousLevel: 1,
      nextLevel: 2,
      nextEscalationReason: 'needs a specialist',
      previousWaitingOn: null,
    },
    {
      __typename: 'TicketAssigned',
      previousAssigneeId: member(sam),
      nextAssigneeId: null,
      nextStatus: null,
    },
    { __typename: 'TicketSnoozed', nextSnoozedUntil: minutes(60).toISOString() },
    { __typename: 'ReactionChanged', previousReaction: null, nextReaction: 'eyes' },
  ]);
});

test('a value that no enum knows any more is null, not an error', async () => {
  const ticketId = await world.ticket({ number: 3 });
  await entry(ticketId, 'PRIORITY_CHANGED', { priority: 'ASAP' }, { priority: 'HIGH' });
  expect(
    await events(ticketId, '... on PriorityChanged { previousPriority nextPriority }'),
  ).toEqual([{ __typename: 'PriorityChanged', previousPriority: null, nextPriority: 'HIGH' }]);
});

test('no id of the history is a bare UUID', async () => {
  const ticketId = await world.ticket({ number: 4 });
  await entry(ticketId, 'CLAIMED', { assigneeId: null }, { assigneeId: world.members.ada });
  const data = await api.ask<{ ticket: { timeline: { nodes: { changes: unknown }[] } } }>(
    world.token('AGENT'),
    'query ($id: ID!) { ticket(id: $id) { timeline { nodes { changes { field before after } } } } }',
    { id: globalId('Ticket', ticketId) },
  );
  expect(data.ticket.timeline.nodes[0]?.changes).toEqual([
    { field: 'assigneeId', before: null, after: globalId('Member', world.members.ada) },
  ]);
});

test('events of different types never disagree about a field of the same name', async () => {
  const schema = await buildApiSchema([]);
  const union = schema.getType('TimelineEvent');
  if (union === undefined || !('getTypes' in union)) throw new Error('no union');
  const types = new Map<string, string>();
  for (const type of union.getTypes())
    for (const field of Object.values(type.getFields())) {
      expect(types.get(field.name) ?? `${field.type}`).toBe(`${field.type}`);
      types.set(field.name, `${field.type}`);
    }
  expect(types.size).toBeGreaterThan(10);
});
