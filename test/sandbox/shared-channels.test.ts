import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WebClient } from '@slack/web-api';
import type { SlackSandbox } from '../../sandbox/handle';
import { startSlackSandbox } from '../../sandbox/slack';
import { type DeskDouble, startDeskDouble } from './desk-double';
import { quietClient, refusal } from './quiet-client';

let desk: DeskDouble;
let slack: SlackSandbox;
let web: WebClient;

beforeEach(async () => {
  desk = await startDeskDouble();
  slack = await startSlackSandbox({
    signingSecret: 's',
    botToken: 't',
    deliverTo: desk.url,
    requestCheck: 'strict',
  });
  web = quietClient('t', slack.apiUrl);
});
afterEach(async () => {
  await slack.stop();
  await desk.close();
});

const documented = (name: string): { event: object } =>
  JSON.parse(
    readFileSync(join(__dirname, '..', 'fixtures', 'slack', 'docs-examples', name), 'utf8'),
  );

describe('people of other companies', () => {
  it('have neither e-mail nor locale, and are strangers only without a common channel', async () => {
    const known = await web.users.info({ user: 'U0HANK', include_locale: true });
    expect(known.user).toMatchObject({ team_id: 'T0GLOBEX', is_stranger: false });
    expect(known.user!.profile).not.toHaveProperty('email');
    expect(known.user).not.toHaveProperty('locale');
    await slack.kick({ channel: 'C0GLOBEX' });
    expect((await web.users.info({ user: 'U0HANK' })).user).toMatchObject({ is_stranger: true });
    const own = await web.users.info({ user: 'U0ADA', include_locale: true });
    expect(own.user).toMatchObject({
      profile: { email: 'ada.lovelace@northwind.example' },
      locale: 'en-GB',
    });
  });

  it("are not in the list of the workspace, though one bears an agent's name", async () => {
    const { members } = await web.users.list({});
    expect(members!.every((member) => member.team_id === 'T0NORTHWIND')).toBe(true);
    const twins = [
      await web.users.info({ user: 'U0ADA' }),
      await web.users.info({ user: 'U0FAKEADA' }),
    ];
    expect(twins.map(({ user }) => user!.profile!.display_name)).toEqual([
      'Ada Lovelace',
      'Ada Lovelace',
    ]);
    expect(twins.map(({ user }) => user!.team_id)).toEqual(['T0NORTHWIND', 'T0GLOBEX']);
  });

  it('share files as stubs, which files.info fills and the token opens', async () => {
    await slack.post({
      channel: 'C0GLOBEX',
      user: 'U0HANK',
      text: 'log attached',
      files: [{ name: 'a.log', content: 'boom' }],
    }).delivered;
    const { event } = desk.events('file_share')[0]!;
    const stub = JSON.parse(JSON.stringify(event)).files[0];
    expect(Object.keys(stub).sort()).toEqual(
      Object.keys(
        JSON.parse(JSON.stringify(documented('message.file_share.check_file_info.json').event))
          .files[0],
      ).sort(),
    );
    const { file } = await web.files.info({ file: stub.id });
    expect(file).toMatchObject({ name: 'a.log', size: 4, mode: 'hosted', mimetype: 'text/plain' });
    const read = await fetch(file!.url_private!, { headers: { authorization: 'Bearer t' } });
    expect(await read.text()).toBe('boom');
    const stranger = await fetch(file!.url_private!, { redirect: 'manual' });
    expect(stranger.status).toBe(302);
  });
});

