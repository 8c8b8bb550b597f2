import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { globalId } from '../../graphql/global-id';
import { heldBy } from '../../src/app/admin/keepsake';
import { noteRefusals } from '../../src/app/admin/note-act';
import { RefusedTokens } from '../../src/app/admin/refused-tokens';
import { createLoginStore, refusedStrangers } from '../../src/db/login-store';
import { createTokenStore } from '../../src/db/token-store';
import { auditVerify } from '../../src/entry/audit-command';
import { composeSignIn } from '../../src/entry/compose-sign-in';
import { readConfig } from '../../src/lib/config';
import { createOidc, type Oidc, type OidcOptions } from '../../src/lib/oidc';
import { TestApi } from '../graphql/api';
import { Subscriber } from '../graphql/subscriber';
import { World } from '../graphql/world';
import { silentLog } from '../support/database';
import { eventually } from '../support/eventually';
import { Issuer } from '../support/issuer';

const START = new Date('2026-03-10T12:00:00.000Z');
const VIEWER = '{ viewer { name role member { name } } }';
const LIVE = 'subscription { ticketsChanged { cursor } }';
const ADDRESS = 'ada@vendor.example';
const missingId = '0192aaaa-0000-7000-8000-000000000009';

let issuer: Issuer;
let api: TestApi;
let world: World;

const loginsOf = () => createLoginStore(api.source);
/** What is not told before a minute is over is told much sooner here. */
const refusedTokens = new RefusedTokens(
  (tenantId, reason, times) =>
    noteRefusals(
      { unitOfWork: api.database.unitOfWork, log: silentLog },
      loginsOf(),
      tenantId,
      reason,
      times,
      api.now,
    ),
  50,
);

const setLogin = (who: 'ada' | 'sam' | 'pat', email: string | null): Promise<unknown> =>
  api.ask(
    world.token('ADMIN'),
    'mutation ($input: SetMemberLoginInput!) { setMemberLogin(input: $input) { member { name } errors { code } } }',
    { input: { memberId: globalId('Member', world.members[who]), email } },
  );
const claims = (more: object = {}) =>
  issuer.claims(api.now, { email: ADDRESS, email_verified: true, ...more });

beforeAll(async () => {
  issuer = await Issuer.start();
  api = await TestApi.start({
    checkMs: 30,
    tokens: { refused: (tenantId, reason) => refusedTokens.note(tenantId, reason) },
    signIn: (database, tokens) =>
      composeSignIn(
        readConfig({
          NODE_ENV: 'test',
          PUBLIC_URL: 'http://desk.test',
          OIDC_ISSUER: issuer.url,
          OIDC_CLIENT_ID: issuer.audience,
          OIDC_CLIENT_SECRET: 'between-the-two-of-us',
        }),
        { unitOfWork: database.unitOfWork, clock: { now: () => api.now }, log: silentLog },
        tokens,
        createLoginStore(database.dataSource),
        { address: 10_000, all: 10_000 },
      ),
  });
  world = await World.make(api.source, 'A');
});
beforeEach(async () => {
  api.now = START;
  await setLogin('ada', ADDRESS);
});
afterAll(async () => {
  await api.stop();
  await issuer.stop();
});

