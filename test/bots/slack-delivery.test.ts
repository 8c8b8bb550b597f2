import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createCall } from '../../bots/slack/call';
import { createPlatform } from '../../bots/slack/platform';
import { LOCKED_OUT, REFUSALS } from '../../bots/slack/refusals';
import type { ThreadRef } from '../../src/app/ports/chat-event';
import {
  type ChatPlatform,
  PlatformBusy,
  PlatformLockedOut,
  PlatformRefused,
} from '../../src/app/ports/chat-platform';
import { plain } from '../../src/domain/text';
import { MemoryInstallations, silent } from './slack-harness';

const to: ThreadRef = { platform: 'slack', workspace: 'T1', channel: 'C1', threadId: '1.000001' };
const words = { kind: 'text', text: plain('hello'), as: null } as const;
const TOKEN = 'xoxb-delivery-suite';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

const installed = async (): Promise<MemoryInstallations> => {
  const installations = new MemoryInstallations();
  await installations.save({
    platform: 'slack',
    externalId: 'T1',
    name: 'Us',
    appId: 'A1',
    botUserId: 'U1',
    botToken: TOKEN,
    scopes: [],
  });
  return installations;
};

const platformAt = async (
  apiUrl: string,
  installations: MemoryInstallations | null = null,
): Promise<ChatPlatform> =>
  createPlatform(
    createCall({
      installations: installations ?? (await installed()),
      apiUrl,
      requestTimeoutMs: 3_000,
      log: silent,
    }),
  );

const slackThat = async (listener: RequestListener): Promise<ChatPlatform> => {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return platformAt(`http://127.0.0.1:${port}/api/`);
};

const answering = (status: number, body: string, headers: Record<string, string> = {}) =>
  slackThat((request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  });
const saying = (error: string) => answering(200, JSON.stringify({ ok: false, error }));

describe('what became of a post', () => {
  it.each([...LOCKED_OUT])(
    'waits for an operator at %s: not the message is refused',
    async (code) => {
      const platform = await saying(code);
      const reason = REFUSALS[code] ?? '';
      expect(await platform.send(to, words, 'k')).toEqual({ outcome: 'locked-out', reason });
      expect(await platform.find(to, 'k', new Date())).toMatchObject({ outcome: 'retry' });
      await expect(platform.describeUser('T1', 'U9')).rejects.toThrow(
        new PlatformLockedOut(reason),
      );
      expect(reason).toMatch(/^[A-Z].{15,}\.$/);
    },
  );

  it.each(
    Object.keys(REFUSALS).filter((code) => code !== 'not_installed' && !LOCKED_OUT.has(code)),
  )('is refused for %s, in a sentence that ends with what to do', async (code) => {
    const delivery = await (await saying(code)).send(to, words, 'k');
    expect(delivery).toEqual({ outcome: 'refused', reason: REFUSALS[code] });
    expect(REFUSALS[code]).toMatch(/^[A-Z].{15,}\.$/);
  });

  it('is refused under its own name for a code nobody has described yet', async () => {
    expect(await (await saying('brand_new')).send(to, words, 'k')).toEqual({
      outcome: 'refused',
      reason: 'Slack refused with "brand_new".',
    });
  });

  it.each(['internal_error', 'fatal_error', 'request_timeout', 'service_unavailable'])(
    'is unknown after %s: Slack may have posted it',
    async (code) => {
      expect(await (await saying(code)).send(to, words, 'k')).toMatchObject({ outcome: 'unknown' });
    },
  );

  it.each([500, 502, 503, 504, 408])('is unknown after HTTP %d', async (status) => {
    expect(await (await answering(status, 'oops')).send(to, words, 'k')).toMatchObject({
      outcome: 'unknown',
    });
  });

  it('is unknown after a yes that cannot be read', async () => {
    for (const body of ['<html>', '{"ok":true}', ''])
      expect(await (await answering(200, body)).send(to, words, 'k')).toMatchObject({
        outcome: 'unknown',
      });
  });

  it('is unknown after a time-out and after a connection cut midway', async () => {
    const silence = await slackThat((request) => request.resume());
    expect(await silence.send(to, words, 'k')).toMatchObject({ outcome: 'unknown' });
    const cut = await slackThat((request) => {
      request.on('end', () => request.socket.destroy());
      request.resume();
    });
    expect(await cut.send(to, words, 'k')).toMatchObject({ outcome: 'unknown' });
  });

  it('is to be retried where nobody heard it, or where Slack said later', async () => {
    const left = createServer();
    await new Promise<void>((resolve) => left.listen(0, '127.0.0.1', resolve));
    const address = left.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await new Promise((resolve) => left.close(resolve));
    const nobody = await platformAt(`http://127.0.0.1:${port}/api/`);
    expect(await nobody.send(to, words, 'k')).toMatchObject({ outcome: 'retry' });
    const nowhere = await platformAt('http://slack.invalid/api/');
    expect(await nowhere.send(to, words, 'k')).toMatchObject({ outcome: 'retry' });
    const slow = await answering(429, '{"ok":false,"error":"ratelimited"}', {
      'retry-after': '12',
    });
    expect(await slow.send(to, words, 'k')).toMatchObject({ outcome: 'retry', afterMs: 12_000 });
    const vague = await answering(429, '{"ok":false,"error":"ratelimited"}');
    expect(await vague.send(to, words, 'k')).toMatchObject({ outcome: 'retry' });
  });

  it('is to be retried when our own store of tokens cannot answer', async () => {
    class Down extends MemoryInstallations {
      override async find(): Promise<null> {
        throw new Error('no database');
      }
    }
    const platform = await platformAt('http://127.0.0.1:1/api/', new Down());
    expect(await platform.send(to, words, 'k')).toMatchObject({ outcome: 'retry' });
  });

  it('takes one request each, whatever goes wrong', async () => {
    let requests = 0;
    const failing = await slackThat((request, response) => {
      requests += 1;
      request.resume();
      response.writeHead(500).end();
    });
    await failing.send(to, words, 'k');
    expect(requests).toBe(1);
  });

  it('sends the token to the configured host only, and follows nobody elsewhere', async () => {
    let elsewhere = 0;
    const other = createServer((_request, response) => {
      elsewhere += 1;
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true,"ts":"1.1"}');
    });
    servers.push(other);
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const moved = await answering(307, '', { location: `http://127.0.0.1:${port}/` });
    expect(await moved.send(to, words, 'k')).toMatchObject({ outcome: 'unknown' });
    expect(elsewhere).toBe(0);
  });
});

