import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { globalId } from '../../graphql/global-id';
import { inTenant } from '../../src/db/in-transaction';
import { auditVerify, notedHead } from '../../src/entry/audit-command';
import { TestApi } from './api';
import { World } from './world';

let api: TestApi;
let world: World;

interface Entry {
  readonly sequence: number;
  readonly action: string;
  readonly subjectId: string | null;
  readonly actor: { readonly name: string };
  readonly changes: readonly {
    readonly subject: string;
    readonly field: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

const LOG = `query ($actorId: ID, $actions: [String!], $from: DateTime, $to: DateTime) {
  auditLog(first: 100, actorId: $actorId, actions: $actions, from: $from, to: $to) {
    nodes { sequence action via at subjectId seal
      actor { ... on MemberActor { name } ... on TokenActor { name } }
      changes { subject subjectId field before after } }
  }
}`;
const log = async (filter: object = {}, of = world): Promise<readonly Entry[]> => {
  const { auditLog } = await api.ask<{ auditLog: { nodes: Entry[] } }>(
    of.token('ADMIN'),
    LOG,
    filter,
  );
  return auditLog.nodes;
};
const done = async (mutation: string, who = world.token('ADMIN')): Promise<string> => {
  const { text, errors } = await api.query(who, `mutation { ${mutation} }`);
  expect({ mutation, errors }).toEqual({ mutation, errors: [] });
  return text;
};
const verify = async (of = world, noted: string | null = null): Promise<readonly string[]> => {
  const said: string[] = [];
  const head = noted === null ? null : notedHead(noted);
  const { unitOfWork } = api.database;
  const code = await auditVerify(unitOfWork, of.tenantId, head, (line) => said.push(line));
  return [`exit ${code}`, ...said];
};
/** What only somebody with the whole database in their hands can do. */
const tamper = async (sql: string, of = world): Promise<void> => {
  await api.source.query('alter table audit_entry disable trigger user');
  await api.source.query(sql, [of.tenantId]);
  await api.source.query('alter table audit_entry enable trigger user');
};

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
});
afterAll(() => api.stop());

