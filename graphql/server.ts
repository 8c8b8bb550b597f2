import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import express, { type ErrorRequestHandler } from 'express';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { People } from '../src/app/admin/authenticate';
import type { RateLimiter } from '../src/app/admin/rate-limit';
import { sharingFinds } from '../src/app/admin/share-finds';
import type { ChangeWatch } from '../src/app/live/change-watch';
import type { LiveReader } from '../src/app/ports/live';
import type { Log } from '../src/app/ports/log';
import type { Readers } from '../src/app/ports/readers';
import { authorizationOf } from '../src/lib/session-cookie';
import { type ContextDeps, createContext, type DeskContext, renewed, tellRate } from './context';
import { costPlugin } from './cost';
import { DEADLINE_MS, prolong, setDeadline, signalOf } from './deadline';
import { createErrorFormatter, httpStatusOf } from './errors';
import { createExports, type ExportDeps } from './export-server';
import { createFastLane, type Forwarded } from './fast-lane';
import { KnownOperations } from './known-operations';
import { landingPage } from './landing-page';
import { LIMITS, limitsRule, shapeFault } from './limits';
import { createLiveSocket, type LiveSocket } from './live-socket';
import { LiveStreams } from './live-streams';
import {
  apolloCache,
  onlyListed,
  type PersistedQueries,
  refuseUnlisted,
} from './persisted-queries';
import { buildApiSchema, createResolvers, type SchemaDeps } from './schema';

export interface GraphqlDeps extends SchemaDeps, Pick<ContextDeps, 'tokens'> {
  readonly production: boolean;
  /** Counts the requests of each token; absent: nobody is counted. */
  readonly limiter?: RateLimiter;
  /** Signs people in by their account; absent: nobody has one. */
  readonly people?: People;
  /** Queries that may be asked by their hash; absent: none. */
  readonly persisted?: PersistedQueries;
  readonly deadlineMs?: number;
  readonly live: { readonly reader: LiveReader; readonly watch: ChangeWatch };
  readonly checkMs?: number;
  /** What exports read, over a pool of their own; absent: what everybody reads. */
  readonly exports?: { readonly readers?: Readers } & Pick<ExportDeps, 'pause' | 'stallMs'>;
}

export interface GraphqlApi {
  /** Mount at `/graphql`: POST and GET. Brings its own body parser. */
  readonly handler: RequestListener;
  /** The same address as a WebSocket, for subscriptions. */
  readonly upgrade: LiveSocket['upgrade'];
  /** Files of tickets and figures: mount at every one of `EXPORT_PATHS`. */
  readonly exports: RequestListener;
  /** Tells whoever looks on to come back. */
  hangUp(): Promise<void>;
  /** Lets running operations end. */
  stop(): Promise<void>;
}

/** Answers that could not be given say so to the transport, too. */
const honestStatus: ApolloServerPlugin<DeskContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response }) => {
      if (response.body.kind !== 'single') return;
      const status = httpStatusOf(response.body.singleResult.errors ?? []);
      if (status !== null) response.http.status = status;
    },
  }),
};

/** Over HTTP there is nobody to tell later. */
const socketsOnly: ApolloServerPlugin<DeskContext> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation }) => {
      if (operation?.operation !== 'subscription') return;
      throw new GraphQLError('Subscriptions are answered over a WebSocket.', {
        extensions: {
          code: 'BAD_REQUEST',
          hint: 'Use the protocol graphql-transport-ws on the same address.',
          http: { status: 400 },
        },
      });
    },
  }),
};

/** What has passed every check may come again. */
const remembering = (operations: KnownOperations): ApolloServerPlugin<DeskContext> => ({
  requestDidStart: async () => ({
    executionDidStart: async ({ source, request, document, operation }) => {
      operations.note(source, request.operationName, document, operation);
    },
  }),
});

const quietly = (log: Log) => {
  const told = (): void => log.warn('graphql-server');
  return { debug: () => undefined, info: () => undefined, warn: told, error: told };
};

const bodyFault =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    // The deadline has answered already; what comes after it has nobody to go to.
    if (signalOf(response).aborted) return;
    if (response.headersSent) return next(error);
    const given = error instanceof Error && 'status' in error ? error.status : 500;
    const status = typeof given === 'number' ? given : 500;
    const isOurs = status >= 500;
    if (isOurs) log.error('graphql-failed', {}, error);
    const message = isOurs
      ? 'Something went wrong on our side.'
      : status === 413
        ? `The body is larger than ${LIMITS.bodyBytes} bytes.`
        : 'The body could not be read.';
    const code = isOurs ? 'INTERNAL' : 'BAD_REQUEST';
    response.status(status).json({ errors: [{ message, extensions: { code } }] });
  };

