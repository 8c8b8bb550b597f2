import { importJWK, type JWK } from 'jose';
import { z } from 'zod';
import type { Clock, Log } from '../../src/app/ports/log';

type Key = Awaited<ReturnType<typeof importJWK>>;

interface SigningKey {
  readonly key: Key;
  readonly endorsements: readonly string[];
}

export interface KeyRing {
  /** Null: no such key of Bot Framework's. */
  find(kid: string): Promise<SigningKey | null>;
  /** Fetches the keys, so that the first message need not wait for it. */
  warm(): Promise<void>;
}

const metadataSchema = z.looseObject({ jwks_uri: z.url() });
const keySetSchema = z.looseObject({
  keys: z.array(
    z.looseObject({
      kty: z.literal('RSA'),
      kid: z.string().min(1),
      n: z.string(),
      e: z.string(),
      endorsements: z.array(z.string()).default([]),
    }),
  ),
});

const FRESH_MS = 24 * 3_600_000;
/** A stranger's key id must not make us ask Microsoft once per request. */
const ASK_AGAIN_MS = 60_000;
const FETCH_MS = 3_000;
const MAX_KEYS = 100;

/**
 * Bot Framework's public keys, asked for once a day and when an unknown one is named. When the
 * metadata cannot be had, the keys we know stay good: Microsoft's trouble must not lose messages.
 */
export const createKeyRing = (metadataUrl: string, clock: Clock, log: Log): KeyRing => {
  let keys = new Map<string, SigningKey>();
  let askedAt = Number.NEGATIVE_INFINITY;
  let freshAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | null = null;

  const read = async (url: string): Promise<unknown> => {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(FETCH_MS),
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.json();
  };
  const isTrusted = (jwksUrl: string): boolean => {
    const [meta, jwks] = [new URL(metadataUrl), new URL(jwksUrl)];
    return meta.protocol === jwks.protocol && meta.host === jwks.host;
  };
  const ask = async (): Promise<void> => {
    const { jwks_uri: jwksUrl } = metadataSchema.parse(await read(metadataUrl));
    if (!isTrusted(jwksUrl)) throw new Error('the key set lies on another host');
    const found = new Map<string, SigningKey>();
    for (const { kid, kty, n, e, endorsements } of keySetSchema
      .parse(await read(jwksUrl))
      .keys.slice(0, MAX_KEYS)) {
      const jwk: JWK = { kty, n, e };
      found.set(kid, { key: await importJWK(jwk, 'RS256'), endorsements });
    }
    if (found.size === 0) throw new Error('the key set is empty');
    keys = found;
    freshAt = clock.now().getTime();
  };
  const refresh = async (): Promise<void> => {
    askedAt = clock.now().getTime();
    asking ??= ask()
      .catch((error: unknown) => log.error('teams_keys_not_read', { platform: 'teams' }, error))
      .finally(() => {
        asking = null;
      });
    await asking;
  };
  return {
    find: async (kid) => {
      const now = clock.now().getTime();
      const known = keys.get(kid) ?? null;
      const isDue = known === null || now - freshAt > FRESH_MS;
      if (asking !== null && known === null) await asking;
      else if (isDue && now - askedAt > ASK_AGAIN_MS) {
        // A key we know need not wait for its successor.
        if (known === null) await refresh();
        else void refresh();
      }
      return keys.get(kid) ?? null;
    },
    warm: refresh,
  };
};
