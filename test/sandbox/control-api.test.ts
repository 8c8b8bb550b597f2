import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SlackSandbox } from '../../sandbox/handle';
import { startSlackSandbox } from '../../sandbox/slack';
import { type DeskDouble, type Loose, startDeskDouble } from './desk-double';
import { quietClient } from './quiet-client';

let desk: DeskDouble;
let slack: SlackSandbox;

beforeEach(async () => {
  desk = await startDeskDouble();
  slack = await startSlackSandbox({
    signingSecret: 's',
    botToken: 't',
    deliverTo: desk.url,
    pageDir: '/nonexistent',
  });
});
afterEach(async () => {
  await slack.stop();
  await desk.close();
});

const act = async (body: object): Promise<Loose> => {
  const response = await fetch(`${slack.url}/sandbox/act`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  const answer: Loose = JSON.parse(await response.text());
  return answer;
};
const state = async (): Promise<Loose> =>
  JSON.parse(await (await fetch(`${slack.url}/sandbox/state`)).text());

const statusWith = (headers: Record<string, string>, path = '/sandbox/state'): Promise<number> =>
  new Promise((resolve, reject) => {
    request(new URL(path, slack.url), { headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });

describe('the page', () => {
  it('sees what everybody sees, and what only one person sees marked as such', async () => {
    const web = quietClient('t', slack.apiUrl);
    const posted = await act({ kind: 'post', channel: 'C0GLOBEX', user: 'U0HANK', text: 'help' });
    expect(posted).toMatchObject({ ok: true });
    await web.chat.postEphemeral({ channel: 'C0GLOBEX', user: 'U0ADA', text: 'psst' });
    expect(await state()).toMatchObject({
      deskUrl: desk.url,
      teams: expect.arrayContaining([expect.objectContaining({ name: 'Globex' })]),
      messages: {
        C0GLOBEX: [
          { text: 'help', user: 'U0HANK' },
          { text: 'psst', ephemeral_for: 'U0ADA' },
        ],
      },
      commands: [{ command: '/desk' }],
      messageShortcuts: [{ callback_id: 'make_ticket' }],
    });
  });

  it('is told in words why something is not possible', async () => {
    expect(await act({ kind: 'post', channel: 'C0TRIAGE', user: 'U0HANK', text: 'x' })).toEqual({
      ok: false,
      error: 'not_in_channel',
    });
    expect(
      await act({
        kind: 'command',
        channel: 'C0GLOBEX',
        user: 'U0HANK',
        command: '/desk',
        text: '',
      }),
    ).toEqual({
      ok: false,
      error: 'not_available_to_external_people',
    });
    expect(await act({ kind: 'dance' })).toMatchObject({ ok: false, error: 'invalid_arguments' });
    desk.answer = () => ({ status: 503 });
    expect(
      await act({
        kind: 'command',
        channel: 'C0TRIAGE',
        user: 'U0ADA',
        command: '/desk',
        text: '',
      }),
    ).toMatchObject({
      ok: false,
      error: 'dispatch_failed',
    });
  });

  it('hears of every change', async () => {
    const stream = await fetch(`${slack.url}/sandbox/stream`);
    const reader = stream.body!.getReader();
    const read = async () => new TextDecoder().decode((await reader.read()).value);
    expect(await read()).toContain('event: change');
    slack.post({ channel: 'C0GLOBEX', user: 'U0HANK', text: 'x' });
    expect(await read()).toMatch(/event: change\ndata: \d+/);
    await reader.cancel();
  });

  it('shows how to build it when it is not built, and pictures of people', async () => {
    expect(await (await fetch(slack.url)).text()).toContain('npm run build');
    const picture = await fetch(`${slack.url}/avatars/U0ADA.svg`);
    expect(picture.headers.get('content-type')).toBe('image/svg+xml');
    expect(await picture.text()).toContain('>AL<');
    expect((await fetch(`${slack.url}/..%2f..%2fpackage.json`)).status).toBe(404);
  });
});

describe('nobody else', () => {
  it('reaches it: neither by another name nor from another site', async () => {
    expect(await statusWith({})).toBe(200);
    expect(await statusWith({ host: 'evil.example' })).toBe(403);
    expect(await statusWith({ origin: 'https://evil.example' })).toBe(403);
    expect(await statusWith({ host: 'evil.example' }, '/api/auth.test')).toBe(403);
    expect(await statusWith({ origin: slack.url })).toBe(200);
  });
});
