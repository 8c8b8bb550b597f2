import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { RateLimiter } from '../../src/app/admin/rate-limit';
import { createUsageStore } from '../../src/db/usage-store';
import { DeskError } from '../../src/domain/errors';
import { TestApi } from './api';
import { World } from './world';

const LIMIT = 100;
const ASK = '{ rateLimit { limit remaining resetAt } }';
let api: TestApi;
let world: World;
let minute = 0;
/** What the database takes for the time; its own goes on while a test runs. */
let databaseTime = new Date(0);

beforeAll(async () => {
  api = await TestApi.start({
    limiter: (source) =>
      new RateLimiter(createUsageStore(source), LIMIT, () => databaseTime.getTime()),
  });
  api.rewrite = (sql) =>
    sql.includes('api_usage')
      ? sql.replaceAll('clock_timestamp()', `timestamptz '${databaseTime.toISOString()}'`)
      : sql;
  world = await World.make(api.source, 'A');
});
afterAll(() => api.stop());
beforeEach(() => {
  minute += 1;
  databaseTime = new Date(Date.UTC(2026, 2, 10, 12, minute));
});

const times = <T>(count: number, work: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, work));

describe('the requests of a token', () => {
  test('are told in the answer and in its headers', async () => {
    const { rateLimit } = await api.ask<{ rateLimit: object }>(world.token('AGENT'), ASK);
    expect(rateLimit).toEqual({
      limit: LIMIT,
      remaining: LIMIT - 1,
      resetAt: new Date(databaseTime.getTime() + 60_000).toISOString(),
    });
    const response = await fetch(api.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${world.token('AGENT')}`,
      },
      body: JSON.stringify({ query: '{ queues { nodes { id } } }' }),
    });
    expect(response.headers.get('ratelimit-limit')).toBe('100');
    expect(response.headers.get('ratelimit-remaining')).toBe('98');
    expect(response.headers.get('ratelimit-reset')).toBe('60');
  });

  test('end at the limit with 429 and say when to come back; other tokens go on', async () => {
    const answers = await times(LIMIT + 20, () => api.query(world.token('ADMIN'), ASK));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(20);
    expect(refused[0]?.errors[0]?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      hint: 'Ask again in 60 s.',
    });
    const again = await fetch(api.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${world.token('ADMIN')}`,
      },
      body: JSON.stringify({ query: ASK }),
    });
    expect(again.headers.get('retry-after')).toBe('60');
    expect((await api.query(world.token('ada'), ASK)).status).toBe(200);
    databaseTime = new Date(databaseTime.getTime() + 59_999);
    expect((await api.query(world.token('ADMIN'), ASK)).status).toBe(429);
    databaseTime = new Date(databaseTime.getTime() + 1);
    expect((await api.query(world.token('ADMIN'), ASK)).status).toBe(200);
    minute += 1;
  });

  describe('over several processes', () => {
    const MINUTE = 60_000;
    /** As they see the time: none knows what the others, or the database, take it for. */
    const processes = (...ahead: readonly number[]) =>
      ahead.map(
        (ms) =>
          new RateLimiter(createUsageStore(api.source), LIMIT, () => databaseTime.getTime() + ms),
      );
    const allowedOf = async (limiters: readonly RateLimiter[], tokenId: string) => {
      const caller = { tenantId: world.tenantId, tokenId };
      const rates = await Promise.all(
        limiters.flatMap((limiter) => Array.from({ length: LIMIT }, () => limiter.count(caller))),
      );
      return rates.filter(({ allowed }) => allowed).length;
    };

    test('are together never more than the limit', async () => {
      expect(await allowedOf(processes(0, 0, 0), v7())).toBe(LIMIT);
    });

    test('share one minute, the database’s, however far apart their clocks are', async () => {
      const [late = [], early = []] = processes(-5 * MINUTE, 5 * MINUTE).map((one) => [one]);
      const tokenId = v7();
      const caller = { tenantId: world.tenantId, tokenId };
      expect(await allowedOf(early, tokenId)).toBe(LIMIT);
      expect(await allowedOf(late, tokenId)).toBe(0);
      databaseTime = new Date(databaseTime.getTime() + MINUTE / 2);
      for (const one of [...late, ...early])
        expect(await one.count(caller)).toMatchObject({ allowed: false, resetInMs: MINUTE / 2 });
      databaseTime = new Date(databaseTime.getTime() + MINUTE / 2);
      expect(await allowedOf([...late, ...early], tokenId)).toBe(LIMIT);
      minute += 2;
    });

    test('begin anew behind a minute that a wrong clock wrote far into the future', async () => {
      const tokenId = v7();
      expect(await allowedOf(processes(0), tokenId)).toBe(LIMIT);
      await api.source.query(
        `update api_usage set window_start = window_start + interval '1 day' where token_id = $1`,
        [tokenId],
      );
      expect(await allowedOf(processes(0), tokenId)).toBe(LIMIT);
    });
  });
});

test('one statement books many requests', async () => {
  api.statements = [];
  await times(20, () => api.query(world.token('SUPERVISOR'), ASK));
  const booked = api.statements.filter((sql) => sql.includes('api_usage'));
  expect(booked).toHaveLength(10);
});

test('requests that cannot be counted now are a 503, and are not answered', async () => {
  const away = new DeskError('unavailable', 'DATABASE_BUSY', 'Others are changing the same.');
  const busy = await TestApi.start({
    limiter: () => new RateLimiter({ book: () => Promise.reject(away) }, LIMIT, () => 0),
  });
  const inside = await World.make(busy.source, 'A');
  const answer = await busy.query(inside.token('ADMIN'), ASK);
  expect([answer.status, answer.data]).toEqual([503, undefined]);
  expect(answer.errors[0]?.extensions).toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    reason: 'DATABASE_BUSY',
  });
  await busy.stop();
});
