import { createHash } from 'node:crypto';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';

/** Who somebody is, as their company's account service says. */
export interface OidcClaims {
  readonly issuer: string;
  readonly subject: string;
  /** Null when there is none, or nobody checked that it is theirs. */
  readonly email: string | null;
  readonly name: string | null;
  readonly expiresAt: Date;
}

export interface OidcOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly audience: string;
  /** Where the account service sends people back to. */
  readonly redirectUri: string;
  /** So long an unknown key is not asked for again. */
  readonly keyPauseMs?: number;
  /** By what the service names an account for good; `sub`, if unset. */
  readonly subjectClaim?: 'sub' | 'oid';
  /** The directory (`tid`) whose addresses count though the service does not say they are confirmed. */
  readonly trustedTenant?: string | null;
}

/** The account service cannot be asked just now, or answers nonsense. */
export class OidcUnavailable extends Error {
  override readonly name = 'OidcUnavailable';
}

export interface Oidc {
  /** Null for anything that is not a JWT of this service, made for us and valid now. */
  claimsOf(jwt: string, now: Date): Promise<OidcClaims | null>;
  authorizeUrl(asked: { state: string; nonce: string; verifier: string }): Promise<string>;
  /** What a code of the authorisation stands for; null if it does not hold. */
  redeem(
    given: { code: string; nonce: string; verifier: string },
    now: Date,
  ): Promise<OidcClaims | null>;
}

/** Signatures only: with a shared secret or none, whoever knows the public key could sign. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
];
const TOLERANCE_SEC = 60;
const TIMEOUT_MS = 5_000;
const LONGEST = 16_384;

const METADATA = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
});
type Metadata = z.infer<typeof METADATA>;
const TOKENS = z.object({ id_token: z.string().max(LONGEST) });
const EXTRA = z.object({
  email: z.string().max(320).optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
  name: z.string().max(200).optional().catch(undefined),
  oid: z.string().min(1).max(200).optional().catch(undefined),
  tid: z.string().min(1).max(200).optional().catch(undefined),
});

const fetchJson = async (url: string, init: RequestInit = {}): Promise<unknown> => {
  try {
    const response = await fetch(url, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    // A refused code is an answer; a service in trouble is none.
    if (response.status >= 500) throw new Error(`status ${response.status}`);
    return await response.json();
  } catch (error) {
    throw new OidcUnavailable('The account service did not answer.', { cause: error });
  }
};

const challengeOf = (verifier: string): string =>
  createHash('sha256').update(verifier).digest('base64url');

const readClaims = (payload: JWTPayload, options: OidcOptions): OidcClaims | null => {
  const { subjectClaim = 'sub', trustedTenant = null } = options;
  const { iss, sub, exp } = payload;
  if (iss === undefined || sub === undefined || sub === '' || exp === undefined) return null;
  const { email, email_verified, name, oid, tid } = EXTRA.parse(payload);
  const subject = subjectClaim === 'oid' ? oid : sub;
  if (subject === undefined) return null;
  // Whoever says that it is not confirmed is believed, and so is nobody who says it in other words.
  const isSilent = payload.email_verified === undefined;
  const isTheirs =
    email_verified === true || (isSilent && trustedTenant !== null && tid === trustedTenant);
  return {
    issuer: iss,
    subject,
    email: isTheirs ? (email?.trim().toLowerCase() ?? null) : null,
    name: name ?? null,
    expiresAt: new Date(exp * 1_000),
  };
};

/** An OpenID Connect provider: its keys and addresses are found by themselves, and kept. */
export const createOidc = (options: OidcOptions): Oidc => {
  const { issuer, clientId, clientSecret, audience, redirectUri, keyPauseMs = 30_000 } = options;
  let found: Promise<{ metadata: Metadata; keys: ReturnType<typeof createRemoteJWKSet> }> | null =
    null;

  const discover = async () => {
    const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const read = METADATA.safeParse(await fetchJson(address));
    if (!read.success || read.data.issuer !== issuer)
      throw new OidcUnavailable('The account service says that it is another one.');
    // A key that is not known yet is asked for, though not more often than twice a minute.
    const keys = createRemoteJWKSet(new URL(read.data.jwks_uri), {
      timeoutDuration: TIMEOUT_MS,
      cooldownDuration: keyPauseMs,
    });
    return { metadata: read.data, keys };
  };
  const provider = () => {
    found ??= discover().catch((error: unknown) => {
      found = null;
      throw error;
    });
    return found;
  };

  const verified = async (jwt: string, meantFor: string, now: Date): Promise<JWTPayload | null> => {
    if (jwt.length > LONGEST) return null;
    const { keys } = await provider();
    try {
      const { payload } = await jwtVerify(jwt, keys, {
        issuer,
        audience: meantFor,
        algorithms: ALGORITHMS,
        clockTolerance: TOLERANCE_SEC,
        currentDate: now,
        requiredClaims: ['exp', 'sub'],
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JWKSTimeout)
        throw new OidcUnavailable('The account service did not answer.', { cause: error });
      if (error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC') return null;
      throw new OidcUnavailable('The keys could not be fetched.', { cause: error });
    }
  };

  return {
    claimsOf: async (jwt, now) => {
      const payload = await verified(jwt, audience, now);
      return payload === null ? null : readClaims(payload, options);
    },
    authorizeUrl: async ({ state, nonce, verifier }) => {
      const url = new URL((await provider()).metadata.authorization_endpoint);
      const asked = {
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state,
        nonce,
        code_challenge: challengeOf(verifier),
        code_challenge_method: 'S256',
      };
      for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
      return url.href;
    },
    redeem: async ({ code, nonce, verifier }, now) => {
      const { metadata } = await provider();
      const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
      const form = new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        client_id: clientId,
        code_verifier: verifier,
      });
      const headers = new Headers({ accept: 'application/json' });
      if (clientSecret !== null && methods.includes('client_secret_basic')) {
        const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
        headers.set('authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
      } else if (clientSecret !== null) form.set('client_secret', clientSecret);
      const answer = await fetchJson(metadata.token_endpoint, {
        method: 'POST',
        headers,
        body: form,
      });
      const tokens = TOKENS.safeParse(answer);
      if (!tokens.success) return null;
      const payload = await verified(tokens.data.id_token, clientId, now);
      if (payload === null || payload.nonce !== nonce) return null;
      if (payload.azp !== undefined && payload.azp !== clientId) return null;
      return readClaims(payload, options);
    },
  };
};
