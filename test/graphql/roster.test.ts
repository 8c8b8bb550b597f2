import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { globalId } from '../../graphql/global-id';
import { TestApi } from './api';
import { missing } from './ids';
import { World } from './world';

let api: TestApi;
let worlds = 0;

beforeAll(async () => {
  api = await TestApi.start();
});
afterAll(() => api.stop());

const begin = async (): Promise<World> => {
  worlds += 1;
  return World.make(api.source, `R${worlds}`);
};

type Payload = Record<string, unknown> & { readonly errors: readonly { readonly code: string }[] };

const SHOWN = {
  setGroup: ['SetGroupInput', 'group { id name memberIds } result'],
  deleteGroup: ['DeleteGroupInput', 'group { id }'],
  setDuty: [
    'SetDutyInput',
    `member { name duty { capacity load onShift full daysOff { from to }
       shift { zone opening { weekday from to overnight } } } }`,
  ],
  setEscalationPath: [
    'SetEscalationPathInput',
    `queue { escalation { version assignment escalateOn fallbackId
       levels { level name acceptMinutes askIds } } }`,
  ],
} as const;

const change = async (
  world: World,
  name: keyof typeof SHOWN,
  input: object,
  who: Parameters<World['token']>[0] = 'SUPERVISOR',
): Promise<Payload> => {
  const [type, shown] = SHOWN[name];
  const data = await api.ask<Record<string, Payload>>(
    world.token(who),
    `mutation ($input: ${type}!) { ${name}(input: $input) {
      ${shown} replayed errors { code path } } }`,
    { input },
  );
  const payload = data[name];
  if (payload === undefined) throw new Error('no payload');
  return payload;
};

const member = (world: World, name: keyof World['members']): string =>
  globalId('Member', world.members[name]);

const groupOf = async (world: World, name: string, memberIds: string[]): Promise<string> => {
  const { group } = await change(world, 'setGroup', { name, memberIds });
  expect(group).toMatchObject({ name });
  const { groups } = await api.ask<{ groups: { nodes: { id: string; name: string }[] } }>(
    world.token('AGENT'),
    '{ groups { nodes { id name } } }',
  );
  return groups.nodes.find((one) => one.name === name)?.id ?? '';
};

describe('groups', () => {
  test('are made, changed and renamed, and made only once', async () => {
    const world = await begin();
    const ada = member(world, 'ada');
    const sam = member(world, 'sam');
    const made = await change(world, 'setGroup', { name: 'Database', memberIds: [ada, ada] });
    expect(made).toMatchObject({ errors: [], result: 'CREATED', group: { memberIds: [ada] } });
    const again = { name: 'Database', memberIds: [ada] };
    expect(await change(world, 'setGroup', again)).toMatchObject({ result: 'NOOP' });
    const both = await change(world, 'setGroup', { ...again, memberIds: [sam, ada] });
    expect(both).toMatchObject({ result: 'UPDATED' });
    const id = await groupOf(world, 'Network', [sam]);
    const taken = await change(world, 'setGroup', { groupId: id, ...again });
    expect(taken.errors).toMatchObject([{ code: 'NAME_TAKEN', path: ['name'] }]);
    const renamed = await change(world, 'setGroup', { groupId: id, name: 'Net', memberIds: [] });
    expect(renamed).toMatchObject({ result: 'UPDATED', group: { name: 'Net', memberIds: [] } });
  });

  test('are dissolved only while no path asks them', async () => {
    const world = await begin();
    const id = await groupOf(world, 'Database', [member(world, 'ada')]);
    const queueId = globalId('Queue', world.queueId);
    const levels = [{ name: 'First line', askIds: [id] }];
    await change(world, 'setEscalationPath', { queueId, levels });
    const kept = await change(world, 'deleteGroup', { groupId: id });
    expect(kept).toMatchObject({ group: { id }, errors: [{ code: 'GROUP_IN_USE' }] });
    await change(world, 'setEscalationPath', { queueId, levels: [{ name: 'One', askIds: [] }] });
    expect(await change(world, 'deleteGroup', { groupId: id })).toMatchObject({
      group: null,
      errors: [],
    });
  });
});

