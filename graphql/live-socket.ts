import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  type ExecutionArgs,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { authenticate, type Principal } from '../src/app/admin/authenticate';
import type { Log } from '../src/app/ports/log';
import { sightOf } from '../src/app/tickets/find-tickets';
import { DeskError } from '../src/domain/errors';
import { authorizationOf } from '../src/lib/session-cookie';
import type { ContextDeps, DeskContext } from './context';
import { LIMITS } from './limits';
import type { LiveStreams } from './live-streams';
import { prepare, subscribeFresh } from './live-subscribe';
import { createLoaders } from './loaders';
import { type PersistedQueries, textAsked } from './persisted-queries';

/** So often a socket's token is asked for again, and whether its client keeps up. */
const CHECK_MS = 15_000;
const KEEP_ALIVE_MS = 30_000;
const MOST_AT_ONCE = 20;
const MOST_SOCKETS = 2_000;
/** More than this is not kept for a client that does not take it; each answer is at most a part of it. */
const MOST_BUFFERED = 8 * 1_048_576;
const LAST_WORD_MS = 5_000;

/** Why a socket was closed. */
export const CLOSED = {
  unauthorized: 4401,
  slow: 4508,
  full: 1013,
} as const;

export interface LiveSocketDeps extends ContextDeps {
  readonly schema: GraphQLSchema;
  readonly streams: LiveStreams;
  readonly format: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  readonly production: boolean;
  readonly persisted: PersistedQueries | null;
  readonly log: Log;
  readonly checkMs?: number;
}

export interface LiveSocket {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Tells every client to come back with its cursor. */
  hangUp(): Promise<void>;
}

interface Connected {
  readonly principal: Principal;
  readonly timer: NodeJS.Timeout;
}

/** The token of a socket: in its first message, as browsers must, or in the header of the request. */
const givenBy = (
  params: Record<string, unknown> | null | undefined,
  { headers }: IncomingMessage,
): string | undefined => {
  const given = params?.authorization ?? params?.Authorization;
  const authorization = typeof given === 'string' ? given : headers.authorization;
  return authorizationOf({ ...headers, authorization });
};

/** Subscriptions over graphql-transport-ws, on an HTTP server of somebody else's. */
export const createLiveSocket = (deps: LiveSocketDeps): LiveSocket => {
  const { schema, clock, tokens, readers, limiter, log } = deps;
  /** Whom nobody here knows any more is as gone as an ended token. */
  const still = (authorization: string | undefined): Promise<Principal | null> =>
    authenticate(tokens, authorization, clock.now(), deps.people).catch((error: unknown) => {
      if (error instanceof DeskError && error.kind === 'forbidden') return null;
      throw error;
    });
  const connected = new WeakMap<WebSocket, Connected>();
  const askedBy = new WeakMap<ExecutionArgs, Principal>();
  const server = new WebSocketServer({ noServer: true, maxPayload: LIMITS.bodyBytes });

  /** Within a minute a token that has ended, or a client that does not keep up, is shown out. */
  const watchOver = (
    socket: WebSocket,
    authorization: string | undefined,
    principal: Principal,
  ): NodeJS.Timeout => {
    let wasBehind = false;
    const check = async (): Promise<void> => {
      const isBehind = socket.bufferedAmount > 0;
      if (isBehind && wasBehind) return showOut(socket);
      wasBehind = isBehind;
      const now = await still(authorization);
      if (now?.role !== principal.role || now.tenantId !== principal.tenantId)
        socket.close(CLOSED.unauthorized, 'The token has ended');
    };
    return setInterval(() => {
      check().catch((error: unknown) => {
        // A database that is away proves nothing about the token.
        if (!(error instanceof DeskError && error.kind === 'unavailable'))
          log.error('live-socket-check-failed', {}, error);
      });
    }, deps.checkMs ?? CHECK_MS).unref();
  };

  /** What is kept for a client is thrown away if it does not take even the reason why. */
  const showOut = (socket: WebSocket): void => {
    socket.close(CLOSED.slow, 'Too slow: come back with your last cursor');
    setTimeout(() => socket.terminate(), LAST_WORD_MS).unref();
  };

  /** Whoever asks and asks and takes no answer is not waited for. */
  const bound = (socket: WebSocket): void => {
    if (socket.readyState === socket.OPEN && socket.bufferedAmount > MOST_BUFFERED) showOut(socket);
  };

  const contextFor = (principal: Principal, signal: AbortSignal): DeskContext => ({
    principal,
    signal,
    now: clock.now(),
    rate: null,
    streams: deps.streams,
    written: null,
    loaders: createLoaders(readers, sightOf(principal), signal),
  });

  const formatted = (error: GraphQLError): GraphQLFormattedError =>
    deps.format(error.toJSON(), error);

  const live = useServer<Record<string, unknown>>(
    {
      schema,
      onConnect: async ({ connectionParams, extra: { socket, request } }) => {
        const authorization = givenBy(connectionParams, request);
        const principal = await still(authorization);
        if (principal === null) {
          socket.close(CLOSED.unauthorized, 'A valid API token is needed');
          return false;
        }
        connected.set(socket, { principal, timer: watchOver(socket, authorization, principal) });
        return true;
      },
      onClose: ({ extra: { socket } }) => {
        const known = connected.get(socket);
        if (known !== undefined) clearInterval(known.timer);
      },
      onSubscribe: async ({ subscriptions, extra: { socket } }, _id, payload) => {
        const known = connected.get(socket);
        if (known === undefined) return [new GraphQLError('Sign in first.')];
        if (Object.keys(subscriptions).length > MOST_AT_ONCE)
          return [
            new GraphQLError(`One socket carries at most ${MOST_AT_ONCE} subscriptions.`, {
              extensions: { code: 'BAD_REQUEST' },
            }),
          ];
        const rate = await limiter?.count(known.principal);
        if (rate?.allowed === false)
          return [
            new GraphQLError(`This token has used its ${rate.limit} requests of this minute.`, {
              extensions: { code: 'RATE_LIMITED' },
            }),
          ];
        const query = textAsked(deps.persisted, payload);
        if (query instanceof GraphQLError) return [query];
        const prepared = prepare(schema, { ...payload, query }, deps.production);
        if (!('document' in prepared)) return prepared;
        askedBy.set(prepared, known.principal);
        return prepared;
      },
      subscribe: (args) => {
        const principal = askedBy.get(args);
        if (principal === undefined) throw new Error('nobody asked for this subscription');
        const controller = new AbortController();
        const contextValue = contextFor(principal, controller.signal);
        return subscribeFresh(
          { ...args, contextValue },
          () => contextFor(principal, controller.signal),
          () => controller.abort(),
        );
      },
      onError: (_context, _id, _payload, errors) => errors.map(formatted),
      onNext: (_context, _id, _payload, _args, { data, errors }) => ({
        ...(data === undefined ? {} : { data }),
        ...(errors === undefined ? {} : { errors: errors.map(formatted) }),
      }),
    },
    server,
    KEEP_ALIVE_MS,
  );

  return {
    upgrade: (request, socket, head) => {
      server.handleUpgrade(request, socket, head, (client) => {
        if (server.clients.size > MOST_SOCKETS) client.close(CLOSED.full, 'Come back later');
        else {
          client.on('ping', () => bound(client)).on('message', () => bound(client));
          server.emit('connection', client, request);
        }
      });
    },
    hangUp: async () => {
      await live.dispose();
    },
  };
};
