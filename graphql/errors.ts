import { unwrapResolverError } from '@apollo/server/errors';
import { ValidationError } from 'class-validator';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ArgumentValidationError } from 'type-graphql';
import { v7 } from 'uuid';
import { z } from 'zod';
import type { Log } from '../src/app/ports/log';
import { DeskError, type DeskErrorKind, isTooLong } from '../src/domain/errors';

const CODE: Readonly<Record<DeskErrorKind, string>> = {
  invalid: 'BAD_USER_INPUT',
  forbidden: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  refused: 'REFUSED',
  unavailable: 'SERVICE_UNAVAILABLE',
};

/** Codes whose message was written for the caller. Everything else is masked. */
const SPEAKABLE: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'SERVICE_UNAVAILABLE',
  'RATE_LIMITED',
  'OPERATION_NOT_LISTED',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

interface Violation {
  readonly code: string;
  readonly path: readonly string[];
  readonly message: string;
}

/** class-validator keeps the whole input in `target`: only names and messages go out. */
const violationsOf = (
  errors: readonly ValidationError[],
  parents: readonly string[] = [],
): readonly Violation[] =>
  errors.flatMap((error) => {
    const path = [...parents, error.property];
    const own = Object.entries(error.constraints ?? {}).map(([code, message]) => ({
      code,
      path,
      message,
    }));
    return [...own, ...violationsOf(error.children ?? [], path)];
  });

const located = (
  formatted: GraphQLFormattedError,
  message: string,
  extensions: Record<string, unknown>,
): GraphQLFormattedError => ({
  message,
  ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
  ...(formatted.path === undefined ? {} : { path: formatted.path }),
  extensions,
});

const callersStatus = z.object({ status: z.number().min(400).max(499) });

const isCallersMistake = (thrown: unknown): boolean =>
  thrown instanceof GraphQLError && callersStatus.safeParse(thrown.extensions.http).success;

/** Translates once: what is expected keeps its words, anything else becomes a reference. */
export const createErrorFormatter =
  (log: Log) =>
  (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const error = unwrapResolverError(thrown);
    if (error instanceof DeskError) {
      // No 503: whoever repeats it as it is would have it run as long again.
      if (isTooLong(error))
        return located(formatted, error.message, { code: 'TOOK_TOO_LONG', hint: error.hint });
      const { code: reason, path, hint } = error;
      return located(formatted, error.message, { code: CODE[error.kind], reason, path, hint });
    }
    if (error instanceof ArgumentValidationError) {
      const violations = violationsOf(error.extensions.validationErrors);
      return located(formatted, 'Some arguments are not valid.', {
        code: 'BAD_USER_INPUT',
        violations,
      });
    }
    const code = formatted.extensions?.code;
    if (SPEAKABLE.has(code) && (thrown instanceof GraphQLError || error instanceof GraphQLError)) {
      const { reason, hint } = formatted.extensions ?? {};
      return located(formatted, formatted.message, { code, reason, hint });
    }
    // Apollo gives some of the caller's mistakes a status and no code.
    if (isCallersMistake(thrown))
      return located(formatted, formatted.message, { code: 'BAD_REQUEST' });
    // Nobody waits for this answer: its deadline has passed, or the caller has gone.
    if (error instanceof Error && error.name === 'AbortError')
      return located(formatted, 'Not done: the time for this request is over.', {
        code: 'DEADLINE_EXCEEDED',
      });
    const reference = v7();
    log.error('graphql-failed', { reference }, error);
    return located(formatted, `Something went wrong on our side. Reference: ${reference}.`, {
      code: 'INTERNAL',
      reference,
    });
  };

const STATUS: ReadonlyMap<unknown, number> = new Map([
  ['SERVICE_UNAVAILABLE', 503],
  ['INTERNAL', 500],
]);

/** The HTTP status of an answer whose failure was ours; null leaves it to the protocol. */
export const httpStatusOf = (errors: readonly GraphQLFormattedError[]): number | null => {
  const statuses = errors.flatMap(({ extensions }) => STATUS.get(extensions?.code) ?? []);
  return statuses.length === 0 ? null : Math.max(...statuses);
};
