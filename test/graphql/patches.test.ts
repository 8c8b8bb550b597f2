import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isInputObjectType, isNonNullType } from 'graphql';
import { globalId } from '../../graphql/global-id';
import { buildApiSchema } from '../../graphql/schema';
import { TestApi } from './api';
import { World } from './world';

let api: TestApi;
let world: World;

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'Patching');
});
afterAll(() => api.stop());

const BESIDE = new Set(['idempotencyKey', 'expectedVersion', 'dryRun']);
const CLEARS = 'Absent leaves it, null clears it.';
const LEAVES = ['Null or absent leaves it.', 'Absent or null: it stays.'];

/** Lists of words are asked for one by one, and an archived label shows since when. */
const ELSEWHERE = new Set(['updateCareSettings.words', 'updateLabel.archived']);

/** A value for each field of a patch: what it is set to, and what the answer then shows. */
interface Patch {
  /** Names what is changed. */
  readonly of: () => object;
  readonly shown: string;
  readonly fields: Readonly<Record<string, readonly [unknown, unknown?]>>;
}

const CALENDAR = { zone: 'Europe/Paris', opening: [{ weekday: 1, from: '09:00', to: '17:00' }] };

const PATCHES: Readonly<Record<string, Patch>> = {
  updateChannel: {
    of: () => ({ channelId: globalId('Channel', world.channelId) }),
    shown: 'channel { customerId intakeMode kind queueId }',
    fields: {
      customerId: ['CUSTOMER'],
      intakeMode: ['MENTION'],
      kind: ['CUSTOMER'],
      queueId: ['QUEUE'],
    },
  },
  updateLabel: {
    of: () => ({ labelId: label }),
    shown: 'label { name colour archivedAt }',
    fields: { name: ['sso'], colour: ['TEAL'] },
  },
  updateMember: {
    of: () => ({ memberId: globalId('Member', world.members.pat) }),
    shown: 'member { active role queueIds }',
    fields: { active: [true], role: ['PARTNER'], queueIds: [['QUEUE']] },
  },
  updateQueue: {
    of: () => ({ queueId: globalId('Queue', world.queueId) }),
    shown: 'queue { name triageChannelId levels { name ownerId } }',
    fields: {
      name: ['Renamed'],
      levels: [[{ name: 'First', ownerId: null }]],
      triageChannelId: ['TRIAGE'],
    },
  },
  updateSettings: {
    of: () => ({}),
    shown:
      'settings { zone claimLeaseMinutes defaultIntakeMode firstResponseTargetMinutes groupingWindowSeconds }',
    fields: {
      zone: ['Asia/Tokyo'],
      claimLeaseMinutes: [77],
      defaultIntakeMode: ['EMOJI'],
      firstResponseTargetMinutes: [33],
      groupingWindowSeconds: [99],
    },
  },
  updateCareSettings: {
    of: () => ({}),
    shown: 'settings { checkInDays unconfirmedDays ratingCooldownDays recoveryHours }',
    fields: {
      checkInDays: [4],
      unconfirmedDays: [6],
      ratingCooldownDays: [8],
      recoveryHours: [5],
    },
  },
  updateWebhook: {
    of: () => ({ webhookId: webhook }),
    shown: 'webhook { name url kinds apiVersion enabled: disabledAt }',
    fields: {
      name: ['Called anew'],
      url: ['https://elsewhere.example/in'],
      kinds: [['SOLVED']],
      // The older one: the newest is what it is made with.
      apiVersion: ['2026-11-01'],
      enabled: [true, null],
    },
  },
  upsertCustomer: {
    of: () => ({ externalId: 'crm-patch', name: 'Patched' }),
    shown: 'customer { name tier domain ownerId zone }',
    fields: {
      name: ['Patched'],
      tier: ['Gold'],
      domain: ['patched.example'],
      ownerId: ['SAM'],
      zone: ['Europe/Rome'],
    },
  },
  setDuty: {
    of: () => ({ memberId: globalId('Member', world.members.ada) }),
    shown: 'member { duty { capacity shift { zone } daysOff { from to } } }',
    fields: {
      capacity: [7],
      shift: [CALENDAR, { zone: 'Europe/Paris' }],
      daysOff: [[{ from: '2026-04-01', to: '2026-04-02' }]],
    },
  },
  setEscalationPath: {
    of: () => ({ queueId: globalId('Queue', world.queueId) }),
    shown: 'queue { escalation { assignment escalateOn fallbackId levels { name } } }',
    // Whom new tickets are given to stands in the levels, so those come first.
    fields: {
      levels: [[{ name: 'One', askIds: ['SAM'] }], [{ name: 'One' }]],
      assignment: ['ROUND_ROBIN'],
      escalateOn: ['BREACH'],
      fallbackId: ['SAM'],
    },
  },
};