describe('a JWT of the account service', () => {
  test('stands for the member with its address, with the role they have now', async () => {
    const jwt = await issuer.sign(claims());
    expect(await api.ask(jwt, VIEWER)).toEqual({
      viewer: { name: 'Ada', role: 'AGENT', member: { name: 'Ada' } },
    });
    await api.source.query(`update member set role = 'SUPERVISOR' where id = $1`, [
      world.members.ada,
    ]);
    expect(await api.ask(jwt, VIEWER)).toMatchObject({ viewer: { role: 'SUPERVISOR' } });
    await api.source.query(`update member set role = 'AGENT' where id = $1`, [world.members.ada]);
  });

  const seconds = (more: number): number => START.getTime() / 1_000 + more;
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = (header: object, more: object = {}): string =>
    `${part({ kid: 'k1', ...header })}.${part(claims(more))}.`;
  const byHmac = (key: string, header: object = {}): string => {
    const said = `${part({ alg: 'HS256', kid: 'k1', ...header })}.${part(claims())}`;
    return `${said}.${createHmac('sha256', key).update(said).digest('base64url')}`;
  };
  const byStranger = async (header: object): Promise<string> => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const jwk = await exportJWK(publicKey);
    return new SignJWT(claims())
      .setProtectedHeader({
        alg: 'ES256',
        kid: 'k1',
        ...('jwk' in header ? { jwk } : {}),
        ...header,
      })
      .sign(privateKey);
  };
  const ATTACKS: Readonly<Record<string, () => string | Promise<string>>> = {
    'alg none': () => unsigned({ alg: 'none' }),
    'alg NONE in capitals': () => unsigned({ alg: 'NONE' }),
    'no alg at all': () => unsigned({}),
    'HS256 with the public key as its secret': () => byHmac(JSON.stringify(issuer.publicKey)),
    'HS256 with an empty secret': () => byHmac(''),
    'an unknown kid': () => issuer.sign(claims(), { kid: 'nobody' }),
    "a stranger's signature under a known kid": () => byStranger({}),
    'a key that it brings along': () => byStranger({ jwk: undefined }),
    'an address to fetch its key from': () => byStranger({ jku: 'http://127.0.0.1:1/keys' }),
    'a demand that we do not understand': () =>
      issuer.sign(claims(), { crit: ['x'], x: 1 }, { x: true }),
    'another issuer': () => issuer.sign(claims({ iss: 'https://login.evil.example' })),
    'an issuer that only begins alike': () => issuer.sign(claims({ iss: `${issuer.url}.evil` })),
    'another audience': () => issuer.sign(claims({ aud: 'another-program' })),
    'no audience': () => issuer.sign(claims({ aud: undefined })),
    expired: () => issuer.sign(claims({ exp: seconds(-61) })),
    'without an end': () => issuer.sign(claims({ exp: undefined })),
    'not valid yet': () => issuer.sign(claims({ nbf: seconds(61) })),
    'without a subject': () => issuer.sign(claims({ sub: undefined })),
    'a changed word': async () =>
      (await issuer.sign(claims())).replace(
        /\.[^.]+\./,
        `.${part(claims({ email: 'x@y.example' }))}.`,
      ),
    'a signature cut off': async () => (await issuer.sign(claims())).replace(/\.[^.]+$/, '.'),
    'twenty thousand letters': () => issuer.sign(claims({ more: 'x'.repeat(20_000) })),
  };

  test.each(Object.keys(ATTACKS))('is refused: %s', async (name) => {
    const jwt = (await ATTACKS[name]?.()) ?? '';
    expect(jwt).toMatch(/^eyJ/);
    const answer = await api.query(jwt, VIEWER);
    expect([401, 431]).toContain(answer.status);
    expect(answer.data ?? null).toBeNull();
    expect(answer.text).not.toContain('Ada');
  });

  test('may be a minute off, for clocks differ', async () => {
    expect((await api.query(await issuer.sign(claims({ exp: seconds(-59) })), VIEWER)).status).toBe(
      200,
    );
    expect((await api.query(await issuer.sign(claims({ nbf: seconds(59) })), VIEWER)).status).toBe(
      200,
    );
  });

  test('whose address nobody has confirmed says nothing', async () => {
    for (const email_verified of [false, undefined, 'true', 1]) {
      const { status, errors } = await api.query(
        await issuer.sign(claims({ email_verified })),
        VIEWER,
      );
      expect({ email_verified, status }).toEqual({ email_verified, status: 401 });
      expect(errors[0]?.message).toContain('belongs to nobody of this desk');
    }
  });

  test('of an unknown person, and of one without a role, is refused with what to do', async () => {
    const stranger = await api.query(
      await issuer.sign(claims({ email: 'eve@vendor.example' })),
      VIEWER,
    );
    expect(stranger).toMatchObject({
      status: 401,
      errors: [
        {
          message: 'The address eve@vendor.example belongs to nobody of this desk.',
          extensions: { code: 'UNAUTHENTICATED', hint: expect.stringContaining('administrator') },
        },
      ],
    });
    await api.source.query('update member set active = false where id = $1', [world.members.ada]);
    const former = await api.query(await issuer.sign(claims()), VIEWER);
    await api.source.query('update member set active = true where id = $1', [world.members.ada]);
    expect(former).toMatchObject({
      status: 401,
      errors: [{ message: 'Ada has no role in this desk.' }],
    });
  });

  test('is checked without asking for the keys every time', async () => {
    const old = await issuer.sign(claims());
    const asked = issuer.keyRequests;
    for (let count = 0; count < 5; count += 1) await api.query(old, VIEWER);
    expect(issuer.keyRequests).toBe(asked);
    expect((await api.query(old, VIEWER)).status).toBe(200);
  });
});

