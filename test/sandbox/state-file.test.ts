import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { SlackSandbox } from '../../sandbox/handle';
import { type SlackSandboxOptions, startSlackSandbox } from '../../sandbox/slack';
import { eventually } from '../support/eventually';
import { type DeskDouble, startDeskDouble } from './desk-double';
import { quietClient, refusal } from './quiet-client';

let folder: string;
let path: string;
let slack: SlackSandbox;
let started: SlackSandbox[] = [];
let desk: DeskDouble;
let warnings: string[];

const start = async (options: Partial<SlackSandboxOptions> = {}) => {
  slack = await startSlackSandbox({
    signingSecret: 's',
    botToken: 't',
    stateFile: path,
    retryDelaysMs: [0, 60_000],
    ...options,
  });
  started.push(slack);
};
const restart = async (options: Partial<SlackSandboxOptions> = {}) => {
  await slack.stop();
  await start(options);
};
const web = () => quietClient('t', slack.apiUrl);
const hank = (text: string) => slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text });
const until = (holds: () => unknown) => eventually('that it holds', () => Boolean(holds()));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  path = join(folder, 'data', 'workspace.json');
  warnings = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((line) => {
    warnings.push(String(line));
    return true;
  });
  desk = await startDeskDouble();
  await start();
});
afterEach(async () => {
  await Promise.all(started.map((held) => held.stop()));
  started = [];
  await desk.close();
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

describe('a restart', () => {
  it('forgets nothing that was said, so that open threads can go on', async () => {
    const { ts } = slack.post({
      channel: 'C0GLOBEX',
      user: 'U0HANK',
      text: 'root *with* <signs>',
      files: [{ name: 'a.txt', content: 'äö' }],
    });
    const metadata = { event_type: 'desk', event_payload: { key: 'k' } };
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'answer' } }];
    await web().chat.postMessage({
      channel: 'C0GLOBEX',
      thread_ts: ts,
      text: 'answer',
      blocks,
      metadata,
      username: 'Ada',
    });
    const own = hank('to be edited');
    slack.edit({ channel: 'C0GLOBEX', user: 'U0HANK', ts: own.ts, text: 'edited' });
    await web().views.publish({
      user_id: 'U0ADA',
      view: { type: 'home', blocks: [{ type: 'divider' }] },
    });
    slack.react({ channel: 'C0GLOBEX', ts, user: 'U0ADA', name: 'eyes' });
    const seen = () => {
      const shown = JSON.stringify([slack.messages('C0GLOBEX'), slack.home('U0ADA')]);
      return shown.replaceAll(slack.url, 'http://sandbox');
    };
    const before = seen();
    const thread = slack.thread('C0GLOBEX', ts);
    expect(thread).toHaveLength(2);
    await restart();
    expect(seen()).toBe(before);
    expect(slack.thread('C0GLOBEX', ts)[1]?.metadata).toEqual(metadata);
    const more = web().chat.postMessage({ channel: 'C0GLOBEX', thread_ts: ts, text: 'more' });
    expect(await refusal(more)).toBe('accepted');
  });

  it('leaves channels and people as administrators have made them', async () => {
    void slack.rename({ channel: 'C0GENERAL', name: 'everybody' });
    void slack.archive({ channel: 'C0INITECH', user: 'U0ADA' });
    void slack.kick({ channel: 'C0GENERAL', user: 'U0BEN' });
    slack.deactivate({ user: 'U0BEN' });
    const { channel } = slack.changeChannelId({ channel: 'C0GLOBEX' });
    await restart();
    expect(slack.world.channel('C0GENERAL')).toMatchObject({
      name: 'everybody',
      previous_names: ['general'],
    });
    expect(slack.world.channel('C0GENERAL').members).not.toContain('U0BEN');
    expect(slack.world.channel('C0INITECH').is_archived).toBe(true);
    expect(slack.world.user('U0BEN').deleted).toBe(true);
    expect(slack.world.channels.has(channel)).toBe(true);
    expect(slack.world.channels.has('C0GLOBEX')).toBe(false);
  });

  it('never gives a timestamp out twice, not even when the clock stands still', async () => {
    const clock = () => 1_800_000_000_000;
    await restart({ clock });
    const said = [hank('one').ts, hank('two').ts];
    await restart({ clock });
    said.push(hank('three').ts);
    expect(new Set(said).size).toBe(3);
    expect([...said].sort()).toEqual(said);
    expect(slack.messages('C0GLOBEX').map(({ text }) => text)).toEqual(['one', 'two', 'three']);
  });

  it('closes forms and drops what only one person saw', async () => {
    slack.deliverTo(desk.url);
    const metadata = { channel: 'C0TRIAGE', user: 'U0ADA' };
    await web().chat.postEphemeral({ ...metadata, text: 'for you only' });
    await slack.command({ ...metadata, command: '/desk', text: 'new' });
    await web().views.open({
      trigger_id: String(desk.received[0]?.body.trigger_id),
      view: { type: 'modal', title: { type: 'plain_text', text: 'Form' }, blocks: [] },
    });
    expect([slack.ephemerals('U0ADA').length, slack.views('U0ADA').length]).toEqual([1, 1]);
    await restart();
    expect([slack.ephemerals('U0ADA').length, slack.views('U0ADA').length]).toEqual([0, 0]);
  });

  it('keeps the content of small files, and of large ones all but the content', async () => {
    const files = [200_000, 200_001].map((size) => ({
      name: `${size}.txt`,
      content: 'x'.repeat(size),
    }));
    slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'logs', files });
    await restart();
    const kept = [...slack.world.files.values()];
    expect(kept.map(({ bytes }) => bytes?.length ?? null)).toEqual([200_000, null]);
    const shown = await Promise.all(
      kept.map(async ({ id }) => (await web().files.info({ file: id })).file?.size),
    );
    expect(shown).toEqual([200_000, 200_001]);
  });

  it('knows the tokens of installs, but of the settings only the present one', async () => {
    const { client_id, client_secret } = slack.world.app;
    const redirect_uri = 'http://127.0.0.1:1/back';
    const query = new URLSearchParams({ client_id, redirect_uri, state: 'x', allow: '1' });
    const back = await fetch(`${slack.url}/oauth/v2/authorize?${query}`, { redirect: 'manual' });
    const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
    const granted = await web().oauth.v2.access({ client_id, client_secret, code });
    await restart({ botToken: 'another' });
    const asks = (token: string) => refusal(quietClient(token, slack.apiUrl).auth.test());
    expect(await asks(String(granted.access_token))).toBe('accepted');
    expect(await asks('another')).toBe('accepted');
    expect(await asks('t')).toBe('invalid_auth');
  });
});

