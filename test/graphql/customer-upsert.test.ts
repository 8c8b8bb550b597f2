import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { globalId } from '../../graphql/global-id';
import { TestApi } from './api';
import { missing } from './ids';
import { World } from './world';

let api: TestApi;
let world: World;

interface Payload {
  readonly customer: { readonly id: string; readonly name: string } | null;
  readonly result: string | null;
  readonly errors: readonly { readonly code: string; readonly path: readonly string[] }[];
  readonly replayed: boolean;
}

const upsert = async (input: object, of = world): Promise<Payload> => {
  const data = await api.ask<{ upsertCustomer: Payload }>(
    of.token('SUPERVISOR'),
    `mutation ($input: UpsertCustomerInput!) { upsertCustomer(input: $input) {
      customer { id name tier domain zone ownerId externalId } result errors { code path } replayed } }`,
    { input },
  );
  return data.upsertCustomer;
};
const lookUp = async (externalId: string, of = world): Promise<unknown> =>
  (
    await api.ask<{ customerByExternalId: unknown }>(
      of.token('AGENT'),
      'query ($externalId: String!) { customerByExternalId(externalId: $externalId) { id externalId } }',
      { externalId },
    )
  ).customerByExternalId;

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
});
afterAll(() => api.stop());

describe('upsertCustomer', () => {
  test('makes a customer the first time, changes what differs, and leaves alone what does not', async () => {
    const first = await upsert({
      externalId: 'crm-1',
      name: 'Acme',
      domain: 'ACME.com',
      zone: 'Europe/Paris',
    });
    expect(first).toMatchObject({
      errors: [],
      result: 'CREATED',
      customer: { name: 'Acme', tier: 'Standard', domain: 'acme.com', externalId: 'crm-1' },
    });
    const id = first.customer?.id;
    const same = { externalId: 'crm-1', name: 'Acme', domain: 'acme.com' };
    expect(await upsert(same)).toMatchObject({ result: 'NOOP', customer: { id } });
    const ownerId = globalId('Member', world.members.ada);
    expect(await upsert({ externalId: 'crm-1', tier: 'Gold', ownerId })).toMatchObject({
      result: 'UPDATED',
      customer: { id, name: 'Acme', tier: 'Gold', ownerId, zone: 'Europe/Paris' },
    });
    expect(await upsert({ externalId: 'crm-1', zone: null, ownerId: null })).toMatchObject({
      result: 'UPDATED',
      customer: { zone: null, ownerId: null, domain: 'acme.com' },
    });
    expect(await lookUp('crm-1')).toEqual({ id, externalId: 'crm-1' });
  });

  test('gives a customer that is here already the name the other system has for them', async () => {
    const customerId = globalId('Customer', world.customerId);
    expect(await upsert({ externalId: 'crm-2', customerId })).toMatchObject({
      result: 'UPDATED',
      customer: { id: customerId, name: 'A customer', externalId: 'crm-2' },
    });
    expect(await upsert({ externalId: 'crm-2', customerId })).toMatchObject({ result: 'NOOP' });
    expect(await upsert({ externalId: 'crm-2b', customerId })).toMatchObject({
      result: 'UPDATED',
      customer: { externalId: 'crm-2b' },
    });
    expect(await lookUp('crm-2')).toBeNull();
  });

  test('of ten at once makes one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => upsert({ externalId: 'crm-race', name: 'Racer' })),
    );
    expect(answers.filter(({ result }) => result === 'CREATED')).toHaveLength(1);
    expect(answers.filter(({ result }) => result === 'NOOP')).toHaveLength(9);
    expect(new Set(answers.map(({ customer }) => customer?.id)).size).toBe(1);
  });

  test('repeated with its key is told the first result', async () => {
    const input = { externalId: 'crm-key', name: 'Once', idempotencyKey: 'upsert-1' };
    const first = await upsert(input);
    expect(await upsert(input)).toEqual({ ...first, replayed: true });
    expect(first.result).toBe('CREATED');
  });

  test.each([
    [{ externalId: 'crm-new' }, 'NAME_NEEDED', ['name']],
    [{ externalId: ' ', name: 'x' }, 'EXTERNAL_ID', ['externalId']],
    [{ externalId: 'a\u0000b', name: 'x' }, 'EXTERNAL_ID', ['externalId']],
    [{ externalId: 'crm-new', name: ' ' }, 'NAME_LENGTH', ['name']],
    [{ externalId: 'crm-new', name: 'x', domain: 'http://x' }, 'NOT_A_DOMAIN', ['domain']],
    [{ externalId: 'crm-new', name: 'x', zone: 'Mars' }, 'UNKNOWN_ZONE', ['zone']],
    [{ externalId: 'crm-new', name: 'x', ownerId: missing('Member') }, 'MEMBER_NOT_FOUND', []],
    [{ externalId: 'crm-new', customerId: missing('Customer') }, 'CUSTOMER_NOT_FOUND', []],
  ])('refuses %j and makes nobody', async (input, code, path) => {
    expect(await upsert(input)).toMatchObject({
      customer: null,
      result: null,
      errors: [{ code, path }],
    });
    expect(await lookUp('crm-new')).toBeNull();
  });

  test('refuses a name that another customer has', async () => {
    const customerId = globalId('Customer', world.customerId);
    const payload = await upsert({ externalId: 'crm-1', customerId });
    expect(payload.errors).toMatchObject([{ code: 'EXTERNAL_ID_TAKEN', path: ['externalId'] }]);
  });

  test("never meets another tenant's customers", async () => {
    const theirs = await World.make(api.source, 'B');
    expect(await lookUp('crm-1', theirs)).toBeNull();
    expect(await upsert({ externalId: 'crm-1', name: 'Theirs' }, theirs)).toMatchObject({
      result: 'CREATED',
    });
    const customerId = globalId('Customer', world.customerId);
    expect(await upsert({ externalId: 'crm-x', customerId }, theirs)).toEqual(
      await upsert({ externalId: 'crm-x', customerId: missing('Customer') }, theirs),
    );
  });
});

test('external ids of a list of tickets are one statement', async () => {
  await world.ticket({ number: 1 });
  await world.ticket({ number: 2 });
  api.statements = [];
  await api.ask(world.token('AGENT'), '{ tickets { nodes { customer { externalId } } } }');
  expect(api.statements.filter((sql) => sql.includes('customer_reference'))).toHaveLength(1);
});
