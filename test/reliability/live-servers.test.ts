import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { globalId } from '../../graphql/global-id';
import type { Database } from '../../src/db/data-source';
import { Subscriber } from '../graphql/subscriber';
import { World } from '../graphql/world';
import { openDatabaseOn } from '../support/database';
import { KEY } from '../support/desk-run';
import { eventually } from '../support/eventually';
import { type PrivatePostgres, postgresBinaries, startPostgres } from '../support/postgres';
import { type DeskServer, freePort, startServer } from '../support/server';

const CHANGES =
  'subscription ($after: String) { ticketsChanged(after: $after) { ticketId cursor } }';
const CHANGE =
  'mutation ($id: ID!) { setTicketPriority(input: { ticketId: $id, priority: URGENT }) { errors { code } } }';

(postgresBinaries() === null ? describe.skip : describe)('two servers on one database', () => {
  let postgres: PrivatePostgres;
  let database: Database & { readonly url: string };
  let world: World;
  const servers: DeskServer[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
    database = await openDatabaseOn(postgres.url('postgres'));
    world = await World.make(database.dataSource, 'LIVE');
  }, 60_000);
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await database.close();
    await postgres.stop();
  });

  const start = async (port: number, notBoot: string | null = null): Promise<DeskServer> => {
    const env = {
      DATABASE_URL: database.url,
      ENCRYPTION_KEYS: KEY,
      ROLES: 'api',
      POLL_MS: '50',
    };
    const server = await startServer({ env, port }, notBoot);
    servers.push(server);
    return server;
  };

  const change = async (server: DeskServer, id: string): Promise<void> => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${world.token('sam')}`,
      },
      body: JSON.stringify({ query: CHANGE, variables: { id: globalId('Ticket', id) } }),
    });
    expect(await response.json()).toEqual({ data: { setTicketPriority: { errors: [] } } });
  };

  const heard = (client: Subscriber): readonly unknown[] =>
    client.events.map(({ data }) => data?.ticketsChanged?.ticketId);
  const follow = (server: DeskServer, after: string | null = null): Subscriber => {
    const client = new Subscriber(`${server.url}/graphql`, world.token('AGENT'));
    client.subscribe(CHANGES, { after });
    return client;
  };

  test('tell each other’s changes, and a client of a killed one misses nothing with its cursor', async () => {
    const ports = [await freePort(), await freePort()] as const;
    const one = await start(ports[0]);
    const two = await start(ports[1]);
    const [atOne, atTwo] = [follow(one), follow(two)];
    const canary = await world.ticket({ number: 1 });
    await eventually('both listen', async () => {
      await world.source.query('update ticket set level = level + 0 where id = $1', [canary]);
      return heard(atOne).length > 0 && heard(atTwo).length > 0;
    });
    const first = await world.ticket({ number: 2 });
    await change(one, first);
    const name = globalId('Ticket', first);
    await eventually('both are told', () =>
      [atOne, atTwo].every((client) => heard(client).includes(name)),
    );

    const cursor = String(atTwo.events.at(-1)?.data?.ticketsChanged?.cursor);
    await two.kill();
    await eventually('the client notices', () => atTwo.closed);
    const missed = [await world.ticket({ number: 3 }), await world.ticket({ number: 4 })];
    for (const id of missed) await change(one, id);
    const again = await start(ports[1], two.bootId);
    const back = follow(again, cursor);
    await eventually('what was missed', () =>
      missed.every((id) => heard(back).includes(globalId('Ticket', id))),
    );
    // A stop tells its clients to come back, and does not wait for them.
    const { code } = await again.stop();
    expect(code).toBe(0);
    expect(await eventually('hung up', () => back.closed)).toMatchObject({ code: 1001 });
    await Promise.all([atOne, atTwo, back].map((client) => client.stop()));
  }, 120_000);
});
