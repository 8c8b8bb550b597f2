import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { z } from 'zod';
import type { Principal } from '../src/app/admin/authenticate';
import { noteAct } from '../src/app/admin/note-act';
import type { Desk } from '../src/app/desk';
import { LONG_FILE_MS } from '../src/app/metrics/long-figures';
import type { Readers } from '../src/app/ports/readers';
import { sightOf } from '../src/app/tickets/find-tickets';
import { authorizationOf } from '../src/lib/session-cookie';
import { type ContextDeps, createContext, rateHeaders, signedIn } from './context';
import { CONTENT_TYPE, written } from './export-format';
import { exportPages, SUBJECTS, type Subject } from './export-rows';
import { type ExportFormat, ExportRefused, type ExportSource, FORMATS } from './export-source';
import { createLoaders } from './loaders';

/** Whoever reads nothing for so long has gone. */
const STALL_MS = 60_000;
const LONGEST_MS = 30 * 60_000;
/** Exports of one credential at once, in this process. */
const AT_ONCE = 2;

export interface ExportDeps {
  readonly desk: Pick<Desk, 'unitOfWork' | 'clock' | 'log'>;
  /** Over a pool of their own, so that an export delays nobody. */
  readonly readers: Readers;
  /** Over these readers; made when the first export is asked for. */
  readonly schema: () => Promise<GraphQLSchema>;
  readonly asking: ContextDeps;
  readonly format: (formatted: GraphQLFormattedError, thrown: unknown) => GraphQLFormattedError;
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly stallMs?: number;
}

/** Every address that exports. */
export const EXPORT_PATHS: ReadonlyMap<string, readonly [Subject, ExportFormat]> = new Map(
  SUBJECTS.flatMap((subject) =>
    FORMATS.map((format) => [`/export/${subject}.${format}`, [subject, format] as const] as const),
  ),
);

const STATUS: ReadonlyMap<unknown, number> = new Map([
  ['BAD_REQUEST', 400],
  ['BAD_USER_INPUT', 400],
  ['TOOK_TOO_LONG', 400],
  ['UNAUTHENTICATED', 401],
  ['FORBIDDEN', 403],
  ['NOT_FOUND', 404],
  ['RATE_LIMITED', 429],
  ['SERVICE_UNAVAILABLE', 503],
  ['DEADLINE_EXCEEDED', 503],
]);

const GONE: ReadonlySet<unknown> = new Set(['ABORT_ERR', 'ERR_STREAM_PREMATURE_CLOSE']);

const isGone = (thrown: unknown): boolean =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown && GONE.has(thrown.code);

const refusal = (code: string, message: string, hint: string | null = null): GraphQLError =>
  new GraphQLError(message, { extensions: { code, hint } });

const PARAMETERS: Readonly<Record<Subject, ReadonlySet<string>>> = {
  tickets: new Set(['filter', 'sort']),
  metrics: new Set(['input']),
};

/** What the address says beside its name: the variables of the query, each as JSON. */
const variablesOf = (subject: Subject, given: URLSearchParams): Record<string, unknown> =>
  Object.fromEntries(
    [...given].map(([name, text]) => {
      if (!PARAMETERS[subject].has(name) || given.getAll(name).length > 1)
        throw refusal(
          'BAD_USER_INPUT',
          `“${name}” is no parameter of this export, or stands there twice.`,
          `It takes: ${[...PARAMETERS[subject]].join(', ')}.`,
        );
      try {
        return [name, z.json().parse(JSON.parse(text))];
      } catch {
        throw refusal('BAD_USER_INPUT', `“${name}” is not JSON.`, 'Encode it for an address.');
      }
    }),
  );

/** Writes down who takes what out of the desk, before anything of it leaves. */
export const noteExport = (
  { unitOfWork, clock }: Pick<Desk, 'unitOfWork' | 'clock'>,
  principal: Pick<Principal, 'tenantId' | 'actor'>,
  via: 'API' | 'COMMAND_LINE',
  subject: Subject,
  asked: Readonly<Record<string, unknown>>,
): Promise<void> =>
  unitOfWork.run(principal.tenantId, (tx) =>
    noteAct(
      tx,
      {
        actor: principal.actor,
        via,
        action: subject === 'tickets' ? 'exportTickets' : 'exportMetrics',
        facts: asked,
      },
      clock.now(),
    ),
  );

const restOf = async function* <Page>(
  first: IteratorResult<Page>,
  rest: AsyncIterator<Page>,
): AsyncGenerator<Page> {
  for (let next = first; next.done !== true; next = await rest.next()) yield next.value;
};

