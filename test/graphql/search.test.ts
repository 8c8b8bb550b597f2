import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { globalId } from '../../graphql/global-id';
import { TestApi } from './api';
import { minutes, World } from './world';

interface Found {
  readonly search: {
    readonly nodes: readonly {
      readonly id: string;
      readonly kind: string;
      readonly ticket: { readonly number: number } | null;
      readonly message: { readonly text: string } | null;
      readonly excerpt: readonly { readonly text: string; readonly isMatch: boolean }[];
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const SEARCH = /* GraphQL */ `
  query ($query: String!, $filter: SearchFilterInput, $first: Int, $after: String) {
    search(query: $query, filter: $filter, first: $first, after: $after) {
      nodes { id kind ticket { number } message { text } excerpt { text isMatch } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

let api: TestApi;
let world: World;
let other: World;
let message: string;
let patsTicket: string;

const search = (bearer: string, query: string, more: object = {}): Promise<Found> =>
  api.ask<Found>(bearer, SEARCH, { query, ...more });
const numbers = async (bearer: string, query: string, more: object = {}): Promise<unknown[]> =>
  (await search(bearer, query, more)).search.nodes.map((node) => node.ticket?.number);

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
  other = await World.make(api.source, 'B');
  await world.ticket({ number: 1, subject: 'The dashboard is <b>blank</b>' });
  patsTicket = await world.ticket({ number: 2, assigneeId: world.members.pat });
  message = await world.message(patsTicket, 'My dashboard shows nothing', minutes(5));
  await world.message(patsTicket, 'dashboard: a note', minutes(6), { visibility: 'INTERNAL' });
  await other.ticket({ number: 7, subject: 'Another dashboard' });
});
afterAll(() => api.stop());

describe('search', () => {
  test('shows each hit with its ticket, its message and the place, in parts and never as markup', async () => {
    const { nodes } = (await search(world.token('AGENT'), 'dashbaord')).search;
    expect(nodes.map(({ kind, ticket }) => [kind, ticket?.number])).toEqual([
      ['TICKET', 1],
      ['MESSAGE', 2],
      ['MESSAGE', 2],
    ]);
    expect(nodes[0]?.excerpt).toEqual([
      { text: 'The ', isMatch: false },
      { text: 'dashboard', isMatch: true },
      { text: ' is <b>blank</b>', isMatch: false },
    ]);
    expect(nodes).toContainEqual(
      expect.objectContaining({
        id: globalId('Message', message),
        message: { text: 'My dashboard shows nothing' },
      }),
    );
  });

  test('keeps to what the filter says', async () => {
    const agent = world.token('AGENT');
    expect(await numbers(agent, 'dashboard', { filter: { kind: 'TICKET' } })).toEqual([1]);
    expect(await numbers(agent, 'dashboard', { filter: { onlyPublic: true } })).toEqual([1, 2]);
    const customerId = globalId('Customer', world.customerId);
    expect(await numbers(agent, 'dashboard', { filter: { customerId } })).toHaveLength(3);
    const queueIds = [globalId('Queue', world.queueId)];
    expect(await numbers(agent, 'dashboard', { filter: { queueIds } })).toHaveLength(3);
    expect(
      await numbers(agent, 'dashboard', { filter: { queueIds, statuses: ['CLOSED'] } }),
    ).toEqual([]);
    const labelIds = [globalId('Label', world.queueId)];
    expect(await numbers(agent, 'dashboard', { filter: { labelIds } })).toEqual([]);
  });

  test('shows a partner what stands in their own tickets', async () => {
    expect(await numbers(world.token('pat'), 'dashboard')).toEqual([2, 2]);
    expect(await numbers(world.token('PARTNER'), 'dashboard')).toEqual([]);
    expect(await numbers(other.token('pat'), 'dashboard')).toEqual([]);
  });

  test('costs the same number of statements however many hits there are', async () => {
    const cost = async (first: number): Promise<number> => {
      api.statements = [];
      await search(world.token('AGENT'), 'dashboard', { first });
      return api.statements.filter((sql) => /^\s*select/i.test(sql)).length;
    };
    const one = await cost(1);
    expect(await cost(3)).toBe(one);
    // Sign-in, words, hits, tickets.
    expect(one).toBe(4);
  });

  test('a page goes on behind the last hit while newer ones arrive', async () => {
    for (let n = 0; n < 6; n += 1) await world.message(patsTicket, `heron ${n}`, minutes(20 + n));
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page: Found = await search(world.token('AGENT'), 'heron', { first: 2, after });
      seen.push(...page.search.nodes.map((node) => node.message?.text ?? ''));
      after = page.search.pageInfo.endCursor;
      more = page.search.pageInfo.hasNextPage;
      await world.message(patsTicket, 'heron again', minutes(100 + seen.length));
    }
    expect(seen).toEqual([5, 4, 3, 2, 1, 0].map((n) => `heron ${n}`));
  });

  test('what is deleted is not found', async () => {
    const id = await world.message(patsTicket, 'a secret kingfisher', minutes(50));
    expect(await numbers(world.token('AGENT'), 'kingfisher')).toEqual([2]);
    await api.source.query('update message set deleted_at = now() where id = $1', [id]);
    expect(await numbers(world.token('AGENT'), 'kingfisher')).toEqual([]);
    expect(await numbers(world.token('AGENT'), 'kingfihser')).toEqual([]);
  });

  test.each([
    ['nothing at all', '', 'WORDS_NEEDED'],
    ['only spaces', ' \t\n', 'WORDS_NEEDED'],
    ['10,000 characters', 'x '.repeat(5_000), null],
    ['an empty cursor', 'x', null],
  ])('refuses %s clearly', async (name, query, code) => {
    const after = name === 'an empty cursor' ? '' : null;
    const answer = await api.query(world.token('AGENT'), SEARCH, { query, after });
    expect(answer.status).toBeLessThan(500);
    expect(answer.errors).toHaveLength(1);
    expect(answer.text).not.toContain('INTERNAL_SERVER_ERROR');
    if (code !== null) expect(answer.text).toContain(code);
  });

  test.each([
    'NUL \u0000 inside',
    `'; drop table ticket; --`,
    'a & b | !c <-> (d:*',
    '🎉',
    '\\',
    'İstanbul ß ﬁ',
  ])('answers %j', async (query) => {
    const answer = await api.query(world.token('AGENT'), SEARCH, { query });
    expect(answer.errors).toEqual([]);
    expect(api.logged).toEqual([]);
  });
});
