import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type GraphQLObjectType, getNamedType, isObjectType } from 'graphql';
import { v7 } from 'uuid';
import { globalId, parseGlobalId } from '../../graphql/global-id';
import { buildApiSchema } from '../../graphql/schema';
import { TestApi } from './api';
import { type Placed, RelayRows } from './relay-rows';
import { selectionOf } from './schema-calls';
import { World } from './world';

let api: TestApi;
let world: World;
let ticketId: string;

const ROWS = 9;

interface Connection {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}
interface Window {
  readonly first?: number | undefined;
  readonly last?: number | undefined;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

const PAGE =
  'edges { cursor node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
const ARGS = 'first: $first, last: $last, after: $after, before: $before';

/** Every list of the API; a new one that is missing here fails the first test. */
const LISTS: Readonly<Record<string, () => string>> = {
  'Query.tickets': () => `list: tickets(${ARGS}) { ${PAGE} }`,
  'Query.customers': () => `list: customers(${ARGS}) { ${PAGE} }`,
  'Query.channels': () => `list: channels(${ARGS}) { ${PAGE} }`,
  'Query.members': () => `list: members(${ARGS}) { ${PAGE} }`,
  'Query.queues': () => `list: queues(${ARGS}) { ${PAGE} }`,
  'Query.tokens': () => `list: tokens(${ARGS}) { ${PAGE} }`,
  'Query.auditLog': () => `list: auditLog(${ARGS}) { ${PAGE} }`,
  'Query.intakeDecisions': () =>
    `list: intakeDecisions(channelId: "${globalId('Channel', world.channelId)}", ${ARGS}) { ${PAGE} }`,
  'Query.calendars': () => `list: calendars(${ARGS}) { ${PAGE} }`,
  'Query.slaPolicies': () => `list: slaPolicies(${ARGS}) { ${PAGE} }`,
  'Query.groups': () => `list: groups(${ARGS}) { ${PAGE} }`,
  'Query.labels': () => `list: labels(${ARGS}) { ${PAGE} }`,
  'Query.ratings': () => `list: ratings(${ARGS}) { ${PAGE} }`,
  'Query.recoveryTasks': () => `list: recoveryTasks(${ARGS}) { ${PAGE} }`,
  // An early warning is a ticket: its id stands for the node's.
  'Query.earlyWarnings': () =>
    `list: earlyWarnings(${ARGS}) { ${PAGE.replaceAll('{ id }', '{ id: ticketId }')} }`,
  'Query.search': () => `list: search(query: "wrod", ${ARGS}) { ${PAGE} }`,
  'Query.promisesDue': () => `list: promisesDue(${ARGS}) { ${PAGE} }`,
  'Ticket.promises': () => `ticket(id: "${ticketId}") { list: promises(${ARGS}) { ${PAGE} } }`,
  'Query.webhooks': () => `list: webhooks(${ARGS}) { ${PAGE} }`,
  'Query.trackers': () => `list: trackers(${ARGS}) { ${PAGE} }`,
  'Query.webhookDeliveries': () =>
    `list: webhookDeliveries(webhookId: "${globalId('Webhook', webhookId)}", ${ARGS}) { ${PAGE} }`,
  'Ticket.messages': () => `ticket(id: "${ticketId}") { list: messages(${ARGS}) { ${PAGE} } }`,
  // The facts of a measure are no nodes: the ticket stands for its id.
  'Measurement.facts': () =>
    `metrics { measures(input: { measures: [VOLUME], window: { from: "2026-03-01T00:00:00Z", to: "2026-04-01T00:00:00Z" } }) { list: facts(${ARGS}) { ${PAGE.replaceAll('{ id }', '{ id: ticketId }')} } } }`,
  // Nine warnings were given; what warns is a ticket.
  'HealthPartFigure.facts': () =>
    `node(id: "${globalId('Customer', world.customerId)}") { ... on Customer { healthPart(part: EARLY_WARNINGS) { list: facts(${ARGS}) { ${PAGE.replaceAll('{ id }', '{ id: ticketId }')} } } } }`,
  'Ticket.timeline': () => `ticket(id: "${ticketId}") { list: timeline(${ARGS}) { ${PAGE} } }`,
};

const webhookId = v7();

/** The whole list in small pages; between two of them something may happen. */
const walk = async (
  name: string,
  forwards: boolean,
  size = 4,
  meanwhile: (page: readonly string[]) => Promise<void> = async () => undefined,
): Promise<readonly string[]> => {
  const seen: string[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const answer = await page(
      name,
      forwards ? { first: size, after: cursor } : { last: size, before: cursor },
    );
    const ids = answer.nodes.map((node) => node.id);
    if (forwards) seen.push(...ids);
    else seen.unshift(...ids);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = answer.pageInfo;
    more = forwards ? hasNextPage : hasPreviousPage;
    cursor = (forwards ? endCursor : startCursor) ?? undefined;
    if (more) await meanwhile(ids);
  }
  return seen;
};

const page = async (name: string, window: Window): Promise<Connection> => {
  const query = `query ($first: Int, $last: Int, $after: String, $before: String) { ${LISTS[name]?.()} }`;
  const data = await api.ask<{
    list?: Connection;
    ticket?: { list: Connection };
    metrics?: { measures: readonly { list: Connection }[] };
    node?: { healthPart: { list: Connection } };
  }>(world.token('ADMIN'), query, window);
  const list =
    data.list ?? data.ticket?.list ?? data.metrics?.measures[0]?.list ?? data.node?.healthPart.list;
  if (list === undefined) throw new Error('no list');
  return list;
};

let rows: RelayRows;
let goneEdges = 0;

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
  const uuid = await world.ticket({ number: 1 });
  ticketId = globalId('Ticket', uuid);
  rows = new RelayRows(world, uuid, webhookId, () => api.count());
  await rows.webhook(webhookId, 0);
  // Pairs share a name or an instant: the id must break the tie.
  for (let index = 0; index < ROWS; index += 1)
    for (const write of Object.values(rows.write)) await write(Math.floor(index / 2));
  await api.source.query(
    'insert into metric_dirty (tenant_id, ticket_id) select tenant_id, id from ticket on conflict do nothing',
  );
  await api.count();
});
afterAll(() => api.stop());

