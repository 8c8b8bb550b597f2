import { type FormEvent, useEffect, useId, useState } from 'react';
import { accountName, BY_COOKIE, comesFromAccount } from '../api/account';
import { clientFor } from '../api/client';
import { SignInDocument } from '../generated/graphql';
import { Logo } from '../ui/logo';

const REFUSED = 'This token is not valid: it may be mistyped, expired or revoked.';

/** Tries what somebody signs in with: the desk's name, or what is wrong. */
const tryWith = async (
  given: string,
): Promise<{ readonly deskName: string } | { readonly trouble: string }> => {
  const client = clientFor(given, () => undefined);
  const { data, error } = await client.query(SignInDocument, {}).toPromise();
  if (data !== undefined) return { deskName: data.settings.name };
  const code = error?.graphQLErrors[0]?.extensions.code;
  // A role that may not read the settings has signed in all the same.
  if (code === 'FORBIDDEN') return { deskName: '' };
  return {
    trouble:
      code === 'UNAUTHENTICATED' || error?.response?.status === 401
        ? REFUSED
        : 'The desk did not answer. Try again in a moment.',
  };
};

export const SignIn = (props: {
  wasRefused: boolean;
  onSignedIn: (token: string, deskName: string) => void;
}) => {
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
    tryWith(BY_COOKIE).then(
      (tried) => {
        if ('deskName' in tried) onSignedIn(BY_COOKIE, tried.deskName);
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
    const tried = await tryWith(given);
    setAsking(false);
    if ('deskName' in tried) onSignedIn(given, tried.deskName);
    else setTrouble(tried.trouble);
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
