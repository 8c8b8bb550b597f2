import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BESIDE, SHOWN } from '../../graphql/written-fields';
import { type Text, toPlain } from '../../src/domain/text';
import { TestApi, takesBytes } from './api';
import { minutes, World } from './world';

let api: TestApi;
let world: World;

const WORDS = 'quote " back \\ slash / \u0007 tab\t line\nÄ 漢 😀 \u2028 \u007f </script> %s $1 \'';
const CONTROLS = Array.from({ length: 31 }, (_, code) => String.fromCharCode(code + 1)).join('x');
const SAID: Text = [
  { kind: 'plain', text: WORDS },
  { kind: 'bold', text: 'bold' },
  { kind: 'mention', userId: 'U1', label: 'ada' },
  { kind: 'link', url: 'https://a.example', text: 'https://a.example' },
  { kind: 'link', url: 'https://b.example', text: '' },
  { kind: 'link', url: 'https://c.example', text: 'see' },
  { kind: 'code', text: 'x' },
];

const said = (body: Text) => ({ body: JSON.stringify(body), plain: toPlain(body) });

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
  const other = await World.make(api.source, 'B');
  const elsewhere = await other.ticket({ number: 1, openedAt: minutes(4) });
  await other.message(elsewhere, 'not for A', minutes(5));
  const { ada, pat } = world.members;
  const says: Record<string, unknown>[] = [
    said([{ kind: 'plain', text: WORDS }]),
    said(SAID),
    // Longer than what a connection brings at once, every byte that is escaped, and none of them in fours.
    said([{ kind: 'plain', text: `${CONTROLS}é${'long "😀" '.repeat(9_000)}` }]),
    said([]),
    { deleted_at: minutes(90), edited_at: minutes(80), edited_after_answer: true },
    { author_kind: 'member', author_id: ada, author_name: `Ada ${WORDS}`, visibility: 'INTERNAL' },
    { author_kind: 'bot', author_id: null, delivery_state: 'FAILED', delivery_error: WORDS },
  ];
  for (const [index, more] of says.entries()) {
    const assigneeId = [ada, pat, null][index % 3] ?? null;
    const id = await world.ticket({
      number: index + 1,
      assigneeId,
      subject: index === 0 ? WORDS : `Question ${index}`,
      openedAt: minutes(index),
    });
    await world.message(id, 'first', minutes(index));
    await world.message(id, 'last', minutes(60 + index), more);
  }
  await world.ticket({ number: 99, openedAt: minutes(2) });
  // Half of them have everything, to the microsecond, and the others nothing that may be missing.
  await api.source.query(`
    update ticket set opened_at = opened_at + interval '123456 microseconds', lease_until = '1969-12-31 23:59:59.999999+00',
      snoozed_until = '2026-03-02 10:00:00.000999+00', third_party = 'them', next_check_at = opened_at,
      silence_due_at = opened_at, first_response_due_at = opened_at, first_responded_at = opened_at,
      unanswered_since = opened_at, escalation_reason = subject, solution = subject, cause = 'what',
      first_solved_at = opened_at, last_solved_at = opened_at where number % 2 = 1`);
  await api.source.query(
    `update customer set domain = 'a.example', zone = 'Europe/Berlin', owner_id = $1 where name = 'A customer'`,
    [ada],
  );
  await api.source.query(
    `update member set avatar_url = 'https://a.example/"a"', zone = 'UTC' where id = $1`,
    [pat],
  );
  await api.source.query(
    `update channel set intake_mode = 'MENTION', queue_id = $1 where id = $2`,
    [world.queueId, world.channelId],
  );
});
afterAll(() => api.stop());

const bodyOf = (query: string, variables: object, more: object = {}): string =>
  JSON.stringify({ query, variables, ...more });

interface Both {
  readonly careful: string;
  readonly fast: string;
  /** Whether the fast answer was written from the bytes of the database. */
  readonly isWritten: boolean;
}