/** A browser that keeps cookies, at the desk's own address. */
class Browser {
  readonly jar = new Map<string, string>();
  readonly set: string[] = [];

  async go(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(new URL(path, api.url), {
      redirect: 'manual',
      ...init,
      headers: { cookie: this.cookies, ...Object(init.headers) },
    });
    for (const cookie of response.headers.getSetCookie()) {
      this.set.push(cookie);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') this.jar.delete(name);
      else this.jar.set(name, value);
    }
    return response;
  }

  get cookies(): string {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** To the account service, and back with what it says. */
  async signIn(said: Record<string, unknown>, to = '/tickets'): Promise<Response> {
    const login = await this.go(`/auth/login?to=${encodeURIComponent(to)}`);
    const authorize = login.headers.get('location') ?? '';
    const code = issuer.agree(authorize, said);
    const state = new URL(authorize).searchParams.get('state') ?? '';
    return this.go(`/auth/callback?code=${code}&state=${state}`);
  }

  /** As the dashboard asks: it says that the cookie is meant. */
  async ask(query: string, headers: object = {}): Promise<{ status: number; text: string }> {
    const response = await this.go('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer cookie', ...headers },
      body: JSON.stringify({ query }),
    });
    return { status: response.status, text: await response.text() };
  }
}

describe('signing in with an account', () => {
  test('asks with state, nonce and PKCE, and comes back as the member', async () => {
    const browser = new Browser();
    const login = await browser.go('/auth/login');
    const asked = new URL(login.headers.get('location') ?? '').searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      client_id: 'threadkeeper',
      redirect_uri: 'http://desk.test/auth/callback',
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    const back = await browser.signIn(claims());
    expect([back.status, back.headers.get('location')]).toEqual([303, '/tickets?signed-in=']);
    expect(issuer.lastTokenRequest.get('code_verifier')).toMatch(/^[\w-]{43}$/);
    expect(issuer.lastTokenRequest.has('client_secret')).toBe(false);
    const session = browser.set.at(-1) ?? '';
    expect(session).toMatch(/^threadkeeper=.+; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await browser.ask(VIEWER)).text).toContain('"name":"Ada","role":"AGENT"');
    const rows = JSON.stringify(await api.source.query('select * from api_token'));
    expect(rows).not.toContain(browser.jar.get('threadkeeper')?.slice(-43));
  });

  test('binds the account: the address alone is worth nothing from then on', async () => {
    await new Browser().signIn(claims({ sub: 'account-of-ada' }));
    const thief = await new Browser().signIn(claims({ sub: 'who-got-the-address' }));
    expect(thief.status).toBe(403);
    const renamed = await new Browser().signIn(
      claims({ sub: 'account-of-ada', email: 'ada@new.example' }),
    );
    expect(renamed.status).toBe(303);
    // Until an administrator says anew whose it is.
    await setLogin('ada', ADDRESS);
    expect((await new Browser().signIn(claims({ sub: 'next' }))).status).toBe(303);
  });

  const REFUSED: readonly (readonly [string, () => Record<string, unknown>, RegExp])[] = [
    [
      'an unknown person',
      () => claims({ email: 'eve@vendor.example', sub: 'eve' }),
      /eve@vendor.example belongs to nobody/,
    ],
    [
      'an address nobody confirmed',
      () => claims({ email_verified: false, sub: 'x' }),
      /account x belongs to nobody/,
    ],
    [
      'markup for a name',
      () => claims({ email: '<script>@x.example', sub: 'y' }),
      /&#60;script&#62;@x.example/,
    ],
    ['an id token for another nonce', () => claims({ nonce: 'another' }), /did not confirm/],
    ['an id token for another program', () => claims({ aud: 'another' }), /did not confirm/],
    [
      'an expired id token',
      () => claims({ exp: START.getTime() / 1_000 - 100 }),
      /did not confirm/,
    ],
  ];
  test.each(REFUSED)('refuses %s politely, and gives no cookie', async (_, said, told) => {
    const browser = new Browser();
    const back = await browser.signIn(said());
    expect(back.status).toBe(403);
    const page = await back.text();
    expect(page).toMatch(told);
    expect(page).not.toContain('<script>');
    expect(browser.jar.size).toBe(0);
  });

  test('takes no answer to a question it did not ask, none twice, and none with a made-up code', async () => {
    const browser = new Browser();
    const login = await browser.go('/auth/login');
    const authorize = login.headers.get('location') ?? '';
    const state = new URL(authorize).searchParams.get('state') ?? '';
    const code = issuer.agree(authorize, claims());
    const path = `/auth/callback?code=${code}&state=${state}`;
    expect((await new Browser().go(path)).status).toBe(400);
    expect((await browser.go(`/auth/callback?code=${code}&state=${'x'.repeat(43)}`)).status).toBe(
      400,
    );
    // The way is used up by that.
    expect((await browser.go(path)).status).toBe(400);
    const again = await browser.go('/auth/login');
    const next = new URL(again.headers.get('location') ?? '').searchParams.get('state') ?? '';
    expect((await browser.go(`/auth/callback?code=made-up&state=${next}`)).status).toBe(403);
    expect((await browser.ask(VIEWER)).status).toBe(401);
  });

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '',
  ])('leads back to this page only, not to %j', async (to) => {
    const back = await new Browser().signIn(claims(), to);
    expect(back.headers.get('location')).toBe('/?signed-in=');
  });

  test('says that the account service is away, and works again when it is back', async () => {
    const browser = new Browser();
    const url = (await browser.go('/auth/login')).headers.get('location') ?? '';
    const state = new URL(url).searchParams.get('state') ?? '';
    const code = issuer.agree(url, claims());
    issuer.isDown = true;
    const back = await browser.go(`/auth/callback?code=${code}&state=${state}`);
    issuer.isDown = false;
    expect(back.status).toBe(503);
    expect((await new Browser().signIn(claims())).status).toBe(303);
  });
});