/** The GraphQL API as a handler for one path of somebody else's HTTP server. */
export const createGraphqlApi = async (deps: GraphqlDeps): Promise<GraphqlApi> => {
  const { clock, log } = deps.desk;
  const asking: ContextDeps = {
    tokens: { ...deps.tokens, find: sharingFinds((id) => deps.tokens.find(id)) },
    readers: deps.readers,
    clock,
    limiter: deps.limiter ?? null,
    people: deps.people ?? null,
  };
  const schema = await buildApiSchema(createResolvers(deps));
  const format = createErrorFormatter(log);
  const operations = new KnownOperations(schema);
  const persisted = deps.persisted ?? null;
  const forwarded = new WeakMap<IncomingMessage, Forwarded>();
  const signIn = (request: IncomingMessage, response: ServerResponse): Promise<DeskContext> =>
    createContext(
      ...([asking, authorizationOf(request.headers), signalOf(response)] as const),
      (rate) => tellRate(response, rate),
      () => prolong(response),
    );
  const apollo = new ApolloServer<DeskContext>({
    schema,
    introspection: !deps.production,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: deps.production,
    allowBatchedHttpRequests: false,
    persistedQueries: apolloCache(persisted),
    parseOptions: { maxTokens: LIMITS.tokens },
    validationRules: [limitsRule],
    validationOptions: { maxErrors: LIMITS.mistakes },
    formatError: format,
    logger: quietly(log),
    plugins: [
      honestStatus,
      onlyListed(persisted),
      socketsOnly,
      costPlugin,
      remembering(operations),
      landingPage(!deps.production),
      // It looks at every field of every answer, to find out what we know: nothing may be cached.
      ApolloServerPluginCacheControlDisabled(),
    ],
  });
  await apollo.start();
  const router = express.Router();
  router.use((_request, response, next) => {
    response.set('cache-control', 'no-store');
    next();
  });
  router.use((request, _response, next) => {
    const found = forwarded.get(request);
    if (found === undefined) return next();
    request.body = found.body;
    const isJson = typeof found.body === 'object' && found.body !== null;
    next(isJson ? undefined : Object.assign(new Error('no JSON'), { status: 400 }));
  });
  router.use(express.json({ limit: LIMITS.bodyBytes }));
  // Without a body Express 5 leaves the property away, which the middleware takes for a mistake.
  router.use((request, response, next) => {
    request.body ??= undefined;
    const message = shapeFault(request.body);
    if (message === null) return next();
    response.status(400).json({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
  });
  router.use(
    expressMiddleware(apollo, {
      context: async ({ req, res }) => {
        const found = forwarded.get(req);
        if (found?.refused !== undefined) throw found.refused;
        const known = found?.context ?? null;
        const context = known === null ? await signIn(req, res) : renewed(known, deps.readers);
        refuseUnlisted(persisted, req);
        return context;
      },
    }),
  );
  router.use(bodyFault(log));
  const careful = express().disable('x-powered-by').use(router);
  const fast = createFastLane({ operations, persisted, signIn });
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    setDeadline(response, deps.deadlineMs ?? DEADLINE_MS);
    const found = await fast(request, response);
    if (found === null) return;
    if (found !== 'unread') forwarded.set(request, found);
    careful(request, response);
  };
  const readers = deps.exports?.readers ?? deps.readers;
  let exportSchema: Promise<GraphQLSchema> | undefined =
    readers === deps.readers ? Promise.resolve(schema) : undefined;
  const { reader, watch } = deps.live;
  const socket = createLiveSocket({
    schema,
    streams: new LiveStreams({ reader, watch, readers: deps.readers, clock }),
    ...asking,
    persisted,
    format,
    production: deps.production,
    log,
    ...(deps.checkMs === undefined ? {} : { checkMs: deps.checkMs }),
  });
  return {
    handler: (request, response) => {
      handle(request, response).catch((error: unknown) => {
        // Nobody is there any more to be told.
        if (response.destroyed) return;
        log.error('graphql-failed', {}, error);
        response.destroy();
      });
    },
    upgrade: socket.upgrade,
    exports: createExports({
      ...deps.exports,
      desk: deps.desk,
      readers,
      schema: () => {
        exportSchema ??= buildApiSchema(createResolvers({ ...deps, readers }));
        return exportSchema;
      },
      asking,
      format,
    }),
    hangUp: socket.hangUp,
    stop: () => apollo.stop(),
  };
};
