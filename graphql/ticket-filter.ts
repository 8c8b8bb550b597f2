import type { Among, TicketFilter } from '../src/app/ports/readers';
import { causeOf } from '../src/domain/cause';
import { DeskError } from '../src/domain/errors';
import { type IdType, uuidOf } from './global-id';
import type { TicketFilterInput } from './types/ticket-filter';

const DEEPEST = 5;
const PARTS = 50;

/** Comparisons with ids, in the desk's own ids. */
export const rowsOf = (
  type: IdType,
  asked: Among<string> | null | undefined,
): Among<string> | null => {
  if (asked === null || asked === undefined) return null;
  const uuids = (ids: readonly string[] | null | undefined) =>
    ids?.map((id) => uuidOf(type, id)) ?? null;
  return {
    eq: typeof asked.eq === 'string' ? uuidOf(type, asked.eq) : null,
    in: uuids(asked.in),
    nin: uuids(asked.nin),
    isNull: asked.isNull ?? null,
  };
};

const labelsOf = (asked: Among<string> | null | undefined): Among<string> | null => {
  if (asked === null || asked === undefined) return null;
  const spelt = (label: string): string => causeOf(label) ?? '';
  return {
    eq: typeof asked.eq === 'string' ? spelt(asked.eq) : null,
    in: asked.in?.map(spelt) ?? null,
    nin: asked.nin?.map(spelt) ?? null,
    isNull: asked.isNull ?? null,
  };
};

/** The filter a client gave, in the desk's own ids. Throws `invalid` when it is too large. */
export const filterOf = (input: TicketFilterInput | null | undefined): TicketFilter => {
  let parts = 0;
  const part = (one: TicketFilterInput, depth: number): TicketFilter => {
    parts += 1;
    if (depth > DEEPEST || parts > PARTS)
      throw new DeskError(
        'invalid',
        'FILTER_TOO_LARGE',
        `A filter is at most ${DEEPEST} deep and has at most ${PARTS} parts.`,
        'Ask for more and sift the answer, or ask in several queries.',
        ['filter'],
      );
    const { assignee, customer, channel, queue, workItem, cause, label, and, or, not, ...plain } =
      one;
    return {
      ...plain,
      and: and?.map((each) => part(each, depth + 1)) ?? null,
      or: or?.map((each) => part(each, depth + 1)) ?? null,
      not: not === null || not === undefined ? null : part(not, depth + 1),
      assignee: rowsOf('Member', assignee),
      customer: rowsOf('Customer', customer),
      channel: rowsOf('Channel', channel),
      queue: rowsOf('Queue', queue),
      workItem: rowsOf('WorkItem', workItem),
      cause: labelsOf(cause),
      label: rowsOf('Label', label),
    };
  };
  return input === null || input === undefined ? {} : part(input, 1);
};