describe('an event the desk has not taken when the workspace stops', () => {
  it('is pushed again, as the same event and as a retry, once the desk is known', async () => {
    slack.deliverTo(desk.url);
    await hank('taken').delivered;
    desk.answer = () => ({ status: 503 });
    hank('first');
    hank('second');
    await until(() =>
      slack.deliveries().every(({ state, attempts }) => state === 'delivered' || attempts[1]),
    );
    const refused = desk.events().slice(1);
    await restart();
    desk.answer = () => ({});
    desk.received.length = 0;
    slack.deliverTo(desk.url);
    await until(() => desk.events().length === 2);
    expect(desk.events().map(({ event }) => String(event?.text))).toEqual(['first', 'second']);
    expect(new Set(desk.events().map(({ event_id }) => event_id))).toEqual(
      new Set(refused.map(({ event_id }) => event_id)),
    );
    expect(desk.received.map(({ headers }) => headers['x-slack-retry-num'])).toEqual(['2', '2']);
    expect(desk.received[0]?.headers['x-slack-retry-reason']).toBe('http_error');
    await until(() => slack.deliveries().every(({ state }) => state === 'delivered'));
    await restart({ deliverTo: desk.url });
    expect(slack.deliveries()).toEqual([]);
  });

  it('is pushed as new if it had never been on its way', async () => {
    slack.deliverTo(desk.url);
    slack.pausePush();
    hank('held back');
    await restart({ deliverTo: desk.url });
    await until(() => desk.events().length === 1);
    expect(desk.received[0]?.headers['x-slack-retry-num']).toBeUndefined();
  });

  it('is kept over starts in which the desk never showed up', async () => {
    slack.pausePush();
    hank('patient');
    await restart();
    await restart();
    slack.deliverTo(desk.url);
    await until(() => desk.events().length === 1);
  });

  it('is not pushed again when the retry plan had given it up, or when it was withheld', async () => {
    await restart({ retryDelaysMs: [], deliverTo: desk.url });
    desk.answer = () => ({ status: 500 });
    expect((await hank('given up').delivered).state).toBe('given_up');
    slack.withhold(() => true);
    await hank('withheld').delivered;
    await restart({ deliverTo: desk.url });
    expect(slack.deliveries()).toEqual([]);
  });

  it('gets one more attempt even if its retry plan has run out since', async () => {
    await restart({ retryDelaysMs: [0, 60_000], deliverTo: desk.url });
    desk.answer = () => ({ status: 503 });
    hank('nearly given up');
    await until(() => slack.deliveries()[0]?.attempts[1]);
    desk.received.length = 0;
    await restart({ retryDelaysMs: [0], deliverTo: desk.url });
    await until(() => slack.deliveries()[0]?.state === 'given_up');
    expect(desk.received.map(({ headers }) => headers['x-slack-retry-num'])).toEqual(['1']);
  });

  it('gets its last attempt again if the stop cut it off', async () => {
    await restart({ retryDelaysMs: [0], deliverTo: desk.url });
    desk.answer = ({ headers }) =>
      headers['x-slack-retry-num'] ? { delayMs: 2000 } : { status: 503 };
    hank('cut off');
    await until(() => desk.events().length === 2);
    await slack.stop();
    desk.answer = () => ({});
    desk.received.length = 0;
    await start({ retryDelaysMs: [0], deliverTo: desk.url });
    await until(() => desk.events().length === 1);
    expect(desk.received[0]?.headers['x-slack-retry-num']).toBe('1');
  });
});