describe('shifts and capacity', () => {
  const DAY = { weekday: 2, from: '09:00', to: '17:00' };
  const shift = { zone: 'Europe/Berlin', opening: [DAY] };

  test('are said by everybody of themselves, and by supervisors of everybody', async () => {
    const world = await begin();
    const memberId = member(world, 'ada');
    // Tuesday at noon in UTC is one o'clock in Berlin.
    const own = await change(world, 'setDuty', { memberId, shift, capacity: 0 }, 'ada');
    expect(own).toMatchObject({
      errors: [],
      member: {
        duty: {
          capacity: 0,
          load: 0,
          onShift: true,
          full: true,
          shift: { zone: 'Europe/Berlin', opening: [{ ...DAY, overnight: false }] },
        },
      },
    });
    const others = await change(world, 'setDuty', { memberId: member(world, 'sam') }, 'ada');
    expect(others.errors).toMatchObject([{ code: 'NOT_ALLOWED' }]);
    const led = await change(world, 'setDuty', { memberId, shift: null });
    expect(led).toMatchObject({ member: { duty: { shift: null, capacity: 0 } } });
    const cleared = await change(world, 'setDuty', { memberId, capacity: null });
    expect(cleared).toMatchObject({ member: { duty: { capacity: null, full: false } } });
  });

  test('leave out days off, which the rest of a change does not touch', async () => {
    const world = await begin();
    const memberId = member(world, 'ada');
    const daysOff = [
      { from: '2026-12-24', to: '2026-12-31' },
      { from: '2026-01-01', to: '2026-11-30' },
    ];
    const own = await change(world, 'setDuty', { memberId, daysOff }, 'ada');
    const kept = daysOff.toReversed();
    expect(own).toMatchObject({
      errors: [],
      member: { duty: { onShift: false, shift: null, daysOff: kept } },
    });
    const led = await change(world, 'setDuty', { memberId, capacity: 3 });
    expect(led).toMatchObject({ member: { duty: { capacity: 3, daysOff: kept } } });
    const cleared = await change(world, 'setDuty', { memberId, daysOff: null });
    expect(cleared).toMatchObject({ member: { duty: { onShift: true, daysOff: [] } } });
    const backwards = [{ from: '2026-12-31', to: '2026-12-24' }];
    const faulty = await change(world, 'setDuty', { memberId, daysOff: backwards });
    expect(faulty.errors).toMatchObject([{ code: 'DAYS_OFF_FAULTY', path: ['daysOff'] }]);
  });

  test('say what is wrong with them', async () => {
    const world = await begin();
    const memberId = member(world, 'ada');
    const refused = async (input: object): Promise<unknown> =>
      (await change(world, 'setDuty', { memberId, ...input })).errors;
    expect(await refused({ shift: { ...shift, opening: [] } })).toMatchObject([
      { code: 'SHIFT_FAULTY' },
    ]);
    expect(await refused({ shift: { ...shift, zone: 'Mars' } })).toMatchObject([
      { code: 'UNKNOWN_ZONE' },
    ]);
    expect(await refused({ capacity: 5000 })).toMatchObject([{ code: 'OUT_OF_RANGE' }]);
  });
});

describe('what runs', () => {
  const CHANGE = `mutation ($ticketId: ID!, $other: ID!, $memberId: ID!) {
    assignTicket(input: { ticketId: $ticketId, memberId: $memberId }) {
      warnings { code message hint } errors { code } }
    updateTickets(input: { ticketIds: [$other], change: { assignTo: $memberId } }) {
      results { warnings { code } errors { code } } }
    escalateTicket(input: { ticketId: $ticketId, level: 2, reason: "Stuck", because: ACCESS }) {
      ticket { timeline(last: 2) { nodes { event { ... on TicketEscalated { nextEscalationReason because } } } } escalation { level memberIds isFallback reason byName dueAt } } errors { code } }
    acceptEscalation(input: { ticketId: $ticketId, memberId: $memberId }) {
      ticket { escalation { level } } errors { code } } }`;

  test('says who is asked, and warns of whom was named', async () => {
    const world = await begin();
    const [ada, sam] = [member(world, 'ada'), member(world, 'sam')];
    const queueId = globalId('Queue', world.queueId);
    await change(world, 'setDuty', { memberId: ada, capacity: 0 });
    const levels = [
      { name: 'One', askIds: [ada] },
      { name: 'Two', askIds: [sam] },
    ];
    await change(world, 'setEscalationPath', { queueId, levels });
    const ticketId = globalId('Ticket', await world.ticket({ number: 1 }));
    const other = globalId('Ticket', await world.ticket({ number: 2 }));
    const named = { ticketId, other, memberId: ada };
    const done = await api.ask(world.token('SUPERVISOR'), CHANGE, named);
    expect(done).toMatchObject({
      assignTicket: {
        errors: [],
        warnings: [
          { code: 'FULL', message: 'Ada is full: 0 open, 0 at most.', hint: 'Free now: Sam.' },
        ],
      },
      updateTickets: { results: [{ errors: [], warnings: [{ code: 'FULL' }] }] },
      escalateTicket: {
        errors: [],
        ticket: {
          timeline: {
            nodes: [{ event: { nextEscalationReason: 'Stuck', because: 'ACCESS' } }, { event: {} }],
          },
          escalation: {
            level: 2,
            memberIds: [sam],
            isFallback: false,
            reason: 'Stuck',
            byName: 'SUPERVISOR',
            dueAt: '2026-03-10T12:15:00.000Z',
          },
        },
      },
      acceptEscalation: { errors: [{ code: 'NOT_ASKED' }], ticket: { escalation: { level: 2 } } },
    });
  });
});

