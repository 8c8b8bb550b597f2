import type { CombinedError } from '@urql/core';
import { CircleAlert, Inbox, LockKeyhole, RefreshCw, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Live } from '../api/use-live';
import { Loading } from './loading';
import { instantWords } from './words';

export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="state">
    <Inbox size={22} aria-hidden="true" />
    <p className="state-title">{title}</p>
    {children !== undefined && <p>{children}</p>}
  </div>
);

/** A page or a part that this role may not see. */
export const NotForYou = ({ title }: { title?: string }) => (
  <div className="state">
    {title !== undefined && <h1 className="unseen">{title}</h1>}
    <LockKeyhole size={22} aria-hidden="true" />
    <p className="state-title">Not for your role</p>
    <p>Ask an administrator for a token that may see this.</p>
  </div>
);

const codeOf = (error: CombinedError): unknown => error.graphQLErrors[0]?.extensions.code;

export const Failed = ({ error, again }: { error: CombinedError; again: () => void }) => {
  if (codeOf(error) === 'FORBIDDEN') return <NotForYou />;
  return (
    <div className="state" role="alert">
      <CircleAlert size={22} aria-hidden="true" />
      <p className="state-title">
        {error.networkError === undefined ? 'The desk could not answer' : 'The desk did not answer'}
      </p>
      <p>{error.graphQLErrors[0]?.message ?? 'Check the connection, then try again.'}</p>
      <button type="button" className="button" onClick={again}>
        <RefreshCw size={15} aria-hidden="true" />
        Try again
      </button>
    </div>
  );
};

/** Says that what is shown is old, and how old. */
export const StaleNotice = ({ of }: { of: readonly Live<unknown>[] }) => {
  const stale = of.find((one) => one.isStale);
  if (stale === undefined) return null;
  return (
    <div className="notice warn" role="status">
      <WifiOff size={16} aria-hidden="true" />
      <span>
        The desk does not answer.
        {stale.updatedAt !== null &&
          ` What you see is from ${instantWords(stale.updatedAt.toISOString())}.`}
      </span>
      <button type="button" className="link" onClick={stale.again}>
        Try again
      </button>
    </div>
  );
};

/** The three states of an answer, then the answer. */
export const Answer = <Data,>(props: {
  live: Live<Data>;
  rows?: number;
  children: (data: Data) => ReactNode;
}) => {
  const { live, rows, children } = props;
  if (live.data !== null) return children(live.data);
  if (live.error !== null) return <Failed error={live.error} again={live.again} />;
  return <Loading {...(rows === undefined ? {} : { rows })} />;
};