describe('by the letter of the Relay specification', () => {
  test('every connection of the schema is walked below', async () => {
    const schema = await buildApiSchema([]);
    const objects = Object.values(schema.getTypeMap()).filter(
      (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
    );
    const found = objects.flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => getNamedType(field.type).name.endsWith('Connection'))
        .map((field) => `${type.name}.${field.name}`),
    );
    expect(found.sort()).toEqual(Object.keys(LISTS).sort());
  });

  test('connections, edges, page info and arguments have the prescribed types', async () => {
    const schema = await buildApiSchema([]);
    const fields = (name: string): Record<string, string> => {
      const type = schema.getType(name);
      if (!isObjectType(type)) throw new Error(name);
      return Object.fromEntries(
        Object.values(type.getFields()).map((field) => [field.name, `${field.type}`]),
      );
    };
    expect(fields('PageInfo')).toEqual({
      hasNextPage: 'Boolean!',
      hasPreviousPage: 'Boolean!',
      startCursor: 'String',
      endCursor: 'String',
    });
    for (const list of Object.keys(LISTS)) {
      const [owner = '', name = ''] = list.split('.');
      const type = schema.getType(owner);
      if (!isObjectType(type)) throw new Error(owner);
      const field = type.getFields()[name];
      const args = new Map(field?.args.map((arg) => [arg.name, `${arg.type}`]));
      expect([args.get('first'), args.get('last')]).toEqual(['Int', 'Int']);
      expect([args.get('after'), args.get('before')]).toEqual(['String', 'String']);
      const connection = `${field?.type}`.replace('!', '');
      const node = connection.replace('Connection', '');
      expect(fields(connection)).toMatchObject({
        edges: `[${node}Edge!]!`,
        nodes: `[${node}!]!`,
        pageInfo: 'PageInfo!',
      });
      expect(fields(`${node}Edge`)).toEqual({ cursor: 'String!', node: `${node}!` });
    }
  });

  test('whatever is fetched by node(id) has an id, and its type is Node', async () => {
    const schema = await buildApiSchema([]);
    const node = schema.getQueryType()?.getFields().node;
    expect(`${node?.type}`).toBe('Node');
    expect(node?.args.map((arg) => `${arg.name}: ${arg.type}`)).toEqual(['id: ID!']);
    for (const list of Object.keys(LISTS))
      expect({ list, nodes: (await page(list, { first: 1 })).nodes }).toEqual({
        list,
        nodes: [{ id: expect.stringMatching(/^[\w-]+$/) }],
      });
  });
});

