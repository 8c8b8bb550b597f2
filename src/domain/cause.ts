import { DeskError } from './errors';

const LONGEST = 60;

/**
 * A cause in its one spelling, so that the tickets of one cause are found together; null for none.
 * Throws `invalid` for one that is no label any more.
 */
export const causeOf = (label: string | null): string | null => {
  const cause = (label ?? '').replace(/\s+/gu, ' ').trim().toLowerCase();
  if (cause === '') return null;
  if ([...cause].length > LONGEST)
    throw new DeskError(
      'invalid',
      'CAUSE_TOO_LONG',
      `A cause is a label of at most ${LONGEST} characters.`,
      'Name it in two or three words, and write the rest as a note.',
      ['cause'],
    );
  return cause;
};