describe('a session', () => {
  const begun = async (): Promise<Browser> => {
    const browser = new Browser();
    await browser.signIn(claims());
    return browser;
  };
  const SOLVE = 'mutation { createQueue(input: { name: "x" }) { errors { code } } }';

  test('does nothing for a page of somebody else', async () => {
    const browser = await begun();
    // A form or an image of a foreign page brings the cookie, but cannot say that it is meant.
    expect((await browser.ask(VIEWER, { authorization: '' })).status).toBe(401);
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1'])
      expect((await browser.ask(SOLVE, { origin })).status).toBe(401);
    expect((await browser.ask(VIEWER, { origin: new URL(api.url).origin })).status).toBe(200);
    const get = await browser.go(`/graphql?query=${encodeURIComponent(VIEWER)}`);
    expect(get.status).toBe(400);
    const simple = await browser.ask(VIEWER, { 'content-type': 'text/plain' });
    expect(simple.status).toBeGreaterThanOrEqual(400);
  });

  test('ends after twelve hours', async () => {
    const browser = await begun();
    api.now = new Date(START.getTime() + 12 * 3_600_000 - 1);
    expect((await browser.ask(VIEWER)).status).toBe(200);
    api.now = new Date(START.getTime() + 12 * 3_600_000);
    expect((await browser.ask(VIEWER)).status).toBe(401);
  });

  test('is seen by administrators, apart from tokens, and has no successor', async () => {
    await begun();
    const { tokens } = await api.ask<{ tokens: { nodes: { id: string; name: string }[] } }>(
      world.token('ADMIN'),
      '{ tokens(kind: SESSION) { nodes { id name kind } } }',
    );
    expect(tokens.nodes[0]).toMatchObject({ name: 'Session of Ada', kind: 'SESSION' });
    const plain = await api.query(world.token('ADMIN'), '{ tokens { nodes { name } } }');
    expect(plain.text).not.toContain('Session of');
    expect(
      await api.ask(
        world.token('ADMIN'),
        `mutation { rotateToken(input: { tokenId: "${tokens.nodes[0]?.id}" }) { bearer errors { code } } }`,
      ),
    ).toEqual({ rotateToken: { bearer: null, errors: [{ code: 'IS_A_SESSION' }] } });
  });

  test('ends with the sign-out, also on an open socket, and both are in the audit log', async () => {
    const browser = await begun();
    const bearer = browser.jar.get('threadkeeper') ?? '';
    const watcher = new Subscriber(api.url, bearer);
    watcher.subscribe(LIVE);
    const foreign = await browser.go('/auth/logout', {
      method: 'POST',
      headers: { authorization: 'Bearer cookie', origin: 'https://evil.example' },
    });
    expect(foreign.status).toBe(204);
    browser.jar.set('threadkeeper', bearer);
    expect((await browser.ask(VIEWER)).status).toBe(200);
    await browser.go('/auth/logout', {
      method: 'POST',
      headers: { authorization: 'Bearer cookie' },
    });
    expect(browser.jar.has('threadkeeper')).toBe(false);
    expect((await api.query(bearer, VIEWER)).status).toBe(401);
    expect(await eventually('closed', () => watcher.closed)).toMatchObject({ code: 4401 });
    const { auditLog } = await api.ask<{ auditLog: { nodes: { action: string }[] } }>(
      world.token('ADMIN'),
      '{ auditLog(first: 2) { nodes { action via actor { ... on MemberActor { name } } } } }',
    );
    expect(auditLog.nodes).toEqual([
      { action: 'signOut', via: 'SIGN_IN', actor: { name: 'Ada' } },
      { action: 'signIn', via: 'SIGN_IN', actor: { name: 'Ada' } },
    ]);
  });
});

