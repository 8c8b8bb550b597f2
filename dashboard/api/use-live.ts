import type { AnyVariables, CombinedError, TypedDocumentNode } from '@urql/core';
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';

const EVERY_MS = 10_000;

export interface Live<Data> {
  /** The newest answer; kept when a later question fails. */
  readonly data: Data | null;
  readonly error: CombinedError | null;
  readonly updatedAt: Date | null;
  /** What is shown is older than it should be, because the last question failed. */
  readonly isStale: boolean;
  readonly again: () => void;
}

interface Kept<Data> {
  readonly about: string;
  readonly data: Data;
  readonly at: Date;
}

/**
 * A query that is asked again every ten seconds while somebody looks. `about` names what it shows:
 * while that stays, an older answer stays on the page until the next one is there.
 */
export const useLive = <Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  about: string,
): Live<Data> => {
  const [result, execute] = useQuery<Data, Variables>({ query, variables });
  const [kept, keep] = useState<Kept<Data> | null>(null);
  const { data, error, operation } = result;

  useEffect(() => {
    if (data !== undefined && error === undefined) keep({ about, data, at: new Date() });
  }, [about, data, error]);

  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') execute({ requestPolicy: 'network-only' });
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [execute]);

  const known = kept?.about === about ? kept : null;
  return {
    data: known?.data ?? (error === undefined && operation !== undefined ? (data ?? null) : null),
    error: error ?? null,
    updatedAt: known?.at ?? null,
    isStale: error !== undefined && known !== null,
    again: () => execute({ requestPolicy: 'network-only' }),
  };
};
