import { createHmac } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { request as httpRequest } from 'node:http';
import { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  FORM,
  nowSeconds,
  type Running,
  runBot,
  SECRET,
  sign,
  signed,
} from '../bots/slack-harness';

const BODY = JSON.stringify({
  type: 'event_callback',
  team_id: 'T1',
  event_id: 'Ev0FORGED',
  event: { type: 'message', channel: 'C1', user: 'U1', text: 'pay me', ts: '1700000000.000100' },
});
const PAYLOAD = `payload=${encodeURIComponent(JSON.stringify({ type: 'block_actions', actions: [] }))}`;

interface Attempt {
  readonly body: Buffer | string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly method?: string;
  readonly path?: string;
}

const now = nowSeconds();
const json = { 'content-type': 'application/json' };
const aged = (seconds: number): Attempt => ({
  body: BODY,
  headers: signed(BODY, 'application/json', nowSeconds(seconds)),
});
const stamped = (timestamp: string): Attempt => ({
  body: BODY,
  headers: signed(BODY, 'application/json', timestamp),
});
const marked = (signature: string): Attempt => ({
  body: BODY,
  headers: { ...json, 'x-slack-request-timestamp': now, 'x-slack-signature': signature },
});
const unsigned = (body: string, contentType: string): Attempt => ({
  body,
  headers: { 'content-type': contentType },
});
const good = sign(BODY, now);
const huge = JSON.stringify({ type: 'event_callback', pad: 'x'.repeat(1024 * 1024) });
const v1 = createHmac('sha256', SECRET).update(`v1:${now}:${BODY}`).digest('hex');

const FORGERIES: Readonly<Record<string, Attempt>> = {
  'no headers at all': unsigned(BODY, 'application/json'),
  'no timestamp': { body: BODY, headers: { ...json, 'x-slack-signature': good } },
  'no signature': { body: BODY, headers: { ...json, 'x-slack-request-timestamp': now } },
  'a wrong secret': marked(sign(BODY, now, 'wrong')),
  "another app's secret": marked(sign(BODY, now, '0'.repeat(32))),
  'an empty secret': marked(sign(BODY, now, '')),
  'version v1': marked(`v1=${v1}`),
  'version v1 under v0': marked(`v0=${v1}`),
  'a signature cut short': marked(good.slice(0, -1)),
  'a signature with more behind it': marked(`${good}00`),
  'a signature with a second part': marked(`${good}=x`),
  'a signature in capitals': marked(`v0=${good.slice(3).toUpperCase()}`),
  'a signature that is not hex': marked(`v0=${'z'.repeat(64)}`),
  'a body changed by one byte': { ...marked(good), body: BODY.replace('pay me', 'pay mE') },
  'the same JSON written anew': {
    ...marked(good),
    body: JSON.stringify(JSON.parse(BODY), null, 1),
  },
  'a timestamp 301 s old': aged(-302),
  'a timestamp 6 minutes old': aged(-360),
  'a timestamp 301 s ahead': aged(302),
  'a timestamp a day ahead': aged(86_400),
  'timestamp NaN': stamped('NaN'),
  'timestamp Infinity': stamped('Infinity'),
  'timestamp 1e10': stamped('1e10'),
  'timestamp in hex': stamped(`0x${Number(now).toString(16)}`),
  'a timestamp with a fraction': stamped(`${now}.5`),
  'a negative timestamp': stamped(`-${now}`),
  'a timestamp changed after signing': {
    body: BODY,
    headers: { ...signed(BODY), 'x-slack-request-timestamp': nowSeconds(-1) },
  },
  'two timestamps': {
    body: BODY,
    headers: { ...signed(BODY), 'x-slack-request-timestamp': [now, nowSeconds(-1)] },
  },
  'two signatures': {
    body: BODY,
    headers: { ...signed(BODY), 'x-slack-signature': [good, good] },
  },
  'a payload smuggled behind ssl_check=1': unsigned(`ssl_check=1&${PAYLOAD}`, FORM),
  'ssl_check=true': unsigned(`ssl_check=true&${PAYLOAD}`, FORM),
  'ssl_check behind a charset': unsigned(`ssl_check=1&${PAYLOAD}`, `${FORM}; charset=utf-8`),
  'an unsigned form with a charset': unsigned(PAYLOAD, `${FORM}; charset=utf-8`),
  'a packed body': {
    body: gzipSync(BODY),
    headers: { ...signed(gzipSync(BODY)), 'content-encoding': 'gzip' },
  },
  'an unsigned body in chunks': {
    body: BODY,
    headers: { ...json, 'transfer-encoding': 'chunked' },
  },
  'PUT instead of POST': { body: BODY, headers: signed(BODY), method: 'PUT' },
  'GET instead of POST': { body: '', headers: signed(''), method: 'GET' },
  'a signed null': { body: 'null', headers: signed('null') },
  'a signed array': { body: '[{}]', headers: signed('[{}]') },
  'a signed number': { body: '7', headers: signed('7') },
  'a signed empty body': { body: '', headers: signed('') },
  'signed text that is not JSON': { body: '{"a":', headers: signed('{"a":') },
  'a signed form with payload null': {
    body: 'payload=null',
    headers: signed('payload=null', FORM),
  },
  'a signed form with a broken payload': {
    body: 'payload=%7B',
    headers: signed('payload=%7B', FORM),
  },
  'more than 1 MiB': { body: huge, headers: signed(huge) },
  'more than 1 MiB in chunks': {
    body: huge,
    headers: { ...signed(huge), 'transfer-encoding': 'chunked' },
  },
};

