import { notFound } from '../../domain/errors';
import { isUuid } from '../tickets/find-tickets';

/** What somebody chose: a form brings whatever its sender put into it. Throws `not_found` with that noun. */
export const chosenId = (value: string | undefined, noun: string): string => {
  if (value === undefined || !isUuid(value)) throw notFound(noun);
  return value;
};
