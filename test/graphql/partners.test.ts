import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { globalId } from '../../graphql/global-id';
import { colleaguesFor } from '../../src/app/escalation/roster';
import { eventually } from '../support/eventually';
import { TestApi } from './api';
import { Subscriber } from './subscriber';
import { insert, minutes, World } from './world';

/** A partner of one queue, who is called Pat; Support is the desk's other queue. */
let api: TestApi;
let ours: World;
let partnerQueue: string;
let number = 0;
const clients: Subscriber[] = [];

const said = (errors: readonly { code: string }[]): readonly string[] =>
  errors.map(({ code }) => code);

const ticketIn = async (queueId: string, assigneeId: string | null = null): Promise<string> => {
  number += 1;
  const status = assigneeId === null ? 'NEW' : 'OPEN';
  const id = await ours.ticket({ number, assigneeId, status, subject: `Walrus ${number}` });
  await api.source.query('update ticket set queue_id = $2 where id = $1', [id, queueId]);
  return id;
};

const limitTo = async (queueIds: readonly string[], memberId = ours.members.pat) => {
  const { updateMember } = await api.ask<{
    updateMember: { member: { queueIds: string[] } | null; errors: { code: string }[] };
  }>(
    ours.token('ADMIN'),
    'mutation ($input: UpdateMemberInput!) { updateMember(input: $input) { member { queueIds } errors { code } } }',
    {
      input: {
        memberId: globalId('Member', memberId),
        queueIds: queueIds.map((id) => globalId('Queue', id)),
      },
    },
  );
  return updateMember;
};

const mutate = async (who: 'pat' | 'sam' | 'AGENT', name: string, input: object) => {
  const data = await api.ask<
    Record<string, { ticket: { number: number } | null; errors: { code: string }[] }>
  >(
    ours.token(who),
    `mutation ($input: ${name[0]?.toUpperCase() ?? ''}${name.slice(1)}Input!) { ${name}(input: $input) { ticket { number } errors { code } } }`,
    { input },
  );
  return data[name] ?? { ticket: null, errors: [] };
};

beforeAll(async () => {
  api = await TestApi.start({ checkMs: 150 });
  ours = await World.make(api.source, 'Ours');
  partnerQueue = v7();
  await insert(api.source, 'queue', {
    tenant_id: ours.tenantId,
    id: partnerQueue,
    name: 'Partners',
    triage_channel_id: ours.triageId,
  });
  await insert(api.source, 'queue_level', {
    tenant_id: ours.tenantId,
    queue_id: partnerQueue,
    level: 1,
    name: 'First line',
  });
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.stop()));
});
afterAll(() => api.stop());

describe('a partner of one queue', () => {
  let inside: string;
  let taken: string;
  let outside: string;

  beforeAll(async () => {
    expect(await limitTo([partnerQueue])).toEqual({
      member: { queueIds: [globalId('Queue', partnerQueue)] },
      errors: [],
    });
    inside = await ticketIn(partnerQueue);
    taken = await ticketIn(partnerQueue, ours.members.ada);
    outside = await ticketIn(ours.queueId);
    // Given to them before they were limited, by a hand that knew no rules.
    await ticketIn(ours.queueId, ours.members.pat);
    for (const ticket of [inside, outside]) {
      await ours.message(ticket, 'The narwhal is late', minutes(number));
      await insert(api.source, 'promise', {
        tenant_id: ours.tenantId,
        id: v7(),
        ticket_id: ticket,
        kind: 'NEXT_UPDATE',
        due_at: minutes(600),
        told_at: minutes(1),
        told_in: 'x',
        state: 'OPEN',
      });
    }
  });

  test('sees of every list what is in their queue, whoever has it, and nothing else', async () => {
    const lists = await api.ask<{
      tickets: { nodes: { id: string }[] };
      ticketCount: number;
      search: { nodes: { ticket: { id: string } }[] };
      promisesDue: { nodes: { ticket: { id: string } }[] };
    }>(
      ours.token('pat'),
      `{ tickets { nodes { id } } ticketCount promisesDue { nodes { ticket { id } } }
         search(query: "narwhal") { nodes { ticket { id } } } }`,
    );
    const seen = [inside, taken].map((id) => globalId('Ticket', id)).sort();
    expect(lists.tickets.nodes.map(({ id }) => id).sort()).toEqual(seen);
    expect(lists.ticketCount).toBe(2);
    const mine = [{ ticket: { id: globalId('Ticket', inside) } }];
    expect(lists.search.nodes).toEqual(mine);
    expect(lists.promisesDue.nodes).toEqual(mine);
  });

  test('may not ask for the figures of the desk, its queues, its digest', async () => {
    for (const query of [
      '{ metrics { open { value } } }',
      '{ queues { nodes { id } } }',
      '{ digests { hour } }',
      '{ earlyWarnings { nodes { score } } }',
      'mutation { tellDigest(input: { period: DAILY }) { errors { code } } }',
    ])
      expect((await api.query(ours.token('pat'), query)).errors[0]?.extensions.code).toBe(
        'FORBIDDEN',
      );
  });

  test('claims what is in their queue; anything done to another ticket is “not found”', async () => {
    const ticketId = globalId('Ticket', outside);
    for (const [name, more] of [
      ['claimTicket', {}],
      ['replyToTicket', { text: 'hello' }],
      ['addNote', { text: 'hello' }],
      ['snoozeTicket', { until: minutes(100_000) }],
      ['escalateTicket', { reason: 'help' }],
      ['solveTicket', { solution: 'done' }],
    ] as const) {
      const refused = await mutate('pat', name, { ticketId, ...more });
      expect({ name, codes: said(refused.errors), ticket: refused.ticket }).toEqual({
        name,
        codes: ['TICKET_NOT_FOUND'],
        ticket: null,
      });
    }
    const done = await mutate('pat', 'claimTicket', { ticketId: globalId('Ticket', inside) });
    expect(said(done.errors)).toEqual([]);
  });

  test('is given nothing of another queue, by a supervisor neither', async () => {
    const memberId = globalId('Member', ours.members.pat);
    const ticketId = globalId('Ticket', outside);
    const given = await mutate('sam', 'assignTicket', { ticketId, memberId });
    expect(said(given.errors)).toEqual(['OUTSIDE_THEIR_QUEUES']);
    const claimed = await mutate('AGENT', 'claimTicket', { ticketId, memberId });
    expect(said(claimed.errors)).toEqual(['OUTSIDE_THEIR_QUEUES']);
  });

  test('is asked by no escalation and given nothing by any queue but their own', async () => {
    const { ada, pat } = ours.members;
    const asked = (queueId: string): Promise<readonly string[]> =>
      api.database.unitOfWork.run(ours.tenantId, async (tx) =>
        (await colleaguesFor(tx, queueId, [pat, ada])).map(({ id }) => id),
      );
    expect(await asked(ours.queueId)).toEqual([ada]);
    expect(await asked(partnerQueue)).toEqual([pat, ada]);
  });

  test('queues are those of the desk, and only an administrator says whose', async () => {
    expect((await limitTo([v7()])).errors).toEqual([{ code: 'QUEUE_NOT_FOUND' }]);
    const input = { memberId: globalId('Member', ours.members.pat), queueIds: [] };
    const query =
      'mutation ($input: UpdateMemberInput!) { updateMember(input: $input) { errors { code } } }';
    for (const who of ['pat', 'AGENT', 'SUPERVISOR'] as const)
      expect((await api.query(ours.token(who), query, { input })).errors).toHaveLength(1);
  });
});

