import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import WebSocket from 'ws';
import { globalId } from '../../graphql/global-id';
import { eventually } from '../support/eventually';
import { TestApi } from './api';
import { Subscriber } from './subscriber';
import { World } from './world';

const CHANGES =
  'subscription ($filter: TicketFilterInput, $after: String) { ticketsChanged(filter: $filter, after: $after) { ticketId cursor ticket { number priority lastMessage { text } } } }';

let api: TestApi;
let ours: World;
let theirs: World;
let number = 100;
const clients: Subscriber[] = [];

beforeAll(async () => {
  api = await TestApi.start({ checkMs: 150 });
  ours = await World.make(api.source, 'Ours');
  theirs = await World.make(api.source, 'Theirs');
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.stop()));
});
afterAll(() => api.stop());

const follow = (token: string | null, query = CHANGES, variables = {}): Subscriber => {
  const client = new Subscriber(api.url, token);
  clients.push(client);
  client.subscribe(query, variables);
  return client;
};

/** Changes of a canary ticket until it is heard: from then on the client hears everything. */
const listening = async (client: Subscriber): Promise<void> => {
  const id = await ours.ticket({ number: number++ });
  await eventually('the client hears', async () => {
    await ours.source.query('update ticket set level = level + 0 where id = $1', [id]);
    return client.events.length > 0;
  });
};

const told = (client: Subscriber, id: string) =>
  client.events
    .map(({ data }) => data?.ticketsChanged ?? data?.ticketChanged)
    .filter((change) => change?.ticketId === globalId('Ticket', id));

const setPriority = (id: string, priority: string): Promise<unknown> =>
  api.ask(
    ours.token('sam'),
    'mutation ($id: ID!, $priority: Priority!) { setTicketPriority(input: { ticketId: $id, priority: $priority }) { replayed } }',
    { id: globalId('Ticket', id), priority },
  );

describe('tickets as they change', () => {
  test('are told with how they stand, to those of the tenant only', async () => {
    const client = follow(ours.token('AGENT'));
    const other = follow(theirs.token('AGENT'));
    await listening(client);
    const id = await ours.ticket({ number: number++ });
    await setPriority(id, 'URGENT');
    await eventually('the change', () =>
      told(client, id).some((change) => JSON.stringify(change).includes('"priority":"URGENT"')),
    );
    expect(other.events).toEqual([]);
  });

  test('a filter is asked of each, and what does not match is told without the ticket', async () => {
    const client = follow(ours.token('AGENT'), CHANGES, { filter: { priority: { eq: 'HIGH' } } });
    await listening(client);
    const id = await ours.ticket({ number: number++ });
    await setPriority(id, 'HIGH');
    await eventually('it matches', () =>
      told(client, id).some((change) => change?.ticket !== null),
    );
    await setPriority(id, 'LOW');
    await eventually('it has left', () => told(client, id).at(-1)?.ticket === null);
  });

  test('one ticket is told alone, and a foreign one never', async () => {
    const [mine, foreign] = [
      await ours.ticket({ number: number++ }),
      await theirs.ticket({ number: number++ }),
    ];
    const query = 'subscription ($id: ID!) { ticketChanged(ticketId: $id) { ticketId } }';
    const client = follow(ours.token('AGENT'), query, { id: globalId('Ticket', mine) });
    const spy = follow(ours.token('AGENT'), query, { id: globalId('Ticket', foreign) });
    await eventually('the change', async () => {
      await ours.source.query('update ticket set level = level + 0');
      return client.events.length > 0;
    });
    expect(told(client, mine)).toHaveLength(client.events.length);
    expect(spy.events).toEqual([]);
  });

  test('a partner hears of what is assigned to them, and of nothing else', async () => {
    const client = follow(ours.token('pat'));
    const mine = await ours.ticket({ number: number++, assigneeId: ours.members.pat });
    const other = await ours.ticket({ number: number++ });
    await eventually('their own', async () => {
      await ours.source.query('update ticket set level = level + 0 where id = any($1)', [
        [mine, other],
      ]);
      return told(client, mine).length > 0;
    });
    expect(told(client, other)).toEqual([]);
  });

  test('a cursor goes on where a client was cut off: received and asked again make the truth', async () => {
    const first = follow(ours.token('AGENT'));
    await listening(first);
    const cursor = String(first.events.at(-1)?.data?.ticketsChanged?.cursor);
    await first.stop();
    const ids = [await ours.ticket({ number: number++ }), await ours.ticket({ number: number++ })];
    const second = follow(ours.token('AGENT'), CHANGES, { after: cursor });
    await eventually('both that were missed', () =>
      ids.every((id) => told(second, id).length === 1),
    );
  });
});

