import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { closeServer, createHttpServer, listen } from '../../src/entry/http-server';
import { houseOf } from '../../src/entry/sign-in-limit';
import { signInRoutes } from '../../src/entry/sign-in-routes';
import { silentLog } from '../support/database';

const START = new Date('2026-03-10T12:00:00.000Z');
const unasked = (): Promise<never> => Promise.reject(new Error('nobody asks for this here'));

describe('whoever signs in too often', () => {
  let server: Server;
  let url: string;
  let now = START;
  let events = 0;

  beforeAll(async () => {
    const signIn = signInRoutes({
      desk: { unitOfWork: { run: unasked }, clock: { now: () => now }, log: silentLog },
      tokens: { insert: unasked, find: unasked, touch: unasked, revoke: unasked },
      logins: { find: unasked, onlyTenant: unasked },
      oidc: null,
      isSecure: false,
      limits: { address: 3, all: 6 },
    });
    server = createHttpServer({
      routes: {
        slack: {
          events: (_request, response) => {
            events += 1;
            response.end('ok');
          },
          install: (_request, response) => response.end(),
          oauthRedirect: (_request, response) => response.end(),
        },
        teams: { messages: (_request, response) => response.end('ok') },
        graphql: null,
        exports: null,
        trackers: null,
        dashboard: null,
        signIn,
        live: null,
      },
      bootId: 'test',
      isReady: async () => true,
      metrics: new Registry(),
      log: silentLog,
    });
    url = `http://127.0.0.1:${await listen(server, 0, '127.0.0.1')}`;
  });
  afterAll(() => closeServer(server));

  /** As a proxy on our own network hands it on. */
  const from = (address: string, path = '/auth/login', method = 'GET'): Promise<Response> =>
    fetch(`${url}${path}`, { method, headers: { 'x-forwarded-for': address } });
  const statuses = async (count: number, address: string, path?: string): Promise<number[]> => {
    const all: number[] = [];
    for (let n = 0; n < count; n += 1) all.push((await from(address, path)).status);
    return all;
  };

  test('is told when to come again; others come in, and so does everybody a minute later', async () => {
    expect(await statuses(4, '203.0.113.7')).toEqual([404, 404, 404, 429]);
    const refused = await from('203.0.113.7', '/auth/callback');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    expect((await from('203.0.113.7', '/auth/logout', 'POST')).status).toBe(429);
    expect((await from('203.0.113.8')).status).toBe(404);
    // What a stranger writes into the header stands before what our proxy adds.
    expect((await from('198.51.100.1, 203.0.113.7')).status).toBe(429);
    now = new Date(START.getTime() + 60_000);
    expect((await from('203.0.113.7')).status).toBe(404);
  });

  test('from many addresses is held back, too', async () => {
    now = new Date(START.getTime() + 120_000);
    const all = [];
    for (let n = 0; n < 8; n += 1) all.push(...(await statuses(1, `198.51.100.${n}`)));
    expect(all).toEqual([404, 404, 404, 404, 404, 404, 429, 429]);
  });

  test('holds up neither the platforms nor what the page must know', async () => {
    expect((await from('198.51.100.1')).status).toBe(429);
    expect((await from('198.51.100.1', '/auth/options')).status).toBe(200);
    for (const path of ['/slack/events', '/api/messages', '/healthz'])
      for (let n = 0; n < 10; n += 1) expect((await from('198.51.100.1', path)).status).toBe(200);
    expect(events).toBe(10);
  });

  test('an address of IPv6 is that of its house', () => {
    expect(houseOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(houseOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2');
    expect(houseOf('2001:db8:1:2::9')).toBe('2001:db8:1:2');
    expect(houseOf('2001:db8::9')).toBe('2001:db8:0:0');
    expect(houseOf('::1')).toBe('0:0:0:0');
  });
});
