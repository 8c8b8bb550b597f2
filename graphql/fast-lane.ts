import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { DeskContext } from './context';
import type { KnownOperations } from './known-operations';
import { LIMITS, shapeFault } from './limits';
import type { PersistedQueries } from './persisted-queries';

const shared = {
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
};
/** A query by its text, or by the hash of one that was sent before. */
const requestShape = z.union([
  z.strictObject({ query: z.string(), ...shared }),
  z.strictObject({
    extensions: z.object({
      persistedQuery: z.strictObject({ version: z.literal(1), sha256Hash: z.string() }),
    }),
    ...shared,
  }),
]);

const JSON_TYPES = new Set(['application/json', 'application/json; charset=utf-8']);
/** As the careful lane answers these, too. */
const ANSWER_TYPES: ReadonlyMap<string, string> = new Map([
  ['*/*', 'application/json; charset=utf-8'],
  ['application/json', 'application/json; charset=utf-8'],
  [
    'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
    'application/graphql-response+json; charset=utf-8',
  ],
]);

/** The body, if it says beforehand how long it is and that is not too long; null leaves it unread. */
const bodyOf = (request: IncomingMessage): Promise<Buffer> | null => {
  const { headers, method } = request;
  const length = Number(headers['content-length'] ?? Number.NaN);
  if (method !== 'POST' || !(length <= LIMITS.bodyBytes)) return null;
  if (headers['content-encoding'] !== undefined) return null;
  if (!JSON_TYPES.has(headers['content-type']?.toLowerCase() ?? '')) return null;
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.once('end', () => resolve(Buffer.concat(parts)));
    request.once('error', reject);
    request.once('close', () => {
      if (!request.complete) reject(new Error('the caller went away'));
    });
  });
};

const parsed = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
};

export interface FastLaneDeps {
  readonly operations: KnownOperations;
  /** Null: nobody may send a hash instead of a text. */
  readonly persisted: PersistedQueries | null;
  readonly signIn: (request: IncomingMessage, response: ServerResponse) => Promise<DeskContext>;
}

/** What the fast lane has found out, for the lane that answers in its place. */
export interface Forwarded {
  /** The body as it was read; undefined when it is no JSON. */
  readonly body: unknown;
  /** Who asks, and counted already; null: not signed in yet. */
  readonly context: DeskContext | null;
  /** Why they were not let in: nobody is refused, or counted, twice. */
  readonly refused?: unknown;
}

/**
 * Answers what is known and goes well: a query that came before, from somebody who may ask it,
 * without a mistake. Everything else it hands on unanswered, so that there is one place that refuses
 * and explains. It only reads, so whatever it began may be done again.
 */
export const createFastLane =
  ({ operations, persisted, signIn }: FastLaneDeps) =>
  /** Null: answered. */
  async (
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Forwarded | 'unread' | null> => {
    const reading = bodyOf(request);
    if (reading === null) return 'unread';
    const body = parsed(await reading);
    const type = ANSWER_TYPES.get(request.headers.accept ?? '*/*');
    const asked = requestShape.safeParse(body);
    const careful: Forwarded = { body, context: null };
    if (type === undefined || !asked.success) return careful;
    const { operationName } = asked.data;
    const query =
      'query' in asked.data
        ? asked.data.query
        : persisted?.find(asked.data.extensions.persistedQuery.sha256Hash);
    if (query === undefined) return careful;
    const given = asked.data.variables ?? {};
    const operation = operations.find(query, operationName);
    if (operation === null || shapeFault(body) !== null) return careful;
    const variables = operation.coerced(given);
    if (variables === null) return careful;
    const asking = await signIn(request, response).then(
      (context) => ({ context, refused: null }),
      (refused: unknown) => ({ context: null, refused }),
    );
    const { context } = asking;
    if (context === null) return { ...careful, refused: asking.refused };
    const answer = await operation.write(context, variables);
    if (response.headersSent) return null;
    if (answer === null) return { body, context };
    response.writeHead(200, {
      'content-type': type,
      'content-length': answer.length,
      'cache-control': 'no-store',
    });
    response.end(answer);
    return null;
  };
