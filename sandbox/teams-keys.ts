import {
  createHash,
  createHmac,
  createSign,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import type { JsonObject } from './json';

const ISSUER = 'https://api.botframework.com';
const LIFETIME_S = 3600;

interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  jwk: JsonObject;
}

/** What a token says, and how it is made; each may be wrong on purpose. */
export interface TokenWish {
  header?: JsonObject;
  claims?: JsonObject;
  /** Signs with a key that is in no key set. */
  strangeKey?: boolean;
  /** HS256 with this secret instead of RS256. */
  hmacSecret?: string | Buffer;
  unsigned?: boolean;
}

const encode = (value: JsonObject): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

/** Bot Framework's signing keys, as the OpenID metadata publishes them. */
export class TeamsKeys {
  private current = firstKey();
  private older: SigningKey[] = [];

  constructor(
    private readonly appId: string,
    private readonly clock: () => number,
  ) {}

  /** The OpenID metadata, naming the key set at a base address. */
  metadata(base: string): JsonObject {
    return {
      issuer: ISSUER,
      authorization_endpoint: 'https://invalid.botframework.com',
      jwks_uri: `${base}/v1/.well-known/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    };
  }

  /** The key set: every key still honoured, with the channels it may sign for. */
  keySet(): JsonObject {
    return { keys: [this.current, ...this.older].map((key) => key.jwk) };
  }

  /** The public key in PEM, for tests that sign an HMAC with it. */
  publicPem(): string {
    return this.current.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  }

  /** Starts to sign with a new key; the old one leaves the key set unless kept. */
  rotate(keepOld = true): void {
    this.older = keepOld ? [this.current, ...this.older] : [];
    this.current = newKey();
  }

  /** The token Bot Framework sends with an activity for a serviceUrl. */
  token(serviceUrl: string, wish: TokenWish = {}): string {
    const now = Math.floor(this.clock() / 1000);
    const key = wish.strangeKey ? newKey() : this.current;
    const header = encode({
      alg: 'RS256',
      kid: key.kid,
      typ: 'JWT',
      x5t: key.kid,
      ...wish.header,
    });
    const claims = encode({
      serviceurl: serviceUrl,
      nbf: now,
      exp: now + LIFETIME_S,
      iss: ISSUER,
      aud: this.appId,
      ...wish.claims,
    });
    const body = `${header}.${claims}`;
    if (wish.unsigned) return `${body}.`;
    if (wish.hmacSecret !== undefined)
      return `${body}.${createHmac('sha256', wish.hmacSecret).update(body).digest('base64url')}`;
    const signature = createSign('RSA-SHA256').update(body).sign(key.privateKey);
    return `${body}.${signature.toString('base64url')}`;
  }
}

// Making a key takes half a second on a busy machine; the first may be the same for a whole process.
let first: SigningKey | null = null;

function firstKey(): SigningKey {
  first ??= newKey();
  return first;
}

function newKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n, e } = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256')
    .update(n ?? '')
    .digest('base64url')
    .slice(0, 27);
  return {
    kid,
    privateKey,
    publicKey,
    jwk: {
      kty: 'RSA',
      use: 'sig',
      kid,
      x5t: kid,
      n,
      e,
      endorsements: ['msteams', 'webchat', 'directline'],
    },
  };
}
