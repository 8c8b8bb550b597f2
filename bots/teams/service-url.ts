/** Where Microsoft's connector for Teams lives, worldwide and in the community cloud. */
const MICROSOFT_HOSTS = ['smba.trafficmanager.net', 'smba.infra.gcc.teams.microsoft.com'];

/** Whether our credentials may go to this address: asked at the door and again before every call. */
export type ServiceUrlRule = (serviceUrl: string) => boolean;

/**
 * `localHosts` (host:port) widen the list for a local Teams over plain http; null, as everywhere
 * else, means Microsoft's own hosts over https only.
 */
export const serviceUrlRule = (localHosts: readonly string[] | null): ServiceUrlRule => {
  const local = new Set(localHosts ?? []);
  return (serviceUrl) => {
    // What a parser forgives (a backslash, a tab, a second @) is refused before it is parsed.
    if (!/^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?(?:\/[\w.~/-]*)?$/i.test(serviceUrl)) return false;
    if (!URL.canParse(serviceUrl)) return false;
    const url = new URL(serviceUrl);
    if (local.has(url.host)) return true;
    return url.protocol === 'https:' && url.port === '' && MICROSOFT_HOSTS.includes(url.hostname);
  };
};

const trimmed = (url: string): string => url.replace(/\/+$/, '');

/** A claim and a body may differ in a closing slash only. */
export const isSameService = (a: string, b: string): boolean => trimmed(a) === trimmed(b);
