export type DeskErrorKind =
  | 'invalid'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'refused'
  | 'unavailable';

/**
 * An expected failure, told to the person who can act on it.
 * `code` is stable and machine-readable, `message` says what happened, `hint` what to do next.
 */
export class DeskError extends Error {
  override readonly name = 'DeskError';

  constructor(
    readonly kind: DeskErrorKind,
    readonly code: string,
    message: string,
    readonly hint: string | null = null,
    readonly path: readonly string[] = [],
  ) {
    super(message);
  }
}

/** Another tenant's id and a missing id answer the same. */
export const notFound = (noun: string): DeskError =>
  new DeskError(
    'not_found',
    `${noun.toUpperCase().replaceAll(' ', '_')}_NOT_FOUND`,
    `There is no such ${noun}.`,
  );

const TOO_LONG = 'TOOK_TOO_LONG';

/** Whatever it was, all of it was taken back: `unavailable`, but asking the same again takes as long. */
export const tookTooLong = (): DeskError =>
  new DeskError(
    'unavailable',
    TOO_LONG,
    'That took too long and was stopped. Nothing was changed.',
    'Ask for less (a shorter time, fewer rows, a narrower filter), or try again in a minute.',
  );

export const isTooLong = (error: DeskError): boolean => error.code === TOO_LONG;

/** Whether somebody who acts is told, instead of it being tried again behind their back. */
export const isToBeTold = (error: DeskError): boolean =>
  error.kind !== 'unavailable' || isTooLong(error);
