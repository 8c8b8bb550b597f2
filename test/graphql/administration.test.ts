import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { globalId } from '../../graphql/global-id';
import { TestApi } from './api';
import { missing, withIds } from './ids';
import { World } from './world';

let api: TestApi;
let world: World;

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
});
afterAll(() => api.stop());

interface Payload {
  readonly errors: readonly { readonly code: string; readonly path: readonly string[] }[];
  readonly replayed: boolean;
}

const FIELDS: Readonly<Record<string, string>> = {
  updateMember: 'member { id role active }',
  updateChannel: 'channel { id kind intakeMode customerId queueId }',
  createQueue: 'queue { id name levels { level name ownerId } }',
  updateQueue: 'queue { id name triageChannelId levels { level name ownerId } }',
  updateSettings:
    'settings { zone defaultIntakeMode groupingWindowSeconds firstResponseTargetMinutes claimLeaseMinutes }',
};

const change = async (
  name: keyof typeof FIELDS & string,
  input: object,
  who = 'ADMIN' as 'ADMIN' | 'sam',
): Promise<Payload & Record<string, unknown>> => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const data = await api.ask<Record<string, Payload & Record<string, unknown>>>(
    world.token(who),
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${FIELDS[name]} errors { code path } replayed } }`,
    { input: withIds(input) },
  );
  const payload = data[name];
  if (payload === undefined) throw new Error('no payload');
  return payload;
};
const codes = (payload: Payload): readonly string[] => payload.errors.map(({ code }) => code);

const queueIn = ({ queue }: Record<string, unknown>): string =>
  typeof queue === 'object' && queue !== null && 'id' in queue ? String(queue.id) : '';

describe('updateMember', () => {
  test('raises a role and leaves what is not given', async () => {
    const { ada } = world.members;
    expect(await change('updateMember', { memberId: ada, role: 'SUPERVISOR' })).toMatchObject({
      errors: [],
      member: { id: globalId('Member', ada), role: 'SUPERVISOR', active: true },
    });
    await change('updateMember', { memberId: ada, role: 'AGENT', active: null });
  });

  test('of somebody who is switched off ends their token and hands their tickets back', async () => {
    const { pat } = world.members;
    const ticketId = await world.ticket({ number: 1, status: 'OPEN', assigneeId: pat });
    expect(await change('updateMember', { memberId: pat, active: false })).toMatchObject({
      errors: [],
      member: { active: false },
    });
    expect((await api.query(world.token('pat'), '{ __typename }')).status).toBe(401);
    const query =
      'query ($id: ID!) { ticket(id: $id) { assignee { name } timeline { nodes { kind } } } }';
    expect(
      await api.ask(world.token('AGENT'), query, { id: globalId('Ticket', ticketId) }),
    ).toEqual({ ticket: { assignee: null, timeline: { nodes: [{ kind: 'ASSIGNED' }] } } });
    const rows: { deactivated_by_hand: boolean }[] = await api.source.query(
      'select deactivated_by_hand from member where id = $1',
      [pat],
    );
    expect(rows).toEqual([{ deactivated_by_hand: true }]);
    await change('updateMember', { memberId: pat, active: true });
    expect((await api.query(world.token('pat'), '{ __typename }')).status).toBe(200);
  });

  test('of a member that is not there says so', async () => {
    const payload = await change('updateMember', { memberId: missing('Member'), role: 'ADMIN' });
    expect(payload).toMatchObject({ member: null, errors: [{ code: 'MEMBER_NOT_FOUND' }] });
  });

  test('is not for oneself', async () => {
    await api.source.query(`update member set role = 'ADMIN' where id = $1`, [world.members.sam]);
    await api.source.query(
      `update api_token set role = 'ADMIN' where name = 'sam' and tenant_id = $1`,
      [world.tenantId],
    );
    const payload = await change(
      'updateMember',
      { memberId: world.members.sam, role: 'AGENT' },
      'sam',
    );
    expect(codes(payload)).toEqual(['NOT_YOURSELF']);
  });
});

describe('updateChannel', () => {
  test('tells leave, set and clear apart', async () => {
    const channelId = world.channelId;
    const set = { channelId, intakeMode: 'MENTION', queueId: world.queueId };
    expect(await change('updateChannel', set)).toMatchObject({
      errors: [],
      channel: { intakeMode: 'MENTION', queueId: globalId('Queue', world.queueId) },
    });
    expect(await change('updateChannel', { channelId, intakeMode: null })).toMatchObject({
      channel: { intakeMode: null, queueId: globalId('Queue', world.queueId) },
    });
    expect(await change('updateChannel', { channelId, queueId: null })).toMatchObject({
      channel: { queueId: null, customerId: globalId('Customer', world.customerId) },
    });
  });

  test.each([
    [{ customerId: null }, 'CUSTOMER_NEEDED', 'customerId'],
    [{ kind: 'INTERNAL', customerId: null }, 'CHANNEL_IS_SHARED', 'kind'],
    [{ customerId: missing('Customer') }, 'CUSTOMER_NOT_FOUND', undefined],
    [{ queueId: missing('Queue') }, 'QUEUE_NOT_FOUND', undefined],
  ])('refuses what would break a room: %j', async (more, code, path) => {
    const payload = await change('updateChannel', { channelId: world.channelId, ...more });
    expect(payload.errors[0]).toMatchObject({ code, path: path === undefined ? [] : [path] });
    expect(payload.channel).toMatchObject({ kind: 'CUSTOMER' });
  });

  test('leaves a triage channel what it is', async () => {
    const payload = await change('updateChannel', { channelId: world.triageId, kind: 'INTERNAL' });
    expect(codes(payload)).toEqual(['TRIAGE_CHANNEL']);
  });
});

describe('a queue', () => {
  test('is made with one level, renamed, and given a path', async () => {
    const made = await change('createQueue', { name: ' Billing  team ' });
    expect(made).toMatchObject({
      errors: [],
      queue: { name: 'Billing team', levels: [{ level: 1, ownerId: null }] },
    });
    const queueId = queueIn(made);
    const levels = [
      { name: 'Front desk' },
      { name: 'Accounting', ownerId: globalId('Member', world.members.ada) },
    ];
    expect(await change('updateQueue', { queueId, name: 'Billing', levels })).toMatchObject({
      errors: [],
      queue: {
        name: 'Billing',
        levels: [
          { level: 1, name: 'Front desk', ownerId: null },
          { level: 2, name: 'Accounting', ownerId: globalId('Member', world.members.ada) },
        ],
      },
    });
  });

  test('has a name of its own', async () => {
    expect(codes(await change('createQueue', { name: 'Support' }))).toEqual(['NAME_TAKEN']);
    const queueId = queueIn(await change('createQueue', { name: 'Second' }));
    expect(codes(await change('updateQueue', { queueId, name: 'Support' }))).toEqual([
      'NAME_TAKEN',
    ]);
    expect(codes(await change('createQueue', { name: '   ' }))).toEqual(['NAME_LENGTH']);
  });

  test('is never shown where a customer reads', async () => {
    const payload = await change('updateQueue', {
      queueId: world.queueId,
      triageChannelId: globalId('Channel', world.channelId),
    });
    expect(codes(payload)).toEqual(['TRIAGE_IS_SHARED']);
    expect(payload.queue).toMatchObject({ triageChannelId: globalId('Channel', world.triageId) });
  });

  test('needs at least one level, and owners who are there: nothing of a refused change stays', async () => {
    const queueId = world.queueId;
    expect(codes(await change('updateQueue', { queueId, levels: [] }))).toEqual(['LEVEL_COUNT']);
    const levels = [{ name: 'x', ownerId: missing('Member') }];
    const payload = await change('updateQueue', { queueId, name: 'Renamed', levels });
    expect(payload).toMatchObject({
      errors: [{ code: 'MEMBER_NOT_FOUND' }],
      queue: { name: 'Support', levels: [{ name: 'First line' }, { name: 'Specialists' }] },
    });
  });

  test('made twice with one key is one queue', async () => {
    const input = { name: 'Once', idempotencyKey: 'queue-once' };
    const first = await change('createQueue', input);
    expect(await change('createQueue', input)).toEqual({ ...first, replayed: true });
  });
});

describe('updateSettings', () => {
  test('changes what is given', async () => {
    expect(
      await change('updateSettings', { zone: 'Asia/Tokyo', firstResponseTargetMinutes: 30 }),
    ).toMatchObject({
      errors: [],
      settings: {
        zone: 'Asia/Tokyo',
        firstResponseTargetMinutes: 30,
        groupingWindowSeconds: 300,
        defaultIntakeMode: 'EVERY_MESSAGE',
      },
    });
    expect(await api.ask(world.token('SUPERVISOR'), '{ settings { zone } }')).toEqual({
      settings: { zone: 'Asia/Tokyo' },
    });
  });

  test.each([
    [{ zone: 'Mars/Olympus' }, 'UNKNOWN_ZONE', 'zone'],
    [{ claimLeaseMinutes: 0 }, 'OUT_OF_RANGE', 'claimLeaseMinutes'],
    [{ groupingWindowSeconds: -1 }, 'OUT_OF_RANGE', 'groupingWindowSeconds'],
    [{ firstResponseTargetMinutes: 2_000_000 }, 'OUT_OF_RANGE', 'firstResponseTargetMinutes'],
  ])('refuses %j', async (input, code, path) => {
    const payload = await change('updateSettings', input);
    expect(payload.errors).toMatchObject([{ code, path: [path] }]);
    expect(payload.settings).toMatchObject({ zone: 'Asia/Tokyo' });
  });
});
