import { DeskError, tookTooLong } from '../domain/errors';

/**
 * The code of an error of the system, the driver or the database. Not by `instanceof`: under the
 * test runner Node's own errors are of another realm.
 */
export const codeOf = (error: unknown): string => {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'driverError' in error ? codeOf(error.driverError) : '';
};

/** Another transaction was first: run again, this one will see what it wrote. */
export class RunAgain extends Error {
  override readonly name = 'RunAgain';
}

/** Serialisation failure or deadlock: the same work may succeed when run again. */
export const isRepeatable = (error: unknown): boolean =>
  error instanceof RunAgain || ['40001', '40P01'].includes(codeOf(error));

/** The name of the unique constraint that was hit, if it was one. */
export const violatedUnique = (error: unknown): string | null => {
  if (codeOf(error) !== '23505' || typeof error !== 'object' || error === null) return null;
  if ('constraint' in error && typeof error.constraint === 'string') return error.constraint;
  return 'driverError' in error ? violatedUnique(error.driverError) : null;
};

const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  '25006',
  '53100',
  '53200',
  '53300',
  '57P01',
  '57P02',
  '57P03',
]);

/** TypeORM releases a runner whose connection breaks under it, and then names only that. */
const AWAY_TEXT =
  /connection terminated|query runner already released|timeout exceeded|query read timeout|timeout expired|not queryable|has stopped|driver not connected/i;

/** Nothing is wrong with the request: the database cannot be reached or cannot take it now. */
export const isAway = (error: unknown): boolean => {
  if (typeof error !== 'object' || error === null) return false;
  if ('errors' in error && Array.isArray(error.errors) && error.errors.some(isAway)) return true;
  const code = codeOf(error);
  return (
    AWAY.has(code) ||
    code.startsWith('08') ||
    ('message' in error && AWAY_TEXT.test(String(error.message)))
  );
};

/** What a server says of a statement that somebody else ended; in another language it is its limit. */
const BY_SOMEBODY = /user request/i;

const saysOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : '';

const unavailable = (code: string, message: string): DeskError =>
  new DeskError('unavailable', code, message, 'Try again in a few seconds.');

/** What the server ended, or did not begin, though it can be reached. */
const endedBy = (error: unknown): DeskError | null => {
  switch (codeOf(error)) {
    case '57014':
      return BY_SOMEBODY.test(saysOf(error))
        ? unavailable(
            'STATEMENT_CANCELLED',
            'Whoever runs the database ended this. Nothing was changed.',
          )
        : tookTooLong();
    case '55P03':
      return unavailable(
        'DATABASE_BUSY',
        'Others are changing the same at this moment. Nothing was changed.',
      );
    default:
      return null;
  }
};

/**
 * The error to throw on: `unavailable` when the database is away or ended the statement, otherwise the
 * error itself.
 */
export const translated = (error: unknown): unknown => {
  const away = isAway(error)
    ? unavailable('DATABASE_UNAVAILABLE', 'The database cannot be reached at the moment.')
    : endedBy(error);
  if (away === null) return error;
  away.cause = error;
  return away;
};