/** What the careful lane answers, and what is answered to a query it has let pass three times. */
const both = async (query: string, variables: object, who: string): Promise<Both> => {
  let careful = '';
  for (let time = 1; time <= 3; time += 1)
    careful = (await api.post(bodyOf(query, variables, { extensions: {} }), who)).text;
  api.statements = [];
  const { text: fast } = await api.post(bodyOf(query, variables), who);
  return { careful, fast, isWritten: api.statements.some(takesBytes) };
};

const KINDS = ['ContactActor', 'MemberActor', 'BotActor'];

/** Some of these fields in any order, some under another name. */
const some = (type: string, more: fc.Arbitrary<string>[] = []): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.shuffledSubarray(['__typename', ...Object.keys(SHOWN[type] ?? {})], { minLength: 1 }),
      fc.infiniteStream(fc.integer({ min: 0, max: 20 })),
      fc.tuple(...more.map((one) => fc.option(one, { nil: '' }))),
    )
    .map(([names, aliases, parts]) => {
      let left = 4;
      const fields = names.map((name) => {
        const isAliased = (aliases.next().value ?? 0) === 0 && left > 0;
        if (isAliased) left -= 1;
        return isAliased ? `${type}_${name}: ${name}` : name;
      });
      return `${parts.join(' ')} ${fields.join(' ')}`;
    });

const author = fc
  .tuple(...KINDS.map((kind) => fc.option(some(kind), { nil: null })), fc.boolean())
  .map((parts) => {
    const kinds = KINDS.flatMap((kind, index) => {
      const fields = parts[index];
      return typeof fields === 'string' ? [`... on ${kind} { ${fields} }`] : [];
    });
    return `author { ${kinds.join(' ')} ${parts[KINDS.length] === true || kinds.length === 0 ? '__typename' : ''} }`;
  });

const ticket = some(
  'Ticket',
  Object.entries(BESIDE).map(([name, { type }]) =>
    some(type, type === 'Message' ? [author] : []).map((fields) => `${name} { ${fields} }`),
  ),
);

const list = fc
  .tuple(ticket, fc.constantFrom('nodes', 'edges', 'both', 'fragments'), fc.boolean())
  .map(([fields, how, hasInfo]) => {
    const info = hasInfo
      ? 'pageInfo { endCursor hasNextPage startCursor hasPreviousPage __typename }'
      : '';
    const rows = {
      nodes: `nodes { ${fields} } ${info}`,
      edges: `${info} edges { node { ${fields} } cursor __typename }`,
      both: `__typename edges { cursor } ${info} nodes { ${fields} }`,
      fragments: `...Page ${info}`,
    }[how];
    const fragments =
      how === 'fragments'
        ? `fragment Page on TicketConnection { nodes { ... on Node { id } ...Row number } }
           fragment Row on Ticket { ${fields} }`
        : '';
    return `query ($first: Int, $last: Int, $after: String, $sort: TicketSortInput, $filter: TicketFilterInput) {
      tickets(first: $first, last: $last, after: $after, sort: $sort, filter: $filter) { ${rows} }
    } ${fragments}`;
  });

const size = fc.integer({ min: 1, max: 9 });
const variables = fc.record(
  {
    page: fc.oneof(
      size.map((first) => ({ first })),
      size.map((last) => ({ last })),
      fc.constant({}),
    ),
    sort: fc.record({
      field: fc.constantFrom('OPENED_AT', 'NUMBER', 'PRIORITY', 'UNANSWERED_SINCE', 'UPDATED_AT'),
      direction: fc.constantFrom('ASC', 'DESC'),
    }),
    filter: fc.constantFrom<object>(
      { number: { lte: 4 } },
      { assignee: { isNull: true } },
      { number: { eq: 12_345 } },
      { text: 'last' },
    ),
  },
  { requiredKeys: ['page'] },
);
const callers = fc.constantFrom('AGENT', 'ADMIN', 'pat', 'PARTNER', 'ada');

