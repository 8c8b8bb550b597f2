import { lazy, Suspense, useMemo, useState } from 'react';
import { Provider } from 'urql';
import { endAccountSession } from './api/account';
import { ChangesContext, useOpenChanges } from './api/changes';
import { clientFor } from './api/client';
import { keepSession, readSession, type SignedIn, SignedInContext } from './api/session';
import { SignIn } from './pages/sign-in';
import { FrameLoading } from './ui/loading';

// Whoever has not signed in yet needs none of it.
const Frame = lazy(() => import('./frame'));

const Connected = ({ token }: { token: string }) => (
  <ChangesContext value={useOpenChanges(token)}>
    <Suspense fallback={<FrameLoading />}>
      <Frame />
    </Suspense>
  </ChangesContext>
);

export const App = () => {
  const [session, setSession] = useState(readSession);
  const [wasRefused, setRefused] = useState(false);
  const token = session?.token ?? null;

  const client = useMemo(
    () =>
      token === null
        ? null
        : clientFor(token, () => {
            keepSession(null);
            setSession(null);
            setRefused(true);
          }),
    [token],
  );

  if (session === null || client === null)
    return (
      <SignIn
        wasRefused={wasRefused}
        onSignedIn={(given) => {
          const begun = { token: given, memberId: null };
          keepSession(begun);
          setRefused(false);
          setSession(begun);
        }}
      />
    );

  const signedIn: SignedIn = {
    memberId: session.memberId,
    actAs: (memberId) => {
      const changed = { ...session, memberId };
      keepSession(changed);
      setSession(changed);
    },
    signOut: () => {
      endAccountSession(session.token);
      keepSession(null);
      setSession(null);
    },
  };
  return (
    <SignedInContext value={signedIn}>
      <Provider value={client}>
        <Connected token={session.token} />
      </Provider>
    </SignedInContext>
  );
};