describe('an administrative act', () => {
  const id = {
    pat: () => globalId('Member', world.members.pat),
    ada: () => globalId('Member', world.members.ada),
    channel: () => globalId('Channel', world.channelId),
    queue: () => globalId('Queue', world.queueId),
  };
  const ERRORS = '{ errors { code } }';
  const ACTS: readonly (readonly [string, () => string, object])[] = [
    [
      'updateMember',
      () => `updateMember(input: { memberId: "${id.ada()}", role: SUPERVISOR }) ${ERRORS}`,
      { subject: 'Member', field: 'role', before: 'AGENT', after: 'SUPERVISOR' },
    ],
    [
      'updateChannel',
      () => `updateChannel(input: { channelId: "${id.channel()}", intakeMode: MENTION }) ${ERRORS}`,
      { subject: 'Channel', field: 'intake_mode', before: null, after: 'MENTION' },
    ],
    [
      'updateQueue',
      () => `updateQueue(input: { queueId: "${id.queue()}", name: "Help" }) ${ERRORS}`,
      { subject: 'Queue', field: 'name', before: 'Support', after: 'Help' },
    ],
    [
      'updateQueue',
      () =>
        `updateQueue(input: { queueId: "${id.queue()}", levels: [{ name: "Only" }] }) ${ERRORS}`,
      { subject: 'Queue', field: 'levels', after: expect.stringContaining('Only') },
    ],
    [
      'createQueue',
      () => `createQueue(input: { name: "Billing" }) ${ERRORS}`,
      { subject: 'Queue', field: 'name', before: null, after: 'Billing' },
    ],
    [
      'updateSettings',
      () => `updateSettings(input: { zone: "Asia/Tokyo" }) ${ERRORS}`,
      { subject: 'Desk', field: 'zone', before: 'Europe/Berlin', after: 'Asia/Tokyo' },
    ],
    [
      'updateCareSettings',
      () =>
        `updateCareSettings(input: { words: { list: SOLVED, words: ["Brandfall"] } }) ${ERRORS}`,
      { subject: 'CareSettings', after: expect.stringContaining('brandfall') },
    ],
    [
      'setCalendar',
      () =>
        `setCalendar(input: { name: "Office", zone: "UTC", opening: [{ weekday: 1, from: "09:00", to: "17:00" }] }) ${ERRORS}`,
      { subject: 'Calendar', field: 'zone', before: null, after: 'UTC' },
    ],
    [
      'setCalendar',
      () =>
        `setCalendar(input: { name: "Office", zone: "Asia/Tokyo", opening: [{ weekday: 1, from: "09:00", to: "17:00" }] }) ${ERRORS}`,
      { subject: 'Calendar', field: 'zone', before: 'UTC', after: 'Asia/Tokyo' },
    ],
    [
      'upsertCustomer',
      () => `upsertCustomer(input: { externalId: "crm-1", name: "Acme" }) ${ERRORS}`,
      { subject: 'Customer', field: 'name', before: null, after: 'Acme' },
    ],
    [
      'upsertCustomer',
      () => `upsertCustomer(input: { externalId: "crm-1", tier: "Gold" }) ${ERRORS}`,
      { subject: 'Customer', field: 'tier', before: 'Standard', after: 'Gold' },
    ],
    [
      'setChatIdentity',
      () =>
        `setChatIdentity(input: { platform: SLACK, home: "T9", userId: "U9", as: { ignored: true } }) ${ERRORS}`,
      { subject: 'ChatIdentity', field: 'kind', before: null, after: 'IGNORED' },
    ],
    [
      'forgetChatIdentity',
      () => `forgetChatIdentity(input: { platform: SLACK, home: "T9", userId: "U9" }) ${ERRORS}`,
      { subject: 'ChatIdentity', field: 'kind', before: 'IGNORED', after: null },
    ],
    [
      'link',
      () => `link(input: { duplicateId: "${id.pat()}", intoId: "${id.ada()}" }) ${ERRORS}`,
      { subject: 'Link', field: 'kind', before: null, after: 'MEMBER' },
    ],
    [
      'createWebhook',
      () => `createWebhook(input: { name: "crm", url: "https://hooks.example/in" }) ${ERRORS}`,
      { subject: 'Webhook', field: 'url', before: null, after: 'https://hooks.example/in' },
    ],
    [
      'createToken',
      () => `createToken(input: { name: "sync", role: AGENT, scopes: [READ] }) ${ERRORS}`,
      { subject: 'ApiToken', field: 'scopes', before: null, after: '["READ"]' },
    ],
  ];

  test.each(ACTS)('%s says what stood before and after', async (action, mutation, change) => {
    const since = (await log()).length;
    await done(mutation());
    const [newest, ...older] = await log();
    expect(older).toHaveLength(since);
    expect(newest).toMatchObject({
      action,
      via: 'API',
      sequence: since + 1,
      at: api.now.toISOString(),
      actor: { name: 'ADMIN' },
    });
    expect(newest?.changes).toContainEqual(expect.objectContaining(change));
  });

  test('tells rotation and revocation of a token without what proves it', async () => {
    const text = await done(
      'createToken(input: { name: "x", role: AGENT }) { bearer token { id } }',
    );
    const [, bearer = '', token = ''] = /"bearer":"(.+?)".+"id":"(.+?)"/.exec(text) ?? [];
    const rotated = await done(`rotateToken(input: { tokenId: "${token}" }) { bearer }`);
    await done(`revokeToken(input: { tokenId: "${await spare()}" }) ${ERRORS}`);
    const webhook = await done(
      'createWebhook(input: { name: "w", url: "https://hooks.example/w" }) { signingKey }',
    );
    const [revoked] = await log({ actions: ['revokeToken'] });
    expect(revoked?.changes).toContainEqual(
      expect.objectContaining({ field: 'revoked_at', before: null }),
    );
    const [rotation] = await log({ actions: ['rotateToken'] });
    expect(rotation?.changes).toContainEqual(
      expect.objectContaining({ field: 'expires_at', before: expect.anything() }),
    );
    const rows = JSON.stringify(await api.source.query('select * from audit_entry'));
    expect(rows).toContain('hooks.example/w');
    const secrets = [
      bearer.slice(-43),
      rotated.slice(-48, -5),
      /"signingKey":"(.+?)"/.exec(webhook)?.[1] ?? 'no secret was shown',
    ];
    for (const secret of secrets) expect(rows).not.toContain(secret);
    expect(rows).not.toMatch(/secret_hash|sealed_secret/);
  });

  const spare = async (): Promise<string> =>
    /"id":"(.+?)"/.exec(
      await done('createToken(input: { name: "spare", role: AGENT }) { token { id } }'),
    )?.[1] ?? '';

  test('that was refused, repeated, rehearsed or changed nothing is not told', async () => {
    const since = (await log()).length;
    await done('createQueue(input: { name: "" }) { errors { code } }');
    await done('createQueue(input: { name: "Once", idempotencyKey: "q-1" }) { replayed }');
    await done('createQueue(input: { name: "Once", idempotencyKey: "q-1" }) { replayed }');
    await done(
      'setCalendar(input: { name: "Night", zone: "UTC", opening: [{ weekday: 1, from: "09:00", to: "17:00" }], dryRun: true }) { result }',
    );
    await done('upsertCustomer(input: { externalId: "crm-1" }) { result }');
    expect((await log()).length).toBe(since + 1);
  });

  test('is found by who, what and when', async () => {
    const sam = globalId('Member', world.members.sam);
    await done('createQueue(input: { name: "By Sam" }) { queue { id } }', world.token('sam'));
    const bySam = await log({ actorId: sam });
    expect(bySam.map(({ action, actor }) => [action, actor.name])).toEqual([
      ['createQueue', 'Sam'],
    ]);
    expect(await log({ actorId: sam, actions: ['link'] })).toEqual([]);
    const later = new Date(api.now.getTime() + 1).toISOString();
    expect(await log({ from: later })).toEqual([]);
    expect(await log({ to: api.now.toISOString() })).toEqual([]);
    expect((await log({ to: later })).length).toBeGreaterThan(5);
  });
});

