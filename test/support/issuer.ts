import { createHash, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

interface Code {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly challenge: string;
  readonly nonce: string;
}

/** An account service on this machine: its discovery, its keys, its token endpoint. */
export class Issuer {
  url = '';
  audience = 'threadkeeper';
  /** Instead of an answer. */
  isDown = false;
  keyRequests = 0;
  lastTokenRequest = new URLSearchParams();
  /** Whoever comes to it with a browser is this one, and agrees. */
  visitor: Readonly<Record<string, unknown>> = {};
  private kid = 'k1';
  private readonly published: JWK[] = [];
  private readonly codes = new Map<string, Code>();

  private constructor(
    private keys: Keys,
    private readonly server: Server,
  ) {}

  static async start(): Promise<Issuer> {
    const server = createServer();
    const issuer = new Issuer(await generateKeyPair('ES256'), server);
    await issuer.publish();
    server.on('request', (request, response) => {
      if (issuer.isDown) {
        response.destroy();
        return;
      }
      const asked = new URL(request.url ?? '', issuer.url);
      if (asked.pathname === '/authorize') {
        const back = new URL(asked.searchParams.get('redirect_uri') ?? '');
        back.searchParams.set('code', issuer.agree(asked.href, issuer.visitor));
        back.searchParams.set('state', asked.searchParams.get('state') ?? '');
        response.writeHead(302, { location: back.href }).end();
        return;
      }
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        issuer.answer(request.url ?? '', new URLSearchParams(body)).then(
          (answer) =>
            response.setHeader('content-type', 'application/json').end(JSON.stringify(answer)),
          () => response.writeHead(400).end('{"error":"invalid_grant"}'),
        );
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    issuer.url = `http://127.0.0.1:${address.port}`;
    return issuer;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(() => done()));
  }

  /** Another key signs from now on; the old one stays published. */
  async rotate(): Promise<void> {
    this.keys = await generateKeyPair('ES256');
    this.kid = `k${this.published.length + 1}`;
    await this.publish();
  }

  /** What anybody may know of the key. */
  get publicKey(): JWK {
    const key = this.published.at(-1);
    if (key === undefined) throw new Error('no key');
    return key;
  }

  claims(now: Date, more: object = {}): Record<string, unknown> {
    const at = Math.floor(now.getTime() / 1_000);
    return { iss: this.url, aud: this.audience, sub: 'ada', iat: at, exp: at + 300, ...more };
  }

  sign(
    claims: Record<string, unknown>,
    header: object = {},
    crit: Record<string, boolean> = {},
  ): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: this.kid, ...header })
      .sign(this.keys.privateKey, { crit });
  }

  /** What the service would do when somebody agreed: a code for what the desk asked. */
  agree(authorizeUrl: string, claims: Record<string, unknown>): string {
    const asked = new URL(authorizeUrl).searchParams;
    const code = randomUUID();
    this.codes.set(code, {
      claims,
      challenge: asked.get('code_challenge') ?? '',
      nonce: asked.get('nonce') ?? '',
    });
    return code;
  }

  private async publish(): Promise<void> {
    this.published.push({ ...(await exportJWK(this.keys.publicKey)), kid: this.kid, alg: 'ES256' });
  }

  private async answer(path: string, form: URLSearchParams): Promise<unknown> {
    if (path === '/.well-known/openid-configuration')
      return {
        issuer: this.url,
        authorization_endpoint: `${this.url}/authorize`,
        token_endpoint: `${this.url}/token`,
        jwks_uri: `${this.url}/keys`,
      };
    if (path === '/keys') {
      this.keyRequests += 1;
      return { keys: this.published };
    }
    this.lastTokenRequest = form;
    const code = this.codes.get(form.get('code') ?? '');
    this.codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (code === undefined || code.challenge !== challenge) throw new Error('invalid_grant');
    return { id_token: await this.sign({ nonce: code.nonce, ...code.claims }) };
  }
}
