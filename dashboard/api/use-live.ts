import type { AnyVariables, CombinedError, TypedDocumentNode } from '@urql/core';
import { useEffect, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { useChanges, useIsLive } from './changes';

/** While changes come by themselves: only what changes with the time. */
const EVERY_MS = 30_000;
const EVERY_MS_WITHOUT = 10_000;
/** A busy desk changes more often than anybody can read. */
const AT_MOST_MS = 1_500;

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

/** Runs it at once, then at most once per stretch of time, and once more after the last call. */
const paced = (run: () => void): { call: () => void; stop: () => void } => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = 0;
  const call = (): void => {
    if (timer !== undefined) return;
    const wait = Math.max(0, last + AT_MOST_MS - Date.now());
    timer = setTimeout(() => {
      timer = undefined;
      last = Date.now();
      run();
    }, wait);
  };
  return { call, stop: () => clearTimeout(timer) };
};

/**
 * A query that is asked again when the desk tells of a change, and now and then while somebody
 * looks. `about` names what it shows: while that stays, an older answer stays on the page until the
 * next one is there. `ticketOf` says which ticket alone it is about.
 */
export const useLive = <Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  about: string,
  ticketOf?: (data: Data) => string | null,
): Live<Data> => {
  const [result, execute] = useQuery<Data, Variables>({ query, variables });
  const [kept, keep] = useState<Kept<Data> | null>(null);
  const { data, error, operation } = result;
  const changes = useChanges();
  const isLive = useIsLive();
  const only = useRef<string | null>(null);
  only.current = data === undefined || ticketOf === undefined ? null : ticketOf(data);

  useEffect(() => {
    if (data !== undefined && error === undefined) keep({ about, data, at: new Date() });
  }, [about, data, error]);

  useEffect(() => {
    const ask = (): void => {
      if (document.visibilityState === 'visible') execute({ requestPolicy: 'network-only' });
    };
    const timer = setInterval(ask, isLive ? EVERY_MS : EVERY_MS_WITHOUT);
    document.addEventListener('visibilitychange', ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [execute, isLive]);

  useEffect(() => {
    const pace = paced(() => execute({ requestPolicy: 'network-only' }));
    const stop = changes.listen((ticketId) => {
      if (ticketId === null || only.current === null || ticketId === only.current) pace.call();
    });
    return () => {
      stop();
      pace.stop();
    };
  }, [changes, execute]);

  const known = kept?.about === about ? kept : null;
  return {
    data: known?.data ?? (error === undefined && operation !== undefined ? (data ?? null) : null),
    error: error ?? null,
    updatedAt: known?.at ?? null,
    isStale: error !== undefined && known !== null,
    again: () => execute({ requestPolicy: 'network-only' }),
  };
};
