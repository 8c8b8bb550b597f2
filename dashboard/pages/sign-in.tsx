import { type FormEvent, useEffect, useId, useState } from 'react';
import { accountName, BY_COOKIE, comesFromAccount } from '../api/account';
import { clientFor } from '../api/client';
import { ViewerDocument } from '../generated/graphql';
import { Logo } from '../ui/logo';

const REFUSED = 'This token is not valid: it may be mistyped, expired or revoked.';

/** Tries what somebody signs in with: null, or what is wrong. */
const troubleWith = async (given: string): Promise<string | null> => {
  const client = clientFor(given, () => undefined);
  const { data, error } = await client.query(ViewerDocument, {}).toPromise();
  if (data !== undefined) return null;
  const code = error?.graphQLErrors[0]?.extensions.code;
  return code === 'UNAUTHENTICATED' || error?.response?.status === 401
    ? REFUSED
    : 'The desk did not answer. Try again in a moment.';
};

export const SignIn = (props: { wasRefused: boolean; onSignedIn: (token: string) => void }) => {
  const { onSignedIn } = props;
  const id = useId();
  const [token, setToken] = useState('');
  const [trouble, setTrouble] = useState(
    props.wasRefused ? 'Your token has ended. Sign in again.' : '',
  );
  const [isAsking, setAsking] = useState(false);
  const [account, setAccount] = useState<string | null>(null);

  useEffect(() => {
    accountName().then(setAccount, () => undefined);
  }, []);

  useEffect(() => {
    if (!comesFromAccount()) return;
    troubleWith(BY_COOKIE).then(
      (found) => {
        if (found === null) onSignedIn(BY_COOKIE);
        else setTrouble('The sign-in with your account did not hold. Try again.');
      },
      () => undefined,
    );
  }, [onSignedIn]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const given = token.trim();
    if (!/^[\x21-\x7e]+$/.test(given) || given === BY_COOKIE) return setTrouble(REFUSED);
    setAsking(true);
    const found = await troubleWith(given);
    setAsking(false);
    if (found === null) onSignedIn(given);
    else setTrouble(found);
  };

  return (
    <main className="sign-in">
      <form className="sign-in-card" onSubmit={submit}>
        <Logo size={40} />
        <h1>Sign in to Threadkeeper</h1>
        <p className="lead">See who waits, and help them.</p>
        {account !== null && (
          <a className="button primary" href="/auth/login">
            Sign in with {account}
          </a>
        )}
        <div className="field">
          <label htmlFor={id}>API token</label>
          <input
            id={id}
            type="password"
            autoComplete="off"
            required
            value={token}
            aria-invalid={trouble !== ''}
            aria-describedby={`${id}-help`}
            onChange={(event) => setToken(event.target.value)}
          />
          <p id={`${id}-help`} className="faint">
            It stays in this tab and ends with it.
          </p>
        </div>
        {trouble !== '' && (
          <p className="notice bad" role="alert">
            {trouble}
          </p>
        )}
        <button type="submit" className="button primary" disabled={isAsking}>
          {isAsking ? 'Signing in…' : 'Sign in'}
        </button>
        <p className="faint">
          <code>npm start</code> prints a token. <code>npm run desk -- token create</code> makes
          more.
        </p>
      </form>
    </main>
  );
};
