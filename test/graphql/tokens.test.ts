import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { chosenToken, formatToken, newSecret, parseToken } from '../../src/app/admin/token-format';
import { ensureAdminToken, issueToken, revokeToken } from '../../src/app/admin/tokens';
import type { TokenStore } from '../../src/app/ports/tokens';
import { createTokenStore } from '../../src/db/token-store';
import { TestApi } from './api';
import { World } from './world';

const QUERY = '{ tickets { nodes { id } } }';
const START = new Date('2026-03-10T12:00:00.000Z');
const later = (ms: number): Date => new Date(START.getTime() + ms);

let api: TestApi;
let world: World;
let store: TokenStore;

const issue = (more: object = {}) =>
  issueToken(
    store,
    {
      tenantId: world.tenantId,
      name: 'dashboard',
      role: 'AGENT',
      memberId: null,
      expiresAt: null,
      ...more,
    },
    api.now,
  );
const status = async (token: string | null): Promise<number> =>
  (await api.query(token, QUERY)).status;
const lastUsed = async (id: string): Promise<Date | null | undefined> =>
  (await store.find(id))?.token.lastUsedAt;

beforeAll(async () => {
  api = await TestApi.start();
  world = await World.make(api.source, 'A');
  store = createTokenStore(api.source);
});
beforeEach(() => {
  api.now = START;
});
afterAll(() => api.stop());

describe('without a valid token', () => {
  test.each([
    ['none', null],
    ['nonsense', 'nonsense'],
    ['a well-formed stranger', formatToken('0192f0c4-0000-7000-8000-000000000000', newSecret())],
    ['a long stranger', 'x'.repeat(64)],
  ])('%s: 401, whatever is asked', async (_, token) => {
    for (const query of [
      QUERY,
      '{ nonsense }',
      '{ tickets { nodes { subjekt } } }',
      '{ __schema { types { name } } }',
      '{{{',
    ]) {
      const answer = await api.query(token, query);
      expect({ query, status: answer.status, code: answer.errors[0]?.extensions.code }).toEqual({
        query,
        status: 401,
        code: 'UNAUTHENTICATED',
      });
      expect(answer.text).not.toMatch(/Did you mean|subject|Context creation/);
    }
  });

  test('the right id with another secret is refused', async () => {
    const { token } = await issue();
    const parsed = parseToken(token);
    expect(await status(formatToken(parsed?.id ?? '', newSecret()))).toBe(401);
    expect(await status(token)).toBe(200);
  });
});

describe('a token', () => {
  test('is nowhere in the database, only its hash', async () => {
    const { token } = await issue();
    const secret = parseToken(token)?.secret ?? '';
    const rows: object[] = await api.source.query('select * from api_token');
    const dump = rows
      .map((row) =>
        JSON.stringify(row, (_, value) =>
          value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
        ),
      )
      .join('\n');
    expect(rows.length).toBeGreaterThan(0);
    expect(dump).not.toContain(secret);
    expect(dump).not.toContain(token);
  });

  test('works until the instant it expires', async () => {
    const { token } = await issue({ expiresAt: later(1000) });
    api.now = later(999);
    expect(await status(token)).toBe(200);
    api.now = later(1000);
    expect(await status(token)).toBe(401);
  });

  test('ends at once when it is revoked, and only in its own tenant', async () => {
    const { id, token } = await issue();
    const other = await World.make(api.source, 'Other');
    await expect(revokeToken(store, other.tenantId, id, api.now)).rejects.toMatchObject({
      kind: 'not_found',
    });
    expect(await status(token)).toBe(200);
    await revokeToken(store, world.tenantId, id, api.now);
    expect(await status(token)).toBe(401);
    await expect(revokeToken(store, world.tenantId, id, api.now)).rejects.toMatchObject({
      code: 'TOKEN_NOT_FOUND',
    });
  });

  test('notes its use at most once a minute', async () => {
    const { id, token } = await issue();
    expect(await lastUsed(id)).toBeNull();
    await status(token);
    expect(await lastUsed(id)).toEqual(START);
    api.now = later(59_999);
    await status(token);
    expect(await lastUsed(id)).toEqual(START);
    api.now = later(60_000);
    await status(token);
    expect(await lastUsed(id)).toEqual(later(60_000));
  });

  test('of a member has the lower of both roles, and dies with the member', async () => {
    const metrics = '{ metrics { open { value } } }';
    const { token } = await issue({ role: 'ADMIN', memberId: world.members.ada });
    expect((await api.query(token, metrics)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    const weak = await issue({ role: 'AGENT', memberId: world.members.sam });
    expect((await api.query(weak.token, metrics)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    await api.source.query('update member set active = false where id = $1', [world.members.ada]);
    expect(await status(token)).toBe(401);
    await api.source.query('update member set active = true where id = $1', [world.members.ada]);
  });

  test.each([{ name: ' ' }, { name: 'x'.repeat(81) }, { expiresAt: START }])(
    'with %j is not made',
    async (more) => {
      await expect(issue(more)).rejects.toMatchObject({ kind: 'invalid' });
    },
  );
});

describe("the operator's own admin token", () => {
  test('works, is stored as a hash, and may be set again', async () => {
    const text = 'a-long-secret-of-the-operator-0123456789';
    await ensureAdminToken(store, world.tenantId, text, START);
    await ensureAdminToken(store, world.tenantId, text, START);
    expect(await status(text)).toBe(200);
    expect(await status(`${text}x`)).toBe(401);
    const stored = await store.find(chosenToken(text)?.id ?? '');
    expect(stored?.token).toMatchObject({ role: 'ADMIN', name: 'ADMIN_TOKEN' });
    expect(JSON.stringify(stored)).not.toContain(text);
  });

  test('may have the shape of a token', async () => {
    const text = formatToken('0192f0c4-0000-7000-8000-00000000000a', newSecret());
    await ensureAdminToken(store, world.tenantId, text, START);
    expect(await status(text)).toBe(200);
  });

  test('of less than 32 characters is refused', async () => {
    await expect(
      ensureAdminToken(store, world.tenantId, 'x'.repeat(31), START),
    ).rejects.toMatchObject({ code: 'TOKEN_TOO_SHORT' });
  });
});
