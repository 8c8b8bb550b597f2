import type { RequestHandler } from 'express';
import type { People } from '../app/admin/authenticate';
import { principalOfClaims } from '../app/admin/sign-in';
import type { Desk } from '../app/desk';
import type { LoginStore } from '../app/ports/sign-in';
import type { TokenStore } from '../app/ports/tokens';
import { DeskError } from '../domain/errors';
import type { Settings } from '../lib/config';
import { createOidc, OidcUnavailable } from '../lib/oidc';
import { SIGN_IN_LIMITS, type SignInLimits } from './sign-in-limit';
import { signInRoutes } from './sign-in-routes';

export interface SignInParts {
  readonly routes: RequestHandler;
  /** Null where no account service is set up. */
  readonly people: People | null;
}

/** How people come in with their company's account. */
export const composeSignIn = (
  config: Settings,
  desk: Pick<Desk, 'unitOfWork' | 'clock' | 'log'>,
  tokens: TokenStore,
  logins: LoginStore,
  limits: SignInLimits = SIGN_IN_LIMITS,
): SignInParts => {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, PUBLIC_URL: publicUrl } = config;
  const isSecure = publicUrl?.startsWith('https:') === true;
  const common = { desk, tokens, logins, isSecure, limits };
  if (issuer === undefined || clientId === undefined || publicUrl === undefined)
    return { routes: signInRoutes({ ...common, oidc: null }), people: null };
  const provider = createOidc({
    issuer,
    clientId,
    clientSecret: config.OIDC_CLIENT_SECRET ?? null,
    audience: config.OIDC_AUDIENCE ?? clientId,
    redirectUri: new URL('/auth/callback', publicUrl).href,
    subjectClaim: config.OIDC_SUBJECT_CLAIM,
    trustedTenant: config.OIDC_TRUST_EMAIL_OF_TENANT ?? null,
  });
  const people: People = async (jwt, now) => {
    try {
      const claims = await provider.claimsOf(jwt, now);
      return claims === null ? null : await principalOfClaims(desk, logins, claims, now);
    } catch (error) {
      if (!(error instanceof OidcUnavailable)) throw error;
      throw new DeskError(
        'unavailable',
        'SIGN_IN_UNAVAILABLE',
        'The account service does not answer.',
        'Try again in a minute, or use an API token.',
      );
    }
  };
  return {
    people,
    routes: signInRoutes({ ...common, oidc: { provider, name: config.OIDC_NAME, issuer } }),
  };
};
