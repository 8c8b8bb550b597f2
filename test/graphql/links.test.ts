import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { globalId, type IdType } from '../../graphql/global-id';
import { TestApi } from './api';
import { missing } from './ids';
import { insert, T0, World } from './world';

let api: TestApi;
let world: World;
let other: World;

interface Payload {
  readonly linked?: boolean;
  readonly unlinked?: boolean;
  readonly errors: readonly { readonly code: string }[];
  readonly replayed: boolean;
}

beforeAll(async () => {
  api = await TestApi.start();
  other = await World.make(api.source, 'Other');
});
afterAll(() => api.stop());
let made = 0;
beforeEach(async () => {
  made += 1;
  world = await World.make(api.source, `W${made}`);
});

type Who = 'SUPERVISOR' | 'ADMIN' | 'AGENT';

const ask = async (query: string, input: object, who: Who): Promise<Payload> => {
  const data = await api.ask<{ done: Payload }>(world.token(who), query, { input });
  return data.done;
};
const link = (
  type: IdType,
  duplicateId: string,
  intoId: string,
  who: Who = 'SUPERVISOR',
): Promise<Payload> =>
  ask(
    'mutation ($input: LinkInput!) { done: link(input: $input) { linked errors { code } replayed } }',
    { duplicateId: globalId(type, duplicateId), intoId: globalId(type, intoId) },
    who,
  );
const unlink = (type: IdType, duplicateId: string, who: Who = 'SUPERVISOR'): Promise<Payload> =>
  ask(
    'mutation ($input: UnlinkInput!) { done: unlink(input: $input) { unlinked errors { code } replayed } }',
    { duplicateId: globalId(type, duplicateId) },
    who,
  );
const codes = ({ errors }: Payload): readonly string[] => errors.map(({ code }) => code);

const contact = async (name: string, customerId: string, home: string): Promise<string> => {
  const id = v7();
  const tenant_id = world.tenantId;
  await insert(api.source, 'contact', { tenant_id, id, customer_id: customerId, name });
  const identity = { tenant_id, platform: 'teams', home, user_id: name, kind: 'CONTACT' };
  await insert(api.source, 'chat_identity', { ...identity, contact_id: id });
  return id;
};
const company = async (home: string): Promise<string> => {
  const id = v7();
  const tenant_id = world.tenantId;
  const row = { tenant_id, id, name: home, tier: 'Standard', created_at: T0 };
  await insert(api.source, 'customer', row);
  const place = { tenant_id, platform: 'teams', home, customer_id: id };
  await insert(api.source, 'customer_home', place);
  return id;
};
const value = async (table: string, column: string, id: string): Promise<unknown> => {
  const rows: { value: unknown }[] = await api.source.query(
    `select ${column} as value from ${table} where id = $1`,
    [id],
  );
  return rows[0]?.value;
};
const speaksAs = async (userId: string): Promise<unknown> => {
  const rows: { as: unknown }[] = await api.source.query(
    `select coalesce(contact_id, member_id) as "as" from chat_identity where tenant_id = $1 and user_id = $2`,
    [world.tenantId, userId],
  );
  return rows[0]?.as;
};

describe('linking contacts', () => {
  test('gives one person one history, and takes it back', async () => {
    const twin = await contact('grace-in-teams', world.customerId, 'home-1');
    const ticketId = await world.ticket({ number: 1 });
    await api.source.query('update ticket set opened_by_contact_id = $2 where id = $1', [
      ticketId,
      twin,
    ]);
    expect(await link('Contact', twin, world.contactId)).toEqual({
      linked: true,
      errors: [],
      replayed: false,
    });
    expect(await value('ticket', 'opened_by_contact_id', ticketId)).toBe(world.contactId);
    expect(await speaksAs('grace-in-teams')).toBe(world.contactId);
    // Asked for what stands already, it says so and moves nothing twice.
    expect(codes(await link('Contact', twin, world.contactId))).toEqual([]);
    expect(await unlink('Contact', twin)).toMatchObject({ unlinked: true, errors: [] });
    expect(await value('ticket', 'opened_by_contact_id', ticketId)).toBe(twin);
    expect(await speaksAs('grace-in-teams')).toBe(twin);
    expect(codes(await unlink('Contact', twin))).toEqual(['LINK_NOT_FOUND']);
  });

  test('of two companies is refused until the companies are one', async () => {
    const elsewhere = await company('home-2');
    const twin = await contact('grace-2', elsewhere, 'home-2');
    expect(codes(await link('Contact', twin, world.contactId))).toEqual(['DIFFERENT_CUSTOMERS']);
    expect(codes(await link('Customer', elsewhere, world.customerId))).toEqual([]);
    expect(codes(await link('Contact', twin, world.contactId))).toEqual([]);
    expect(codes(await unlink('Customer', elsewhere))).toEqual(['PEOPLE_LINKED']);
    expect(codes(await unlink('Contact', twin))).toEqual([]);
    expect(codes(await unlink('Customer', elsewhere))).toEqual([]);
    expect(await value('contact', 'customer_id', twin)).toBe(elsewhere);
  });

  test('makes no circle and no chain that could not be taken back in order', async () => {
    const b = await contact('b', world.customerId, 'home-3');
    const c = await contact('c', world.customerId, 'home-3');
    await link('Contact', b, c);
    expect(codes(await link('Contact', c, b))).toEqual(['LINKED_ON']);
    expect(codes(await link('Contact', b, world.contactId))).toEqual(['LINKED_ALREADY']);
    expect(codes(await link('Contact', c, world.contactId))).toEqual([]);
    expect(await speaksAs('b')).toBe(world.contactId);
    expect(codes(await unlink('Contact', b))).toEqual(['LINKED_ON']);
    await unlink('Contact', c);
    await unlink('Contact', b);
    expect(await speaksAs('b')).toBe(b);
    expect(codes(await link('Contact', c, c))).toEqual(['SAME_ONE']);
  });
});

