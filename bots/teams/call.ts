import type { ConnectorClient, TeamsConnectorClient } from 'botframework-connector';
import { z } from 'zod';
import {
  PlatformBusy,
  PlatformLockedOut,
  PlatformRefused,
} from '../../src/app/ports/chat-platform';
import type { Log } from '../../src/app/ports/log';
import { type AccessTokens, NoAccessToken } from './access-token';
import { APP_REFUSED, BAD_SERVICE, reasonOf } from './refusals';
import type { ServiceUrlRule } from './service-url';

/**
 * What one request came to. `unsure`: it may have been carried out; `busy`: it surely was not;
 * `locked-out`: our app is refused, whatever it asks.
 */
export type Failure =
  | { readonly kind: 'busy'; readonly afterMs: number; readonly reason: string }
  | {
      readonly kind: 'refused' | 'locked-out';
      readonly status: number;
      readonly code: string | null;
      readonly reason: string;
    }
  | { readonly kind: 'unsure'; readonly reason: string };

export type Answer<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly failure: Failure };

/** The connector's answer, or that there was none, as thrown through the package. */
class ConnectorFailure extends Error {
  override readonly name = 'ConnectorFailure';
  constructor(readonly failure: Failure) {
    super(failure.reason);
  }
}

const RETRY_MS = 5_000;
const MAX_RETRY_MS = 60_000;
const RENEW_MS = 200;
/** As Microsoft lists them: the request was turned away, and may come again. */
const TURNED_AWAY = new Set([412, 429, 502, 504]);
const UNAUTHORIZED = 401;
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
const MAX_ANSWER = 4_000_000;

const errorSchema = z.looseObject({ error: z.looseObject({ code: z.string() }) });

/** The system's code of a failed request, however deep the runtime has wrapped it. */
const systemCode = (error: unknown, depth = 0): string | null => {
  if (typeof error !== 'object' || error === null || depth > 5) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  const inner = 'errors' in error && Array.isArray(error.errors) ? error.errors[0] : null;
  return systemCode(inner ?? ('cause' in error ? error.cause : null), depth + 1);
};

const codeOf = (body: string): string | null => {
  try {
    return errorSchema.safeParse(JSON.parse(body)).data?.error.code ?? null;
  } catch {
    return null;
  }
};

const waitOf = (retryAfter: string | null): number => {
  const seconds = Number(retryAfter ?? Number.NaN);
  if (Number.isFinite(seconds) && seconds > 0) return seconds * 1000;
  return Math.min(MAX_RETRY_MS, RETRY_MS * (1 + Math.random()));
};

const failureOf = (status: number, retryAfter: string | null, body: string): Failure => {
  if (TURNED_AWAY.has(status))
    return { kind: 'busy', afterMs: waitOf(retryAfter), reason: `Teams answered ${status}.` };
  if (status === 408 || status >= 500) return { kind: 'unsure', reason: `http ${status}` };
  const code = codeOf(body);
  // Whatever else it is called, what is wrong is who we are.
  if (status === UNAUTHORIZED)
    return { kind: 'locked-out', status, code, reason: reasonOf(status, null) };
  return { kind: 'refused', status, code, reason: reasonOf(status, code) };
};

type ClientOptions = NonNullable<ConstructorParameters<typeof ConnectorClient>[1]>;
type HttpClient = NonNullable<ClientOptions['httpClient']>;

/**
 * One request, no redirects, one deadline. The package retries 429 and 503 four times by itself and
 * waits out Retry-After meanwhile: a failure is thrown as an error of ours, which it lets pass.
 */
const httpClient = (timeoutMs: number): HttpClient => ({
  sendRequest: async (request) => {
    const body: unknown = request.body;
    let status = 0;
    let text = '';
    let retryAfter: string | null = null;
    try {
      const response = await fetch(request.url, {
        method: request.method,
        headers: request.headers.toJson(),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        ...(typeof body === 'string' ? { body } : {}),
      });
      status = response.status;
      retryAfter = response.headers.get('retry-after');
      text = (await response.text()).slice(0, MAX_ANSWER);
    } catch (error) {
      const code = systemCode(error) ?? (error instanceof Error ? error.name : 'unknown');
      throw new ConnectorFailure(
        NEVER_SENT.has(code)
          ? { kind: 'busy', afterMs: RETRY_MS, reason: code }
          : { kind: 'unsure', reason: code },
      );
    }
    if (status < 200 || status >= 300)
      throw new ConnectorFailure(failureOf(status, retryAfter, text));
    return { request, status, headers: request.headers.clone(), bodyAsText: text };
  },
});

