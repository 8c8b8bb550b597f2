import type { ExcerptPart } from '../../domain/search';
import type { Limit } from '../../domain/sight';
import type { TicketStatus } from '../../domain/ticket';
import type { MessageView } from './message-view';
import type { Page, Sight, Slice } from './slices';

export type SearchKind = 'TICKET' | 'MESSAGE';

/** Where to look; null or false asks nothing. */
export interface SearchFilter {
  readonly kind: SearchKind | null;
  readonly customerId: string | null;
  /** In tickets of one of these queues, in one of these states, with one of these labels. */
  readonly queueIds: readonly string[] | null;
  readonly statuses: readonly TicketStatus[] | null;
  readonly labelIds: readonly string[] | null;
  /** Leaves notes out. */
  readonly onlyPublic: boolean;
}

export const EVERYWHERE: SearchFilter = {
  kind: null,
  customerId: null,
  queueIds: null,
  statuses: null,
  labelIds: null,
  onlyPublic: false,
};

/** A ticket whose subject, or a message whose text, holds what was looked for. */
export interface SearchHit {
  readonly id: string;
  readonly kind: SearchKind;
  readonly ticketId: string;
  /** When the ticket was opened or the message was said. */
  readonly at: Date;
  readonly excerpt: readonly ExcerptPart[];
  /** Null where the subject of a ticket was found. */
  readonly message: MessageView | null;
}

export interface SearchReaders {
  /** Best first; the newest where there are too many to rank them all. */
  search(sight: Sight, query: string, filter: SearchFilter, slice: Slice): Promise<Page<SearchHit>>;
}

export interface SearchStore {
  /** The same, for whoever asks in chat: the best `most` of what is in their sight. */
  find(
    query: string,
    filter: SearchFilter,
    sight: Limit | null,
    most: number,
  ): Promise<readonly SearchHit[]>;
}
