import { randomBytes } from 'node:crypto';
import express, { type CookieOptions, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { authenticate } from '../app/admin/authenticate';
import { heldBy, keepsakeOf } from '../app/admin/keepsake';
import { noteRefusedSignIn } from '../app/admin/note-act';
import { signIn, signOut } from '../app/admin/sign-in';
import type { Desk } from '../app/desk';
import type { LoginStore } from '../app/ports/sign-in';
import type { TokenStore } from '../app/ports/tokens';
import { DeskError } from '../domain/errors';
import { type Oidc, OidcUnavailable } from '../lib/oidc';
import { authorizationOf, cookieOf, sessionCookieName } from '../lib/session-cookie';
import { limitSignIn, type SignInLimits } from './sign-in-limit';

export interface SignInDeps {
  readonly desk: Pick<Desk, 'unitOfWork' | 'clock' | 'log'>;
  readonly tokens: TokenStore;
  readonly logins: LoginStore;
  /** Null where people cannot sign in with an account. */
  readonly oidc: { readonly provider: Oidc; readonly name: string; readonly issuer: string } | null;
  /** Reached over https: cookies travel over nothing else. */
  readonly isSecure: boolean;
  /** So many tries a minute. */
  readonly limits: SignInLimits;
}

const WAY_MS = 10 * 60_000;
const HELD_MS = 180 * 86_400_000;
const WAY = z.object({
  state: z.string().min(1),
  nonce: z.string().min(1),
  verifier: z.string().min(1),
  to: z.string(),
});
const BACK = z.object({ code: z.string().max(4_096), state: z.string().max(200) });

const random = (): string => randomBytes(32).toString('base64url');

/** A place on this page, never on another: what a link names may come from anybody. */
const placeOf = (asked: unknown): string =>
  typeof asked === 'string' && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,500}$/.test(asked) ? asked : '/';

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);

const tell = (response: Response, status: number, said: string, hint: string | null): void => {
  response
    .status(status)
    .set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
    .type('html')
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>Not signed in</title>` +
        `<h1>Not signed in</h1><p>${escaped(said)}</p>` +
        (hint === null ? '' : `<p>${escaped(hint)}</p>`) +
        `<p><a href="/">Back to the sign-in page</a></p></html>`,
    );
};

const readWay = (text: string | null): z.infer<typeof WAY> | null => {
  try {
    const read = WAY.safeParse(JSON.parse(Buffer.from(text ?? '', 'base64url').toString()));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
};

/** How people come in with their company's account, and out again. */
export const signInRoutes = (deps: SignInDeps): RequestHandler => {
  const { desk, tokens, logins, oidc, isSecure, limits } = deps;
  const keepsakeName = isSecure ? '__Host-threadkeeper-held' : 'threadkeeper-held';
  const wayName = isSecure ? '__Host-threadkeeper-way' : 'threadkeeper-way';
  const base: CookieOptions = { httpOnly: true, secure: isSecure, path: '/' };
  const router = express.Router();
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });

  router.get('/options', (_request, response) => {
    response.json({ signIn: oidc?.name ?? null });
  });

  router.use(
    ['/login', '/callback', '/logout'],
    limitSignIn({
      clock: desk.clock,
      limits,
      count: (scope) => logins.countTry(scope),
      known: ({ headers }) => heldBy(tokens, cookieOf(headers.cookie, keepsakeName)),
    }),
  );

  router.get('/login', async (request, response) => {
    if (oidc === null)
      return tell(response, 404, 'This desk knows no accounts.', 'Sign in with an API token.');
    const way = {
      state: random(),
      nonce: random(),
      verifier: random(),
      to: placeOf(request.query.to),
    };
    const url = await oidc.provider.authorizeUrl(way);
    // Lax: on the way back it comes from the account service's page.
    response.cookie(wayName, Buffer.from(JSON.stringify(way)).toString('base64url'), {
      ...base,
      sameSite: 'lax',
      maxAge: WAY_MS,
    });
    response.redirect(url);
  });

  router.get('/callback', async (request, response) => {
    const way = readWay(cookieOf(request.headers.cookie, wayName));
    response.clearCookie(wayName, { ...base, sameSite: 'lax' });
    const back = BACK.safeParse(request.query);
    if (oidc === null || way === null || !back.success || back.data.state !== way.state)
      return tell(
        response,
        400,
        'This sign-in was not begun here, or took too long.',
        'Try again.',
      );
    const now = desk.clock.now();
    const claims = await oidc.provider.redeem({ ...way, code: back.data.code }, now);
    if (claims === null) {
      await noteRefusedSignIn(
        desk,
        logins,
        { issuer: oidc.issuer, claims: null },
        'NOT_CONFIRMED',
        now,
      );
      return tell(response, 403, 'The account service did not confirm who you are.', 'Try again.');
    }
    const { bearer } = await signIn(desk, logins, claims, now);
    const keepsake = keepsakeOf(bearer);
    // Lax: it is looked at on the way back from the account service, too.
    if (keepsake !== null)
      response.cookie(keepsakeName, keepsake, { ...base, sameSite: 'lax', maxAge: HELD_MS });
    response.cookie(sessionCookieName(isSecure), bearer, { ...base, sameSite: 'strict' });
    const to = new URL(way.to, 'http://here');
    to.searchParams.set('signed-in', '');
    response.redirect(303, `${to.pathname}${to.search}`);
  });

  router.post('/logout', async (request, response) => {
    const now = desk.clock.now();
    const given = authorizationOf(request.headers);
    const principal = await authenticate(tokens, given, now, null);
    if (principal !== null) await signOut(desk, principal, now);
    response.clearCookie(sessionCookieName(isSecure), { ...base, sameSite: 'strict' });
    response.status(204).end();
  });

  const refused: express.ErrorRequestHandler = (error: unknown, _request, response, next) => {
    if (error instanceof OidcUnavailable) {
      desk.log.warn('sign-in-unavailable');
      return tell(response, 503, 'The account service does not answer.', 'Try again in a minute.');
    }
    if (!(error instanceof DeskError)) return next(error);
    tell(response, error.kind === 'unavailable' ? 503 : 403, error.message, error.hint);
  };
  router.use(refused);
  return router;
};
