import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { globalId } from '../../graphql/global-id';
import { TestApi } from './api';
import { missing } from './ids';
import { insert, minutes, World } from './world';

let api: TestApi;
let world: World;
let member: string;
let customer: string;

interface Payload {
  readonly identity: Record<string, unknown> | null;
  readonly errors: readonly { readonly code: string; readonly path: readonly string[] }[];
}

const FIELDS = 'platform home userId member { name } contactId customerId ignored';
const who = (userId: string) => ({ platform: 'SLACK', home: 'TA', userId });

const ask = async (name: string, input: object, of = world): Promise<Payload> => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const data = await api.ask<Record<string, Payload>>(
    of.token('SUPERVISOR'),
    `mutation ($input: ${type}!) { ${name}(input: $input) { identity { ${FIELDS} } errors { code path } } }`,
    { input },
  );
  const payload = data[name];
  if (payload === undefined) throw new Error('no payload');
  return payload;
};
const set = (userId: string, as: object, of = world) =>
  ask('setChatIdentity', { ...who(userId), as }, of);
const lookUp = async (userId: string, of = world): Promise<unknown> =>
  (
    await api.ask<{ chatIdentity: unknown }>(
      of.token('SUPERVISOR'),
      `query ($platform: Platform!, $home: String!, $userId: String!) {
        chatIdentity(platform: $platform, home: $home, userId: $userId) { ${FIELDS} } }`,
      who(userId),
    )
  ).chatIdentity;

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
  member = globalId('Member', world.members.ada);
  customer = globalId('Customer', world.customerId);
});
afterAll(() => api.stop());

describe('the override list', () => {
  test('says that somebody is one of ours, a customer, or nobody', async () => {
    expect(await lookUp('U1')).toBeNull();
    expect(await set('U1', { memberId: member })).toMatchObject({
      errors: [],
      identity: { ...who('U1'), member: { name: 'Ada' }, customerId: null, ignored: false },
    });
    expect(await set('U1', { customerId: customer })).toMatchObject({
      errors: [],
      identity: { member: null, customerId: customer, ignored: false },
    });
    expect(await set('U1', { ignored: true })).toMatchObject({
      errors: [],
      identity: { member: null, contactId: null, customerId: null, ignored: true },
    });
    expect(await lookUp('U1')).toMatchObject({ ignored: true });
  });

  test('moves a known contact to another customer and keeps who they are', async () => {
    const other = v7();
    await insert(world.source, 'customer', {
      tenant_id: world.tenantId,
      id: other,
      name: 'Other',
      tier: 'Standard',
      created_at: minutes(0),
    });
    const first = await set('U2', { customerId: customer });
    const second = await set('U2', { customerId: globalId('Customer', other) });
    expect(second.identity).toMatchObject({
      contactId: first.identity?.contactId,
      customerId: globalId('Customer', other),
    });
  });

  test('forgets somebody, once', async () => {
    await set('U3', { ignored: true });
    expect(await ask('forgetChatIdentity', who('U3'))).toEqual({ identity: null, errors: [] });
    expect(await ask('forgetChatIdentity', who('U3'))).toMatchObject({
      errors: [{ code: 'IDENTITY_NOT_FOUND' }],
    });
  });

  test.each([
    ['', { ignored: true }, 'NOT_A_PLATFORM_ID', ['userId']],
    ['U 4', { ignored: true }, 'NOT_A_PLATFORM_ID', ['userId']],
    ['U\u00004', { ignored: true }, 'NOT_A_PLATFORM_ID', ['userId']],
    ['U4', { memberId: missing('Member') }, 'MEMBER_NOT_FOUND', []],
    ['U4', { customerId: missing('Customer') }, 'CUSTOMER_NOT_FOUND', []],
  ])('refuses %j as %j', async (userId, as, code, path) => {
    expect(await set(userId, as)).toEqual({ identity: null, errors: [{ code, path }] });
  });

  test.each([{}, { ignored: false }, { ignored: true, memberId: missing('Member') }])(
    'wants exactly one of its three: %j',
    async (as) => {
      const answer = await api.query(
        world.token('SUPERVISOR'),
        'mutation ($input: SetChatIdentityInput!) { setChatIdentity(input: $input) { replayed } }',
        { input: { ...who('U5'), as } },
      );
      expect(answer.errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
      expect(await lookUp('U5')).toBeNull();
    },
  );

  test("is each tenant's own", async () => {
    const theirs = await World.make(api.source, 'B');
    expect(await lookUp('U1', theirs)).toBeNull();
    expect(await set('U6', { memberId: member }, theirs)).toEqual(
      await set('U6', { memberId: missing('Member') }, theirs),
    );
    await set('U1', { memberId: globalId('Member', theirs.members.ada) }, theirs);
    expect(await lookUp('U1')).toMatchObject({ ignored: true });
  });
});
