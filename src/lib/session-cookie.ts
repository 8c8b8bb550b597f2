/** Says that the session's cookie is meant. A page of somebody else's can send no such header. */
const BY_COOKIE = /^Bearer +cookie$/i;
const TOKEN = /^[A-Za-z0-9_-]{1,200}$/;

/** With the prefix a browser takes the cookie from nobody but this very host, and only over https. */
export const sessionCookieName = (isSecure: boolean): string =>
  isSecure ? '__Host-threadkeeper' : 'threadkeeper';

/** The value of a cookie; null if there is none, or more than one of that name. */
export const cookieOf = (header: string | undefined, name: string): string | null => {
  const found = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return found.length === 1 ? (found[0] ?? null) : null;
};

/** What a request says of who sent it. */
export interface Asking {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
  readonly origin?: string | undefined;
  readonly host?: string | undefined;
}

const isOurPage = ({ origin, host }: Asking): boolean => {
  // Old browsers leave it away on their own page's requests; a foreign page's always carry it.
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
};

/**
 * What a request signs in with. A cookie counts only when the request says so itself and comes from
 * our own page: a cookie alone travels with requests that its owner never made.
 */
export const authorizationOf = (asking: Asking): string | undefined => {
  const { authorization, cookie } = asking;
  if (authorization === undefined || !BY_COOKIE.test(authorization)) return authorization;
  if (!isOurPage(asking)) return undefined;
  const token =
    cookieOf(cookie, sessionCookieName(true)) ?? cookieOf(cookie, sessionCookieName(false));
  return token !== null && TOKEN.test(token) ? `Bearer ${token}` : undefined;
};
