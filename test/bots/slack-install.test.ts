import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { slackManifest } from '../../bots/slack/manifest';
import { BOT_EVENTS, BOT_SCOPES, SCOPES } from '../../bots/slack/scopes';
import { type SlackSandbox } from '../../sandbox/handle';
import { startSlackSandbox } from '../../sandbox/slack';
import { type Running, runBot, SECRET } from './slack-harness';

describe('installing by link', () => {
  let sandbox: SlackSandbox;
  let running: Running;
  let now = Date.now();
  beforeAll(async () => {
    sandbox = await startSlackSandbox({ signingSecret: SECRET, botToken: 'xoxb-first' });
    running = await runBot({
      apiUrl: sandbox.apiUrl,
      clientId: '100000000001.200000000002',
      clientSecret: 'sandbox-client-secret',
      stateSecret: 'a state secret',
      clock: { now: () => new Date(now) },
    });
  });
  afterAll(async () => {
    await running.close();
    await sandbox.stop();
  });

  /** As far as the redirect back to us: where it leads, and the browser's cookie. */
  const consent = async (): Promise<{ back: string; cookie: string }> => {
    const page = await fetch(`${running.url}/slack/install`);
    expect(page.status).toBe(200);
    const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const href = /href="([^"]+)"/.exec(await page.text())?.[1] ?? '';
    const authorize = href.replaceAll('&amp;', '&');
    expect(authorize.startsWith(`${sandbox.url}/oauth/v2/authorize?`)).toBe(true);
    const allowed = await fetch(`${authorize}&allow=1`, { redirect: 'manual' });
    return { back: allowed.headers.get('location') ?? '', cookie };
  };

  it('ends with a stored token and a page that says what to do next', async () => {
    const { back, cookie } = await consent();
    const done = await fetch(back, { headers: { cookie } });
    const html = await done.text();
    expect({ status: done.status, ok: html.includes('Installed in Northwind Cloud') }).toEqual({
      status: 200,
      ok: true,
    });
    expect(html).toContain('/desk help');
    expect(done.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(running.installations.held.get('T0NORTHWIND')).toMatchObject({
      name: 'Northwind Cloud',
      appId: 'A0THREADKEEPER',
      botUserId: 'U0THREADKEEPER',
      scopes: BOT_SCOPES,
    });
  });

  it('cannot be finished twice, by another browser, too late, or with an invented state', async () => {
    const first = await consent();
    running.installations.held.clear();
    expect((await fetch(first.back)).status).toBe(400);
    expect(
      (await fetch(first.back, { headers: { cookie: 'slack-app-oauth-state=x' } })).status,
    ).toBe(400);
    const invented = new URL(first.back);
    invented.searchParams.set('state', 'guess.guess');
    const matching = { cookie: 'slack-app-oauth-state=guess.guess' };
    expect((await fetch(invented, { headers: matching })).status).toBe(400);
    expect(running.installations.held.size).toBe(0);
    expect((await fetch(first.back, { headers: { cookie: first.cookie } })).status).toBe(200);
    running.installations.held.clear();
    const again = await fetch(first.back, { headers: { cookie: first.cookie } });
    expect(again.status).toBe(400);
    expect(await again.text()).toContain('Start again');
    const late = await consent();
    now += 601_000;
    expect((await fetch(late.back, { headers: { cookie: late.cookie } })).status).toBe(400);
    expect(running.installations.held.size).toBe(0);
  });

  it('says so when the person declines', async () => {
    const { cookie } = await consent();
    const declined = await fetch(`${running.url}/slack/oauth_redirect?error=access_denied`, {
      headers: { cookie },
    });
    expect(declined.status).toBe(400);
    expect(await declined.text()).toContain('consent was not given');
  });

  it('is switched off, and says how to switch it on, without a client id', async () => {
    const plain = await runBot();
    const page = await fetch(`${plain.url}/slack/install`);
    expect(page.status).toBe(404);
    expect(await page.text()).toContain('SLACK_CLIENT_ID');
    await plain.close();
  });
});