describe('the chain', () => {
  test('holds, and twenty at once do not break it', async () => {
    const busy = await World.make(api.source, 'Busy');
    const bearer = busy.token('ADMIN');
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        done(`createQueue(input: { name: "Queue ${index}" }) { queue { id } }`, bearer),
      ),
    );
    const entries = await log({}, busy);
    expect(entries.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 20 }, (_, index) => 20 - index),
    );
    expect(await verify(busy)).toEqual([
      'exit 0',
      expect.stringContaining('20 entries'),
      expect.stringMatching(/20:[0-9a-f]{64}$/),
    ]);
    expect((await verify())[0]).toBe('exit 0');
  });

  const WAYS: readonly (readonly [string, readonly string[], string])[] = [
    [
      'a changed word',
      [`update audit_entry set action = 'nothing' where tenant_id = $1 and seq = 3`],
      'entry 3 does not say what it said',
    ],
    [
      'a changed value within',
      [
        `update audit_entry set after = jsonb_set(after, '{Desk}', '{}') where tenant_id = $1 and seq = 2`,
      ],
      'entry 2 does not say what it said',
    ],
    [
      'another actor',
      [
        `update audit_entry set actor = '{"kind":"system","name":"x"}' where tenant_id = $1 and seq = 1`,
      ],
      'entry 1 does not say what it said',
    ],
    [
      'a deleted entry',
      ['delete from audit_entry where tenant_id = $1 and seq = 2'],
      'entry 2 is missing',
    ],
    [
      'a deleted entry whose gap was closed',
      [
        'delete from audit_entry where tenant_id = $1 and seq = 2',
        'update audit_entry set seq = seq - 1 where tenant_id = $1 and seq > 2',
      ],
      'entry 2 does not follow',
    ],
    [
      'two that changed places',
      [
        `update audit_entry set seq = -1 where tenant_id = $1 and seq = 2`,
        `update audit_entry set seq = 2 where tenant_id = $1 and seq = 3`,
        `update audit_entry set seq = 3 where tenant_id = $1 and seq = -1`,
      ],
      'entry 2 does not follow',
    ],
    [
      'a cut-off end',
      ['delete from audit_entry where tenant_id = $1 and seq = 4'],
      'entry 4 is missing: the log was cut off',
    ],
  ];

  test.each(WAYS)('shows %s', async (name, statements, said) => {
    const victim = await World.make(api.source, `Victim of ${name}`);
    for (const zone of ['UTC', 'Asia/Tokyo', 'Europe/Oslo', 'Europe/Rome'])
      await done(
        `updateSettings(input: { zone: "${zone}" }) { errors { code } }`,
        victim.token('ADMIN'),
      );
    expect((await verify(victim))[0]).toBe('exit 0');
    for (const statement of statements) await tamper(statement, victim);
    const [code, line] = await verify(victim);
    expect({ code, line }).toEqual({ code: 'exit 1', line: expect.stringContaining(said) });
    // Nobody else's log is touched by that.
    expect((await verify())[0]).toBe('exit 0');
  });

  test('written anew from the start is shown by an end that was noted elsewhere', async () => {
    const [, , noted = ''] = await verify();
    const end = noted.replace(/^.+: /, '');
    expect((await verify(world, end))[0]).toBe('exit 0');
    const [seq = '', hash = ''] = end.split(':');
    const another = `${seq}:${hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))}`;
    expect((await verify(world, another))[1]).toContain('is not the one that was noted');
    expect((await verify(world, `${Number(seq) + 1}:${hash}`))[1]).toContain('cut off');
    expect(() => notedHead('nonsense')).toThrow('earlier');
  });

  test.each([
    'update audit_entry set action = action',
    'delete from audit_entry',
    'truncate audit_entry',
  ])('is append-only: %s is refused', async (sql) => {
    await expect(inTenant(api.source, world.tenantId, (ask) => ask(sql))).rejects.toThrow(
      /permission denied/,
    );
    // The owner of the tables is stopped by the trigger.
    await expect(api.source.query(sql)).rejects.toThrow('history is append-only');
  });
});