describe('beside tickets', () => {
  test('queues are told as they are, and again when they have changed', async () => {
    const client = follow(
      ours.token('AGENT'),
      'subscription { queueChanged { queue { name } waiting } }',
    );
    const first = await eventually('the load', () => client.events[0]?.data?.queueChanged);
    expect(first).toMatchObject({ queue: { name: 'Support' } });
    await ours.ticket({ number: number++ });
    await eventually('one more', () => {
      const last = client.events.at(-1)?.data?.queueChanged;
      return Number(last?.waiting) === Number(first.waiting) + 1;
    });
  });

  test('the figures are told at once, to those who may read them', async () => {
    const query = 'subscription { metricsTick(everySeconds: 5) { open waitingOnUs asOf } }';
    const lead = follow(ours.token('SUPERVISOR'), query);
    const agent = follow(ours.token('AGENT'), query);
    expect(await eventually('a tick', () => lead.events[0]?.data?.metricsTick)).toMatchObject({
      open: expect.any(Number),
    });
    await eventually('the refusal', () => agent.done);
    expect(JSON.stringify(agent.events)).toContain('FORBIDDEN');
  });

  test('promises are told once, as soon as they are near', async () => {
    const id = await ours.ticket({ number: number++ });
    const promise = (dueAt: Date) =>
      ours.source.query(
        `insert into promise (tenant_id, id, ticket_id, kind, due_at, told_at, told_in, state)
         values ($1, gen_random_uuid(), $2, 'NEXT_UPDATE', $3, $3, 'x', 'OPEN')`,
        [ours.tenantId, id, dueAt],
      );
    await promise(new Date(api.now.getTime() + 10 * 60_000));
    await promise(new Date(api.now.getTime() + 600 * 60_000));
    const client = follow(
      ours.token('AGENT'),
      'subscription { promisesDue(withinMinutes: 15) { kind ticket { number } } }',
    );
    await eventually('the near one', () => client.events.length > 0);
    await ours.source.query('update ticket set level = level + 0 where id = $1', [id]);
    await promise(new Date(api.now.getTime() + 5 * 60_000));
    await ours.source.query('update ticket set level = level + 0 where id = $1', [id]);
    await eventually('the second', () => client.events.length === 2);
  });
});

describe('a socket', () => {
  test.each([null, 'tk_wrong'])('without a valid token is closed: %s', async (token) => {
    const client = follow(token);
    expect(await eventually('closed', () => client.closed)).toMatchObject({ code: 4401 });
  });

  test('is closed when its token is revoked', async () => {
    const made = await api.ask<{ createToken: { bearer: string; token: { id: string } } }>(
      ours.token('ADMIN'),
      'mutation { createToken(input: { name: "wall", role: AGENT }) { bearer token { id } } }',
    );
    const { bearer, token } = made.createToken;
    const client = follow(bearer);
    await listening(client);
    await api.ask(
      ours.token('ADMIN'),
      'mutation ($id: ID!) { revokeToken(input: { tokenId: $id }) { replayed } }',
      { id: token.id },
    );
    expect(await eventually('closed', () => client.closed)).toMatchObject({ code: 4401 });
  });

  test('is closed when its member is switched off', async () => {
    const client = follow(ours.token('pat'), 'subscription { ticketsChanged { cursor } }');
    const id = await ours.ticket({ number: number++, assigneeId: ours.members.pat });
    await eventually('the client hears', async () => {
      await ours.source.query('update ticket set level = level + 0 where id = $1', [id]);
      return client.events.length > 0;
    });
    await api.ask(
      ours.token('ADMIN'),
      'mutation ($id: ID!) { updateMember(input: { memberId: $id, active: false }) { errors { code } } }',
      { id: globalId('Member', ours.members.pat) },
    );
    expect(await eventually('closed', () => client.closed)).toMatchObject({ code: 4401 });
  });

  test.each([
    ['a query', '{ queues { nodes { id } } }', 'HTTP'],
    ['an unknown field', 'subscription { ticketsChanged { nothing } }', 'nothing'],
    ['no GraphQL', 'subscription {', 'Syntax Error'],
    ['a wrong cursor', 'subscription { ticketsChanged(after: "x") { cursor } }', 'INVALID_CURSOR'],
    ['a wrong number', 'subscription { metricsTick(everySeconds: 1) { open } }', 'OUT_OF_RANGE'],
    [
      'too many aliases',
      `subscription { ticketsChanged { ${Array.from({ length: 31 }, (_, n) => `a${n}: cursor`).join(' ')} } }`,
      'aliases',
    ],
  ])('refuses %s, and lives on', async (_, query, reason) => {
    const client = follow(ours.token('SUPERVISOR'), query);
    await eventually('refused', () => client.done);
    expect({ events: JSON.stringify(client.events), closed: client.closed }).toMatchObject({
      events: expect.stringContaining(reason),
    });
    expect(api.logged).toEqual([]);
    // The client itself hangs up when it has nothing left to wait for.
    expect(client.closed?.code ?? 1000).toBe(1000);
  });

  test('of a client that does not keep up is closed, and it goes on with its cursor', async () => {
    const slow = follow(
      ours.token('AGENT'),
      'subscription { ticketsChanged { cursor ticket { number messages(first: 20) { nodes { text } } } } }',
    );
    await listening(slow);
    slow.stopReading();
    const id = await ours.ticket({ number: number++ });
    for (let n = 0; n < 20; n += 1) await ours.message(id, 'x'.repeat(100_000), new Date(n));
    const reads = (): number =>
      api.statements.filter((sql) => sql.includes('from message m')).length;
    api.statements = [];
    let last = -1;
    let still = 0;
    await eventually('nothing more is read for it', async () => {
      await ours.source.query('update ticket set level = level + 0 where id = $1', [id]);
      await new Promise((done) => setTimeout(done, 30));
      still = reads() === last && last > 0 ? still + 1 : 0;
      last = reads();
      return still >= 20;
    });
    // Two looks of the server, whose timers are due before this one.
    await new Promise((done) => setTimeout(done, 500));
    slow.readAgain();
    expect(await eventually('closed', () => slow.closed)).toMatchObject({ code: 4508 });
    const cursor = String(slow.events.at(-1)?.data?.ticketsChanged?.cursor);
    const again = follow(ours.token('AGENT'), CHANGES, { after: cursor });
    await setPriority(id, 'HIGH');
    await eventually('it goes on', () => told(again, id).length > 0);
  });
});

