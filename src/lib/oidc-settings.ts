import { z } from 'zod';

const address = z.url({
  protocol: /^https?$/,
  error: 'must be an address such as https://login.example.com',
});

const DIRECTORY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DIRECTORY_WANTED = 'must be the id of one directory, as Entra ID shows it (small letters)';

/** People sign in with their company's account (OpenID Connect): the first two, or none. */
export const oidcShape = {
  OIDC_ISSUER: address.optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  /** Whom a bearer JWT must be meant for; the client id, if unset. */
  OIDC_AUDIENCE: z.string().min(1).optional(),
  /** By what the service names an account for good. Entra ID: `oid`. */
  OIDC_SUBJECT_CLAIM: z.enum(['sub', 'oid']).default('sub'),
  /** The Entra directory (its id) whose addresses count without `email_verified`. */
  OIDC_TRUST_EMAIL_OF_TENANT: z.string().regex(DIRECTORY, DIRECTORY_WANTED).optional(),
  OIDC_NAME: z.string().min(1).max(40).default('your company account'),
};

const schema = z.object({ ...oidcShape, PUBLIC_URL: z.string().optional() });
export type OidcSettings = z.infer<typeof schema>;

/** What is wrong with the part about signing in, each with what to do about it. */
export const oidcProblems = (settings: OidcSettings, production: boolean): string[] => {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: id, PUBLIC_URL: publicUrl } = settings;
  const problems: string[] = [];
  if ((issuer === undefined) !== (id === undefined))
    problems.push('OIDC_ISSUER and OIDC_CLIENT_ID belong together: set both.');
  if (issuer === undefined)
    for (const name of [
      'OIDC_CLIENT_SECRET',
      'OIDC_AUDIENCE',
      'OIDC_TRUST_EMAIL_OF_TENANT',
    ] as const)
      if (settings[name] !== undefined)
        problems.push(`${name} is set, but no OIDC_ISSUER: nobody could sign in with it.`);
  if (issuer !== undefined && publicUrl === undefined)
    problems.push('PUBLIC_URL is missing: the sign-in must know where to come back to.');
  if (production && issuer?.startsWith('http:') === true)
    problems.push('OIDC_ISSUER must be https in production: its keys decide who comes in.');
  return problems;
};
