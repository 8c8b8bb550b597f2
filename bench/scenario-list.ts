import { ADMIN_TOKEN, type Scenario } from './bench';
import { putLoad, startBareServer, startOrdinaryServer } from './children';
import { ask, withFilledDesk } from './filled-desk';
import { MESSAGES_EACH, ticketSeed } from './list-seed';
import { LIST_SQL } from './list-sql';
import type { LoadJob, LoadResult } from './load-job';
import { postgraphileQuery, startPostgraphile } from './postgraphile';
import { onServer } from './postgres';

const CLIENTS = 16;
/** As many as the desk gives its API, for every server beside it. */
const CONNECTIONS = 6;

const QUERY = `{
  tickets(first: 50) {
    nodes {
      id number subject status waitingOn priority openedAt
      customer { id name } assignee { id name }
      lastMessage { text occurredAt author { __typename } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** The same of a server that calls an author by its kind. */
const ORDINARY_QUERY = QUERY.replace('__typename', 'kind');

type Bounds = Pick<LoadJob, 'concurrency' | 'warmUp' | 'count' | 'mostSeconds'>;
type Target = LoadJob extends infer Job
  ? Job extends Bounds
    ? Omit<Job, keyof Bounds>
    : never
  : never;
interface Pace {
  readonly rounds: number;
  readonly bounds: Bounds;
}

/** A compiler that shares its core needs some two thousand requests until it has seen enough. */
const WHOLE: Pace = {
  rounds: 3,
  bounds: { concurrency: CLIENTS, warmUp: 2_000, count: 2_000, mostSeconds: 6 },
};
const QUICK: Pace = {
  rounds: 1,
  bounds: { concurrency: CLIENTS, warmUp: 1_000, count: 400, mostSeconds: 3 },
};

/** Each in turn, round after round: who comes first or meets a busy machine is the same for all. */
const inTurns = async (
  { rounds, bounds }: Pace,
  targets: readonly { readonly name: string; readonly of: Target }[],
): Promise<readonly { readonly name: string; readonly of: LoadResult }[]> => {
  const measured = targets.map(({ name, of }) => ({ name, of, results: [] as LoadResult[] }));
  for (let round = 0; round < rounds; round += 1)
    for (const { of, results } of measured) results.push(await putLoad({ ...of, ...bounds }));
  return measured.map(({ name, results }) => {
    const middle = results.toSorted((a, b) => a.perSecond - b.perSecond)[rounds >> 1];
    if (middle === undefined) throw new Error('no rounds');
    return { name, of: middle };
  });
};

/** Fifty tickets with customer, assignee and last message, over many. */
export const listScenario: Scenario = (bench) => {
  const tickets = bench.quick ? 10_000 : 1_000_000;
  return withFilledDesk(bench, 'list', ticketSeed(tickets), async ({ desk, url }) => {
    const [row = {}] = await onServer(url, 'select id from tenant limit 1');
    const tenantId = String(row.id);
    const full = await ask(desk.port, QUERY);
    if ((full.match(/"number"/g) ?? []).length !== 50)
      throw new Error(`not a page: ${full.slice(0, 300)}`);
    const bare = await startBareServer(url, tenantId, CONNECTIONS);
    if ((await ask(bare.port, QUERY)) !== full)
      throw new Error('the server without anything around it answers something else');
    const usual = await startOrdinaryServer(url, tenantId, CONNECTIONS);
    const theirs = await startPostgraphile(url);
    if (theirs === null)
      bench.say('list: without PostGraphile; BENCH_POSTGRAPHILE names a directory for it.');
    const over = (port: number, query: string): Target => ({
      kind: 'graphql',
      port,
      token: ADMIN_TOKEN,
      query,
    });
    const [list, ...limits] = await inTurns(bench.quick ? QUICK : WHOLE, [
      { name: 'our API', of: over(desk.port, QUERY) },
      {
        name: 'the same rows by `pg` alone',
        of: { kind: 'sql', url, text: LIST_SQL, values: [tenantId] },
      },
      { name: '`pg` in a bare HTTP server, the same bytes', of: over(bare.port, QUERY) },
      {
        name: 'Apollo, TypeORM and DataLoader, the usual way',
        of: over(usual.port, ORDINARY_QUERY),
      },
      ...(theirs === null
        ? []
        : [
            {
              name: 'PostGraphile on the same tables',
              of: over(theirs.port, postgraphileQuery(tenantId)),
            },
          ]),
      { name: 'our API answering { __typename }', of: over(desk.port, '{ __typename }') },
    ]);
    for (const server of [bare, usual, theirs]) await server?.stop();
    if (list === undefined) throw new Error('nothing was measured');
    const note = `${tickets.toLocaleString('en')} tickets, ${(tickets * MESSAGES_EACH).toLocaleString('en')} messages, ${CLIENTS} clients`;
    return [
      {
        what: 'GraphQL: 50 tickets with customer, assignee, last message',
        value: list.of.perSecond,
        unit: 'req/s',
        against: limits.map(({ name, of }) => ({ name, value: of.perSecond })),
        note,
      },
      {
        what: 'the same, p50',
        value: list.of.p50,
        unit: 'ms',
        against: limits.map(({ name, of }) => ({ name, value: of.p50 })),
        note,
      },
      {
        what: 'the same, p99',
        value: list.of.p99,
        unit: 'ms',
        against: limits.map(({ name, of }) => ({ name, value: of.p99 })),
        note,
      },
    ];
  });
};