describe('a client that takes nothing', () => {
  const LONG = 'x'.repeat(100_000);
  const MB = 1_048_576;

  test('is read for no further than it takes, while others go on, and memory stays', async () => {
    const id = await ours.ticket({ number: number++ });
    for (let n = 0; n < 20; n += 1) await ours.message(id, LONG, new Date(n));
    const slow = follow(
      ours.token('AGENT'),
      'subscription { ticketsChanged { cursor ticket { number messages(first: 20) { nodes { text } } } } }',
    );
    const other = follow(ours.token('AGENT'));
    await listening(slow);
    await listening(other);
    slow.stopReading();
    api.statements = [];
    const before = process.memoryUsage();
    const heard = told(other, id).length;
    let changes = 0;
    await eventually('the other has heard of forty changes', async () => {
      await ours.source.query('update ticket set level = level + 0 where id = $1', [id]);
      changes += 1;
      return told(other, id).length >= heard + 40;
    });
    const reads = api.statements.filter((sql) => sql.includes('from message m')).length;
    // Forty answers of two megabytes were due: a few were made and lie on their way.
    expect(changes).toBeGreaterThanOrEqual(40);
    expect(reads).toBeLessThan(12);
    const after = process.memoryUsage();
    expect((after.external - before.external) / MB).toBeLessThan(48);
    slow.readAgain();
    expect(await eventually('closed', () => slow.closed)).toMatchObject({ code: 4508 });
    expect(other.closed).toBeNull();
  });
});

test('whoever asks and asks and takes no answer is shown out before that fills the memory', async () => {
  // Looked at by nobody but when it asks: what it is owed alone counts.
  const quiet = await TestApi.start({ checkMs: 600_000 });
  const desk = await World.make(quiet.source, 'Quiet');
  const other = new Subscriber(quiet.url, desk.token('AGENT'));
  clients.push(other);
  other.subscribe(CHANGES);
  const hears = (): Promise<unknown> => {
    const heard = other.events.length;
    return eventually('the other hears', async () => {
      await quiet.source.query('update ticket set level = level + 0');
      return other.events.length > heard;
    });
  };
  await desk.ticket({ number: 1 });
  await hears();
  const socket = new WebSocket(quiet.url.replace('http', 'ws'), 'graphql-transport-ws');
  await new Promise((open) => socket.once('open', open));
  const authorization = `Bearer ${desk.token('AGENT')}`;
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
  await new Promise((acknowledged) => socket.once('message', acknowledged));
  let code: number | null = null;
  socket
    .once('error', () => undefined)
    .once('close', (ended) => {
      code = ended;
    });
  socket.pause();
  // Each is answered with as much again: 36 MB, more than the network itself takes in.
  const ask = JSON.stringify({ type: 'ping', payload: { words: 'x'.repeat(90_000) } });
  for (let n = 0; n < 400; n += 1) {
    socket.send(ask);
    await new Promise((done) => setImmediate(done));
  }
  socket.resume();
  await eventually('shown out', () => code !== null);
  // The reason, or nothing at all where it did not take even that.
  expect([4508, 1006]).toContain(code);
  await hears();
  expect(other.closed).toBeNull();
  await other.stop();
  await quiet.stop();
}, 60_000);

test('over HTTP a subscription is refused, not half answered', async () => {
  const answer = await api.query(ours.token('AGENT'), 'subscription { ticketsChanged { cursor } }');
  expect(answer.status).toBeLessThan(500);
  expect(answer.errors.length).toBeGreaterThan(0);
});
