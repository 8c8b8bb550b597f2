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