describe.each(Object.keys(LISTS))('%s', (name) => {
  test('answers every window as the specification computes it', async () => {
    const whole = await page(name, { first: 100 });
    const all = whole.edges;
    expect(all.length).toBeGreaterThanOrEqual(ROWS);
    expect(new Set(all.map((edge) => edge.cursor)).size).toBe(all.length);
    const place = fc.option(fc.nat({ max: all.length - 1 }), { nil: undefined });
    const size = fc.nat({ max: all.length + 1 });
    await fc.assert(
      fc.asyncProperty(place, place, size, fc.boolean(), async (after, before, count, forwards) => {
        const answer = await page(name, {
          ...(forwards ? { first: count } : { last: count }),
          after: after === undefined ? undefined : all[after]?.cursor,
          before: before === undefined ? undefined : all[before]?.cursor,
        });
        // ApplyCursorsToEdges, then EdgesToReturn.
        const cut = all.slice(after === undefined ? 0 : after + 1, before ?? all.length);
        const wanted = forwards ? cut.slice(0, count) : cut.slice(Math.max(0, cut.length - count));
        expect(answer.edges).toEqual(wanted);
        expect(answer.nodes).toEqual(wanted.map((edge) => edge.node));
        expect(answer.pageInfo.startCursor).toBe(wanted[0]?.cursor ?? null);
        expect(answer.pageInfo.endCursor).toBe(wanted.at(-1)?.cursor ?? null);
        if (forwards) expect(answer.pageInfo.hasNextPage).toBe(cut.length > count);
        else expect(answer.pageInfo.hasPreviousPage).toBe(cut.length > count);
      }),
      { numRuns: 12 },
    );
  });

  test('is walked backwards to the same rows as forwards', async () => {
    expect(await walk(name, false)).toEqual(await walk(name, true));
  });

  test.each([
    ['forwards', true],
    ['backwards', false],
  ])('walked %s while rows come and go, shows whatever stood all the time once', async (_, to) => {
    const stood = await walk(name, true, 50);
    const write = rows.write[name];
    if (write === undefined) throw new Error(name);
    const written: Placed[] = [];
    let turn = 0;
    // Before all, after all, and around the place that the walk has reached.
    const places = [-1, 1.5, 3.5, 0.5, 90, 2.5, -2, 4, 3, 95];
    const seen = await walk(name, to, Math.ceil(stood.length / 5), async (page) => {
      turn += 1;
      if (turn > 12) throw new Error('the walk does not come to an end');
      const edge = parseGlobalId((to ? page.at(-1) : page[0]) ?? '')?.uuid;
      for (const one of written.splice(0)) {
        // Where the walk goes on from may be gone by then.
        const isEdge = one.id === edge && one.from !== null;
        if (isEdge || turn % 2 === 0) await rows.remove(one);
        if (isEdge) goneEdges += 1;
      }
      for (const at of [turn, turn + 3]) written.push(await write(places[at % places.length] ?? 0));
    });
    expect(new Set(seen).size).toBe(seen.length);
    const old = new Set(stood);
    expect(seen.filter((id) => old.has(id))).toEqual(stood);
    for (const one of written) await rows.remove(one);
  });
});

test('among these walks some went on from a row that was gone', () => {
  expect(goneEdges).toBeGreaterThan(0);
});

describe('the number of statements does not grow with the rows', () => {
  const ROWS_OF_ID = /edges \{ cursor node \{[^}]*\} \} nodes \{[^}]*\} pageInfo \{[^}]*\}/;

  test.each(Object.keys(LISTS))('%s, with all that stands in and beside each', async (name) => {
    const schema = await buildApiSchema([]);
    const [owner = '', field = ''] = name.split('.');
    const type = schema.getType(owner);
    const connection = isObjectType(type) ? type.getFields()[field]?.type : undefined;
    const node = schema.getType(`${connection}`.replace('Connection!', ''));
    if (!isObjectType(node)) throw new Error(name);
    const list = LISTS[name]?.().replace(ROWS_OF_ID, `nodes ${selectionOf(node, 2)}`);
    const query = `query ($first: Int, $last: Int, $after: String, $before: String) { ${list} }`;
    const asked = async (first: number): Promise<number> => {
      api.statements = [];
      const text = JSON.stringify(await api.ask(world.token('ADMIN'), query, { first }));
      expect(text).toContain('__typename');
      return api.statements.filter((sql) => /^\s*(with|select)/i.test(sql)).length;
    };
    const [four, nine] = [await asked(4), await asked(9)];
    // One kind of thing may be beside the later rows only; five more rows are never five statements more.
    expect({ name, four, grewBy: Math.max(0, nine - four - 2) }).toEqual({
      name,
      four: expect.any(Number),
      grewBy: 0,
    });
  });
});
