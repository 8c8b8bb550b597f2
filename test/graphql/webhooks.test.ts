import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { isObjectType } from 'graphql';
import { v7 } from 'uuid';
import { globalId } from '../../graphql/global-id';
import { buildApiSchema } from '../../graphql/schema';
import { webhookBody } from '../../graphql/webhook-body';
import type { WebhookLease } from '../../src/app/ports/webhooks';
import type { Actor } from '../../src/domain/actor';
import { TIMELINE_KINDS, type TimelineEntry } from '../../src/domain/ticket';
import { TestApi } from './api';
import { missing } from './ids';
import { selectionOf } from './schema-calls';
import { insert, World } from './world';

const START = new Date('2026-03-10T12:00:00.000Z');
const URL_IN = 'https://hooks.example/in';

let api: TestApi;
let world: World;

interface Payload {
  readonly webhook?: Readonly<Record<string, unknown>> & { readonly id: string };
  readonly delivery?: Readonly<Record<string, unknown>>;
  readonly signingKey?: string | null;
  readonly errors: readonly { readonly code: string; readonly path: readonly string[] }[];
  readonly replayed: boolean;
}
const SHOWN: Readonly<Record<string, string>> = {
  createWebhook: 'webhook { id name url kinds apiVersion disabledAt } signingKey',
  rotateWebhookSecret: 'webhook { id previousKeyUntil } signingKey',
  updateWebhook: 'webhook { id name url kinds apiVersion disabledAt disabledBecause }',
  replayWebhook: 'webhook { id }',
  replayWebhookDelivery: 'delivery { id state nextTryAt }',
  deleteWebhook: '',
};
const change = async (name: string, input: object): Promise<Payload> => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const data = await api.ask<Record<string, Payload>>(
    world.token('ADMIN'),
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${SHOWN[name] ?? ''} errors { code path } replayed } }`,
    { input },
  );
  const payload = data[name];
  if (payload === undefined) throw new Error('no payload');
  return payload;
};
const make = (more: object = {}): Promise<Payload> =>
  change('createWebhook', { name: 'dashboard', url: URL_IN, ...more });
const claimed = async (number: number): Promise<void> => {
  const ticketId = globalId('Ticket', await world.ticket({ number }));
  await api.ask(
    world.token('ada'),
    'mutation ($input: ClaimTicketInput!) { claimTicket(input: $input) { errors { code } } }',
    { input: { ticketId } },
  );
};

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
});
beforeEach(async () => {
  api.now = START;
  await api.source.query('delete from webhook');
});
afterAll(() => api.stop());

describe('createWebhook', () => {
  test('shows what checks signatures once, and nothing of it is listed or stored openly', async () => {
    const made = await make({ idempotencyKey: 'hook-1', kinds: ['CLAIMED', 'CLAIMED'] });
    expect(made).toMatchObject({
      webhook: { name: 'dashboard', url: URL_IN, kinds: ['CLAIMED'], apiVersion: '2026-11-26' },
      errors: [],
    });
    expect(Buffer.from(made.signingKey?.slice('whsec_'.length) ?? '', 'base64')).toHaveLength(32);
    const again = await make({ idempotencyKey: 'hook-1', kinds: ['CLAIMED', 'CLAIMED'] });
    expect(again).toEqual({ ...made, signingKey: null, replayed: true });
    for (const table of ['webhook', 'idempotency']) {
      const rows = await api.source.query(`select * from ${table}`);
      expect(JSON.stringify(rows)).not.toContain(made.signingKey?.slice(6));
    }
    const node = await api.ask<{ node: object; webhooks: { nodes: object[] } }>(
      world.token('ADMIN'),
      'query ($id: ID!) { node(id: $id) { id } webhooks { nodes { id } } }',
      { id: made.webhook?.id },
    );
    expect(node).toEqual({
      node: { id: made.webhook?.id },
      webhooks: { nodes: [{ id: made.webhook?.id }] },
    });
  });

  test.each([
    ['http://hooks.example/in', 'WEBHOOK_URL'],
    ['ftp://hooks.example/in', 'WEBHOOK_URL'],
    ['https://user:word@hooks.example/in', 'WEBHOOK_URL'],
    ['hooks.example', 'WEBHOOK_URL'],
  ])('refuses %s', async (url, code) => {
    expect(await make({ url })).toMatchObject({
      webhook: null,
      signingKey: null,
      errors: [{ code, path: ['url'] }],
    });
  });
});

test('updateWebhook changes what is named and leaves the rest, off and on again', async () => {
  const { webhook } = await make();
  const webhookId = webhook?.id;
  const off = await change('updateWebhook', { webhookId, name: 'archive', enabled: false });
  expect(off.webhook).toMatchObject({
    name: 'archive',
    url: URL_IN,
    disabledAt: START.toISOString(),
    disabledBecause: 'BY_HAND',
  });
  await claimed(41);
  const on = await change('updateWebhook', { webhookId, enabled: true, kinds: ['SOLVED'] });
  expect(on.webhook).toMatchObject({ name: 'archive', kinds: ['SOLVED'], disabledAt: null });
});

test('what was told is listed, replayed one by one or since a time, and refused while off', async () => {
  const { webhook } = await make();
  const webhookId = webhook?.id;
  await claimed(42);
  const list = async (): Promise<{ id: string; state: string }[]> => {
    const data = await api.ask<{ webhookDeliveries: { nodes: { id: string; state: string }[] } }>(
      world.token('ADMIN'),
      `query ($webhookId: ID!) { webhookDeliveries(webhookId: $webhookId, states: [PENDING, FAILED]) {
        nodes { id eventId ticketId kind state createdAt nextTryAt finishedAt tries { at status error tookMs } } } }`,
      { webhookId },
    );
    return data.webhookDeliveries.nodes;
  };
  const [delivery] = await list();
  expect(delivery).toMatchObject({ state: 'PENDING', kind: 'CLAIMED', tries: [] });
  await api.source.query(`update webhook_delivery set state = 'FAILED', finished_at = now()`);
  expect(await change('replayWebhookDelivery', { deliveryId: delivery?.id })).toMatchObject({
    delivery: { state: 'PENDING', nextTryAt: START.toISOString() },
    errors: [],
  });
  expect(await change('replayWebhook', { webhookId, since: START.toISOString() })).toMatchObject({
    errors: [],
  });
  await change('updateWebhook', { webhookId, enabled: false });
  for (const refused of [
    await change('replayWebhookDelivery', { deliveryId: delivery?.id }),
    await change('replayWebhook', { webhookId, since: START.toISOString() }),
  ])
    expect(refused.errors).toMatchObject([{ code: 'WEBHOOK_OFF' }]);
});

test('rotateWebhookSecret makes another one and says until when the old one signs', async () => {
  const { webhook, signingKey } = await make();
  const rotated = await change('rotateWebhookSecret', {
    webhookId: webhook?.id,
    overlapSeconds: 60,
  });
  expect(rotated.signingKey).not.toBe(signingKey);
  expect(rotated.webhook).toMatchObject({
    previousKeyUntil: new Date(START.getTime() + 60_000).toISOString(),
  });
  const far = await change('rotateWebhookSecret', {
    webhookId: webhook?.id,
    overlapSeconds: 604_801,
  });
  expect(far).toMatchObject({ signingKey: null, errors: [{ code: 'OUT_OF_RANGE' }] });
});

test('deleteWebhook takes its log with it', async () => {
  const { webhook } = await make();
  await claimed(43);
  expect(await change('deleteWebhook', { webhookId: webhook?.id })).toMatchObject({ errors: [] });
  expect(await api.source.query('select id from webhook_delivery')).toEqual([]);
});

describe('the versions of a body', () => {
  const at = new Date('2026-03-10T11:59:00.000Z');
  const [entryId, ticketId, memberId] = [
    '0192aaaa-0000-7000-8000-000000000001',
    '0192aaaa-0000-7000-8000-000000000002',
    '0192aaaa-0000-7000-8000-000000000003',
  ];
  const lease = (apiVersion: string, entry: Partial<TimelineEntry> = {}): WebhookLease => ({
    tenantId: '',
    deliveryId: '',
    webhookId: '',
    token: '',
    attempt: 1,
    url: URL_IN,
    secrets: [],
    apiVersion,
    ticketNumber: 17,
    entry: {
      id: entryId,
      ticketId,
      at,
      actor: { kind: 'member', memberId, name: 'Ada', role: 'AGENT', active: true },
      kind: 'PRIORITY_CHANGED',
      before: { priority: 'NORMAL', status: 'NEW', assigneeId: null },
      after: { priority: 'URGENT', status: 'OPEN', assigneeId: memberId },
      messageId: null,
      ...entry,
    },
  });

  test('2026-11-01 stays as it is, letter by letter', () => {
    const [entry, ticket, member] = [
      globalId('TimelineEntry', entryId),
      globalId('Ticket', ticketId),
      globalId('Member', memberId),
    ];
    expect(webhookBody(lease('2026-11-01'))).toEqual({
      id: entry,
      body: `{"type":"ticket.priority_changed","timestamp":"2026-03-10T11:59:00.000Z","apiVersion":"2026-11-01","data":{"id":"${entry}","kind":"PRIORITY_CHANGED","ticket":{"id":"${ticket}","number":17},"actor":{"type":"MemberActor","memberId":"${member}","name":"Ada"},"changes":[{"field":"priority","before":"NORMAL","after":"URGENT"},{"field":"status","before":"NEW","after":"OPEN"},{"field":"assigneeId","before":null,"after":"${member}"}],"messageId":null}}`,
    });
  });

  test('2026-11-26 is of every kind what the API answers of the entry, and always the same', async () => {
    const number = 51;
    const ticket = await world.ticket({ number });
    const actors: Actor[] = [
      { kind: 'member', memberId, name: 'Ada', role: 'AGENT', active: true },
      { kind: 'contact', contactId: memberId, customerId: memberId, name: 'Grace' },
      { kind: 'system', name: 'clock' },
      { kind: 'stranger', name: 'somebody' },
    ];
    // Whatever any kind may say: each shows its own part of it.
    const before = { status: 'NEW', waitingOn: 'US', priority: 'LOW', level: 1, emoji: 'eyes' };
    const after = {
      status: 'OPEN',
      waitingOn: 'CUSTOMER',
      assigneeId: memberId,
      priority: 'HIGH',
      level: 2,
      reason: 'NEW_REQUEST',
      cause: 'sso',
      added: 'billing',
      removed: 'urgent',
      snoozedUntil: '2026-03-11T09:00:00.000Z',
      thirdParty: 'Hosting Ltd',
      nextCheckAt: '2026-03-11T09:00:00.000Z',
      escalationReason: 'needs a specialist',
      because: 'SKILL',
      member: 'Sam',
      solution: 'Restarted it',
      score: 5,
      repeated: false,
      emoji: 'tada',
      signal: 'SHOUTING',
      paged: 'Sam',
      workItem: 'acme/app#7',
      workItemUrl: 'https://github.com/acme/app/issues/7',
      workItemState: 'DONE',
      workItemStateName: 'Closed',
    };
    const schema = await buildApiSchema([]);
    const type = schema.getType('TimelineEntry');
    if (!isObjectType(type)) throw new Error('no TimelineEntry');
    for (const [index, kind] of TIMELINE_KINDS.entries()) {
      const id = v7();
      const actor = actors[index % actors.length] ?? { kind: 'system', name: 'clock' };
      await insert(api.source, 'timeline_entry', {
        tenant_id: world.tenantId,
        id,
        ticket_id: ticket,
        at,
        actor: JSON.stringify(actor),
        kind,
        before: JSON.stringify(before),
        after: JSON.stringify(after),
      });
      const entry = { id, ticketId: ticket, kind, actor, before, after };
      const told = webhookBody({ ...lease('2026-11-26', entry), ticketNumber: number });
      const again = webhookBody({ ...lease('2026-11-26', entry), ticketNumber: number });
      expect(again).toEqual(told);
      const { node } = await api.ask<{ node: Record<string, unknown> }>(
        world.token('ADMIN'),
        `query ($id: ID!) { node(id: $id) { ... on TimelineEntry ${selectionOf(type, 2)} } }`,
        { id: told.id },
      );
      const { changes, ...typed } = node;
      expect(changes).toHaveLength(Object.keys({ ...before, ...after }).length);
      const { data, ...around } = JSON.parse(told.body);
      const { ticket: named, ...said } = data;
      expect([kind, said]).toEqual([kind, typed]);
      expect(named).toEqual({ id: globalId('Ticket', ticket), number });
      expect(around).toEqual({
        type: expect.stringMatching(/^ticket\.[a-z_]+$/),
        timestamp: at.toISOString(),
        apiVersion: '2026-11-26',
      });
    }
  });

  test('are listed, chosen, kept, and changed when somebody says so', async () => {
    const { webhookVersions } = await api.ask<{ webhookVersions: string[] }>(
      world.token('ADMIN'),
      '{ webhookVersions }',
    );
    expect(webhookVersions).toEqual(['2026-11-01', '2026-11-26']);
    const pinned = await make({ apiVersion: '2026-11-01' });
    const webhookId = pinned.webhook?.id;
    expect(pinned.webhook).toMatchObject({ apiVersion: '2026-11-01' });
    const renamed = await change('updateWebhook', { webhookId, name: 'still the old one' });
    expect(renamed.webhook).toMatchObject({ apiVersion: '2026-11-01' });
    const moved = await change('updateWebhook', { webhookId, apiVersion: '2026-11-26' });
    expect(moved.webhook).toMatchObject({ apiVersion: '2026-11-26' });
    const strange = await api.query(
      world.token('ADMIN'),
      'mutation ($id: ID!) { updateWebhook(input: { webhookId: $id, apiVersion: "2020-01-01" }) { replayed } }',
      { id: webhookId },
    );
    expect(strange.errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(() => webhookBody(lease('2020-01-01'))).toThrow('no body of version');
  });
});

test("another desk's webhook and delivery answer like missing ones", async () => {
  const theirs = await World.make(api.source, 'B');
  const { webhook } = await make();
  await claimed(44);
  const [row] = await api.source.query('select id from webhook_delivery');
  const delivery = globalId('WebhookDelivery', row.id);
  const asked = async (query: string, real: string, none: string): Promise<void> => {
    const [one, other] = [
      await api.query(theirs.token('ADMIN'), query, { id: real }),
      await api.query(theirs.token('ADMIN'), query, { id: none }),
    ];
    expect(one.text).toBe(other.text);
  };
  const hook = webhook?.id ?? '';
  const noHook = missing('Webhook');
  await asked('query ($id: ID!) { node(id: $id) { id } }', hook, noHook);
  await asked('query ($id: ID!) { node(id: $id) { id } }', delivery, missing('WebhookDelivery'));
  await asked(
    'query ($id: ID!) { webhookDeliveries(webhookId: $id) { nodes { id } } }',
    hook,
    noHook,
  );
  for (const mutation of [
    'updateWebhook(input: { webhookId: $id, enabled: false })',
    'deleteWebhook(input: { webhookId: $id })',
    'rotateWebhookSecret(input: { webhookId: $id })',
    'replayWebhook(input: { webhookId: $id, since: "2026-01-01T00:00:00Z" })',
  ])
    await asked(`mutation ($id: ID!) { ${mutation} { errors { code message } } }`, hook, noHook);
  await asked(
    'mutation ($id: ID!) { replayWebhookDelivery(input: { deliveryId: $id }) { errors { code } } }',
    delivery,
    missing('WebhookDelivery'),
  );
});
