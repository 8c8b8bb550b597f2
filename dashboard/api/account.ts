/** In a token's place it says: the session's cookie, which this page cannot read. */
export const BY_COOKIE = 'cookie';

/** What the account service is called; null where people sign in with tokens only. */
export const accountName = async (): Promise<string | null> => {
  const response = await fetch('/auth/options');
  const { signIn }: { signIn?: string | null } = response.ok ? await response.json() : {};
  return signIn ?? null;
};

/** Whether the account service has just sent somebody back. Said once: a reload asks anew. */
export const comesFromAccount = (): boolean => {
  const here = new URL(location.href);
  if (!here.searchParams.has('signed-in')) return false;
  here.searchParams.delete('signed-in');
  history.replaceState(null, '', here);
  return true;
};

/** Ends the session of an account; a token is only forgotten. */
export const endAccountSession = (token: string): void => {
  if (token !== BY_COOKIE) return;
  fetch('/auth/logout', {
    method: 'POST',
    headers: { authorization: `Bearer ${BY_COOKIE}` },
    keepalive: true,
  }).catch(() => undefined);
};
