import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { globalId } from '../../graphql/global-id';
import { auditVerify } from '../../src/entry/audit-command';
import { createToken, revokeToken, rotateToken, tokenLines } from '../../src/entry/token-commands';
import { TestApi } from './api';
import { missing } from './ids';
import { World } from './world';

const START = new Date('2026-03-10T12:00:00.000Z');
const DAY = 86_400_000;

let api: TestApi;
let world: World;

interface Payload {
  readonly token: {
    readonly id: string;
    readonly name: string;
    readonly role: string;
    readonly memberId: string | null;
    readonly expiresAt: string | null;
    readonly revokedAt: string | null;
  } | null;
  readonly bearer?: string | null;
  readonly errors: readonly { readonly code: string; readonly path: readonly string[] }[];
  readonly replayed: boolean;
}

const TOKEN = 'token { id name role memberId expiresAt revokedAt }';

const change = async (name: string, input: object): Promise<Payload> => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const shown = name === 'revokeToken' ? TOKEN : `${TOKEN} bearer`;
  const data = await api.ask<Record<string, Payload>>(
    world.token('ADMIN'),
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${shown} errors { code path } replayed } }`,
    { input },
  );
  const payload = data[name];
  if (payload === undefined) throw new Error('no payload');
  return payload;
};
const status = async (bearer: string | null | undefined): Promise<number> =>
  (await api.query(bearer ?? null, '{ __typename }')).status;
const make = (more: object = {}) =>
  change('createToken', { name: 'dashboard', role: 'AGENT', ...more });

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
});
beforeEach(() => {
  api.now = START;
});
afterAll(() => api.stop());

describe('createToken', () => {
  test('shows what signs in once, and nothing of it is stored or listed', async () => {
    const { bearer, token, errors } = await make();
    expect(errors).toEqual([]);
    expect(await status(bearer)).toBe(200);
    expect(token?.expiresAt).toBe(new Date(START.getTime() + 90 * DAY).toISOString());
    const secret = bearer?.slice(-43) ?? '';
    expect(secret).toHaveLength(43);
    const list = await api.query(
      world.token('ADMIN'),
      '{ tokens { nodes { id name role memberId createdAt expiresAt revokedAt lastUsedAt } } }',
    );
    expect(list.text).toContain(token?.id);
    expect(list.text).not.toContain(secret);
    for (const table of ['api_token', 'idempotency']) {
      const rows = await api.source.query(`select * from ${table}`);
      expect(JSON.stringify(rows)).not.toContain(secret);
    }
  });

  test('ends when it was said to', async () => {
    const { bearer } = await make({ expiresInDays: 1 });
    api.now = new Date(START.getTime() + DAY - 1);
    expect(await status(bearer)).toBe(200);
    api.now = new Date(START.getTime() + DAY);
    expect(await status(bearer)).toBe(401);
  });

  test('for a member acts as them, and is no stronger', async () => {
    const memberId = globalId('Member', world.members.ada);
    const { bearer } = await make({ memberId, role: 'ADMIN' });
    const answer = await api.query(bearer ?? null, '{ settings { zone } }');
    expect(answer.errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  test('repeated with its key makes no second one and shows no secret again', async () => {
    const first = await make({ idempotencyKey: 'make-1' });
    const second = await make({ idempotencyKey: 'make-1' });
    expect(second).toEqual({ ...first, bearer: null, replayed: true });
  });

  test.each([
    [{ name: ' ' }, 'TOKEN_NAME', ['name']],
    [{ expiresInDays: 0 }, 'OUT_OF_RANGE', ['expiresInDays']],
    [{ expiresInDays: 3651 }, 'OUT_OF_RANGE', ['expiresInDays']],
    [{ memberId: missing('Member') }, 'MEMBER_NOT_FOUND', []],
  ])('refuses %j and shows nothing', async (more, code, path) => {
    expect(await make(more)).toMatchObject({ token: null, bearer: null, errors: [{ code, path }] });
  });
});

describe('rotateToken', () => {
  test('makes a successor like the old one, which works on for the overlap', async () => {
    const memberId = globalId('Member', world.members.ada);
    const old = await make({ name: 'sync', expiresInDays: 30, memberId });
    api.now = new Date(START.getTime() + 10 * DAY);
    const next = await change('rotateToken', { tokenId: old.token?.id, overlapSeconds: 3600 });
    expect(next.token).toMatchObject({
      name: 'sync',
      role: 'AGENT',
      memberId,
      expiresAt: new Date(START.getTime() + 40 * DAY).toISOString(),
    });
    expect(next.token?.id).not.toBe(old.token?.id);
    expect([await status(old.bearer), await status(next.bearer)]).toEqual([200, 200]);
    api.now = new Date(api.now.getTime() + 3_600_000);
    expect([await status(old.bearer), await status(next.bearer)]).toEqual([401, 200]);
  });

  test('without overlap ends the old one at once, and never prolongs it', async () => {
    const old = await make({ expiresInDays: 1 });
    await change('rotateToken', { tokenId: old.token?.id, overlapSeconds: 604_800 });
    api.now = new Date(START.getTime() + DAY);
    expect(await status(old.bearer)).toBe(401);
    const other = await make();
    await change('rotateToken', { tokenId: other.token?.id });
    expect(await status(other.bearer)).toBe(401);
  });

  test('of one that has ended is refused', async () => {
    const old = await make();
    await change('revokeToken', { tokenId: old.token?.id });
    expect(await change('rotateToken', { tokenId: old.token?.id })).toMatchObject({
      bearer: null,
      errors: [{ code: 'TOKEN_ENDED', path: ['tokenId'] }],
    });
  });

  test('of ten at once makes one successor', async () => {
    const old = await make();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => change('rotateToken', { tokenId: old.token?.id })),
    );
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  });
});

describe('what a token may be used for', () => {
  const CALLS = {
    READ: '{ members { nodes { id } } }',
    WORK: `mutation { claimTicket(input: { ticketId: "${missing('Ticket')}" }) { errors { code } } }`,
    CONFIGURE: 'mutation { createQueue(input: { name: "" }) { errors { code } } }',
    ADMINISTER: 'mutation { updateSettings(input: { zone: "" }) { errors { code } } }',
  } as const;
  const SCOPES = ['READ', 'WORK', 'CONFIGURE', 'ADMINISTER'] as const;

  test.each(SCOPES)('%s lets nothing else through, whatever the role', async (scope) => {
    const { bearer } = await make({ role: 'ADMIN', scopes: [scope] });
    // What is asked often is answered by a shorter way, which must ask the same.
    for (let n = 0; n < 4; n += 1) await api.query(world.token('ADMIN'), CALLS.READ);
    for (const [asked, query] of Object.entries(CALLS)) {
      const { errors } = await api.query(bearer ?? null, query);
      const refused = errors.some(({ extensions }) => extensions.code === 'FORBIDDEN');
      expect({ asked, refused }).toEqual({ asked, refused: asked !== scope });
    }
  });

  test('is everything its maker may when nothing is said, and never more than that', async () => {
    const { bearer } = await make({ role: 'ADMIN', scopes: ['ADMINISTER'] });
    const query = `mutation ($scopes: [TokenScope!]) {
      createToken(input: { name: "next", role: ADMIN, scopes: $scopes }) {
        bearer errors { code path }
      }
    }`;
    const wider = await api.ask(bearer ?? null, query, { scopes: ['READ', 'ADMINISTER'] });
    expect(wider).toEqual({
      createToken: { bearer: null, errors: [{ code: 'SCOPE_NOT_YOURS', path: ['scopes'] }] },
    });
    const { createToken } = await api.ask<{ createToken: { bearer: string } }>(
      bearer ?? null,
      query,
      { scopes: null },
    );
    expect((await api.query(createToken.bearer, CALLS.READ)).errors[0]?.extensions).toMatchObject({
      code: 'FORBIDDEN',
      hint: 'Needs a token with the scope READ.',
    });
    const everything = await make({ role: 'AGENT' });
    const rotated = await api.ask(
      bearer ?? null,
      `mutation { rotateToken(input: { tokenId: "${everything.token?.id}" }) { bearer errors { code } } }`,
    );
    expect(rotated).toEqual({
      rotateToken: { bearer: null, errors: [{ code: 'SCOPE_NOT_YOURS' }] },
    });
    expect(await make({ scopes: [] })).toMatchObject({
      bearer: null,
      errors: [{ code: 'TOKEN_SCOPES', path: ['scopes'] }],
    });
  });

  test('passes on to its successor', async () => {
    const old = await make({ role: 'ADMIN', scopes: ['READ'] });
    const next = await change('rotateToken', { tokenId: old.token?.id });
    const { errors } = await api.query(next.bearer ?? null, CALLS.ADMINISTER);
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await api.query(next.bearer ?? null, CALLS.READ)).errors).toEqual([]);
  });
});

describe('viewer', () => {
  const VIEWER =
    '{ viewer { name role scopes expiresAt member { id name role } tenant { name zone } } }';

  test('of a member says who they are, and what is left of the role', async () => {
    const memberId = globalId('Member', world.members.sam);
    const { bearer, token } = await make({ name: 'mine', memberId, scopes: ['READ', 'WORK'] });
    expect(await api.ask(bearer ?? null, VIEWER)).toEqual({
      viewer: {
        name: 'Sam',
        role: 'AGENT',
        scopes: ['READ', 'WORK'],
        expiresAt: token?.expiresAt,
        member: { id: memberId, name: 'Sam', role: 'SUPERVISOR' },
        tenant: { name: 'A', zone: 'Europe/Berlin' },
      },
    });
  });

  test('of a program is nobody in particular', async () => {
    expect(await api.ask(world.token('PARTNER'), VIEWER)).toMatchObject({
      viewer: { name: 'PARTNER', role: 'PARTNER', member: null, expiresAt: null },
    });
  });
});

describe('revokeToken', () => {
  test('ends a token at once, once', async () => {
    const { bearer, token } = await make();
    expect(await change('revokeToken', { tokenId: token?.id })).toMatchObject({
      errors: [],
      token: { revokedAt: START.toISOString() },
    });
    expect(await status(bearer)).toBe(401);
    expect(await change('revokeToken', { tokenId: token?.id })).toMatchObject({
      errors: [{ code: 'TOKEN_ENDED' }],
    });
  });

  test("cannot reach another tenant's", async () => {
    const theirs = await World.make(api.source, 'B');
    const rows: { id: string }[] = await api.source.query(
      `select id from api_token where tenant_id = $1 and name = 'ADMIN'`,
      [theirs.tenantId],
    );
    const tokenId = globalId('ApiToken', rows[0]?.id ?? '');
    const foreign = await change('revokeToken', { tokenId });
    expect(foreign).toEqual(await change('revokeToken', { tokenId: missing('ApiToken') }));
    expect(foreign.errors[0]?.code).toBe('TOKEN_NOT_FOUND');
    expect(await status(theirs.token('ADMIN'))).toBe(200);
  });
});

describe('the command line', () => {
  const desk = () => ({ desk: api.database });
  const lines = (all = false) => tokenLines(desk(), world.tenantId, all, new Date());
  const wanted = { role: 'SUPERVISOR', scopes: ['READ'], days: 30 } as const;

  test('makes, lists, rotates and revokes a token, by its name or its id', async () => {
    const bearer = await createToken(desk(), world.tenantId, { ...wanted, name: 'wallboard' });
    // 256 bits that nobody else has.
    expect(Buffer.from(bearer.slice(-43), 'base64url')).toHaveLength(32);
    expect(await status(bearer)).toBe(200);
    const [line = ''] = (await lines()).filter((one) => one.includes('wallboard'));
    expect(line).toMatch(/^[0-9a-f-]{36} {2}wallboard {2}SUPERVISOR {2}READ {2}until \d{4}-/);
    expect(line).not.toContain(bearer.slice(-43));
    const next = await rotateToken(desk(), world.tenantId, 'wallboard', 0);
    api.now = new Date();
    expect([await status(bearer), await status(next)]).toEqual([401, 200]);
    const [live = ''] = (await lines()).filter((one) => one.includes('wallboard'));
    const id = live.split('  ')[0] ?? '';
    expect(await revokeToken(desk(), world.tenantId, id)).toBe(id);
    expect(await status(next)).toBe(401);
    expect((await lines()).filter((one) => one.includes('wallboard'))).toEqual([]);
    const all = (await lines(true)).filter((one) => one.includes('wallboard'));
    expect(all.map((one) => /revoked|expired/.exec(one)?.[0]).sort()).toEqual([
      'expired',
      'revoked',
    ]);
  });

  test('takes no name that is nobody’s or several’s, and none of another desk', async () => {
    const twice = { ...wanted, name: 'twice' };
    const ids = [];
    for (let n = 0; n < 2; n += 1) ids.push(await createToken(desk(), world.tenantId, twice));
    for (const said of ['twice', 'nobody’s'])
      await expect(revokeToken(desk(), world.tenantId, said)).rejects.toThrow(said);
    const other = await World.make(api.source, 'Elsewhere');
    await createToken(desk(), other.tenantId, { ...wanted, name: 'of the other' });
    await expect(revokeToken(desk(), world.tenantId, 'of the other')).rejects.toThrow(
      'There is no live token',
    );
  });

  test('is written down without what opens a door, and the log still holds', async () => {
    const bearer = await createToken(desk(), world.tenantId, { ...wanted, name: 'noted' });
    const rotated = await rotateToken(desk(), world.tenantId, 'noted', 60);
    const entries = await api.database.unitOfWork.run(world.tenantId, (tx) =>
      tx.audit.from(1, 1_000),
    );
    const mine = entries.filter(({ via }) => via === 'COMMAND_LINE').map(({ action }) => action);
    expect(mine.slice(-2)).toEqual(['createToken', 'rotateToken']);
    expect(mine).toContain('revokeToken');
    for (const secret of [bearer, rotated])
      expect(JSON.stringify(entries)).not.toContain(secret.slice(-43));
    expect(await auditVerify(api.database.unitOfWork, world.tenantId, null, () => undefined)).toBe(
      0,
    );
  });
});