test('what is written from bytes is, byte for byte, what the resolvers answer', async () => {
  let written = 0;
  await fc.assert(
    fc.asyncProperty(list, variables, callers, async (query, { page, ...given }, caller) => {
      const seen = await both(query, { ...given, ...page }, world.token(caller));
      expect(seen.careful).toMatch(/^\{"data":/);
      expect(seen.fast).toBe(seen.careful);
      expect(seen.fast).not.toContain('not for A');
      if (seen.isWritten) written += 1;
    }),
    { numRuns: Number(process.env.WRITTEN_RUNS ?? 60) },
  );
  // Those that are written are what is compared here.
  expect(written).toBeGreaterThan(30);
});

test('a long text under many names is written as often', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `t${index}: text`).join(' ');
  const query = `{ tickets(filter: { number: { lte: 7 } }) { nodes { lastMessage { ${names} } } } }`;
  const { careful, fast, isWritten } = await both(query, {}, world.token('AGENT'));
  expect(isWritten).toBe(true);
  expect(fast === careful).toBe(true);
});

test('page after page, forwards and backwards', async () => {
  const query = `query ($after: String, $before: String, $first: Int, $last: Int) {
    tickets(first: $first, last: $last, after: $after, before: $before, sort: { field: NUMBER }) {
      nodes { number } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
  const agent = world.token('AGENT');
  const step = async (given: object) => {
    const { careful, fast, isWritten } = await both(query, given, agent);
    expect({ fast, isWritten }).toEqual({ fast: careful, isWritten: true });
    const { data } = JSON.parse(fast);
    return data.tickets;
  };
  const first = await step({ first: 3 });
  const second = await step({ first: 3, after: first.pageInfo.endCursor });
  expect(second.nodes).not.toEqual(first.nodes);
  expect(await step({ last: 3, before: second.pageInfo.startCursor })).toMatchObject({
    nodes: first.nodes,
  });
});

const LIST = '{ tickets { nodes { number lastMessage { text author { __typename } } } } }';

test('an instant within a text was drawn when it was kept', async () => {
  const agent = world.token('AGENT');
  const id = await world.ticket({ number: 50 });
  const body: Text = [{ kind: 'time', at: minutes(0).toISOString(), zone: 'Asia/Tokyo' }];
  await world.message(id, 'at', minutes(70), said(body));
  const { careful, fast, isWritten } = await both(LIST, {}, agent);
  expect(isWritten).toBe(true);
  expect(fast).toContain('Mar');
  expect(fast).toBe(careful);
});

test.each([
  [
    'arguments of a field',
    '{ tickets { nodes { number messages(first: 1) { nodes { text } } } } }',
  ],
  ['two lists', '{ tickets { nodes { number } } again: tickets { nodes { number } } }'],
  ['a field of another table', '{ tickets { nodes { number queue { levels { name } } } } }'],
  ['a ticket in two ways', '{ tickets { nodes { number } edges { node { id } } } }'],
  ['one object twice', '{ tickets { nodes { customer { id } customer { name } } } }'],
  ['files', '{ tickets { nodes { lastMessage { files { name } } } } }'],
  ['no ticket at all', '{ tickets { pageInfo { endCursor } } }'],
])('left to the resolvers: %s', async (_, query) => {
  const { careful, fast, isWritten } = await both(query, {}, world.token('AGENT'));
  expect({ fast, isWritten }).toEqual({ fast: careful, isWritten: false });
});

test('what is refused is refused in the same words', async () => {
  const query = 'query ($first: Int) { tickets(first: $first) { nodes { number } } }';
  const agent = world.token('AGENT');
  expect((await both(query, { first: 2 }, agent)).isWritten).toBe(true);
  for (const given of [{ first: 101 }, { first: -1 }, { first: 'x' }]) {
    const { careful, fast, isWritten } = await both(query, given, agent);
    expect(fast.startsWith('{"errors":')).toBe(true);
    expect({ fast, isWritten }).toEqual({ fast: careful, isWritten: false });
  }
  await api.source.query(`update api_token set scopes = '{WORK}' where name = 'SUPERVISOR'`);
  const narrow = await both(query, { first: 2 }, world.token('SUPERVISOR'));
  expect(narrow.fast).toContain('FORBIDDEN');
  expect(narrow).toMatchObject({ fast: narrow.careful, isWritten: false });
});