describe('linking customers', () => {
  test('gives one company one history over all its rooms, and what came in since goes back too', async () => {
    const teams = await company('home-4');
    const channelId = v7();
    await insert(api.source, 'channel', {
      tenant_id: world.tenantId,
      id: channelId,
      workspace_id: world.workspaceId,
      external_id: '19:room',
      name: 'support',
      kind: 'CUSTOMER',
      customer_id: teams,
      is_externally_shared: true,
      joined_at: T0,
    });
    const ticketOf = async (number: number, customerId: string): Promise<string> => {
      const id = await world.ticket({ number });
      await api.source.query(
        'update ticket set customer_id = $2, channel_id = $3, opened_by_contact_id = null where id = $1',
        [id, customerId, channelId],
      );
      return id;
    };
    const before = await ticketOf(1, teams);
    const ours = await world.ticket({ number: 2 });
    expect(codes(await link('Customer', teams, world.customerId))).toEqual([]);
    expect(await value('ticket', 'customer_id', before)).toBe(world.customerId);
    expect(await value('channel', 'customer_id', channelId)).toBe(world.customerId);
    const since = await ticketOf(3, world.customerId);
    const met = await contact('met-since', world.customerId, 'home-4');
    await unlink('Customer', teams);
    expect(await value('ticket', 'customer_id', before)).toBe(teams);
    expect(await value('ticket', 'customer_id', since)).toBe(teams);
    expect(await value('contact', 'customer_id', met)).toBe(teams);
    expect(await value('channel', 'customer_id', channelId)).toBe(teams);
    expect(await value('ticket', 'customer_id', ours)).toBe(world.customerId);
  });
});

describe('linking members', () => {
  test('puts the tickets of both on one desk', async () => {
    const { ada, pat } = world.members;
    const ticketId = await world.ticket({ number: 1, status: 'OPEN', assigneeId: pat });
    expect(codes(await link('Member', pat, ada))).toEqual([]);
    expect(await value('ticket', 'assignee_id', ticketId)).toBe(ada);
    await unlink('Member', pat);
    expect(await value('ticket', 'assignee_id', ticketId)).toBe(pat);
  });

  test('makes one choice of two, and says of both where they are known from', async () => {
    const { ada, pat } = world.members;
    const tenant_id = world.tenantId;
    for (const [member_id, platform] of [
      [ada, 'slack'],
      [pat, 'teams'],
    ]) {
      const who = { tenant_id, platform, home: 'T', user_id: platform, kind: 'MEMBER' };
      await insert(api.source, 'chat_identity', { ...who, member_id });
    }
    const known = async () => {
      const { members } = await api.ask<{
        members: { nodes: readonly Record<'id' | 'platforms' | 'linkedToId', unknown>[] };
      }>(world.token('AGENT'), '{ members { nodes { id platforms linkedToId } } }');
      return (id: string) => members.nodes.find((one) => one.id === globalId('Member', id));
    };
    const offered = async (): Promise<readonly string[]> =>
      api.database.unitOfWork.run(tenant_id, async (tx) =>
        (await tx.people.members()).map(({ id }) => id),
      );
    const apart = await known();
    expect(apart(ada)).toMatchObject({ platforms: ['SLACK'], linkedToId: null });
    expect(apart(pat)).toMatchObject({ platforms: ['TEAMS'], linkedToId: null });
    expect(await offered()).toEqual(expect.arrayContaining([ada, pat]));
    await link('Member', pat, ada);
    const one = await known();
    expect(one(ada)).toMatchObject({ platforms: ['SLACK', 'TEAMS'], linkedToId: null });
    expect(one(pat)).toMatchObject({ platforms: [], linkedToId: globalId('Member', ada) });
    // Neither chat's forms nor whom the desk calls: there is one of them.
    expect(await offered()).not.toContain(pat);
    await unlink('Member', pat);
    expect(await offered()).toContain(pat);
  });

  test('never gives anybody more than whoever links them may do', async () => {
    const { ada, pat } = world.members;
    await api.source.query(`update member set role = 'ADMIN' where id = $1`, [ada]);
    expect(codes(await link('Member', pat, ada))).toEqual(['NOT_ALLOWED']);
    expect(codes(await link('Member', pat, ada, 'ADMIN'))).toEqual([]);
  });

  test('makes an agent of a colleague, but never of somebody who was switched off', async () => {
    const { ada, pat } = world.members;
    await api.source.query('update member set active = false where id = $1', [ada]);
    await link('Member', pat, ada);
    expect(await value('member', 'active', ada)).toBe(true);
    await unlink('Member', pat);
    await api.source.query(
      'update member set active = false, deactivated_by_hand = true where id = $1',
      [ada],
    );
    await link('Member', pat, ada);
    expect(await value('member', 'active', ada)).toBe(false);
  });
});

describe('what cannot be linked', () => {
  test('is of another desk, of nothing, or of another type', async () => {
    const foreign = await link('Contact', other.contactId, world.contactId);
    expect(codes(foreign)).toEqual(['CONTACT_NOT_FOUND']);
    const mixed = await ask(
      'mutation ($input: LinkInput!) { done: link(input: $input) { errors { code } } }',
      { duplicateId: missing('Member'), intoId: missing('Contact') },
      'SUPERVISOR',
    );
    expect(codes(mixed)).toEqual(['DIFFERENT_TYPES']);
  });
});
