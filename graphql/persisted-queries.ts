import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import type { DeskContext } from './context';

/** What clients may send a hash of instead of the text. */
export interface PersistedQueries {
  /** The text of this hash; undefined: not known here. */
  find(hash: string): string | undefined;
  /** What a client says the text of this hash is; Apollo has compared them. */
  keep(hash: string, query: string): void;
  /** Whether this text may be asked. */
  allows(query: string): boolean;
}

const hashOf = (query: string): string => createHash('sha256').update(query).digest('hex');

const MOST_KEPT = 1_000;
/** Longer ones are answered, and sent again each time. */
const LONGEST = 20_000;

/** Remembers what clients send: the thousand that were used last. */
export class AutomaticQueries implements PersistedQueries {
  private readonly kept = new Map<string, string>();

  find(hash: string): string | undefined {
    const query = this.kept.get(hash);
    if (query !== undefined) this.keep(hash, query);
    return query;
  }

  keep(hash: string, query: string): void {
    if (query.length > LONGEST) return;
    this.kept.delete(hash);
    this.kept.set(hash, query);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
  }

  allows(): boolean {
    return true;
  }
}

/** Answers these and nothing else. */
export class ListedQueries implements PersistedQueries {
  private readonly listed: ReadonlyMap<string, string>;

  constructor(queries: readonly string[]) {
    this.listed = new Map(queries.map((query) => [hashOf(query), query]));
  }

  find(hash: string): string | undefined {
    return this.listed.get(hash);
  }

  keep(): void {
    // The list is made by whoever runs the desk, not by who asks.
  }

  allows(query: string): boolean {
    return this.listed.has(hashOf(query));
  }
}

/** As Apollo asks for them; null: it takes none. */
export const apolloCache = (queries: PersistedQueries | null) =>
  queries === null
    ? (false as const)
    : {
        cache: {
          get: async (key: string) => queries.find(key.replace(/^apq:/, '')),
          set: async (key: string, query: string) => queries.keep(key.replace(/^apq:/, ''), query),
          delete: async () => false,
        },
      };

const notListed = (): GraphQLError =>
  new GraphQLError('This desk answers listed operations only, and this is none of them.', {
    extensions: {
      code: 'OPERATION_NOT_LISTED',
      hint: 'Have it added, letter by letter, to the file that PERSISTED_OPERATIONS names.',
      http: { status: 403 },
    },
  });

/** The texts that a request over HTTP asks, read as Apollo reads them. */
const textsIn = (request: IncomingMessage & { readonly body?: { readonly query?: unknown } }) =>
  request.method === 'POST'
    ? [request.body?.query]
    : new URL(request.url ?? '', 'http://here').searchParams.getAll('query');

/** Throws when this is no listed query; one that comes as a hash was found in the list, or is not found. */
export const refuseUnlisted = (
  queries: PersistedQueries | null,
  request: IncomingMessage,
): void => {
  for (const query of textsIn(request))
    if (typeof query === 'string' && queries?.allows(query) === false) throw notListed();
};

/** Whichever way a text came in: what is about to be run is listed, or is not run. */
export const onlyListed = (queries: PersistedQueries | null): ApolloServerPlugin<DeskContext> => ({
  requestDidStart: async () => ({
    didResolveOperation: async ({ source }) => {
      if (queries?.allows(source) === false) throw notListed();
    },
  }),
});

const hashed = z.object({
  persistedQuery: z.object({ version: z.literal(1), sha256Hash: z.string().max(200) }),
});

/** What is asked over a socket: its protocol wants a text, so one that comes as a hash leaves it empty. */
export const textAsked = (
  queries: PersistedQueries | null,
  { query, extensions }: { readonly query: string; readonly extensions?: unknown },
): string | GraphQLError => {
  const named = query === '' ? hashed.safeParse(extensions) : null;
  if (named?.success !== true || queries === null)
    return queries?.allows(query) === false ? notListed() : query;
  return (
    queries.find(named.data.persistedQuery.sha256Hash) ??
    new GraphQLError('PersistedQueryNotFound', {
      extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' },
    })
  );
};
