import { createContext, use } from 'react';

/** What this tab signed in with. It ends with the tab. */
export interface Session {
  readonly token: string;
  /** The member for whom a token of nobody speaks; null: the one the token belongs to. */
  readonly memberId: string | null;
}

const KEY = 'threadkeeper.session';

export const readSession = (): Session | null => {
  const stored = sessionStorage.getItem(KEY);
  if (stored === null) return null;
  const [token, memberId] = stored.split('\n');
  return token === undefined || token === '' ? null : { token, memberId: memberId || null };
};

export const keepSession = (session: Session | null): void => {
  if (session === null) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, `${session.token}\n${session.memberId ?? ''}`);
};

export interface SignedIn {
  readonly memberId: string | null;
  readonly actAs: (memberId: string | null) => void;
  readonly signOut: () => void;
}

export const SignedInContext = createContext<SignedIn | null>(null);

/** Who is signed in. Only under the signed-in frame. */
export const useSignedIn = (): SignedIn => {
  const signedIn = use(SignedInContext);
  if (signedIn === null) throw new Error('used outside of the signed-in frame');
  return signedIn;
};
