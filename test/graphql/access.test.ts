import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getMetadataStorage } from 'type-graphql';
import { globalId, type IdType } from '../../graphql/global-id';
import { buildApiSchema } from '../../graphql/schema';
import { ROLES, type Role } from '../../src/domain/actor';
import { TestApi } from './api';
import { missing } from './ids';
import { minutes, World } from './world';

let api: TestApi;
let ours: World;
let theirs: World;

beforeAll(async () => {
  api = await TestApi.start();
  ours = await World.make(api.source, 'Ours');
  theirs = await World.make(api.source, 'Theirs');
});
afterAll(() => api.stop());

test('every resolver method declares who may call it', async () => {
  await buildApiSchema([]);
  const { queries, mutations, subscriptions, fieldResolvers } = getMetadataStorage();
  const all = [...queries, ...mutations, ...subscriptions, ...fieldResolvers];
  expect(all.length).toBeGreaterThan(20);
  const open = all.filter((one) => (one.roles ?? []).length === 0).map((one) => one.methodName);
  expect(open).toEqual([]);
});

describe('the role matrix', () => {
  const WINDOW = 'window: { from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z" }';
  const id = missing('Ticket');
  const channel = missing('Channel');
  const STAFF: readonly Role[] = ['AGENT', 'SUPERVISOR', 'ADMIN'];
  const LEADS: readonly Role[] = ['SUPERVISOR', 'ADMIN'];
  const ADMINS: readonly Role[] = ['ADMIN'];
  const MATRIX: Readonly<Record<string, readonly Role[]>> = {
    '{ tickets { nodes { id } } }': ROLES,
    [`{ ticket(id: "${id}") { id } }`]: ROLES,
    [`{ node(id: "${id}") { id } }`]: ROLES,
    [`{ nodes(ids: ["${id}"]) { id } }`]: ROLES,
    '{ ticketByNumber(number: 1) { id } }': ROLES,
    '{ ticketByMessageLink(link: "https://a.slack.com/archives/C1/p1700000000000001") { id } }':
      ROLES,
    '{ customers { nodes { id } } }': STAFF,
    '{ channels { nodes { id } } }': STAFF,
    '{ members { nodes { id } } }': STAFF,
    '{ queues { nodes { id } } }': STAFF,
    [`{ intakeDecisions(channelId: "${channel}") { nodes { id } } }`]: STAFF,
    '{ metrics { open { value } waitingOnUs { value } } }': LEADS,
    [`{ metrics { firstResponse(${WINDOW}) { n } } }`]: LEADS,
    '{ customerByExternalId(externalId: "crm-1") { id } }': STAFF,
    'mutation { upsertCustomer(input: { externalId: "" }) { errors { code } } }': LEADS,
    [`mutation { updateTickets(input: { ticketIds: ["${id}"], change: { wake: true } }) { errors { code } } }`]:
      STAFF,
    '{ chatIdentity(platform: SLACK, home: "T1", userId: "U1") { ignored } }': LEADS,
    'mutation { setChatIdentity(input: { platform: SLACK, home: "", userId: "", as: { ignored: true } }) { errors { code } } }':
      LEADS,
    'mutation { forgetChatIdentity(input: { platform: SLACK, home: "T1", userId: "U1" }) { errors { code } } }':
      LEADS,
    [`mutation { link(input: { duplicateId: "${missing('Contact')}", intoId: "${missing('Contact')}" }) { errors { code } } }`]:
      LEADS,
    [`mutation { unlink(input: { duplicateId: "${missing('Contact')}" }) { errors { code } } }`]:
      LEADS,
    '{ settings { zone } }': LEADS,
    '{ rateLimit { limit } }': ROLES,
    '{ tokens { nodes { id } } }': ADMINS,
    'mutation { createToken(input: { name: "", role: AGENT }) { errors { code } } }': ADMINS,
    [`mutation { rotateToken(input: { tokenId: "${missing('ApiToken')}" }) { errors { code } } }`]:
      ADMINS,
    [`mutation { revokeToken(input: { tokenId: "${missing('ApiToken')}" }) { errors { code } } }`]:
      ADMINS,
    [`mutation { updateMember(input: { memberId: "${missing('Member')}" }) { errors { code } } }`]:
      ADMINS,
    [`mutation { updateChannel(input: { channelId: "${channel}" }) { errors { code } } }`]: LEADS,
    'mutation { createQueue(input: { name: "" }) { errors { code } } }': LEADS,
    [`mutation { updateQueue(input: { queueId: "${missing('Queue')}" }) { errors { code } } }`]:
      LEADS,
    'mutation { updateSettings(input: { zone: "" }) { errors { code } } }': ADMINS,
    [`mutation { claimTicket(input: { ticketId: "${id}" }) { errors { code } } }`]: ROLES,
    [`mutation { assignTicket(input: { ticketId: "${id}" }) { errors { code } } }`]: STAFF,
    [`mutation { replyToTicket(input: { ticketId: "${id}", text: "x" }) { errors { code } } }`]:
      ROLES,
    [`mutation { addNote(input: { ticketId: "${id}", text: "x" }) { errors { code } } }`]: ROLES,
    [`mutation { setTicketPriority(input: { ticketId: "${id}", priority: LOW }) { errors { code } } }`]:
      STAFF,
    [`mutation { snoozeTicket(input: { ticketId: "${id}", until: "2027-01-01T00:00:00Z" }) { errors { code } } }`]:
      ROLES,
    [`mutation { wakeTicket(input: { ticketId: "${id}" }) { errors { code } } }`]: ROLES,
    [`mutation { escalateTicket(input: { ticketId: "${id}", reason: "stuck" }) { errors { code } } }`]:
      ROLES,
    [`mutation { solveTicket(input: { ticketId: "${id}", solution: "x" }) { errors { code } } }`]:
      ROLES,
    [`mutation { reopenTicket(input: { ticketId: "${id}" }) { errors { code } } }`]: ROLES,
    [`mutation { markNotARequest(input: { ticketId: "${id}" }) { errors { code } } }`]: STAFF,
    [`mutation { makeRequest(input: { ticketId: "${id}" }) { errors { code } } }`]: STAFF,
    [`mutation { makeTicketFromMessage(input: { messageId: "${missing('Message')}" }) { errors { code } } }`]:
      STAFF,
    [`mutation { createTicket(input: { channelId: "${channel}", text: "x" }) { errors { code } } }`]:
      STAFF,
  };

  test('covers every query and mutation', async () => {
    const schema = await buildApiSchema([]);
    const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.keys(type?.getFields() ?? {}),
    );
    const missing = fields.filter(
      (field) => !Object.keys(MATRIX).some((query) => new RegExp(`\\b${field}\\b`).test(query)),
    );
    expect(missing).toEqual([]);
  });

  test.each(Object.entries(MATRIX))('%s', async (query, allowed) => {
    for (const role of ROLES) {
      const answer = await api.query(ours.token(role), query);
      const refused = answer.errors.some((error) => error.extensions.code === 'FORBIDDEN');
      expect({
        role,
        refused,
        other: answer.errors.filter((error) => error.extensions.code !== 'FORBIDDEN'),
      }).toEqual({
        role,
        refused: !allowed.includes(role),
        other: [],
      });
    }
  });
});

