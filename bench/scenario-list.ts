import { setTimeout as pause } from 'node:timers/promises';
import { ADMIN_TOKEN, deskSettings, type Scenario } from './bench';
import { type LimitServer, putLoad, startBareServer, startOrdinaryServer } from './children';
import { scratchDirectory, startDeskProcess } from './desk-process';
import { MESSAGES_EACH, seedTickets, ticketSeed } from './list-seed';
import { LIST_SQL } from './list-sql';
import type { LoadResult } from './load-job';
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

const ask = async (port: number, query: string): Promise<string> => {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${ADMIN_TOKEN}`,
      // Minutes may pass until the next question: the server hangs up on idle connections.
      connection: 'close',
    },
    body: JSON.stringify({ query }),
  });
  return response.text();
};

/** The admin token exists once the workspace is known. */
export const untilKnown = async (port: number): Promise<void> => {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if ((await ask(port, '{ __typename }')).includes('"data"')) return;
    await pause(100);
  }
  throw new Error('the desk never took the admin token');
};

/** Fifty tickets with customer, assignee and last message, over many. */
export const listScenario: Scenario = async (bench) => {
  if (bench.server === null) {
    bench.say('list: left out, it needs a Postgres server (BENCH_DATABASE_URL, or one installed).');
    return [];
  }
  const tickets = bench.quick ? 10_000 : 1_000_000;
  const database = await bench.server.fillableDatabase(ticketSeed(tickets).join(';'));
  const { url } = database;
  const data = scratchDirectory();
  const desk = await startDeskProcess({ ...deskSettings(bench, data.path, url), ROLES: 'api' });
  try {
    await untilKnown(desk.port);
    await database.fill(() => seedTickets(url, tickets));
    const [row = {}] = await onServer(url, 'select id from tenant limit 1');
    const bounds = {
      concurrency: CLIENTS,
      warmUp: bench.quick ? 100 : 400,
      count: bench.quick ? 400 : 3_000,
      mostSeconds: bench.quick ? 4 : 12,
    };
    const tenantId = String(row.id);
    const alone = await putLoad({
      kind: 'sql',
      url,
      text: LIST_SQL,
      values: [tenantId],
      ...bounds,
    });
    const request = { kind: 'graphql', port: desk.port, token: ADMIN_TOKEN, query: QUERY } as const;
    const full = await ask(desk.port, QUERY);
    if ((full.match(/"number"/g) ?? []).length !== 50)
      throw new Error(`not a page: ${full.slice(0, 300)}`);
    const list = await putLoad({ ...request, ...bounds });
    const trivial = await putLoad({ ...request, query: '{ __typename }', ...bounds });
    const beside = async (server: LimitServer, query: string): Promise<LoadResult> => {
      try {
        return await putLoad({ ...request, port: server.port, query, ...bounds });
      } finally {
        await server.stop();
      }
    };
    const bareServer = await startBareServer(url, tenantId, CONNECTIONS);
    if ((await ask(bareServer.port, QUERY)) !== full)
      throw new Error('the server without anything around it answers something else');
    const bare = await beside(bareServer, QUERY);
    const usual = await beside(
      await startOrdinaryServer(url, tenantId, CONNECTIONS),
      ORDINARY_QUERY,
    );
    const postgraphile = await startPostgraphile(url);
    if (postgraphile === null)
      bench.say(
        'list: without PostGraphile; BENCH_POSTGRAPHILE names a directory to install it in.',
      );
    const theirs =
      postgraphile === null ? null : await beside(postgraphile, postgraphileQuery(tenantId));
    const note = `${tickets.toLocaleString('en')} tickets, ${(tickets * MESSAGES_EACH).toLocaleString('en')} messages, ${CLIENTS} clients`;
    const limits = [
      { name: 'the same rows by `pg` alone', of: alone },
      { name: '`pg` in a bare HTTP server, the same bytes', of: bare },
      { name: 'Apollo, TypeORM and DataLoader, the usual way', of: usual },
      ...(theirs === null ? [] : [{ name: 'PostGraphile on the same tables', of: theirs }]),
      { name: 'our API answering { __typename }', of: trivial },
    ];
    return [
      {
        what: 'GraphQL: 50 tickets with customer, assignee, last message',
        value: list.perSecond,
        unit: 'req/s',
        against: limits.map(({ name, of }) => ({ name, value: of.perSecond })),
        note,
      },
      {
        what: 'the same, p50',
        value: list.p50,
        unit: 'ms',
        against: limits.map(({ name, of }) => ({ name, value: of.p50 })),
        note,
      },
      {
        what: 'the same, p99',
        value: list.p99,
        unit: 'ms',
        against: limits.map(({ name, of }) => ({ name, value: of.p99 })),
        note,
      },
    ];
  } finally {
    await desk.stop();
    data.remove();
  }
};
