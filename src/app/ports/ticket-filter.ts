import type { Priority, TicketStatus, WaitingOn } from '../../domain/ticket';

export const TICKET_SORTS = [
  'OPENED_AT',
  'UPDATED_AT',
  'PRIORITY',
  'NUMBER',
  'UNANSWERED_SINCE',
  'FIRST_RESPONSE_DUE_AT',
] as const;
export type TicketSort = (typeof TICKET_SORTS)[number];

export interface TicketOrder {
  readonly by: TicketSort;
  readonly descending: boolean;
}

/** Comparisons of one field: every given one must hold; null or absent asks nothing. */
export interface Among<Value> {
  readonly eq?: Value | null;
  readonly in?: readonly Value[] | null;
  readonly nin?: readonly Value[] | null;
  /** True: nothing stands there. */
  readonly isNull?: boolean | null;
}

export interface Between<Value> {
  readonly eq?: Value | null;
  readonly gt?: Value | null;
  readonly gte?: Value | null;
  readonly lt?: Value | null;
  readonly lte?: Value | null;
  readonly isNull?: boolean | null;
}

/** Every given condition must hold; null or absent asks nothing. */
export interface TicketFilter {
  readonly and?: readonly TicketFilter[] | null;
  /** At least one of them; an empty list holds for nothing. */
  readonly or?: readonly TicketFilter[] | null;
  readonly not?: TicketFilter | null;
  readonly status?: Among<TicketStatus> | null;
  readonly waitingOn?: Among<WaitingOn> | null;
  readonly priority?: Among<Priority> | null;
  readonly assignee?: Among<string> | null;
  readonly customer?: Among<string> | null;
  readonly channel?: Among<string> | null;
  readonly queue?: Among<string> | null;
  readonly cause?: Among<string> | null;
  /** `eq` and `in`: linked to one of them; `nin`: to none. */
  readonly workItem?: Among<string> | null;
  readonly label?: Among<string> | null;
  readonly number?: Between<number> | null;
  readonly level?: Between<number> | null;
  readonly reopenCount?: Between<number> | null;
  readonly openedAt?: Between<Date> | null;
  readonly updatedAt?: Between<Date> | null;
  readonly firstResponseDueAt?: Between<Date> | null;
  readonly firstRespondedAt?: Between<Date> | null;
  readonly unansweredSince?: Between<Date> | null;
  readonly lastSolvedAt?: Between<Date> | null;
  /** A clock of it runs and is past its due time. */
  readonly breaching?: boolean | null;
  /** Words that must all occur in the subject or in a message. */
  readonly text?: string | null;
}