let webhook = '';
let label = '';
const spelt = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value)
      .replaceAll('"QUEUE"', JSON.stringify(globalId('Queue', world.queueId)))
      .replaceAll('"TRIAGE"', JSON.stringify(globalId('Channel', world.triageId)))
      .replaceAll('"SAM"', JSON.stringify(globalId('Member', world.members.sam))),
  );

/** The fields of the payload's subject, however deep they stand. */
const shownOf = (value: unknown): Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) return {};
  const [only, ...others] = Object.values(value);
  return others.length === 0 && typeof only === 'object' && only !== null && !Array.isArray(only)
    ? shownOf(only)
    : { ...value };
};

/** A room of a customer has one: that null would clear it is understood, and refused. */
const KEPT: Readonly<Record<string, string>> = { 'updateChannel.customerId': 'CUSTOMER_NEEDED' };

const change = async (
  name: string,
  part: object,
  refusal: string | null = null,
): Promise<Record<string, unknown>> => {
  const patch = PATCHES[name];
  if (patch === undefined) throw new Error(`no ${name}`);
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const { done } = await api.ask<{ done: Record<string, unknown> }>(
    world.token('ADMIN'),
    `mutation ($input: ${type}!) { done: ${name}(input: $input) { ${patch.shown} errors { code } } }`,
    { input: { ...patch.of(), ...part } },
  );
  const { errors, ...subject } = done;
  const expected = refusal === null ? [] : [{ code: refusal }];
  expect({ name, part, errors }).toEqual({ name, part, errors: expected });
  return shownOf(Object.values(subject)[0]);
};

test('every optional field of every patch says what null and absence do, and is tried below', async () => {
  const schema = await buildApiSchema([]);
  const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {});
  const patches = mutations.filter(
    (name) => /^(update|upsert)/.test(name) || name === 'setDuty' || name === 'setEscalationPath',
  );
  // Many tickets at once are no patch: one command, done to each.
  const tried = patches.filter((name) => name !== 'updateTickets');
  expect(tried.toSorted()).toEqual(Object.keys(PATCHES).toSorted());
  const silent: string[] = [];
  const untried: string[] = [];
  for (const name of tried) {
    const type = schema.getType(`${name.charAt(0).toUpperCase()}${name.slice(1)}Input`);
    if (!isInputObjectType(type)) throw new Error(name);
    for (const field of Object.values(type.getFields())) {
      if (isNonNullType(field.type) || BESIDE.has(field.name)) continue;
      // Which customer it is, not what becomes of it.
      if (name === 'upsertCustomer' && field.name === 'customerId') continue;
      const said = field.description ?? '';
      if (![CLEARS, ...LEAVES].some((words) => said.endsWith(words)))
        silent.push(`${name}.${field.name}`);
      const isTried = PATCHES[name]?.fields[field.name] !== undefined;
      if (!isTried && !ELSEWHERE.has(`${name}.${field.name}`))
        untried.push(`${name}.${field.name}`);
    }
  }
  expect({ silent, untried }).toEqual({ silent: [], untried: [] });
});

describe('leave, set and clear are three things', () => {
  beforeAll(async () => {
    const { createWebhook } = await api.ask<{ createWebhook: { webhook: { id: string } } }>(
      world.token('ADMIN'),
      'mutation { createWebhook(input: { name: "w", url: "https://hooks.example/in" }) { webhook { id } } }',
    );
    webhook = createWebhook.webhook.id;
    const { createLabel } = await api.ask<{ createLabel: { label: { id: string } } }>(
      world.token('ADMIN'),
      'mutation { createLabel(input: { name: "billing" }) { label { id } } }',
    );
    label = createLabel.label.id;
  });

  test.each(
    Object.entries(PATCHES).flatMap(([name, { fields }]) =>
      Object.keys(fields).map((field) => [name, field] as const),
    ),
  )('%s: %s', async (name, field) => {
    const schema = await buildApiSchema([]);
    const type = schema.getType(`${name.charAt(0).toUpperCase()}${name.slice(1)}Input`);
    const declared = isInputObjectType(type) ? type.getFields()[field] : undefined;
    if (declared === undefined) throw new Error(`${name}.${field}`);
    const [given, then] = PATCHES[name]?.fields[field] ?? [];
    const value =
      name === 'updateChannel' && field === 'customerId'
        ? globalId('Customer', world.customerId)
        : spelt(given);
    const set = then === undefined ? value : spelt(then);
    const expected = expect.objectContaining({ [field]: set });
    expect(await change(name, { [field]: value })).toEqual(expected);
    // Leave.
    expect(await change(name, {})).toEqual(expected);
    const refusal = KEPT[`${name}.${field}`] ?? null;
    const cleared = await change(name, { [field]: null }, refusal);
    if (declared.description?.endsWith(CLEARS) && refusal === null) {
      const nothing = expect.objectContaining({ [field]: Array.isArray(set) ? [] : null });
      expect(cleared).toEqual(nothing);
      expect(await change(name, {})).toEqual(nothing);
    } else expect(cleared).toEqual(expected);
  });
});
