import { type Client, cacheExchange, createClient, fetchExchange, mapExchange } from '@urql/core';

const ANSWER_WITHIN_MS = 15_000;

/** One client per token: another person's answers are never in its cache. */
export const clientFor = (token: string, onRefused: () => void): Client =>
  createClient({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetch: (input, init) =>
      fetch(input, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }),
    fetchOptions: { headers: { authorization: `Bearer ${token}` } },
    exchanges: [
      mapExchange({
        onError: (error) => {
          if (error.graphQLErrors.some((one) => one.extensions.code === 'UNAUTHENTICATED'))
            onRefused();
        },
      }),
      cacheExchange,
      fetchExchange,
    ],
  });

/** One key for one attempt: asked again, the desk answers again and does nothing twice. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (one) => one.toString(36)).join('-');
