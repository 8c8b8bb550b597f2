import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Forgery } from '../../sandbox/teams-forge';
import { TEAMS } from '../../sandbox/teams-seed';
import { type RunningTeams, runTeamsBot } from '../bots/teams-harness';
import { APP_ID } from '../support/teams-desk';

type Wrong = Omit<Forgery, 'room' | 'person'>;

const now = Math.floor(Date.now() / 1000);
const ISSUER = 'https://api.botframework.com';
const STRANGER = 'ffffffff-0000-4000-8000-00000000000f';

const FORGERIES: Readonly<Record<string, Wrong>> = {
  'no token': { bearer: null },
  'an empty token': { bearer: '' },
  'no JWT at all': { bearer: 'let-me-in' },
  'an unsigned token (alg none)': { token: { header: { alg: 'none' }, unsigned: true } },
  'an unsigned token that claims RS256': { token: { unsigned: true } },
  'HS256 with a guessed secret': { token: { header: { alg: 'HS256' }, hmacSecret: 'secret' } },
  'a key of nobody under an unknown id': {
    token: { strangeKey: true, header: { kid: 'unknown-key-id' } },
  },
  'a key of nobody under the true id': { token: { strangeKey: true } },
  'another app as audience': { token: { claims: { aud: STRANGER } } },
  'several audiences, ours among them': { token: { claims: { aud: [APP_ID, STRANGER] } } },
  'an Entra tenant as issuer (the emulator’s way)': {
    token: { claims: { iss: `https://sts.windows.net/${STRANGER}/`, appid: STRANGER } },
  },
  'an Entra v2 issuer': {
    token: { claims: { iss: `https://login.microsoftonline.com/${STRANGER}/v2.0` } },
  },
  'the issuer with a slash': { token: { claims: { iss: `${ISSUER}/` } } },
  'the government’s issuer': { token: { claims: { iss: 'https://api.botframework.us' } } },
  'a token that ended ten minutes ago': { token: { claims: { exp: now - 600, nbf: now - 4_000 } } },
  'a token that begins in an hour': { token: { claims: { nbf: now + 3_600, exp: now + 7_200 } } },
  'a token that never ends': { token: { claims: { exp: 'never' } } },
  'a token for another service address': {
    token: { claims: { serviceurl: 'https://smba.trafficmanager.net/amer/' } },
  },
  'a token without a service address': { token: { claims: { serviceurl: '' } } },
  'another channel': { activity: { channelId: 'emulator' } },
  'no channel': { activity: { channelId: '' } },
  'a body that is no object': { bytes: Buffer.from('null') },
  'a body that is a list': { bytes: Buffer.from('[{"type":"message"}]') },
  'an organisation that never installed us': {
    activity: {
      conversation: { id: '19:evil@thread.tacv2', tenantId: STRANGER, conversationType: 'channel' },
      channelData: { tenant: { id: STRANGER } },
    },
  },
  'a known conversation under another organisation': {
    activity: {
      conversation: {
        id: `${TEAMS.triage};messageid=1`,
        tenantId: TEAMS.umbrella,
        conversationType: 'channel',
      },
      channelData: { tenant: { id: TEAMS.umbrella } },
    },
  },
};

