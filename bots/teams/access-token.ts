import { z } from 'zod';
import type { Clock } from '../../src/app/ports/log';

const answerSchema = z.looseObject({ access_token: z.string().min(1), expires_in: z.number() });
const SCOPE = 'https://api.botframework.com/.default';
const EARLY_MS = 300_000;

/** Where the app gets its token: a bot of several tenants asks Bot Framework's own tenant. */
export const tokenUrlOf = (appType: 'MultiTenant' | 'SingleTenant', ownTenant: string): string =>
  `https://login.microsoftonline.com/${appType === 'MultiTenant' ? 'botframework.com' : ownTenant}/oauth2/v2.0/token`;

export class NoAccessToken extends Error {
  override readonly name = 'NoAccessToken';
  constructor(readonly isRefused: boolean) {
    super(isRefused ? 'the app was refused' : 'no answer');
  }
}

export interface AccessTokens {
  get(): Promise<string>;
  /** The connector did not take it: the next one is asked for anew. */
  drop(token: string): void;
}

export interface AppCredentials {
  readonly appId: string;
  readonly appPassword: string;
  readonly tokenUrl: string;
}

/** The app's own token for the connector, kept until shortly before it ends. */
export const createAccessTokens = (
  credentials: AppCredentials | null,
  clock: Clock,
  timeoutMs: number,
): AccessTokens => {
  let held: { readonly token: string; readonly until: number } | null = null;
  let asking: Promise<string> | null = null;
  const ask = async ({ appId, appPassword, tokenUrl }: AppCredentials): Promise<string> => {
    const response = await fetch(tokenUrl, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret: appPassword,
        scope: SCOPE,
      }),
    }).catch(() => {
      throw new NoAccessToken(false);
    });
    if (!response.ok) throw new NoAccessToken(response.status === 400 || response.status === 401);
    const answer = answerSchema.safeParse(await response.json().catch(() => null));
    if (!answer.success) throw new NoAccessToken(false);
    const { access_token: token, expires_in: seconds } = answer.data;
    held = { token, until: clock.now().getTime() + Math.max(0, seconds * 1000 - EARLY_MS) };
    return token;
  };
  return {
    get: async () => {
      if (credentials === null) return '';
      if (held !== null && held.until > clock.now().getTime()) return held.token;
      asking ??= ask(credentials).finally(() => {
        asking = null;
      });
      return asking;
    },
    drop: (token) => {
      if (held?.token === token) held = null;
    },
  };
};
