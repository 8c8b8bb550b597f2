import {
  type FetchFunction,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
} from '@slack/web-api';
import {
  PlatformBusy,
  PlatformLockedOut,
  PlatformRefused,
} from '../../src/app/ports/chat-platform';
import type { Installation, Installations } from '../../src/app/ports/installations';
import type { Log } from '../../src/app/ports/log';
import { quietLogger } from './quiet-logger';
import { BUSY, LOCKED_OUT, REFUSALS, UNSURE } from './refusals';

/**
 * What one request came to. `unsure`: it may have been carried out; `busy`: it surely was not;
 * `locked-out`: our token is refused, whatever it asks.
 */
export type Failure =
  | { readonly kind: 'busy'; readonly afterMs: number; readonly reason: string }
  | { readonly kind: 'refused' | 'locked-out'; readonly code: string; readonly reason: string }
  | { readonly kind: 'unsure'; readonly reason: string };

export type Answer =
  | { readonly ok: true; readonly data: unknown; readonly installation: Installation }
  | { readonly ok: false; readonly failure: Failure };

const RETRY_MS = 5_000;
const RATE_LIMIT_WITHOUT_TIME_MS = 30_000;
const MAX_CLIENTS = 200;
/** The request never left: nobody was there to hear it. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** The system's code of a failed request, however deep the runtime has wrapped it. */
const codeOf = (error: unknown, depth = 0): string | null => {
  if (typeof error !== 'object' || error === null || depth > 5) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  const inner = 'errors' in error && Array.isArray(error.errors) ? error.errors[0] : null;
  return codeOf(inner ?? ('cause' in error ? error.cause : null), depth + 1);
};

class TransportError extends Error {
  override readonly name = 'TransportError';
  constructor(readonly system: string) {
    super(system);
  }
}

/** Keeps the one fact that matters of a failed request: did it leave at all? */
const plainFetch: FetchFunction = async (url, init) => {
  try {
    return await fetch(url, init);
  } catch (error) {
    throw new TransportError(codeOf(error) ?? (error instanceof Error ? error.name : 'unknown'));
  }
};

const refused = (code: string): Failure => ({
  kind: LOCKED_OUT.has(code) ? 'locked-out' : 'refused',
  code,
  reason: REFUSALS[code] ?? `Slack refused with "${code}".`,
});

/** Any error of a Web API call -> what it means for us. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof WebAPIRateLimitedError)
    return {
      kind: 'busy',
      afterMs: error.retryAfter * 1000,
      reason: 'Slack asked us to slow down.',
    };
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    if (BUSY.has(code)) return { kind: 'busy', afterMs: RATE_LIMIT_WITHOUT_TIME_MS, reason: code };
    // An answer that is not JSON arrives as an "error" of that text: a proxy's page, most likely.
    if (UNSURE.has(code) || !/^[a-z][a-z0-9_]{2,60}$/.test(code))
      return { kind: 'unsure', reason: UNSURE.has(code) ? code : 'an unreadable answer' };
    return refused(code);
  }
  if (error instanceof WebAPIHTTPError)
    return error.statusCode >= 500 || error.statusCode === 408
      ? { kind: 'unsure', reason: `http ${error.statusCode}` }
      : refused(`http_${error.statusCode}`);
  if (error instanceof WebAPIRequestError) {
    const { original } = error;
    const reason = original instanceof TransportError ? original.system : original.name;
    return NEVER_SENT.has(reason)
      ? { kind: 'busy', afterMs: RETRY_MS, reason }
      : { kind: 'unsure', reason };
  }
  // A 429 whose Retry-After the package cannot read is a bare Error.
  if (error instanceof Error && /retry-after header/i.test(error.message))
    return {
      kind: 'busy',
      afterMs: RATE_LIMIT_WITHOUT_TIME_MS,
      reason: 'Slack asked us to slow down.',
    };
  return { kind: 'unsure', reason: error instanceof Error ? error.name : 'unknown' };
};

export type Call = (
  workspace: string,
  method: string,
  args: Readonly<Record<string, unknown>>,
) => Promise<Answer>;

export interface CallOptions {
  readonly installations: Installations;
  readonly apiUrl: string | null;
  readonly requestTimeoutMs: number;
  readonly log: Log;
}

/** One call is one HTTP request under the workspace's own token; retries belong to the outbox. */
export const createCall = (options: CallOptions): Call => {
  const clients = new Map<string, WebClient>();
  const clientFor = (token: string): WebClient => {
    const client =
      clients.get(token) ??
      new WebClient(token, {
        ...(options.apiUrl === null ? {} : { slackApiUrl: options.apiUrl }),
        fetch: plainFetch,
        allowAbsoluteUrls: false,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        timeout: options.requestTimeoutMs,
        logger: quietLogger(options.log, 'web-api'),
      });
    clients.delete(token);
    clients.set(token, client);
    const oldest = clients.keys().next().value;
    if (clients.size > MAX_CLIENTS && oldest !== undefined) clients.delete(oldest);
    return client;
  };
  const lookUp = async (workspace: string): Promise<Installation | Failure> => {
    try {
      return (await options.installations.find('slack', workspace)) ?? refused('not_installed');
    } catch {
      return {
        kind: 'busy',
        afterMs: RETRY_MS,
        reason: 'The installation could not be looked up.',
      };
    }
  };
  return async (workspace, method, args) => {
    const installation = await lookUp(workspace);
    if ('kind' in installation) return { ok: false, failure: installation };
    try {
      const data: unknown = await clientFor(installation.botToken).apiCall(method, { ...args });
      return { ok: true, data, installation };
    } catch (error) {
      const failure = failureOf(error);
      options.log.debug('slack_call_failed', {
        platform: 'slack',
        workspace,
        method,
        code: 'code' in failure ? failure.code : failure.kind,
      });
      return { ok: false, failure };
    }
  };
};

/** For reading methods, which throw instead of answering. */
export const readingError = (failure: Failure): PlatformBusy | PlatformRefused => {
  switch (failure.kind) {
    case 'busy':
      return new PlatformBusy(failure.afterMs, failure.reason);
    case 'unsure':
      return new PlatformBusy(RETRY_MS, failure.reason);
    case 'refused':
      return new PlatformRefused(failure.code);
    case 'locked-out':
      return new PlatformLockedOut(failure.reason);
    default:
      return failure satisfies never;
  }
};
