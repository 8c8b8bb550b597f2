import { stringifyDocument } from '@urql/core';
import { createClient } from 'graphql-ws';
import { createContext, use, useEffect, useState, useSyncExternalStore } from 'react';
import { TicketsChangedDocument, type TicketsChangedSubscription } from '../generated/graphql';

type Listener = (ticketId: string | null) => void;

/** What the desk tells by itself, as long as the connection to it stands. */
export interface Changes {
  /** Called with the ticket that changed; null: the connection is back, anything may have. */
  readonly listen: (listener: Listener) => () => void;
  readonly watchState: (onChange: () => void) => () => void;
  readonly isOpen: () => boolean;
  readonly end: () => void;
}

const LONGEST_WAIT_MS = 10_000;
const PING_MS = 10_000;
const PONG_WITHIN_MS = 5_000;
/** The desk does not know the token: asking again is of no use. */
const UNAUTHORIZED = 4401;

const isFinal = (problem: unknown): boolean =>
  problem instanceof CloseEvent && problem.code === UNAUTHORIZED;

/** Stays connected with the desk, and comes back after every break. */
export const openChanges = (token: string): Changes => {
  const listeners = new Set<Listener>();
  const watchers = new Set<() => void>();
  let open = false;
  const turn = (now: boolean): void => {
    if (open === now) return;
    open = now;
    for (const watcher of watchers) watcher();
  };
  const tell = (ticketId: string | null): void => {
    for (const listener of listeners) listener(ticketId);
  };
  let lost: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url: new URL('/graphql', location.origin.replace(/^http/, 'ws')).href,
    connectionParams: { authorization: `Bearer ${token}` },
    keepAlive: PING_MS,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: (problem) => !isFinal(problem),
    retryWait: (tries) =>
      new Promise((resolve) => {
        const longest = Math.min(LONGEST_WAIT_MS, 500 * 2 ** tries);
        setTimeout(resolve, longest * (0.5 + Math.random() / 2));
      }),
    on: {
      connected: (_socket, _payload, wasRetrying) => {
        turn(true);
        if (wasRetrying) tell(null);
      },
      closed: () => turn(false),
      // A network that went away silently is noticed by the answer that does not come.
      ping: (isReceived) => {
        if (!isReceived) lost = setTimeout(() => client.terminate(), PONG_WITHIN_MS);
      },
      pong: (isReceived) => {
        if (isReceived) clearTimeout(lost);
      },
    },
  });
  const stop = client.subscribe<TicketsChangedSubscription>(
    { query: stringifyDocument(TicketsChangedDocument) },
    {
      next: ({ data }) => tell(data?.ticketsChanged.ticketId ?? null),
      // The page goes on asking; whoever may not ask is told so by the answer.
      error: () => turn(false),
      complete: () => turn(false),
    },
  );
  return {
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watchState: (onChange) => {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },
    isOpen: () => open,
    end: () => {
      stop();
      void client.dispose();
    },
  };
};

const SILENT: Changes = {
  listen: () => () => undefined,
  watchState: () => () => undefined,
  isOpen: () => false,
  end: () => undefined,
};

export const ChangesContext = createContext<Changes>(SILENT);

/** One connection for as long as this token is signed in. */
export const useOpenChanges = (token: string): Changes => {
  const [changes, setChanges] = useState(SILENT);
  useEffect(() => {
    const opened = openChanges(token);
    setChanges(opened);
    return () => opened.end();
  }, [token]);
  return changes;
};

export const useChanges = (): Changes => use(ChangesContext);

/** Whether changes come by themselves at this moment. */
export const useIsLive = (): boolean => {
  const { watchState, isOpen } = useChanges();
  return useSyncExternalStore(watchState, isOpen);
};
