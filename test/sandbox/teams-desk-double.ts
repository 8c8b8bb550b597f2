import { createPublicKey, verify } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { z } from 'zod';
import type { Json, JsonObject } from '../../sandbox/json';
import { isObject, parseJson } from '../../sandbox/json';
import type { TeamsSandbox } from '../../sandbox/teams-handle';

const tokenAnswer = z.object({ access_token: z.string(), token_type: z.literal('Bearer') });
const metadata = z.object({ issuer: z.string(), jwks_uri: z.string() });
const keySet = z.object({
  keys: z.array(z.object({ kid: z.string(), n: z.string(), e: z.string(), kty: z.string() })),
});

export interface HeardActivity {
  activity: JsonObject;
  authorization: string;
}

/** A desk that only listens, and answers what the test says. */
export class TeamsDeskDouble {
  readonly heard: HeardActivity[] = [];
  answer: (activity: JsonObject) => { status: number; body?: Json } = () => ({ status: 200 });
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const activity = parseJson(Buffer.concat(chunks).toString('utf8'));
        const body = isObject(activity) ? activity : {};
        this.heard.push({ activity: body, authorization: request.headers.authorization ?? '' });
        const answer = this.answer(body);
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const address = this.server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  of(type: string): JsonObject[] {
    return this.heard.map(({ activity }) => activity).filter((activity) => activity.type === type);
  }
}

/** The claims of a token, if a published key signed it. */
export async function verifiedClaims(
  sandbox: TeamsSandbox,
  token: string,
): Promise<Record<string, unknown> | null> {
  const { jwks_uri } = metadata.parse(await (await fetch(sandbox.openIdMetadataUrl)).json());
  const { keys } = keySet.parse(await (await fetch(jwks_uri)).json());
  const [head = '', claims = '', signature = ''] = token.split('.');
  const header = z
    .object({ kid: z.string(), alg: z.string() })
    .parse(JSON.parse(Buffer.from(head, 'base64url').toString()));
  const jwk = keys.find(({ kid }) => kid === header.kid);
  if (!jwk || header.alg !== 'RS256') return null;
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const good = verify(
    'RSA-SHA256',
    Buffer.from(`${head}.${claims}`),
    key,
    Buffer.from(signature, 'base64url'),
  );
  return good
    ? z
        .record(z.string(), z.unknown())
        .parse(JSON.parse(Buffer.from(claims, 'base64url').toString()))
    : null;
}

/** A bot that calls the connector with a token of its own. */
export class ConnectorClient {
  private token = '';

  constructor(private readonly sandbox: TeamsSandbox) {}

  async signIn(appId: string, appPassword: string): Promise<number> {
    const response = await fetch(this.sandbox.tokenUrl, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret: appPassword,
        scope: 'https://api.botframework.com/.default',
      }),
    });
    if (response.ok) this.token = tokenAnswer.parse(await response.json()).access_token;
    else await response.text();
    return response.status;
  }

  async call(
    verb: string,
    path: string,
    body?: Json,
  ): Promise<{ status: number; body: JsonObject; retryAfter: string | null }> {
    const response = await fetch(`${this.sandbox.serviceUrl}${path}`, {
      method: verb,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: Json | undefined = parseJson(await response.text());
    return {
      status: response.status,
      body: isObject(answer) ? answer : { list: answer },
      retryAfter: response.headers.get('retry-after'),
    };
  }

  /** Sends into a conversation and gives back the new message's id. */
  async say(conversation: string, body: JsonObject): Promise<string> {
    const path = `/v3/conversations/${encodeURIComponent(conversation)}/activities`;
    const answer = await this.call('POST', path, { type: 'message', ...body });
    return z.object({ id: z.string() }).parse(answer.body).id;
  }
}

/** An activity with one Adaptive Card. */
export function withCard(card: JsonObject): JsonObject {
  const content = { type: 'AdaptiveCard', version: '1.4', ...card };
  return {
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
  };
}
