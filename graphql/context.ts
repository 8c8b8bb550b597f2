import type { ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import type { AuthChecker } from 'type-graphql';
import { authenticate, type People, type Principal } from '../src/app/admin/authenticate';
import type { Rate, RateLimiter } from '../src/app/admin/rate-limit';
import type { Clock } from '../src/app/ports/log';
import type { Readers } from '../src/app/ports/readers';
import type { TokenStore } from '../src/app/ports/tokens';
import { sightOf } from '../src/app/tickets/find-tickets';
import type { Role } from '../src/domain/actor';
import { DeskError } from '../src/domain/errors';
import type { Scope } from '../src/domain/scope';
import type { LiveStreams } from './live-streams';
import { createLoaders, type Loaders } from './loaders';
import type { WrittenList } from './written-list';

/** What every resolver of one request shares. */
export interface DeskContext {
  readonly principal: Principal;
  readonly loaders: Loaders;
  /** One instant for the whole answer. */
  readonly now: Date;
  /** How the caller stands within this minute; null where nobody is counted. */
  readonly rate: Rate | null;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Tells that the answer takes long; absent: the request has no deadline to move. */
  readonly prolong?: () => number;
  /** What subscriptions follow; null where nobody can be told later. */
  readonly streams: LiveStreams | null;
  /** What a list is to be written as, by whoever reads it; null: rows are wanted. */
  readonly written: WrittenList | null;
  /** How many rows a list of tickets has, whatever was asked; absent: as asked. Exports alone take more. */
  readonly pageSize?: number;
}

export interface ContextDeps {
  readonly tokens: TokenStore;
  readonly readers: Readers;
  readonly clock: Clock;
  readonly limiter: RateLimiter | null;
  /** Null where nobody signs in with an account. */
  readonly people: People | null;
}

const unauthenticated = (): GraphQLError =>
  new GraphQLError('A valid API token is needed: `Authorization: Bearer <token>`.', {
    extensions: {
      code: 'UNAUTHENTICATED',
      http: { status: 401, headers: new Map([['www-authenticate', 'Bearer']]) },
    },
  });

const STATUS = {
  unavailable: { code: 'SERVICE_UNAVAILABLE', status: 503 },
  /** Known to their account service, and not to us. */
  forbidden: { code: 'UNAUTHENTICATED', status: 401 },
} as const;

/** Outside of an operation only an error that names its status gets one. */
const withStatus = (error: unknown): never => {
  if (!(error instanceof DeskError)) throw error;
  const { kind, message, hint, code: reason } = error;
  if (kind !== 'unavailable' && kind !== 'forbidden') throw error;
  const { code, status } = STATUS[kind];
  throw new GraphQLError(message, { extensions: { code, reason, hint, http: { status } } });
};

const tooMany = (rate: Rate): GraphQLError => {
  const seconds = Math.max(1, Math.ceil(rate.resetInMs / 1_000));
  return new GraphQLError(`This token has used its ${rate.limit} requests of this minute.`, {
    extensions: {
      code: 'RATE_LIMITED',
      hint: `Ask again in ${seconds} s.`,
      http: { status: 429, headers: new Map([['retry-after', String(seconds)]]) },
    },
  });
};

/** The header names of the IETF draft, which clients' libraries read. */
export const rateHeaders = (rate: Rate): Readonly<Record<string, string>> => ({
  'ratelimit-limit': String(rate.limit),
  'ratelimit-remaining': String(rate.remaining),
  'ratelimit-reset': String(Math.ceil(rate.resetInMs / 1_000)),
});

/** An answer that came too late has its headers already. */
export const tellRate = (response: ServerResponse, rate: Rate): void => {
  if (!response.headersSent) response.setHeaders(new Map(Object.entries(rateHeaders(rate))));
};

/** Who asks. Throws `UNAUTHENTICATED` for whoever may not come in. */
export const signedIn = async (
  { tokens, people }: ContextDeps,
  authorization: string | undefined,
  now: Date,
): Promise<Principal> => {
  const principal = await authenticate(tokens, authorization, now, people).catch(withStatus);
  if (principal === null) throw unauthenticated();
  return principal;
};

/** Signs the caller in before anything of the query is looked at. */
export const createContext = async (
  deps: ContextDeps,
  authorization: string | undefined,
  signal: AbortSignal,
  onCounted: (rate: Rate) => void,
  prolong: DeskContext['prolong'] | null = null,
): Promise<DeskContext> => {
  const now = deps.clock.now();
  const principal = await signedIn(deps, authorization, now);
  const rate = (await deps.limiter?.count(principal).catch(withStatus)) ?? null;
  if (rate !== null) {
    onCounted(rate);
    if (!rate.allowed) throw tooMany(rate);
  }
  let loaders: Loaders | null = null;
  return {
    principal,
    now,
    rate,
    signal,
    ...(prolong === null ? {} : { prolong }),
    /** Many requests ask for nothing beside their list. */
    get loaders() {
      loaders ??= createLoaders(deps.readers, sightOf(principal), signal);
      return loaders;
    },
    streams: null,
    written: null,
  };
};

/** The same caller, for whom nothing has been looked up yet. */
export const renewed = (context: DeskContext, readers: Readers): DeskContext => ({
  ...context,
  loaders: createLoaders(readers, sightOf(context.principal), context.signal),
});

/**
 * What a credential must be good for. It follows from what every resolver declares anyway, so that a
 * new one is never open to a token that was made for less.
 */
export const scopeFor = (parent: string, roles: readonly Role[]): Scope => {
  if (parent !== 'Mutation') return 'READ';
  if (roles.includes('AGENT')) return 'WORK';
  return roles.includes('SUPERVISOR') ? 'CONFIGURE' : 'ADMINISTER';
};

/** The coarse gate: does the role stand in the list of the resolver? Use cases ask again. */
export const authChecker: AuthChecker<DeskContext, Role> = ({ context, info }, roles) => {
  const { role, scopes } = context.principal;
  const scope = scopeFor(info.parentType.name, roles);
  if (!scopes.includes(scope))
    throw new GraphQLError(`Your token may not be used for this.`, {
      extensions: { code: 'FORBIDDEN', hint: `Needs a token with the scope ${scope}.` },
    });
  if (roles.includes(role)) return true;
  throw new GraphQLError('Your token may not do this.', {
    extensions: { code: 'FORBIDDEN', hint: `Needs one of: ${roles.join(', ')}.` },
  });
};