describe('an account whose service confirms no addresses, as Entra ID', () => {
  const TENANT = '99999999-0000-4000-8000-000000000001';
  const OID = 'eeeeeeee-0000-4000-8000-00000000000a';
  const oidcOf = (more: Partial<OidcOptions>) =>
    createOidc({
      issuer: issuer.url,
      clientId: issuer.audience,
      clientSecret: null,
      audience: issuer.audience,
      redirectUri: 'http://desk.test/auth/callback',
      ...more,
    });
  const entra = (more: object = {}) =>
    issuer.claims(api.now, { sub: 'pairwise', oid: OID, tid: TENANT, email: ADDRESS, ...more });
  const setAccount = (who: 'ada' | 'sam', account: object | null, email: string | null = null) =>
    api.ask(
      world.token('ADMIN'),
      'mutation ($input: SetMemberLoginInput!) { setMemberLogin(input: $input) { errors { code path } } }',
      { input: { memberId: globalId('Member', world.members[who]), email, account } },
    );

  test('is the member when an administrator names it by issuer and subject, whatever its address', async () => {
    const account = { issuer: issuer.url, subject: 'pairwise' };
    expect(await setAccount('ada', account)).toEqual({ setMemberLogin: { errors: [] } });
    const jwt = await issuer.sign(entra({ email: 'other@vendor.example' }));
    expect(await api.ask(jwt, VIEWER)).toMatchObject({ viewer: { name: 'Ada' } });
    expect((await new Browser().signIn(entra())).status).toBe(303);
    expect((await api.query(await issuer.sign(entra({ sub: 'another' })), VIEWER)).status).toBe(
      401,
    );
    const elsewhere = { issuer: 'https://login.evil.example', subject: 'pairwise' };
    await setAccount('ada', elsewhere);
    expect((await api.query(jwt, VIEWER)).status).toBe(401);
  });

  test('belongs to one member, and must be one', async () => {
    const account = { issuer: issuer.url, subject: 'pairwise' };
    await setAccount('ada', account);
    expect(await setAccount('sam', account)).toEqual({
      setMemberLogin: { errors: [{ code: 'ACCOUNT_TAKEN', path: ['account'] }] },
    });
    for (const wrong of [
      { issuer: 'ftp://x', subject: 'y' },
      { issuer: issuer.url, subject: ' ' },
      { issuer: issuer.url, subject: 'x'.repeat(256) },
    ])
      expect(await setAccount('sam', wrong)).toEqual({
        setMemberLogin: { errors: [{ code: 'NOT_AN_ACCOUNT', path: ['account'] }] },
      });
    await setLogin('ada', ADDRESS);
    expect(await setAccount('sam', account)).toEqual({ setMemberLogin: { errors: [] } });
    await setAccount('sam', null);
  });

  test('is called by its oid where the settings say so, and one without is nobody', async () => {
    const oidc = oidcOf({ subjectClaim: 'oid' });
    expect(await oidc.claimsOf(await issuer.sign(entra()), START)).toMatchObject({ subject: OID });
    for (const oid of [undefined, '', 7, ['x']])
      expect(await oidc.claimsOf(await issuer.sign(entra({ oid })), START)).toBeNull();
  });

  test('has an address that counts only if its own directory is trusted and does not deny it', async () => {
    const trusting = oidcOf({ trustedTenant: TENANT });
    const emailOf = async (oidc: Oidc, more: object = {}) =>
      (await oidc.claimsOf(await issuer.sign(entra(more)), START))?.email;
    expect(await emailOf(trusting)).toBe(ADDRESS);
    expect(await emailOf(oidcOf({}))).toBeNull();
    for (const tid of ['99999999-0000-4000-8000-000000000002', undefined, '', [TENANT], 1])
      expect({ tid, email: await emailOf(trusting, { tid }) }).toEqual({ tid, email: null });
    for (const email_verified of [false, 'false', null, 0])
      expect(await emailOf(trusting, { email_verified })).toBeNull();
    expect(await emailOf(trusting, { email_verified: true, tid: 'x' })).toBe(ADDRESS);
  });
});

