import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, sendJson } from './http-io';
import { isObject, type JsonObject, parseJson } from './json';
import { cardTroubles } from './teams-card-check';
import type { ConnectorCall, TeamsConnector } from './teams-connector';
import { ConnectorError } from './teams-content';
import type { ConnectorOperation, TeamsFault, TeamsFaults, TeamsThrottle } from './teams-faults';

const LARGEST = 100 * 1024;
const TOKEN_LIFETIME_S = 3599;
const SCOPE = 'https://api.botframework.com/.default';

/** One call of the desk, as it was answered. */
export interface ConnectorRecord {
  at: number;
  operation: ConnectorOperation;
  verb: string;
  path: string;
  thread: string | null;
  body: JsonObject;
  status: number | 'dropped' | 'black-hole';
}

interface Credentials {
  appId: string;
  appPassword: string;
}

/** The connector over HTTP: tokens, sizes, limits and faults stand before every call. */
export class ConnectorHttp {
  readonly log: ConnectorRecord[] = [];
  readonly violations: string[] = [];
  private readonly tokens = new Map<string, number>();
  private serial = 0;

  constructor(
    private readonly connector: TeamsConnector,
    private readonly faults: TeamsFaults,
    private readonly throttle: TeamsThrottle,
    private readonly credentials: Credentials,
    private readonly clock: () => number,
  ) {}

  /** Forgets every token given out, so that the desk must ask for a new one. */
  expireTokens(): void {
    this.tokens.clear();
  }

  /** The token endpoint: client credentials of the app, nothing else. */
  async token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams((await readBody(request)).toString('utf8'));
    const status = await this.suffer(this.faults.hit('token', null), response);
    if (status !== null) return;
    const refuse = (code: string, description: string, http: number) =>
      sendJson(response, http, { error: code, error_description: description });
    if (form.get('grant_type') !== 'client_credentials')
      return refuse('unsupported_grant_type', 'AADSTS70003', 400);
    if (form.get('client_id') !== this.credentials.appId)
      return refuse('unauthorized_client', 'AADSTS700016: application not found', 400);
    if (form.get('client_secret') !== this.credentials.appPassword)
      return refuse('invalid_client', 'AADSTS7000215: invalid client secret provided', 401);
    if (form.get('scope') !== SCOPE) return refuse('invalid_scope', 'AADSTS70011', 400);
    this.serial += 1;
    const token = `sandbox-connector-token-${this.serial}-${Math.random().toString(36).slice(2)}`;
    this.tokens.set(token, this.clock() + TOKEN_LIFETIME_S * 1000);
    sendJson(response, 200, {
      token_type: 'Bearer',
      expires_in: TOKEN_LIFETIME_S,
      ext_expires_in: TOKEN_LIFETIME_S,
      access_token: token,
    });
  }

  /** Answers one call; the path is the one below the serviceUrl. */
  async handle(request: IncomingMessage, response: ServerResponse, url: URL, path: string) {
    const verb = request.method ?? 'GET';
    const bytes = await readBody(request);
    const call = this.connector.find(verb, path, url.searchParams);
    if (!call) return fail(response, new ConnectorError(404, 'NotFound', 'No such call.'));
    const parsed = bytes.length === 0 ? {} : parseJson(bytes.toString('utf8'));
    const body = isObject(parsed) ? parsed : {};
    const { operation, thread } = call;
    const record: ConnectorRecord = {
      at: this.clock(),
      operation,
      verb,
      path,
      thread,
      body,
      status: 'dropped',
    };
    this.log.push(record);
    const fault = this.faults.hit(operation, call.room);
    const suffered = await this.suffer(fault, response);
    if (suffered !== null) {
      record.status = suffered;
      return;
    }
    const refusal = this.refusal(request, call, bytes.length, isObject(parsed));
    if (refusal) {
      record.status = refusal.error.status;
      return fail(response, refusal.error, refusal.retryAfterS);
    }
    if (operation === 'send' || operation === 'edit')
      this.violations.push(...cardTroubles(body).map((trouble) => `${verb} ${path}: ${trouble}`));
    await this.answer(call, body, response, fault, record);
  }

  private async answer(
    call: ConnectorCall,
    body: JsonObject,
    response: ServerResponse,
    fault: TeamsFault | undefined,
    record: ConnectorRecord,
  ): Promise<void> {
    if (fault?.kind === 'store-then-drop') {
      response.destroy();
      await pause(fault.delayMs ?? 0);
    }
    try {
      const answer = call.run(body);
      if (fault?.kind === 'late') await pause(fault.delayMs ?? 0);
      record.status = fault?.kind === 'store-then-drop' ? 'dropped' : answer.status;
      sendJson(response, answer.status, answer.body);
    } catch (failure) {
      if (!(failure instanceof ConnectorError)) throw failure;
      record.status = failure.status;
      fail(response, failure);
    }
  }

  private refusal(
    request: IncomingMessage,
    call: ConnectorCall,
    size: number,
    wellFormed: boolean,
  ): { error: ConnectorError; retryAfterS?: number } | null {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const until = token === undefined ? undefined : this.tokens.get(token);
    if (until === undefined || until < this.clock())
      return {
        error: new ConnectorError(401, 'Unauthorized', 'Authorization has been denied.'),
      };
    if (size > LARGEST)
      return { error: new ConnectorError(413, 'MessageSizeTooBig', 'Message size too large.') };
    if (!wellFormed) return { error: new ConnectorError(400, 'BadSyntax', 'Not a JSON object.') };
    const counts = ['send', 'edit', 'delete'].includes(call.operation);
    const retryAfterS = counts ? this.throttle.refuses(call.thread ?? '') : null;
    return retryAfterS === null
      ? null
      : { error: new ConnectorError(429, 'TooManyRequests', 'Too many requests.'), retryAfterS };
  }

  /** Lets a fault happen that keeps the call from being done; null when it goes on. */
  private async suffer(
    fault: TeamsFault | undefined,
    response: ServerResponse,
  ): Promise<number | 'dropped' | 'black-hole' | null> {
    if (!fault) return null;
    if (fault.kind === 'black-hole') return 'black-hole';
    if (fault.kind === 'drop-before') {
      response.destroy();
      return 'dropped';
    }
    if (fault.kind !== 'status') return null;
    const status = fault.status ?? 500;
    const error = new ConnectorError(status, fault.code ?? codeOf(status), 'A fault, on purpose.');
    fail(response, error, fault.retryAfterS);
    return status;
  }
}

function codeOf(status: number): string {
  if (status === 429) return 'TooManyRequests';
  if (status === 412) return 'PreconditionFailed';
  if (status === 403) return 'MessageWritesBlocked';
  if (status === 413) return 'MessageSizeTooBig';
  return status >= 500 ? 'ServiceError' : 'BadArgument';
}

function fail(response: ServerResponse, error: ConnectorError, retryAfterS?: number): void {
  const headers: Record<string, string> =
    retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) };
  sendJson(
    response,
    error.status,
    { error: { code: error.code, message: error.message } },
    headers,
  );
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