describe('the file', () => {
  it('is written soon after a change, in one move and for its owner only', async () => {
    expect(existsSync(path)).toBe(false);
    hank('said before a crash');
    await until(() => existsSync(path));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(existsSync(`${path}.new`)).toBe(false);
    await start();
    expect(slack.messages('C0GLOBEX').map(({ text }) => text)).toEqual(['said before a crash']);
  });

  it.each([
    ['cut short', '{"format":'],
    ['of another shape', '{"format":1,"channels":[]}'],
    ['no object', '[]'],
  ])('that is %s is set aside with a warning, and the seed is used', async (_what, content) => {
    hank('lost');
    await slack.stop();
    writeFileSync(path, content);
    await start();
    expect(slack.messages('C0GLOBEX')).toEqual([]);
    expect(slack.world.channels.has('C0TRIAGE')).toBe(true);
    expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(content);
    expect(warnings).toEqual([expect.stringContaining(`${path} is damaged`)]);
  });

  it('of another version is set aside under its number', async () => {
    await slack.stop();
    writeFileSync(path, '{"format":99}');
    await start();
    expect(readFileSync(`${path}.format-99`, 'utf8')).toBe('{"format":99}');
    expect(warnings).toEqual([expect.stringContaining('written by another version')]);
  });

  it('that cannot be written costs a warning, not the workspace', async () => {
    await slack.stop();
    path = join(path, 'a file is no folder');
    await start();
    hank('still here');
    await until(() => warnings.length > 0);
    await slack.stop();
    expect(warnings.at(-1)).toContain('could not be written');
    expect(slack.messages('C0GLOBEX')).toHaveLength(1);
  });

  it('is neither read nor written when none is named', async () => {
    await slack.stop();
    rmSync(join(folder, 'data'), { recursive: true });
    slack = await startSlackSandbox({ signingSecret: 's', botToken: 't' });
    hank('volatile');
    await slack.stop();
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });
});

describe('the handle', () => {
  it('names its address without a slash at the end, and may be stopped twice', async () => {
    expect(slack.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await slack.stop();
    const first = slack;
    await start();
    hank('said later');
    await slack.stop();
    await first.stop();
    await start();
    expect(slack.messages('C0GLOBEX')).toHaveLength(1);
  });
});