describe('Socket Mode', () => {
  it('stores what comes through the socket, and acknowledges only what was stored', async () => {
    const sandbox = await startSlackSandbox({
      signingSecret: SECRET,
      botToken: 'xoxb-first',
      appToken: 'xapp-1-socket',
      ackTimeoutMs: 1_500,
      retryDelaysMs: [100, 100, 100],
    });
    const running = await runBot({
      signingSecret: null,
      appToken: 'xapp-1-socket',
      apiUrl: sandbox.apiUrl,
    });
    try {
      await running.bot.start();
      const said = sandbox.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'by socket' });
      expect(await said.delivered).toMatchObject({ state: 'delivered' });
      const rows = () => [...running.inbox.rows.values()];
      expect(running.bot.platform.decode(rows()[0]?.raw ?? Buffer.of())).toMatchObject([
        { kind: 'message', message: { id: said.ts, channel: { workspace: 'T0NORTHWIND' } } },
      ]);
      running.inbox.failing = true;
      const lost = sandbox.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'while down' });
      setTimeout(() => {
        running.inbox.failing = false;
      }, 300);
      expect(await lost.delivered).toMatchObject({ state: 'delivered' });
      expect(rows()).toHaveLength(2);
      await sandbox.command({ channel: 'C0TRIAGE', user: 'U0ADA', command: '/desk', text: 'mine' });
      expect(running.bot.platform.decode(rows()[2]?.raw ?? Buffer.of())).toMatchObject([
        { kind: 'command', text: 'mine', user: { userId: 'U0ADA' } },
      ]);
    } finally {
      await running.bot.stop();
      await running.close();
      await sandbox.stop();
    }
  });
});

describe('the manifest', () => {
  const manifest = (socketMode: boolean): Record<string, unknown> =>
    JSON.parse(
      JSON.stringify(
        slackManifest({ publicUrl: 'https://desk.example/', socketMode, name: 'Threadkeeper' }),
      ),
    );

  it('asks for each permission with a reason and for nothing twice', () => {
    expect(manifest(false)).toMatchObject({
      oauth_config: {
        scopes: { bot: BOT_SCOPES },
        redirect_urls: ['https://desk.example/slack/oauth_redirect'],
      },
      settings: {
        event_subscriptions: {
          request_url: 'https://desk.example/slack/events',
          bot_events: [...BOT_EVENTS],
        },
        interactivity: { is_enabled: true, request_url: 'https://desk.example/slack/events' },
        socket_mode_enabled: false,
      },
      features: {
        shortcuts: [{ type: 'message', callback_id: 'make_ticket' }],
        slash_commands: [{ command: '/desk', url: 'https://desk.example/slack/events' }],
        app_home: { home_tab_enabled: true },
      },
    });
    expect(new Set(BOT_EVENTS).size).toBe(BOT_EVENTS.length);
    for (const reason of Object.values(SCOPES)) expect(reason).toMatch(/^[A-Z].{10,}\.$/);
  });

  it('names no address in Socket Mode', () => {
    expect(JSON.stringify(manifest(true))).not.toContain('https://desk.example');
  });

  it('listens to nothing that its permissions do not cover', () => {
    const needed: Readonly<Record<string, string>> = {
      'message.channels': 'channels:history',
      'message.groups': 'groups:history',
      reaction_added: 'reactions:read',
      reaction_removed: 'reactions:read',
      app_mention: 'app_mentions:read',
      user_change: 'users:read',
    };
    for (const event of BOT_EVENTS) {
      const scope =
        needed[event] ??
        (event.startsWith('channel_') || event.startsWith('member_')
          ? 'channels:read'
          : event.startsWith('group_')
            ? 'groups:read'
            : null);
      if (scope !== null) expect(BOT_SCOPES).toContain(scope);
    }
  });
});