test('refused sign-ins are written down: the first, the tenth, the hundredth of an hour, and nothing of a stranger', async () => {
  // Only where the desk is known: of a stranger it is the only one.
  api.now = new Date(START.getTime() + 10 * 3_600_000);
  const refusals = (): Promise<unknown> =>
    api.source.query(
      `select after -> 'Request' -> 'input' ->> 'reason' as reason,
         (after -> 'Request' -> 'input' ->> 'count')::int as count, actor::text as actor
       from audit_entry where action = 'refuseSignIn' and at >= $1
         and after -> 'Request' -> 'input' ->> 'reason' not like 'TOKEN%' order by seq`,
      [api.now],
    );
  const jwt = await issuer.sign(claims({ sub: 'eve-1', email: 'eve@vendor.example' }));
  for (let n = 0; n < 12; n += 1) expect((await api.query(jwt, VIEWER)).status).toBe(401);
  await new Browser().signIn(claims({ nonce: 'another' }));
  const actor = expect.stringContaining('stranger');
  expect(await refusals()).toEqual([
    { reason: 'UNKNOWN_PERSON', count: 1, actor },
    { reason: 'UNKNOWN_PERSON', count: 10, actor },
    { reason: 'NOT_CONFIRMED', count: 1, actor },
  ]);
  api.now = new Date(api.now.getTime() + 3_600_000);
  await api.query(await issuer.sign(claims({ sub: 'eve-1', email: 'eve@vendor.example' })), VIEWER);
  expect(await refusals()).toEqual([{ reason: 'UNKNOWN_PERSON', count: 1, actor }]);
  const [{ rows }] = await api.source.query('select count(*)::int as rows from refused_sign_in');
  expect(rows).toBeLessThanOrEqual(5);
  const told = JSON.stringify(await api.source.query('select * from audit_entry'));
  expect(told).not.toContain('eve');
});

