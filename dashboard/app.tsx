import { useMemo, useState } from 'react';
import { Provider } from 'urql';
import { endAccountSession } from './api/account';
import { ChangesContext, useOpenChanges } from './api/changes';
import { clientFor } from './api/client';
import { keepSession, readSession, type SignedIn, SignedInContext } from './api/session';
import { Frame } from './frame';
import { SignIn } from './pages/sign-in';

const Connected = ({ token }: { token: string }) => (
  <ChangesContext value={useOpenChanges(token)}>
    <Frame />
  </ChangesContext>
);

export const App = () => {
  const [session, setSession] = useState(readSession);
  const [deskName, nameDesk] = useState('');
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
        onSignedIn={(given, name) => {
          const begun = { token: given, memberId: null };
          keepSession(begun);
          nameDesk(name);
          setRefused(false);
          setSession(begun);
        }}
      />
    );

  const signedIn: SignedIn = {
    deskName,
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
