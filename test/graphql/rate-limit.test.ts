import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { RateLimiter } from '../../src/app/admin/rate-limit';
import { createUsageStore } from '../../src/db/usage-store';
import { TestApi } from './api';
import { World } from './world';

const LIMIT = 100;
const ASK = '{ rateLimit { limit remaining resetAt } }';
let api: TestApi;
let world: World;
let minute = 0;

beforeAll(async () => {
  api = await TestApi.start({
    limiter: (source) => new RateLimiter(createUsageStore(source), LIMIT),
  });
  world = await World.make(api.source, 'A');
});
afterAll(() => api.stop());
beforeEach(() => {
  minute += 1;
  api.now = new Date(Date.UTC(2026, 2, 10, 12, minute));
});

const times = <T>(count: number, work: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, work));

describe('the requests of a token', () => {
  test('are told in the answer and in its headers', async () => {
    const { rateLimit } = await api.ask<{ rateLimit: object }>(world.token('AGENT'), ASK);
    expect(rateLimit).toEqual({
      limit: LIMIT,
      remaining: LIMIT - 1,
      resetAt: new Date(api.now.getTime() + 60_000).toISOString(),
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
    api.now = new Date(api.now.getTime() + 60_000);
    expect((await api.query(world.token('ADMIN'), ASK)).status).toBe(200);
    minute += 1;
  });

  test('are counted over several processes: together never more than the limit', async () => {
    const principal = {
      tenantId: world.tenantId,
      tokenId: world.members.ada,
      role: 'AGENT',
      actor: { kind: 'system', name: 'desk' },
    } as const;
    const limiters = [1, 2, 3].map(() => new RateLimiter(createUsageStore(api.source), LIMIT));
    const rates = await Promise.all(
      limiters.flatMap((limiter) =>
        Array.from({ length: LIMIT }, () => limiter.count(principal, api.now)),
      ),
    );
    const allowed = rates.filter((rate) => rate.allowed).length;
    expect(allowed).toBe(LIMIT);
  });
});

test('one statement books many requests', async () => {
  api.statements = [];
  await times(20, () => api.query(world.token('SUPERVISOR'), ASK));
  const booked = api.statements.filter((sql) => sql.includes('api_usage'));
  expect(booked).toHaveLength(10);
});