describe('what a post contains', () => {
  it('is its words, its key, its speaker, and no previews or links of Slack’s making', async () => {
    let body = '';
    const platform = await slackThat((request, response) => {
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () =>
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end('{"ok":true,"channel":"C1","ts":"2.000001"}'),
      );
    });
    const as = { name: 'Ada Lovelace', avatarUrl: 'https://a.b/ada.png' };
    await platform.send(to, { ...words, as }, 'key-1');
    const sent = new URLSearchParams(body);
    expect(
      Object.fromEntries([...sent].filter(([name]) => !['blocks', 'token'].includes(name))),
    ).toEqual({
      channel: 'C1',
      thread_ts: '1.000001',
      text: 'hello',
      attachments: '[]',
      parse: 'none',
      link_names: 'false',
      mrkdwn: 'false',
      unfurl_links: 'false',
      unfurl_media: 'false',
      username: 'Ada Lovelace',
      icon_url: 'https://a.b/ada.png',
      metadata: '{"event_type":"threadkeeper_outbox","event_payload":{"key":"key-1"}}',
    });
  });
});

describe('reading', () => {
  it('throws busy for now and refused for good', async () => {
    const read = async (platform: ChatPlatform): Promise<unknown> =>
      platform.describeUser('T1', 'U2').catch((error: unknown) => error);
    expect(await read(await saying('user_not_found'))).toBeInstanceOf(PlatformRefused);
    expect(await read(await answering(500, ''))).toBeInstanceOf(PlatformBusy);
    expect(await read(await answering(429, '', { 'retry-after': '3' }))).toMatchObject({
      afterMs: 3_000,
    });
  });

  it('cannot look for a post where it may not read, and says when it may only wait', async () => {
    const find = async (platform: ChatPlatform) => platform.find(to, 'k', new Date());
    expect(await find(await saying('missing_scope'))).toEqual({ outcome: 'cannot-look' });
    expect(await find(await saying('thread_not_found'))).toEqual({ outcome: 'absent' });
    expect(await find(await answering(429, '', { 'retry-after': '3' }))).toEqual({
      outcome: 'retry',
      afterMs: 3_000,
    });
  });

  it('looks for a post through every page', async () => {
    const message = (ts: string, key: string) => ({
      ts,
      text: 'x',
      metadata: { event_type: 'threadkeeper_outbox', event_payload: { key } },
    });
    const cursors: string[] = [];
    const platform = await slackThat((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        const cursor = new URLSearchParams(body).get('cursor') ?? '';
        cursors.push(cursor);
        const page =
          cursor === 'three'
            ? { ok: true, messages: [message('3.000001', 'mine')] }
            : {
                ok: true,
                messages: [message('2.000001', 'other')],
                response_metadata: { next_cursor: cursor === '' ? 'two' : 'three' },
              };
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(page));
      });
    });
    expect(await platform.find(to, 'mine', new Date())).toMatchObject({
      outcome: 'found',
      ref: { id: '3.000001' },
    });
    expect(cursors).toEqual(['', 'two', 'three']);
  });
});