describe('an escalation path', () => {
  test('is set as a whole or in parts, and not over somebody else’s change', async () => {
    const world = await begin();
    const queueId = globalId('Queue', world.queueId);
    const [ada, sam] = [member(world, 'ada'), member(world, 'sam')];
    const group = await groupOf(world, 'Database', [sam]);
    const levels = [
      { name: 'First line', askIds: [ada] },
      { name: 'Specialists', acceptMinutes: 30, askIds: [group, sam, group] },
    ];
    const made = await change(world, 'setEscalationPath', {
      queueId,
      levels,
      fallbackId: sam,
      assignment: 'ROUND_ROBIN',
      escalateOn: 'BREACH',
      expectedVersion: 0,
    });
    const path = {
      version: 1,
      assignment: 'ROUND_ROBIN',
      escalateOn: 'BREACH',
      fallbackId: sam,
      levels: [
        { level: 1, name: 'First line', acceptMinutes: 15, askIds: [ada] },
        { level: 2, name: 'Specialists', acceptMinutes: 30, askIds: [group, sam] },
      ],
    };
    expect(made).toMatchObject({ errors: [], queue: { escalation: path } });
    const stale = { queueId, expectedVersion: 0, fallbackId: null };
    expect(await change(world, 'setEscalationPath', stale)).toMatchObject({
      errors: [{ code: 'PATH_CHANGED' }],
      queue: { escalation: path },
    });
    expect(
      await change(world, 'setEscalationPath', { ...stale, expectedVersion: 1 }),
    ).toMatchObject({ queue: { escalation: { ...path, version: 2, fallbackId: null } } });
    // The older mutation keeps whom it does not know.
    const renamed = await api.ask<Record<string, unknown>>(
      world.token('SUPERVISOR'),
      `mutation ($queueId: ID!, $ada: ID!) { updateQueue(input: { queueId: $queueId,
        levels: [{ name: "First", ownerId: $ada }, { name: "Second", ownerId: $ada }] }) {
        queue { escalation { levels { name acceptMinutes askIds } } } errors { code } } }`,
      { queueId, ada },
    );
    expect(renamed).toMatchObject({
      updateQueue: {
        errors: [],
        queue: {
          escalation: {
            levels: [
              { name: 'First', acceptMinutes: 15, askIds: [ada] },
              { name: 'Second', acceptMinutes: 30, askIds: [ada, group, sam] },
            ],
          },
        },
      },
    });
  });

  test('gives out nothing where it names nobody, and names only who is there', async () => {
    const world = await begin();
    const queueId = globalId('Queue', world.queueId);
    const refused = async (input: object): Promise<unknown> =>
      (await change(world, 'setEscalationPath', { queueId, ...input })).errors;
    expect(await refused({ assignment: 'LEAST_LOADED' })).toMatchObject([
      { code: 'NOBODY_TO_ASSIGN' },
    ]);
    expect(await refused({ levels: [] })).toMatchObject([{ code: 'LEVEL_COUNT' }]);
    expect(
      await refused({ levels: [{ name: 'One', acceptMinutes: 0, askIds: [] }] }),
    ).toMatchObject([{ code: 'OUT_OF_RANGE' }]);
    expect(await refused({ levels: [{ name: 'One', askIds: [missing('Group')] }] })).toMatchObject([
      { code: 'GROUP_NOT_FOUND' },
    ]);
    await api.source.query('update member set active = false where id = $1', [world.members.ada]);
    expect(await refused({ fallbackId: member(world, 'ada') })).toMatchObject([
      { code: 'MEMBER_INACTIVE' },
    ]);
  });
});