describe('where a database holds several desks', () => {
  let other: World;
  beforeAll(async () => {
    other = await World.make(api.source, 'Other');
  });
  const since = new Date(START.getTime() + 30 * 3_600_000);
  beforeEach(() => {
    api.now = since;
  });
  const entries = (of: World): Promise<{ reason: string; count: number }[]> =>
    api.source.query(
      `select after -> 'Request' -> 'input' ->> 'reason' as reason,
         (after -> 'Request' -> 'input' ->> 'count')::int as count
       from audit_entry where action = 'refuseSignIn' and tenant_id = $1 and at >= $2 order by seq`,
      [of.tenantId, since],
    );
  const nowhere = async (): Promise<readonly { reason: string; count: number }[]> =>
    (await refusedStrangers(api.source, 50)).map(({ reason, count }) => ({ reason, count }));
  const eve = (domain: string) => issuer.sign(claims({ sub: 'eve-2', email: `eve@${domain}` }));

  test('a stranger is noted for the desk whose people have such an address, else for nobody’s', async () => {
    await api.query(await eve('VENDOR.example'), VIEWER);
    expect(await entries(world)).toEqual([{ reason: 'UNKNOWN_PERSON', count: 1 }]);
    // Both have people of this account service, and neither of this domain.
    await api.source.query(
      `insert into member_login (tenant_id, member_id, email, issuer, subject)
       values ($1, $2, 'a@other.example', $3, 'a'), ($4, $5, 's@vendor.example', $3, 's')`,
      [other.tenantId, other.members.ada, issuer.url, world.tenantId, world.members.sam],
    );
    const before = await nowhere();
    await api.query(await eve('nowhere.example'), VIEWER);
    await new Browser().signIn(claims({ nonce: 'another' }));
    expect(await entries(other)).toEqual([]);
    expect(await entries(world)).toHaveLength(1);
    expect(before).toEqual([]);
    expect((await nowhere()).toSorted((a, b) => a.reason.localeCompare(b.reason))).toEqual([
      { reason: 'NOT_CONFIRMED', count: 1 },
      { reason: 'UNKNOWN_PERSON', count: 1 },
    ]);
    await api.query(await eve('other.example'), VIEWER);
    expect(await entries(other)).toEqual([{ reason: 'UNKNOWN_PERSON', count: 1 }]);
    const kept = JSON.stringify(await api.source.query('select * from refused_stranger'));
    expect(kept).not.toMatch(/eve|example/);
  });

  test('a token that is not right is noted for the desk it names, by the minute; one that nobody knows for nobody’s', async () => {
    const ours = other.token('AGENT');
    const wrong = `${ours.slice(0, -43)}${'A'.repeat(43)}`;
    const statements = api.statements.length;
    for (let n = 0; n < 30; n += 1) expect((await api.query(wrong, VIEWER)).status).toBe(401);
    const unknown = `tk_${'0'.repeat(32)}_${'A'.repeat(43)}`;
    for (let n = 0; n < 5; n += 1) await api.query(unknown, VIEWER);
    await eventually('all were written down', async () => {
      const [row] = await api.source.query(
        `select count from refused_sign_in where tenant_id = $1 and reason = 'TOKEN_WRONG'`,
        [other.tenantId],
      );
      const found = await nowhere();
      const strangers = found
        .filter(({ reason }) => reason === 'TOKEN_UNKNOWN')
        .reduce((sum, { count }) => sum + count, 0);
      return row?.count === 30 && strangers === 5;
    });
    const told = (await entries(other)).filter(({ reason }) => reason === 'TOKEN_WRONG');
    expect(told[0]).toEqual({ reason: 'TOKEN_WRONG', count: 1 });
    expect(told.length).toBeLessThanOrEqual(2);
    // Fewer statements than refusals: most are only counted.
    const written = api.statements.slice(statements).filter((sql) => /refused_sign_in/.test(sql));
    expect(written.length).toBeLessThan(30);
    await api.source.query('update api_token set revoked_at = now() where tenant_id = $1', [
      other.tenantId,
    ]);
    expect((await api.query(ours, VIEWER)).status).toBe(401);
    await eventually('the ended one was noted', async () =>
      (await entries(other)).some(({ reason }) => reason === 'TOKEN_ENDED'),
    );
    expect(JSON.stringify(await entries(world))).not.toContain('TOKEN');
  });
});