const attempt = (url: string, { body, headers, method, path }: Attempt): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = httpRequest(
      `${url}${path ?? '/slack/events'}`,
      { method: method ?? 'POST', headers },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    // A refused body is cut off while it is still being written.
    sent.on('error', (error) => {
      if (!sent.destroyed) reject(error);
    });
    sent.end(body);
  });

describe('a request that is not surely from Slack', () => {
  let running: Running;
  const rejections: unknown[] = [];
  const note = (reason: unknown): void => {
    rejections.push(reason);
  };
  /** Whom this process called, by name or port, besides the door itself. */
  const called: string[] = [];
  const watch = (message: unknown): void => {
    if (typeof message !== 'object' || message === null || !('socket' in message)) return;
    const { socket } = message;
    if (!(socket instanceof Socket)) return;
    socket.once('lookup', (_error, _address, _family, host) => called.push(String(host)));
    socket.once('connect', () => {
      if (String(socket.remotePort) !== new URL(running.url).port)
        called.push(`${socket.remoteAddress}:${socket.remotePort}`);
    });
  };
  beforeAll(async () => {
    process.on('unhandledRejection', note);
    running = await runBot();
    subscribe('net.client.socket', watch);
  });
  afterAll(async () => {
    unsubscribe('net.client.socket', watch);
    process.removeListener('unhandledRejection', note);
    await running.close();
  });

  it.each(Object.keys(FORGERIES))('is refused and leaves nothing behind: %s', async (name) => {
    const forgery = FORGERIES[name]!;
    const status = await attempt(running.url, forgery);
    expect([400, 401, 413]).toContain(status);
    expect(running.inbox.rows.size).toBe(0);
    expect(running.forms).toEqual([]);
    expect(rejections).toEqual([]);
  });

  it('makes us call nobody', async () => {
    expect(called).toEqual([]);
    const named = httpRequest('http://localhost:1').on('error', () => undefined);
    await new Promise((done) => named.end().once('close', done));
    // So that silence above means something.
    expect(called).toContain('localhost');
    called.length = 0;
  });

  it('is accepted when everything is right, so the refusals above mean something', async () => {
    expect(await attempt(running.url, { body: BODY, headers: signed(BODY) })).toBe(200);
    expect(await attempt(running.url, { ...aged(-290), body: BODY })).toBe(200);
    expect(await attempt(running.url, { ...aged(290), body: BODY })).toBe(200);
    expect(running.inbox.rows.size).toBe(1);
  });

  it('cannot even be asked for without a secret', async () => {
    await expect(runBot({ signingSecret: '' })).rejects.toThrow();
    const closed = await runBot({ signingSecret: null });
    expect(await attempt(closed.url, { body: BODY, headers: signed(BODY) })).toBe(404);
    await closed.close();
  });
});