/** The connector of one service address, under our token. */
export interface Connector {
  readonly conversations: ConnectorClient['conversations'];
  readonly teams: TeamsConnectorClient['teams'];
}

/** Runs one request against a conversation's own address. */
export type Call = <T>(
  serviceUrl: string,
  ask: (connector: Connector) => Promise<T>,
) => Promise<Answer<T>>;

export interface CallOptions {
  readonly tokens: AccessTokens;
  readonly isService: ServiceUrlRule;
  readonly requestTimeoutMs: number;
  readonly log: Log;
}

const MAX_CONNECTORS = 50;

/** One call is one HTTP request; retries belong to the outbox. */
export const createCall = (options: CallOptions): Call => {
  const { tokens, isService, requestTimeoutMs, log } = options;
  const http = httpClient(requestTimeoutMs);
  const connectors = new Map<string, Connector>();
  const connectorAt = async (serviceUrl: string, token: string): Promise<Connector> => {
    const key = `${serviceUrl} ${token}`;
    const known = connectors.get(key);
    if (known !== undefined) return known;
    // The slowest thing the program loads: only where Teams is spoken to.
    const connector = await import('botframework-connector');
    const credentials: ConstructorParameters<typeof ConnectorClient>[0] = {
      signRequest: async (request) => {
        if (token !== '') request.headers.set('authorization', `Bearer ${token}`);
        return request;
      },
    };
    const at = {
      baseUri: serviceUrl.endsWith('/') ? serviceUrl : `${serviceUrl}/`,
      httpClient: http,
    };
    const made = {
      conversations: new connector.ConnectorClient(credentials, at).conversations,
      teams: new connector.TeamsConnectorClient(credentials, at).teams,
    };
    connectors.set(key, made);
    const oldest = connectors.keys().next().value;
    if (connectors.size > MAX_CONNECTORS && oldest !== undefined) connectors.delete(oldest);
    return made;
  };
  let accepted = '';
  return async (serviceUrl, ask) => {
    // Asked again here: an address stored in better days must not get our token.
    if (!isService(serviceUrl))
      return {
        ok: false,
        failure: { kind: 'refused', status: 0, code: 'BadService', reason: BAD_SERVICE },
      };
    let token = '';
    try {
      token = await tokens.get();
      const data = await ask(await connectorAt(serviceUrl, token));
      accepted = token;
      return { ok: true, data };
    } catch (error) {
      let failure = understood(error);
      if (failure.kind === 'locked-out') {
        tokens.drop(token);
        // It was good before, so it has merely ended: the next call brings a new one.
        if (token !== '' && token === accepted)
          failure = { kind: 'busy', afterMs: RENEW_MS, reason: 'the token had ended' };
      }
      log.debug('teams_call_failed', {
        platform: 'teams',
        code: 'status' in failure ? (failure.code ?? String(failure.status)) : failure.kind,
      });
      return { ok: false, failure };
    }
  };
};

const understood = (error: unknown): Failure => {
  if (error instanceof ConnectorFailure) return error.failure;
  if (error instanceof NoAccessToken)
    return error.isRefused
      ? { kind: 'locked-out', status: UNAUTHORIZED, code: 'NoToken', reason: APP_REFUSED }
      : { kind: 'busy', afterMs: RETRY_MS, reason: 'no token' };
  return { kind: 'unsure', reason: error instanceof Error ? error.name : 'unknown' };
};

/** For reading methods, which throw instead of answering. */
export const readingError = (failure: Failure): PlatformBusy | PlatformRefused => {
  switch (failure.kind) {
    case 'busy':
      return new PlatformBusy(failure.afterMs, failure.reason);
    case 'unsure':
      return new PlatformBusy(RETRY_MS, failure.reason);
    case 'refused':
      return new PlatformRefused(failure.code ?? String(failure.status));
    case 'locked-out':
      return new PlatformLockedOut(failure.reason);
    default:
      return failure satisfies never;
  }
};