test('a browser that was signed in proves it, and can do nothing else with that', async () => {
  await setLogin('pat', 'pat@vendor.example');
  const browser = new Browser();
  await browser.signIn(claims({ sub: 'account-of-pat', email: 'pat@vendor.example' }));
  const kept = browser.jar.get('threadkeeper-held') ?? '';
  expect(browser.set.find((one) => one.startsWith('threadkeeper-held='))).toMatch(
    /; Path=\/; .*HttpOnly; SameSite=Lax$/,
  );
  const tokens = createTokenStore(api.source);
  expect(await heldBy(tokens, kept)).toBe(world.members.pat);
  await browser.go('/auth/logout', {
    method: 'POST',
    headers: { cookie: browser.cookies, authorization: 'Bearer cookie' },
  });
  expect(await heldBy(tokens, kept)).toBe(world.members.pat);
  const [id = ''] = kept.split('.');
  for (const forged of [null, '', id, `${id}.${'0'.repeat(64)}`, `${missingId}.${kept.slice(-64)}`])
    expect(await heldBy(tokens, forged)).toBeNull();
  expect((await api.query(kept, VIEWER)).status).toBe(401);
  await api.source.query('update member set active = false where id = $1', [world.members.pat]);
  expect(await heldBy(tokens, kept)).toBeNull();
  await api.source.query('update member set active = true where id = $1', [world.members.pat]);
});

test('who bound which account stands in the audit log, and the log holds', async () => {
  await new Browser().signIn(claims({ sub: 'account-noted' }));
  const { unitOfWork } = api.database;
  const entries = await unitOfWork.run(world.tenantId, (tx) => tx.audit.from(1, 10_000));
  const [bound] = entries.filter(({ action }) => action === 'signIn').slice(-1);
  expect(JSON.stringify(bound?.after)).toContain('account-noted');
  expect(await auditVerify(unitOfWork, world.tenantId, null, () => undefined)).toBe(0);
});

test('an address belongs to one member', async () => {
  expect(await setLogin('sam', ADDRESS.toUpperCase())).toMatchObject({
    setMemberLogin: { errors: [{ code: 'ADDRESS_TAKEN' }] },
  });
  expect(await setLogin('sam', 'nonsense')).toMatchObject({
    setMemberLogin: { errors: [{ code: 'NOT_AN_ADDRESS' }] },
  });
  await setLogin('ada', null);
  expect(await setLogin('sam', ADDRESS)).toMatchObject({ setMemberLogin: { errors: [] } });
  await setLogin('sam', null);
});

describe('the keys of the account service', () => {
  test('may change: the new one is found by itself, and the old one still holds', async () => {
    const oidc = createOidc({
      issuer: issuer.url,
      clientId: issuer.audience,
      clientSecret: null,
      audience: issuer.audience,
      redirectUri: 'http://desk.test/auth/callback',
      keyPauseMs: 0,
    });
    const old = await issuer.sign(claims());
    expect(await oidc.claimsOf(old, START)).toMatchObject({ subject: 'ada', email: ADDRESS });
    await issuer.rotate();
    const next = await issuer.sign(claims());
    expect(await oidc.claimsOf(next, START)).toMatchObject({ subject: 'ada' });
    expect(await oidc.claimsOf(old, START)).toMatchObject({ subject: 'ada' });
  });

  test('are asked of nobody who says that it is another service', async () => {
    const oidc = createOidc({
      issuer: `${issuer.url}/`,
      clientId: issuer.audience,
      clientSecret: null,
      audience: issuer.audience,
      redirectUri: 'http://desk.test/auth/callback',
    });
    await expect(oidc.claimsOf(await issuer.sign(claims()), START)).rejects.toThrow('another one');
  });
});
