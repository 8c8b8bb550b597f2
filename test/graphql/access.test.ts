import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getMetadataStorage } from 'type-graphql';
import { globalId, parseGlobalId } from '../../graphql/global-id';
import { buildApiSchema } from '../../graphql/schema';
import { ROLES, type Role } from '../../src/domain/actor';
import { TestApi } from './api';
import { missing } from './ids';
import { World } from './world';

interface Payload {
  readonly replayed: boolean;
  readonly errors: readonly { readonly code: string }[];
}

let api: TestApi;
let ours: World;

beforeAll(async () => {
  api = await TestApi.start();
  ours = await World.make(api.source, 'Ours');
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
    '{ ticketCount }': ROLES,
    '{ customers { nodes { id } } }': STAFF,
    '{ customers(sort: { field: HEALTH }) { nodes { standing { state } health { parts { facts { nodes { ticketId } } } } } } }':
      STAFF,
    '{ channels { nodes { id } } }': STAFF,
    '{ members { nodes { id } } }': STAFF,
    '{ queues { nodes { id } } }': STAFF,
    [`{ intakeDecisions(channelId: "${channel}") { nodes { id } } }`]: STAFF,
    '{ metrics { open { value } waitingOnUs { value } } }': LEADS,
    [`{ metrics { firstResponse(${WINDOW}) { n } } }`]: LEADS,
    [`{ metrics { measures(input: { measures: [VOLUME], ${WINDOW} }) { previous { n quality { unit } } quality { unit } revised uncounted facts { nodes { ticketId } } } } }`]:
      LEADS,
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
    '{ calendars { nodes { id } } }': STAFF,
    '{ slaPolicies { nodes { id } } }': STAFF,
    '{ promisesDue { nodes { id } } }': ROLES,
    '{ search(query: "export") { nodes { id ticket { id } } } }': ROLES,
    'mutation { setCalendar(input: { name: "", zone: "", opening: [] }) { errors { code } } }':
      LEADS,
    [`mutation { assignCalendar(input: { calendarId: "${missing('Calendar')}" }) { errors { code } } }`]:
      LEADS,
    'mutation { setSlaPolicy(input: { targets: [], warnPercent: 0 }) { errors { code } } }': LEADS,
    '{ groups { nodes { id } } }': STAFF,
    '{ labels { nodes { id } } }': ROLES,
    'mutation { createLabel(input: { name: "" }) { errors { code } } }': LEADS,
    [`mutation { updateLabel(input: { labelId: "${missing('Label')}" }) { errors { code } } }`]:
      LEADS,
    'mutation { setGroup(input: { name: "", memberIds: [] }) { errors { code } } }': LEADS,
    [`mutation { deleteGroup(input: { groupId: "${missing('Group')}" }) { errors { code } } }`]:
      LEADS,
    [`mutation { setDuty(input: { memberId: "${missing('Member')}" }) { errors { code } } }`]:
      STAFF,
    [`mutation { setEscalationPath(input: { queueId: "${missing('Queue')}" }) { errors { code } } }`]:
      LEADS,
    '{ settings { zone } }': LEADS,
    '{ ratings { nodes { id } } }': STAFF,
    '{ earlyWarnings { nodes { score } } }': STAFF,
    [`mutation { dismissSignal(input: { ticketId: "${id}", kind: SHOUTING }) { errors { code } } }`]:
      ROLES,
    '{ recoveryTasks { nodes { id } } }': STAFF,
    [`mutation { completeRecoveryTask(input: { taskId: "${missing('RecoveryTask')}" }) { errors { code } } }`]:
      STAFF,
    '{ careSettings { checkInDays } }': LEADS,
    'mutation { updateCareSettings(input: { checkInDays: 0 }) { errors { code } } }': LEADS,
    '{ digests { hour } }': LEADS,
    [`mutation { setDigest(input: { period: DAILY, channelId: "${channel}", hour: 9, weekdays: [1] }) { errors { code } } }`]:
      LEADS,
    'mutation { stopDigest(input: { period: DAILY }) { errors { code } } }': LEADS,
    'mutation { tellDigest(input: { period: DAILY }) { errors { code } } }': LEADS,
    '{ rateLimit { limit } }': ROLES,
    '{ viewer { name } }': ROLES,
    '{ tokens { nodes { id } } }': ADMINS,
    '{ auditLog { nodes { id } } }': ADMINS,
    'mutation { createToken(input: { name: "", role: AGENT }) { errors { code } } }': ADMINS,
    [`mutation { rotateToken(input: { tokenId: "${missing('ApiToken')}" }) { errors { code } } }`]:
      ADMINS,
    [`mutation { revokeToken(input: { tokenId: "${missing('ApiToken')}" }) { errors { code } } }`]:
      ADMINS,
    '{ trackers { nodes { id } } }': ADMINS,
    'mutation { connectTracker(input: { kind: JIRA }) { errors { code } } }': ADMINS,
    [`mutation { disconnectTracker(input: { trackerId: "${missing('Tracker')}" }) { errors { code } } }`]:
      ADMINS,
    '{ workItem(url: "https://github.com/acme/app/issues/7") { id } }': ROLES,
    [`mutation { linkWorkItem(input: { ticketId: "${id}", url: "" }) { errors { code } } }`]: ROLES,
    [`mutation { unlinkWorkItem(input: { ticketId: "${id}", workItemId: "${missing('WorkItem')}" }) { errors { code } } }`]:
      ROLES,
    '{ webhooks { nodes { id } } }': ADMINS,
    '{ webhookVersions }': ADMINS,
    [`{ webhookDeliveries(webhookId: "${missing('Webhook')}") { nodes { id } } }`]: ADMINS,
    'mutation { createWebhook(input: { name: "", url: "" }) { errors { code } } }': ADMINS,
    [`mutation { updateWebhook(input: { webhookId: "${missing('Webhook')}" }) { errors { code } } }`]:
      ADMINS,
    [`mutation { deleteWebhook(input: { webhookId: "${missing('Webhook')}" }) { errors { code } } }`]:
      ADMINS,
    [`mutation { rotateWebhookSecret(input: { webhookId: "${missing('Webhook')}" }) { errors { code } } }`]:
      ADMINS,
    [`mutation { replayWebhook(input: { webhookId: "${missing('Webhook')}", since: "2026-01-01T00:00:00Z" }) { errors { code } } }`]:
      ADMINS,
    [`mutation { replayWebhookDelivery(input: { deliveryId: "${missing('WebhookDelivery')}" }) { errors { code } } }`]:
      ADMINS,
    [`mutation { updateMember(input: { memberId: "${missing('Member')}" }) { errors { code } } }`]:
      ADMINS,
    [`mutation { setMemberLogin(input: { memberId: "${missing('Member')}" }) { errors { code } } }`]:
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
    [`mutation { setTicketCause(input: { ticketId: "${id}" }) { errors { code } } }`]: ROLES,
    [`mutation { addLabels(input: { ticketId: "${id}", labelIds: ["${missing('Label')}"] }) { errors { code } } }`]:
      ROLES,
    [`mutation { removeLabels(input: { ticketId: "${id}", labelIds: ["${missing('Label')}"] }) { errors { code } } }`]:
      ROLES,
    [`mutation { snoozeTicket(input: { ticketId: "${id}", until: "2027-01-01T00:00:00Z" }) { errors { code } } }`]:
      ROLES,
    [`mutation { wakeTicket(input: { ticketId: "${id}" }) { errors { code } } }`]: ROLES,
    [`mutation { waitForThirdParty(input: { ticketId: "${id}", party: "Hosting", nextCheckAt: "2027-01-01T00:00:00Z" }) { errors { code } } }`]:
      ROLES,
    [`mutation { stopWaiting(input: { ticketId: "${id}" }) { errors { code } } }`]: ROLES,
    [`mutation { escalateTicket(input: { ticketId: "${id}", reason: "stuck" }) { errors { code } } }`]:
      ROLES,
    [`mutation { acceptEscalation(input: { ticketId: "${id}" }) { errors { code } } }`]: ROLES,
    [`mutation { declineEscalation(input: { ticketId: "${id}" }) { errors { code } } }`]: ROLES,
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

  /** The same call with something else in it; two kinds of things one can do have two names. */
  const otherwise = (query: string): string => {
    const [id] = query.match(/[A-Za-z0-9_-]{55,}/) ?? [];
    const type = id === undefined ? undefined : parseGlobalId(id)?.type;
    if (id !== undefined && type !== undefined) return query.replace(id, missing(type));
    return query
      .replace('""', '"other"')
      .replace('DAILY', 'WEEKLY')
      .replace('JIRA', 'LINEAR')
      .replace('"U1"', '"U2"')
      .replace(/: 0 /, ': 1 ');
  };

  test.each(Object.keys(MATRIX).filter((query) => query.startsWith('mutation')))(
    'once per key: %s',
    async (query) => {
      const [, name = ''] = /{ (\w+)\(/.exec(query) ?? [];
      const ask = async (text: string) => {
        const keyed = text
          .replace('(input: {', `(input: { idempotencyKey: "matrix-${name}"`)
          .replace('errors { code }', 'errors { code path message hint } replayed');
        const data = await api.ask<Record<string, Payload>>(ours.token('ADMIN'), keyed);
        return data[name];
      };
      const first = await ask(query);
      expect(first?.replayed).toBe(false);
      expect(await ask(query)).toEqual({ ...first, replayed: true });
      expect(await ask(otherwise(query))).toMatchObject({
        replayed: false,
        errors: [{ code: 'IDEMPOTENCY_KEY_REUSED', path: ['idempotencyKey'] }],
      });
      // The first answer is still the answer; forgotten it is 48 hours after it was given.
      expect(await ask(query)).toEqual({ ...first, replayed: true });
      const asked = api.now;
      api.now = new Date(asked.getTime() + 48 * 3_600_000);
      try {
        expect((await ask(query))?.replayed).toBe(false);
      } finally {
        api.now = asked;
      }
    },
  );

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
