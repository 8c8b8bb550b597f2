import { type FormEvent, useId, useState } from 'react';
import { clientFor } from '../api/client';
import { SignInDocument } from '../generated/graphql';
import { Logo } from '../ui/logo';

const REFUSED = 'This token is not valid: it may be mistyped, expired or revoked.';

export const SignIn = (props: {
  wasRefused: boolean;
  onSignedIn: (token: string, deskName: string) => void;
}) => {
  const id = useId();
  const [token, setToken] = useState('');
  const [trouble, setTrouble] = useState(
    props.wasRefused ? 'Your token has ended. Sign in again.' : '',
  );
  const [isAsking, setAsking] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const given = token.trim();
    if (!/^[\x21-\x7e]+$/.test(given)) return setTrouble(REFUSED);
    setAsking(true);
    const client = clientFor(given, () => undefined);
    const { data, error } = await client.query(SignInDocument, {}).toPromise();
    setAsking(false);
    if (data !== undefined) return props.onSignedIn(given, data.settings.name);
    const code = error?.graphQLErrors[0]?.extensions.code;
    // A role that may not read the settings has signed in all the same.
    if (code === 'FORBIDDEN') return props.onSignedIn(given, '');
    setTrouble(
      code === 'UNAUTHENTICATED' || error?.response?.status === 401
        ? REFUSED
        : 'The desk did not answer. Try again in a moment.',
    );
  };

  return (
    <main className="sign-in">
      <form className="sign-in-card" onSubmit={submit}>
        <Logo size={40} />
        <h1>Sign in to Threadkeeper</h1>
        <p className="lead">See who waits, and help them.</p>
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
