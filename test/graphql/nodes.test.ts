import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { globalId, ID_TYPES, type IdType, parseGlobalId } from '../../graphql/global-id';
import { TestApi } from './api';
import { missing } from './ids';
import { insert, minutes, World } from './world';

let api: TestApi;
let ours: World;
let theirs: World;
const made: { ours: Record<string, string>; theirs: Record<string, string> } = {
  ours: {},
  theirs: {},
};

/** One of everything that can be fetched by its id. */
const furnish = async (world: World): Promise<Record<string, string>> => {
  const ticket = await world.ticket({ number: 1, assigneeId: world.members.pat });
  const message = await world.message(ticket, 'hello', minutes(1));
  const entry = v7();
  const decision = v7();
  await insert(world.source, 'timeline_entry', {
    tenant_id: world.tenantId,
    id: entry,
    ticket_id: ticket,
    at: minutes(1),
    actor: JSON.stringify({ kind: 'system', name: 'intake' }),
    kind: 'TICKET_OPENED',
    before: '{}',
    after: '{"status":"NEW"}',
  });
  await insert(world.source, 'intake_decision', {
    tenant_id: world.tenantId,
    id: decision,
    message_id: message,
    verdict: 'TICKET',
    reason: 'NEW_REQUEST',
    ticket_id: ticket,
    at: minutes(1),
  });
  const uuids: [IdType, string][] = [
    ['Ticket', ticket],
    ['Message', message],
    ['TimelineEntry', entry],
    ['IntakeDecision', decision],
    ['Customer', world.customerId],
    ['Channel', world.channelId],
    ['Member', world.members.ada],
    ['Queue', world.queueId],
  ];
  return Object.fromEntries(uuids.map(([type, uuid]) => [type, globalId(type, uuid)]));
};

const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
const nodes = async (token: string, ids: readonly string[]) =>
  (await api.ask<{ nodes: ({ __typename: string; id: string } | null)[] }>(token, NODES, { ids }))
    .nodes;

beforeAll(async () => {
  api = await TestApi.start();
  ours = await World.make(api.source, 'Ours');
  theirs = await World.make(api.source, 'Theirs');
  made.ours = await furnish(ours);
  made.theirs = await furnish(theirs);
});
afterAll(() => api.stop());

describe('a global id', () => {
  test('is read back as what it was made of', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ID_TYPES), fc.uuid(), (type, uuid) => {
        expect(parseGlobalId(globalId(type, uuid))).toEqual({ type, uuid });
      }),
    );
  });

  test('has one spelling: whatever is read is written the same', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ID_TYPES),
        fc.uuid(),
        fc.nat(),
        fc.string({ maxLength: 2 }),
        (type, uuid, at, put) => {
          const id = globalId(type, uuid);
          const bent = id.slice(0, at % id.length) + put + id.slice((at % id.length) + put.length);
          const parsed = parseGlobalId(bent);
          if (parsed !== null) expect(globalId(parsed.type, parsed.uuid)).toBe(bent);
        },
      ),
    );
    expect(parseGlobalId(v7())).toBeNull();
    expect(parseGlobalId(`${globalId('Ticket', v7())}=`)).toBeNull();
    expect(parseGlobalId(Buffer.from(`Tenant:${v7()}`).toString('base64url'))).toBeNull();
  });
});

describe('node(id)', () => {
  test('fetches everything again that has an id of its own', async () => {
    const query = 'query ($id: ID!) { node(id: $id) { __typename id } }';
    for (const [type, id] of Object.entries(made.ours))
      expect(await api.ask(ours.token('AGENT'), query, { id })).toEqual({
        node: { __typename: type, id },
      });
  });

  test('shows the whole thing, as the list it stands in does', async () => {
    const data = await api.ask<{ node: object; ticketByNumber: object }>(
      ours.token('AGENT'),
      `query ($id: ID!) {
        node(id: $id) { ... on Ticket { id number customer { id name } messages(first: 1) { nodes { text } } queue { name } } }
        ticketByNumber(number: 1) { id number customer { id name } messages(first: 1) { nodes { text } } queue { name } }
      }`,
      { id: made.ours.Ticket },
    );
    expect(data.node).toEqual(data.ticketByNumber);
  });

  test.each(['', 'nonsense', v7(), missing('Ticket'), missing('ApiToken'), missing('Contact')])(
    'is null for %j',
    async (id) => {
      const query = 'query ($id: ID!) { node(id: $id) { id } }';
      expect(await api.ask(ours.token('ADMIN'), query, { id })).toEqual({ node: null });
    },
  );
});

describe('nodes(ids)', () => {
  test('answers in the order of the ids, with null for what there is not', async () => {
    const ids = [made.ours.Queue, missing('Queue'), made.ours.Ticket, 'x', made.ours.Queue].map(
      (id) => id ?? '',
    );
    expect(await nodes(ours.token('AGENT'), ids)).toEqual([
      { __typename: 'Queue', id: made.ours.Queue },
      null,
      { __typename: 'Ticket', id: made.ours.Ticket },
      null,
      { __typename: 'Queue', id: made.ours.Queue },
    ]);
  });

  test('is one statement per kind of thing, and takes at most 100', async () => {
    const ids = Array.from({ length: 99 }, () => missing('Ticket'));
    await nodes(ours.token('AGENT'), ids);
    api.statements = [];
    await nodes(ours.token('AGENT'), [...ids, made.ours.Message ?? '']);
    expect(
      api.statements.filter((sql) => /from \(?(select t\.\* from ticket|message)/.test(sql)),
    ).toHaveLength(2);
    const answer = await api.query(ours.token('AGENT'), NODES, {
      ids: Array.from({ length: 101 }, () => 'x'),
    });
    expect(answer.errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  test("never shows another tenant's", async () => {
    const ids = Object.values(made.theirs);
    for (const who of ['PARTNER', 'AGENT', 'SUPERVISOR', 'ADMIN', 'pat'] as const)
      expect(await nodes(ours.token(who), ids)).toEqual(ids.map(() => null));
  });

  test('shows a partner their tickets with what belongs to them, and nothing else', async () => {
    const other = await ours.ticket({ number: 2, assigneeId: ours.members.ada });
    const said = await ours.message(other, 'not for partners', minutes(2));
    const loose = await ours.message(null, 'no request', minutes(3));
    const hidden = [
      globalId('Ticket', other),
      globalId('Message', said),
      globalId('Message', loose),
    ];
    const found = await nodes(ours.token('pat'), [...Object.values(made.ours), ...hidden]);
    expect(found.flatMap((node) => node?.__typename ?? [])).toEqual([
      'Ticket',
      'Message',
      'TimelineEntry',
    ]);
    expect((await nodes(ours.token('ada'), hidden)).every((node) => node !== null)).toBe(true);
  });
});