describe('channels', () => {
  it('are told apart by is_ext_shared', async () => {
    const shared = await web.conversations.info({ channel: 'C0GLOBEX' });
    expect(shared.channel).toMatchObject({
      is_ext_shared: true,
      shared_team_ids: ['T0NORTHWIND', 'T0GLOBEX'],
    });
    const own = await web.conversations.info({ channel: 'C0TRIAGE' });
    expect(own.channel).toMatchObject({ is_ext_shared: false });
  });

  it('announce sharing and unsharing with the documented fields', async () => {
    await slack.share({ channel: 'C0TRIAGE', team: 'T0GLOBEX' });
    await slack.unshare({ channel: 'C0TRIAGE', team: 'T0GLOBEX' });
    for (const kind of ['channel_shared', 'channel_unshared']) {
      expect(Object.keys(desk.events(kind)[0]!.event!).sort()).toEqual(
        Object.keys(documented(`${kind}.json`).event).sort(),
      );
    }
    expect((await web.conversations.info({ channel: 'C0TRIAGE' })).channel).toMatchObject({
      is_ext_shared: false,
    });
  });

  it('keep their past when their id changes', async () => {
    const { ts } = slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'before' });
    const { channel, delivered } = slack.changeChannelId({ channel: 'C0GLOBEX' });
    await delivered;
    expect(desk.events('channel_id_changed')[0]!.event).toMatchObject({
      old_channel_id: 'C0GLOBEX',
      new_channel_id: channel,
    });
    expect(await refusal(web.conversations.info({ channel: 'C0GLOBEX' }))).toBe(
      'channel_not_found',
    );
    expect((await web.conversations.history({ channel })).messages![0]!.ts).toBe(ts);
  });

  it('lose a whole thread when its parent is removed', async () => {
    const { ts } = slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'root' });
    slack.post({ channel: 'C0GLOBEX', user: 'U0ADA', text: 'reply', threadTs: ts });
    await slack.deleteParent({ channel: 'C0GLOBEX', ts });
    expect(
      await refusal(web.chat.postMessage({ channel: 'C0GLOBEX', thread_ts: ts, text: 'x' })),
    ).toBe('thread_not_found');
  });

  it('say when the bot is thrown out, and nothing afterwards', async () => {
    await slack.kick({ channel: 'C0GLOBEX' });
    expect(desk.events('channel_left')).toHaveLength(1);
    expect(
      (await slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'x' }).delivered).state,
    ).toBe('withheld');
  });
});

describe('the installation', () => {
  it('dies with its token when it is removed', async () => {
    await slack.uninstall();
    expect(
      desk
        .events()
        .map(({ event }) => String(event!.type))
        .sort(),
    ).toEqual(['app_uninstalled', 'tokens_revoked']);
    expect(await refusal(web.auth.test())).toBe('account_inactive');
  });

  it('comes about by OAuth: a page, a code used once, a token that works', async () => {
    const query = new URLSearchParams({
      client_id: '100000000001.200000000002',
      scope: 'chat:write,users:read',
      state: 'st',
      redirect_uri: 'http://127.0.0.1:3000/slack/oauth_redirect',
    });
    const page = await fetch(`${slack.url}/oauth/v2/authorize?${query}`);
    expect(await page.text()).toContain('Install Threadkeeper in Northwind Cloud?');
    const allowed = await fetch(`${slack.url}/oauth/v2/authorize?${query}&allow=1`, {
      redirect: 'manual',
    });
    const back = new URL(allowed.headers.get('location') ?? '');
    expect(back.searchParams.get('state')).toBe('st');
    const exchange = () =>
      quietClient('', slack.apiUrl).oauth.v2.access({
        client_id: '100000000001.200000000002',
        client_secret: 'sandbox-client-secret',
        code: back.searchParams.get('code') ?? '',
      });
    const granted = await exchange();
    expect(granted).toMatchObject({
      team: { id: 'T0NORTHWIND' },
      scope: 'chat:write,users:read',
      token_type: 'bot',
    });
    expect(await refusal(exchange())).toBe('invalid_code');
    expect((await quietClient(granted.access_token!, slack.apiUrl).auth.test()).team).toBe(
      'Northwind Cloud',
    );
  });

  it('uploads a file in two steps into a thread', async () => {
    const { ts } = slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'root' });
    await web.files.uploadV2({
      channel_id: 'C0GLOBEX',
      thread_ts: ts,
      filename: 'fix.txt',
      file: Buffer.from('do this'),
      initial_comment: 'here',
    });
    const [, shared] = slack.thread('C0GLOBEX', ts);
    expect(shared).toMatchObject({
      subtype: 'file_share',
      text: 'here',
      files: [{ name: 'fix.txt', size: 7 }],
    });
  });
});
