import type { RequestHandler } from 'express';
import { RateLimiter } from '../app/admin/rate-limit';
import type { Clock } from '../app/ports/log';
import type { UsageStore } from '../app/ports/usage';

/** Of one address, and of all together, however many addresses somebody has. */
export interface SignInLimits {
  readonly address: number;
  readonly all: number;
}

export const SIGN_IN_LIMITS: SignInLimits = { address: 60, all: 1_200 };

const MOST_REMEMBERED = 10_000;

/** Booked in this process alone: an account service stands between a try and its next one. */
const inMemory = (): UsageStore => {
  const used = new Map<string, { window: number; count: number }>();
  return {
    book: async (scope, name, window, count) => {
      const key = `${scope} ${name}`;
      const known = used.get(key);
      const before = known?.window === window.getTime() ? known.count : 0;
      if (known === undefined && used.size >= MOST_REMEMBERED) used.clear();
      used.set(key, { window: window.getTime(), count: before + count });
      return before + count;
    },
  };
};

/** An IPv4 address, or of an IPv6 one the part that one house has: the rest is anybody's to choose. */
export const houseOf = (address: string): string => {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const between = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const zeros = Array.from({ length: between }, () => '0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
};

/**
 * Holds back whoever tries to sign in too often. It stands before these routes only: the doors of
 * the platforms never pass here.
 */
export const limitSignIn = (clock: Clock, limits: SignInLimits): RequestHandler => {
  const byAddress = new RateLimiter(inMemory(), limits.address);
  const byAll = new RateLimiter(inMemory(), limits.all);
  return async (request, response, next) => {
    const now = clock.now();
    const who = { tenantId: 'sign-in', tokenId: houseOf(request.ip ?? '') };
    const mine = await byAddress.count(who, now);
    // Whoever is held back already uses up nothing of what all share.
    const rate = mine.allowed
      ? await byAll.count({ tenantId: 'sign-in', tokenId: 'all' }, now)
      : mine;
    if (rate.allowed) return next();
    const seconds = Math.max(1, Math.ceil((rate.resetAt.getTime() - now.getTime()) / 1_000));
    response
      .status(429)
      .set('Retry-After', String(seconds))
      .type('text')
      .send(`Too many sign-ins. Try again in ${seconds} s.\n`);
  };
};
