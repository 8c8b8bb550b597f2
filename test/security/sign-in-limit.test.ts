import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { Registry } from 'prom-client';
import type { Database } from '../../src/db/data-source';
import { createHousekeeping } from '../../src/db/housekeeping';
import { createLoginStore } from '../../src/db/login-store';
import { closeServer, createHttpServer, listen } from '../../src/entry/http-server';
import { houseOf, limitSignIn, type SignInLimits } from '../../src/entry/sign-in-limit';
import { signInRoutes } from '../../src/entry/sign-in-routes';
import { openTestDatabase, silentLog } from '../support/database';

const START = new Date('2026-03-10T12:00:00.000Z');
const unasked = (): Promise<never> => Promise.reject(new Error('nobody asks for this here'));

describe('whoever signs in too often', () => {
  let server: Server;
  let url: string;
  let now = START;
  let events = 0;
  const used = new Map<string, { minute: number; count: number }>();

  beforeAll(async () => {
    const signIn = signInRoutes({
      desk: { unitOfWork: { run: unasked }, clock: { now: () => now }, log: silentLog },
      tokens: { insert: unasked, find: unasked, touch: unasked, revoke: unasked },
      logins: {
        find: unasked,
        onlyTenant: unasked,
        meant: unasked,
        noteStranger: unasked,
        countTry: async (scope) => {
          const minute = Math.floor(now.getTime() / 60_000);
          const before = used.get(scope);
          const count = before?.minute === minute ? before.count + 1 : 1;
          used.set(scope, { minute, count });
          return { used: count, leftMs: (minute + 1) * 60_000 - now.getTime() };
        },
      },
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

describe('over several processes on one database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  }, 60_000);
  afterAll(() => database.close());

  const minute = async (): Promise<number> => {
    const [{ at }] = await database.dataSource.query(
      `select extract(epoch from date_trunc('minute', now()))::int as at`,
    );
    return at;
  };
  /** The same once more when the database's minute ended meanwhile. */
  const withinAMinute = async <T>(work: () => Promise<T>): Promise<T> => {
    for (;;) {
      await database.dataSource.query('delete from sign_in_try');
      const before = await minute();
      const done = await work();
      if ((await minute()) === before) return done;
    }
  };
  /** One process: what it remembers by itself is its own. */
  const processOf = (limits: SignInLimits, knows: string | null = null) => {
    const limit = limitSignIn({
      clock: { now: () => new Date() },
      limits,
      count: createLoginStore(database.dataSource).countTry,
      known: async () => knows,
    });
    const app = express().set('trust proxy', true).use(limit);
    return app.use((_request, response) => void response.end('in'));
  };
  const tried = async (
    processes: readonly ReturnType<typeof processOf>[],
    addresses: readonly string[],
  ): Promise<number> => {
    const servers = processes.map((app) => createServer(app));
    const urls = await Promise.all(servers.map((one) => listen(one, 0, '127.0.0.1')));
    let came = 0;
    for (const [turn, address] of addresses.entries()) {
      const url = `http://127.0.0.1:${urls[turn % urls.length]}`;
      const { status } = await fetch(url, { headers: { 'x-forwarded-for': address } });
      if (status === 200) came += 1;
    }
    await Promise.all(servers.map(closeServer));
    return came;
  };
  const times = (count: number): string[] => Array.from({ length: count }, () => '203.0.113.7');
  const many = Array.from({ length: 20 }, (_, n) => `198.51.100.${n}`);

  test('one address has one share, and all together have one', async () => {
    const limits = { address: 4, all: 9 };
    const two = () => [processOf(limits), processOf(limits)];
    expect(await withinAMinute(() => tried(two(), times(12)))).toBe(4);
    expect(await withinAMinute(() => tried(two(), many))).toBe(9);
    // Nobody fills the shelf: what is tried while all are held back is not even counted.
    const [{ rows }] = await database.dataSource.query(
      'select count(*)::int as rows from sign_in_try',
    );
    expect(rows).toBeLessThanOrEqual(9 + 2 + 1);
  });

  test('whoever was here before comes in, however hard strangers try', async () => {
    const limits = { address: 4, all: 9 };
    const came = await withinAMinute(async () => {
      await tried([processOf(limits), processOf(limits)], many);
      const known = () => processOf(limits, 'ada');
      return tried([known(), known()], times(12));
    });
    expect(came).toBe(4);
  });

  test('tries of minutes that are over are swept away', async () => {
    const { countTry } = createLoginStore(database.dataSource);
    await countTry('all');
    await database.dataSource.query(`update sign_in_try set minute = minute - interval '1 hour'`);
    expect((await countTry('all')).used).toBe(1);
    await database.dataSource.query(`update sign_in_try set minute = minute - interval '1 hour'`);
    await createHousekeeping(database.dataSource, 30).purge(new Date(), 100);
    expect(await database.dataSource.query('select * from sign_in_try')).toEqual([]);
  });
});
