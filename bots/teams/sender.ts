import { decodeProtectedHeader, jwtVerify } from 'jose';
import type { Clock } from '../../src/app/ports/log';
import type { KeyRing } from './key-ring';
import type { Activity } from './payloads';
import { isSameService, type ServiceUrlRule } from './service-url';

const ISSUER = 'https://api.botframework.com';
const MAX_HEADER = 8_192;
const SKEW_S = 300;

export interface SenderRules {
  /** Null only with the explicit local flag: nobody's word is checked then. */
  readonly appId: string | null;
  readonly keys: KeyRing;
  readonly isService: ServiceUrlRule;
  readonly clock: Clock;
}

const bearerOf = (authorization: string | undefined): string | null => {
  if (authorization === undefined || authorization.length > MAX_HEADER) return null;
  return /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization)?.[1] ?? null;
};

const headerOf = (token: string): { readonly kid: string } | null => {
  try {
    const { alg, kid, crit } = decodeProtectedHeader(token);
    return alg === 'RS256' && typeof kid === 'string' && crit === undefined ? { kid } : null;
  } catch {
    return null;
  }
};

/**
 * Why an activity is not from Bot Framework's Teams channel for our app; null when it is. Done
 * here and not by the package: it also accepts any Entra tenant's token for our audience, by the
 * emulator's way, and would then send our own credentials to the address in the body.
 */
export const refuseSender = async (
  rules: SenderRules,
  authorization: string | undefined,
  activity: Activity,
): Promise<string | null> => {
  if (activity.channelId !== 'msteams') return 'channel';
  const { serviceUrl } = activity;
  if (serviceUrl === undefined || !rules.isService(serviceUrl)) return 'service-url';
  if (rules.appId === null) return null;
  const token = bearerOf(authorization);
  if (token === null) return 'no-token';
  const header = headerOf(token);
  if (header === null) return 'token-header';
  const signing = await rules.keys.find(header.kid);
  if (signing === null) return 'unknown-key';
  if (!signing.endorsements.includes('msteams')) return 'not-endorsed';
  try {
    const { payload } = await jwtVerify(token, signing.key, {
      algorithms: ['RS256'],
      issuer: ISSUER,
      audience: rules.appId,
      clockTolerance: SKEW_S,
      currentDate: rules.clock.now(),
      requiredClaims: ['exp', 'serviceurl'],
    });
    // A list of audiences would let one token speak to several apps.
    if (payload.aud !== rules.appId) return 'audience';
    const { serviceurl } = payload;
    return typeof serviceurl === 'string' && isSameService(serviceurl, serviceUrl)
      ? null
      : 'service-url-claim';
  } catch {
    return 'token';
  }
};