describe('a ticket that leaves a partner’s queues', () => {
  const CHANGES = 'subscription { ticketsChanged { ticketId ticket { subject } } }';
  const ONE =
    'subscription ($id: ID!) { ticketChanged(ticketId: $id) { ticketId ticket { subject } } }';
  const touch = (id: string): Promise<unknown> =>
    api.source.query('update ticket set level = level + 0 where id = $1', [id]);
  const follow = (query: string, variables = {}): Subscriber => {
    const client = new Subscriber(api.url, ours.token('pat'));
    clients.push(client);
    client.subscribe(query, variables);
    return client;
  };
  const of = (client: Subscriber, id: string) =>
    client.events
      .map(({ data }) => data?.ticketsChanged ?? data?.ticketChanged)
      .filter((change) => change?.ticketId === globalId('Ticket', id));
  const hears = (client: Subscriber, id: string): Promise<unknown> =>
    eventually('the client hears', async () => {
      await touch(id);
      return of(client, id).length > 0;
    });

  test('is told once as gone, without anything of it; what follows it ends, and the others go on', async () => {
    await limitTo([partnerQueue]);
    const [leaves, stays] = [await ticketIn(partnerQueue), await ticketIn(partnerQueue)];
    const [all, one] = [follow(CHANGES), follow(ONE, { id: globalId('Ticket', leaves) })];
    await hears(all, stays);
    await hears(one, leaves);
    await eventually('both are told of it', () => of(all, leaves).length > 0);
    await api.source.query(
      `update ticket set queue_id = $2, subject = 'Secret words' where id = $1`,
      [leaves, ours.queueId],
    );
    await eventually('it is gone', () => of(all, leaves).at(-1)?.ticket === null);
    await eventually('the stream of it has ended', () => one.done);
    expect(of(one, leaves).filter((change) => change?.ticket === null)).toHaveLength(1);
    const told = of(all, leaves).length;
    await touch(leaves);
    const before = of(all, stays).length;
    await eventually('the other goes on', async () => {
      await touch(stays);
      return of(all, stays).length > before;
    });
    expect(of(all, leaves)).toHaveLength(told);
    expect(JSON.stringify([all.events, one.events])).not.toContain('Secret words');
  });

  test('with the queue: their claims go back, its room is told, and open streams tell that it is gone', async () => {
    await limitTo([partnerQueue, ours.queueId]);
    const [claimed, free] = [
      await ticketIn(partnerQueue, ours.members.pat),
      await ticketIn(partnerQueue),
    ];
    const all = follow(CHANGES);
    await hears(all, free);
    await limitTo([ours.queueId]);
    await eventually('both are gone', () =>
      [claimed, free].every((id) => of(all, id).at(-1)?.ticket === null),
    );
    const [row] = await api.source.query(
      `select assignee_id, (select string_agg(what::text, ' ') from outbox
         where ticket_id = t.id) as told from ticket t where id = $1`,
      [claimed],
    );
    expect(row.assignee_id).toBeNull();
    expect(row.told).toContain('gave this back to the queue');
    const gone = await api.ask(ours.token('pat'), 'query ($id: ID!) { ticket(id: $id) { id } }', {
      id: globalId('Ticket', claimed),
    });
    expect(gone).toEqual({ ticket: null });
  });
});