describe('the Teams door against forged activities', () => {
  let t: RunningTeams;
  let trap: Server;
  let trapped = 0;
  let trapHost = '';
  const from = { room: TEAMS.triage, person: TEAMS.ada } as const;

  beforeAll(async () => {
    t = await runTeamsBot();
    t.installed.add(TEAMS.umbrella);
    trap = createServer((_request, response) => {
      trapped += 1;
      response.end('{}');
    });
    trap.on('connection', () => {
      trapped += 1;
    });
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    const address = trap.address();
    trapHost = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    // A genuine one first: a door that refuses everything would pass every test below.
    expect((await t.teams.forge(from).send()).outcome).toBe(200);
    expect(t.inbox.rows.size).toBe(1);
  }, 30_000);
  afterAll(async () => {
    trap.close();
    trap.closeAllConnections();
    await t.close();
  });

  it.each(Object.entries(FORGERIES))('refuses %s', async (_, wrong) => {
    const { outcome } = await t.teams.forge({ ...from, ...wrong }).send();
    expect([400, 401, 403]).toContain(outcome);
    expect(t.inbox.rows.size).toBe(1);
  });

  it('refuses a key that may not sign for Teams', async () => {
    const other = await runTeamsBot();
    const { keys } = other.teams.keys.keySet();
    for (const key of Array.isArray(keys) ? keys : [])
      if (typeof key === 'object' && key !== null && 'endorsements' in key)
        key.endorsements = ['webchat'];
    const bot = await runTeamsBot({
      local: {
        serviceHosts: [new URL(other.teams.url).host],
        openIdMetadataUrl: other.teams.openIdMetadataUrl,
        tokenUrl: other.teams.tokenUrl,
      },
    });
    await other.teams.deliverTo(bot.url);
    expect((await other.teams.forge(from).send()).outcome).toBe(401);
    expect(bot.inbox.rows.size).toBe(0);
    await Promise.all([bot.close(), other.close()]);
  });

  it('still accepts what is genuine', async () => {
    expect((await t.teams.forge(from).send()).outcome).toBe(200);
    expect(t.inbox.rows.size).toBe(2);
  });

  it('sends nothing anywhere because of a forged activity', () => {
    expect(t.teams.requests()).toEqual([]);
  });

  const hostile = (): string[] => [
    `http://${trapHost}/`,
    `https://${trapHost}/`,
    `http://localhost:${trapHost.split(':')[1]}/`,
    `http://smba.trafficmanager.net@${trapHost}/`,
    `http://${trapHost}#smba.trafficmanager.net`,
    `http://${trapHost}?smba.trafficmanager.net/`,
    `http://${trapHost}\\smba.trafficmanager.net`,
    `http://0x7f000001:${trapHost.split(':')[1]}/`,
    `http://2130706433:${trapHost.split(':')[1]}/`,
    `http://[::ffff:127.0.0.1]:${trapHost.split(':')[1]}/`,
    'http://smba.trafficmanager.net/amer/',
    'https://smba.trafficmanager.net:8443/amer/',
    'https://smba.trafficmanager.net.evil.example/amer/',
    'https://evil.example/smba.trafficmanager.net/',
    'https://smba.trafficmanager.net.:443/amer/',
    'https://xsmba.trafficmanager.net/amer/',
    'https://evil.trafficmanager.net/amer/',
    'https://smba.trafficmanager.net%2eevil.example/',
    'https://smba.trafficmanager.net\t.evil.example/',
    'https://user:pass@smba.trafficmanager.net/amer/',
    'https://smba.trafficmanager.net/amer/?to=evil',
    'https://ѕmba.trafficmanager.net/amer/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/',
    'http://10.0.0.1/',
    'file:///etc/passwd',
    'ftp://smba.trafficmanager.net/',
    'javascript:alert(1)',
    'data:text/plain,hello',
    '//smba.trafficmanager.net/amer/',
    '',
    ' https://smba.trafficmanager.net/amer/',
  ];

  it('refuses 30 hostile service addresses, signed or not, and connects to none of them', async () => {
    expect(hostile().length).toBeGreaterThanOrEqual(30);
    const before = t.inbox.rows.size;
    for (const serviceUrl of hostile())
      for (const token of [{ claims: { serviceurl: serviceUrl } }, {}]) {
        const forged = t.teams.forge({ ...from, activity: { serviceUrl }, token });
        expect({ serviceUrl, outcome: (await forged.send()).outcome }).toEqual({
          serviceUrl,
          outcome: 401,
        });
      }
    expect(t.inbox.rows.size).toBe(before);
    expect(trapped).toBe(0);
  });

  it('asks about the address again before it sends, wherever the address came from', async () => {
    const stored = t.conversations.held.get(TEAMS.triage);
    if (stored === undefined) throw new Error('no reference was kept');
    for (const serviceUrl of hostile()) {
      t.conversations.held.set(TEAMS.triage, { ...stored, serviceUrl });
      const delivery = await t.bot.platform.send(
        { platform: 'teams', workspace: TEAMS.northwind, channel: TEAMS.triage, threadId: null },
        { kind: 'text', text: [{ kind: 'plain', text: 'secret' }], as: null },
        'key',
      );
      expect(delivery).toMatchObject({ outcome: 'refused' });
    }
    expect(trapped).toBe(0);
    expect(t.teams.requests()).toEqual([]);
  });
});
