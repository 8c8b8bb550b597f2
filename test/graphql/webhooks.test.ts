import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { globalId } from '../../graphql/global-id';
import { TestApi } from './api';
import { missing } from './ids';
import { World } from './world';

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
  updateWebhook: 'webhook { id name url kinds disabledAt disabledBecause }',
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
      webhook: { name: 'dashboard', url: URL_IN, kinds: ['CLAIMED'], apiVersion: '2026-11-01' },
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
