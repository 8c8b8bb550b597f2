import type { Author } from '../../domain/ticket';
import type { JsonBytes } from './json-bytes';
import type { Page, Sight, Slice } from './slices';
import type { TicketFilter, TicketOrder } from './ticket-filter';

/** How a value is shown. The shelves know these few ways, and nothing else of the API. */
export type WrittenAs =
  | 'text'
  /** A word of a fixed list, as it is kept. */
  | 'word'
  | 'capitals'
  | 'whole'
  | 'truth'
  | 'instant'
  /** What a message says, without formatting; empty once it is deleted. */
  | 'said'
  | { readonly idOf: string };

/** One value of a row: the key it gets, the name it has here, and how it is shown. */
export interface WrittenValue {
  readonly key: string;
  readonly name: string;
  readonly as: WrittenAs;
}

/** What is the same in every row. */
export interface WrittenWord {
  readonly key: string;
  readonly word: string;
}

export type WrittenPart = 'customer' | 'channel' | 'queue' | 'assignee' | 'lastMessage';

/** Something that stands beside the ticket; null where there is none. */
export interface WrittenBeside {
  readonly key: string;
  readonly part: WrittenPart;
  readonly fields: WrittenFields;
}

/** Who said it, which is shown differently by the kind. */
export interface WrittenAuthor {
  readonly key: string;
  readonly byKind: Readonly<Record<Author['kind'], WrittenFields>>;
}

export type WrittenField = WrittenValue | WrittenWord | WrittenBeside | WrittenAuthor;

/** An object as JSON: its members, in this order. */
export type WrittenFields = readonly WrittenField[];

/** A row that nobody has read. */
export interface WrittenRow {
  /** Writes it as JSON. */
  writeTo(out: JsonBytes): void;
}

export interface WrittenReaders {
  /** A page of tickets, each to be written as the JSON of these members. */
  writtenTickets(
    sight: Sight,
    filter: TicketFilter,
    order: TicketOrder,
    slice: Slice,
    fields: WrittenFields,
  ): Promise<Page<WrittenRow>>;
}