/**
 * Tickets and figures as files, written page by page as fast as they are read. Each page is asked of
 * the API itself, by whoever signed in, anew each time: what it refuses, this refuses.
 */
export const createExports = (deps: ExportDeps): RequestListener => {
  const { asking, desk, format } = deps;
  const pause = deps.pause ?? ((ms, signal) => wait(ms, undefined, { signal }));
  const running = new Map<string, number>();

  /** Null when there are enough of this credential. */
  const begin = ({ tenantId, tokenId }: Principal): (() => void) | null => {
    const who = `${tenantId} ${tokenId}`;
    const count = running.get(who) ?? 0;
    if (count >= AT_ONCE) return null;
    running.set(who, count + 1);
    return () => {
      const left = (running.get(who) ?? 1) - 1;
      if (left === 0) running.delete(who);
      else running.set(who, left);
    };
  };

  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
    signal: AbortSignal,
  ): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://here');
    const found = EXPORT_PATHS.get(pathname);
    if (found === undefined) throw refusal('NOT_FOUND', 'There is no such export.');
    const [subject, kind] = found;
    const variables = variablesOf(subject, searchParams);
    const authorization = authorizationOf(request.headers);
    const first = await createContext(
      ...([asking, authorization, signal] as const),
      (rate) => {
        for (const [name, value] of Object.entries(rateHeaders(rate)))
          response.setHeader(name, value);
      },
      () => LONG_FILE_MS,
    );
    const end = begin(first.principal);
    if (end === null)
      throw refusal(
        'RATE_LIMITED',
        `${AT_ONCE} exports of this token are running.`,
        'Wait for one.',
      );
    // The first page was counted with the request; each other one counts as one more.
    let isFirst = true;
    const enter: ExportSource['enter'] = async (requests) => {
      const loadersOf = (principal: Principal) =>
        createLoaders(deps.readers, sightOf(principal), signal);
      if (isFirst) {
        isFirst = false;
        return { ...first, loaders: loadersOf(first.principal) };
      }
      const principal = await signedIn(asking, authorization, desk.clock.now());
      for (let counted = 0; counted < requests; ) {
        const rate = await asking.limiter?.count(principal);
        if (rate?.allowed === false) await pause(Math.max(1, rate.resetInMs), signal);
        else counted += 1;
      }
      return { ...first, principal, loaders: loadersOf(principal) };
    };
    try {
      const source = { schema: await deps.schema(), format, enter };
      const pages = exportPages(subject, source, variables, kind);
      // What is refused is refused by its first page, while there is still a status to say it with.
      const page = await pages.next();
      await noteExport(desk, first.principal, 'API', subject, { format: kind, ...variables });
      const day = first.now.toISOString().slice(0, 10);
      response.writeHead(200, {
        'content-type': CONTENT_TYPE[kind],
        'content-disposition': `attachment; filename="${subject}-${day}.${kind}"`,
      });
      response.flushHeaders();
      response.setTimeout(deps.stallMs ?? STALL_MS, () => response.destroy());
      await pipeline(Readable.from(written(subject, kind, restOf(page, pages))), response, {
        signal,
      });
    } finally {
      end();
    }
  };

  const refuse = (response: ServerResponse, thrown: unknown): void => {
    // Whoever asked has gone, or took too long: there is nobody to tell, and nothing is wrong here.
    if (isGone(thrown)) {
      response.destroy();
      return;
    }
    const errors =
      thrown instanceof ExportRefused
        ? thrown.errors
        : [format(thrown instanceof GraphQLError ? thrown.toJSON() : { message: '' }, thrown)];
    // What has begun cannot be refused any more: breaking off tells that it is not whole.
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const code = errors[0]?.extensions?.code;
    if (code === 'RATE_LIMITED') response.setHeader('retry-after', '60');
    if (code === 'UNAUTHENTICATED') response.setHeader('www-authenticate', 'Bearer');
    response.writeHead(STATUS.get(code) ?? 500, {
      'content-type': 'application/json; charset=utf-8',
    });
    response.end(JSON.stringify({ errors }));
  };

  return (request, response) => {
    const gone = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    response.setHeader('cache-control', 'no-store');
    if (request.method !== 'GET') {
      response.writeHead(405, { allow: 'GET' }).end();
      return;
    }
    const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(LONGEST_MS)]);
    answer(request, response, signal).catch((error: unknown) => refuse(response, error));
  };
};
