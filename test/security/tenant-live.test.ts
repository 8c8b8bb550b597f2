import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import { v7 } from 'uuid';
import { globalId, ID_TYPES, type IdType } from '../../graphql/global-id';
import { buildApiSchema } from '../../graphql/schema';
import { issueToken } from '../../src/app/admin/tokens';
import { createTokenStore } from '../../src/db/token-store';
import { TestApi } from '../graphql/api';
import { callOf, type IdPlace, subscriptionPlaces } from '../graphql/schema-calls';
import { Subscriber } from '../graphql/subscriber';
import { insert, T0, World } from '../graphql/world';
import { eventually } from '../support/eventually';

/** Two desks; somebody who may do everything in the first follows whatever can be followed. */
let api: TestApi;
let schema: GraphQLSchema;
let ours: World;
let theirs: World;
let bearer: string;
const clients: Subscriber[] = [];

beforeAll(async () => {
  api = await TestApi.start();
  schema = await buildApiSchema([]);
  ours = await World.make(api.source, 'Ours');
  theirs = await World.make(api.source, 'Theirs');
  await api.source.query(`update member set role = 'ADMIN' where id = $1`, [ours.members.sam]);
  const wish = { tenantId: ours.tenantId, name: 'all', memberId: ours.members.sam } as const;
  const made = { ...wish, role: 'ADMIN', expiresAt: null } as const;
  bearer = (await issueToken(createTokenStore(api.source), made, T0)).token;
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.stop()));
  await api.stop();
});

/** One socket each: an error of one ends nothing of another. */
const follow = (query: string, variables: object): Subscriber => {
  const client = new Subscriber(api.url, bearer);
  clients.push(client);
  client.subscribe(query, { ...variables });
  return client;
};

type Stock = ReadonlyMap<IdType, string>;

const stocked = async (world: World, number: number): Promise<Stock> => {
  const ticket = await world.ticket({ number, assigneeId: world.members.ada, status: 'OPEN' });
  await insert(world.source, 'promise', {
    tenant_id: world.tenantId,
    id: v7(),
    ticket_id: ticket,
    kind: 'NEXT_UPDATE',
    due_at: T0,
    told_at: T0,
    told_in: 'x',
    state: 'OPEN',
  });
  return new Map<IdType, string>([
    ['Ticket', ticket],
    ['Customer', world.customerId],
    ['Member', world.members.ada],
    ['Queue', world.queueId],
    ['Channel', world.channelId],
  ]);
};

const nameOf = ({ field, path }: IdPlace): string => `${field}(${path.join('.')})`;

/** What may stand in this place, by its name: an unknown one fails the test. */
const typeAt = ({ path }: IdPlace): IdType => {
  const said = path.join('.').toLowerCase();
  const type = ID_TYPES.find((one) => said.includes(one.toLowerCase()) && one !== 'Message');
  if (said.includes('assignee')) return 'Member';
  if (type === undefined) throw new Error(`what stands in ${said}?`);
  return type;
};

interface Cell {
  readonly place: IdPlace;
  /** Everything but this one: what comes is our own. */
  readonly excludes: boolean;
  readonly mine: Subscriber;
  readonly spy: Subscriber;
}

const cellOf = (place: IdPlace, own: Stock, foreign: Stock): Cell => {
  const type = place.path.length === 0 ? 'Ticket' : typeAt(place);
  const at = (ids: Stock): Subscriber => {
    const idOf = (one: IdType): string => globalId(one, ids.get(one) ?? '');
    const { query, variables } = callOf(schema, place, idOf(type), () => idOf('Ticket'));
    return follow(query, variables);
  };
  const excludes = place.path.at(-1) === 'nin' || place.path.length === 0;
  return { place, excludes, mine: at(own), spy: at(foreign) };
};

test('another tenant’s ids and events: nothing comes, wherever an id can be given', async () => {
  const own = await stocked(ours, 1);
  const foreign = await stocked(theirs, 2);
  const places = subscriptionPlaces(schema);
  expect(new Set(places.map(({ field }) => field)).size).toBe(
    Object.keys(schema.getSubscriptionType()?.getFields() ?? {}).length,
  );
  const cells = places.map((place) => cellOf(place, own, foreign));
  // Each own id brings events, so that silence about a foreign one means something.
  await eventually('everything of our own is heard', async () => {
    await api.source.query('update ticket set level = level + 0');
    const deaf = cells.filter(
      ({ mine, place }) => place.path.at(-1) !== 'nin' && mine.events.length === 0,
    );
    if (deaf.length > 0) throw new Error(deaf.map(({ place }) => nameOf(place)).join());
    return true;
  });
  const traces = [...foreign].map(([type, id]) => globalId(type, id));
  const leaks = cells.filter(({ mine, spy, place }) => {
    // Whoever names an id may see that id again, and nothing behind it.
    const said = JSON.stringify([mine.events, place.path.length === 0 ? [] : spy.events]);
    return [...traces, theirs.tenantId, 'Theirs'].some((trace) => said.includes(trace));
  });
  expect(leaks.map(({ place }) => nameOf(place))).toEqual([]);
  const heard = cells.filter(({ excludes, spy }) => !excludes && shownIn(spy) > 0);
  expect(heard.map(({ place }) => nameOf(place))).toEqual([]);
  expect(cells.length).toBeGreaterThan(10);
  expect(api.logged).toEqual([]);
}, 120_000);

/** Events that show anything: what does not match a filter is told without the thing itself. */
const shownIn = (client: Subscriber): number =>
  client.events.filter(({ data }) =>
    Object.values(data ?? {}).some(
      (one) => one !== null && (one.ticket ?? one.queue ?? null) !== null,
    ),
  ).length;