describe('a partner', () => {
  test('sees and changes only what is assigned to them', async () => {
    const mine = globalId(
      'Ticket',
      await ours.ticket({ number: 1, status: 'OPEN', assigneeId: ours.members.pat }),
    );
    const other = globalId('Ticket', await ours.ticket({ number: 2 }));
    const list = '{ tickets { nodes { number } } }';
    expect(await api.ask(ours.token('pat'), list)).toEqual({ tickets: { nodes: [{ number: 1 }] } });
    expect(await api.ask(ours.token('PARTNER'), list)).toEqual({ tickets: { nodes: [] } });
    const one = 'query ($id: ID!) { ticket(id: $id) { number } }';
    expect(await api.ask(ours.token('pat'), one, { id: mine })).toEqual({ ticket: { number: 1 } });
    expect(await api.ask(ours.token('pat'), one, { id: other })).toEqual({ ticket: null });
    expect(await api.ask(ours.token('pat'), '{ ticketByNumber(number: 2) { number } }')).toEqual({
      ticketByNumber: null,
    });
    const claim =
      'mutation ($id: ID!) { claimTicket(input: { ticketId: $id }) { ticket { number } errors { code } } }';
    expect(await api.ask(ours.token('pat'), claim, { id: other })).toEqual({
      claimTicket: { ticket: null, errors: [{ code: 'TICKET_NOT_FOUND' }] },
    });
  });
});

