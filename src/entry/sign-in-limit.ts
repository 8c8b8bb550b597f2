import type { Request, RequestHandler } from 'express';
import type { Clock } from '../app/ports/log';
import type { LoginStore } from '../app/ports/sign-in';

/** Of one address, and of all together, however many addresses somebody has. */
export interface SignInLimits {
  readonly address: number;
  readonly all: number;
}

export const SIGN_IN_LIMITS: SignInLimits = { address: 60, all: 1_200 };

const MOST_REMEMBERED = 10_000;
const ALL = 'all';

/** Counts tries by scope; a scope that has used up its share is not counted again before its minute ends. */
class Shares {
  private readonly usedUp = new Map<string, number>();

  constructor(
    private readonly count: LoginStore['countTry'],
    private readonly clock: Clock,
  ) {}

  /** How long this scope still has to wait, as far as this process knows; null: it may try. */
  known(scope: string): number | null {
    const left = (this.usedUp.get(scope) ?? 0) - this.clock.now().getTime();
    return left > 0 ? left : null;
  }

  /** The same, this try counted. */
  async take(scope: string, limit: number): Promise<number | null> {
    const known = this.known(scope);
    if (known !== null) return known;
    const { used, leftMs } = await this.count(scope);
    if (used <= limit) return null;
    if (this.usedUp.size >= MOST_REMEMBERED) this.usedUp.clear();
    this.usedUp.set(scope, this.clock.now().getTime() + leftMs);
    return leftMs;
  }
}

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

export interface SignInLimitDeps {
  readonly clock: Clock;
  readonly limits: SignInLimits;
  readonly count: LoginStore['countTry'];
  /** Who has signed in from this browser before; null: nobody we know of. */
  readonly known: (request: Request) => Promise<string | null>;
}

/**
 * Holds back whoever tries to sign in too often, whichever process they reach. It stands before these
 * routes only: the doors of the platforms never pass here. Somebody who has signed in from their
 * browser before has a share of their own, which no stranger can use up, wherever they try from.
 */
export const limitSignIn = ({ clock, limits, count, known }: SignInLimitDeps): RequestHandler => {
  const shares = new Shares(count, clock);
  return async (request, response, next) => {
    const house = `house ${houseOf(request.ip ?? '')}`;
    const wait =
      shares.known(house) ??
      // While all are held back no new address is counted: there are more of them than rows to spare.
      shares.known(ALL) ??
      (await shares.take(house, limits.address)) ??
      // Whoever is held back already uses up nothing of what all share.
      (await shares.take(ALL, limits.all));
    if (wait === null) return next();
    const person = await known(request);
    const mine = person === null ? wait : await shares.take(`person ${person}`, limits.address);
    if (mine === null) return next();
    const seconds = Math.max(1, Math.ceil(mine / 1_000));
    response
      .status(429)
      .set('Retry-After', String(seconds))
      .type('text')
      .send(`Too many sign-ins. Try again in ${seconds} s.\n`);
  };
};