describe("another tenant's ids", () => {
  test('answer exactly like missing ones in every query and mutation', async () => {
    const ticket = await theirs.ticket({ number: 77, assigneeId: theirs.members.ada });
    const message = await theirs.message(ticket, 'private', minutes(1));
    const page = await api.ask<{ tickets: { pageInfo: { endCursor: string } } }>(
      theirs.token('AGENT'),
      '{ tickets { pageInfo { endCursor } } }',
    );
    const questions: [string, string, IdType][] = [
      ['query ($id: ID!) { ticket(id: $id) { id number } }', ticket, 'Ticket'],
      [
        'query ($id: ID!) { tickets(filter: { customer: { eq: $id } }) { nodes { id } } }',
        theirs.customerId,
        'Customer',
      ],
      [
        'query ($id: ID!) { tickets(filter: { channel: { eq: $id } }) { nodes { id } } }',
        theirs.channelId,
        'Channel',
      ],
      [
        'query ($id: ID!) { tickets(filter: { queue: { eq: $id } }) { nodes { id } } }',
        theirs.queueId,
        'Queue',
      ],
      [
        'query ($id: ID!) { tickets(filter: { assignee: { eq: $id } }) { nodes { id } } }',
        theirs.members.ada,
        'Member',
      ],
      [
        'query ($id: ID!) { channels(customerId: $id) { nodes { id } } }',
        theirs.customerId,
        'Customer',
      ],
      [
        'query ($id: ID!) { intakeDecisions(channelId: $id) { nodes { id } } }',
        theirs.channelId,
        'Channel',
      ],
      ...[
        'claimTicket(input: { ticketId: $id })',
        'assignTicket(input: { ticketId: $id })',
        'replyToTicket(input: { ticketId: $id, text: "x" })',
        'addNote(input: { ticketId: $id, text: "x" })',
        'setTicketPriority(input: { ticketId: $id, priority: LOW })',
        'snoozeTicket(input: { ticketId: $id, until: "2027-01-01T00:00:00Z" })',
        'wakeTicket(input: { ticketId: $id })',
        'escalateTicket(input: { ticketId: $id, reason: "stuck" })',
        'solveTicket(input: { ticketId: $id, solution: "x" })',
        'reopenTicket(input: { ticketId: $id })',
        'markNotARequest(input: { ticketId: $id })',
        'makeRequest(input: { ticketId: $id })',
      ].map((call): [string, string, IdType] => [
        `mutation ($id: ID!) { ${call} { ticket { id } errors { code message hint path } } }`,
        ticket,
        'Ticket',
      ]),
      [
        'mutation ($id: ID!) { makeTicketFromMessage(input: { messageId: $id }) { ticket { id } errors { code message } } }',
        message,
        'Message',
      ],
      ...[
        'updateChannel(input: { channelId: $id, intakeMode: OFF }) { channel { id } errors { code message } }',
        'updateQueue(input: { queueId: "QUEUE", triageChannelId: $id }) { queue { triageChannelId } errors { code message } }',
      ].map((call): [string, string, IdType] => [
        `mutation ($id: ID!) { ${call.replace('QUEUE', globalId('Queue', ours.queueId))} }`,
        theirs.channelId,
        'Channel',
      ]),
      [
        'mutation ($id: ID!) { updateQueue(input: { queueId: $id, name: "mine" }) { queue { id } errors { code message } } }',
        theirs.queueId,
        'Queue',
      ],
      [
        'mutation ($id: ID!) { updateMember(input: { memberId: $id, active: false }) { member { id } errors { code message } } }',
        theirs.members.ada,
        'Member',
      ],
      [
        'mutation ($id: ID!) { createTicket(input: { channelId: $id, text: "x" }) { ticket { id } errors { code message } } }',
        theirs.channelId,
        'Channel',
      ],
    ];
    const asker = (query: string): string =>
      ours.token(query.includes('updateMember') ? 'ADMIN' : 'sam');
    for (const [query, uuid, type] of questions) {
      const foreign = await api.query(asker(query), query, { id: globalId(type, uuid) });
      const none = await api.query(asker(query), query, { id: missing(type) });
      expect({ query, ...foreign }).toEqual({ query, ...none });
      expect(foreign.text).not.toContain(globalId('Member', theirs.members.ada));
    }
    const own = globalId('Ticket', await ours.ticket({ number: 3 }));
    const assign =
      'mutation ($t: ID!, $m: ID!) { assignTicket(input: { ticketId: $t, memberId: $m }) { errors { code message } } }';
    const foreign = await api.query(ours.token('sam'), assign, {
      t: own,
      m: globalId('Member', theirs.members.ada),
    });
    expect(foreign.text).toContain('MEMBER_NOT_FOUND');
    expect(foreign).toEqual(
      await api.query(ours.token('sam'), assign, { t: own, m: missing('Member') }),
    );
    const walked = await api.query(
      ours.token('AGENT'),
      'query ($after: String) { tickets(after: $after) { nodes { number } } }',
      {
        after: page.tickets.pageInfo.endCursor,
      },
    );
    expect(walked.text).not.toContain('77');
  });

  test('are not reached with the own condition removed: row-level security stands behind it', async () => {
    const runner = api.source.createQueryRunner();
    await runner.query(
      `begin; select set_config('role', 'threadkeeper_tenant', true), set_config('app.tenant', '${ours.tenantId}', true)`,
    );
    const rows: { tenant_id: string }[] = await runner.query(
      'select distinct tenant_id from ticket',
    );
    await runner.query('rollback');
    await runner.release();
    expect(rows).toEqual([{ tenant_id: ours.tenantId }]);
  });
});
