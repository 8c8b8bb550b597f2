import type { Fact, FactKind } from '../../domain/fact';
import type { TicketHistory } from '../../domain/measured';
import type { CountedHours } from '../../domain/sla-policy';
import type { Priority } from '../../domain/ticket';
import type { CalendarWords } from './care';
import type { Page, Slice } from './slices';

export interface StoredFact extends Fact {
  readonly id: string;
}

/** What counting one ticket needs. */
export interface Counted {
  readonly history: Omit<TicketHistory, 'pauseWhile' | 'hours' | 'undisputedAt'>;
  /** Its facts as they were told last. */
  readonly facts: readonly StoredFact[];
}

/** A fact to be told, and since when it counts as told. */
export interface FreshFact {
  readonly fact: Fact;
  readonly seenAt: Date;
}

/** The measured facts of a tenant's tickets. */
export interface FactStore {
  /**
   * Takes their marks away, waiting for whoever changes one of them now. Returns those that were
   * marked; true: date their facts by what happened.
   */
  take(ticketIds: readonly string[]): Promise<ReadonlyMap<string, boolean>>;
  load(ticketIds: readonly string[]): Promise<readonly Counted[]>;
  /** Closes some as of one instant, and tells others. */
  revise(gone: readonly StoredFact[], told: readonly FreshFact[], at: Date): Promise<void>;
  /** Writes into facts what was not reckoned when they were told: their opening hours. */
  fill(facts: readonly StoredFact[]): Promise<void>;
}

export interface RollupStore {
  /** Adds at most so many ended facts up, oldest first, or some hours where a tenant is anew. */
  roll(limit: number): Promise<{ readonly added: number; readonly isMore: boolean }>;
}

export const FACT_DIMENSIONS = [
  'CUSTOMER',
  'TIER',
  'QUEUE',
  'CHANNEL',
  'PLATFORM',
  'AGENT',
  'PRIORITY',
  'CAUSE',
  'LABEL',
  'REASON',
] as const;
export type FactDimension = (typeof FACT_DIMENSIONS)[number];

/** Every given list must contain the fact's. */
export interface FactFilter {
  readonly customerIds?: readonly string[] | null;
  readonly tiers?: readonly string[] | null;
  readonly queueIds?: readonly string[] | null;
  readonly channelIds?: readonly string[] | null;
  readonly platforms?: readonly string[] | null;
  readonly memberIds?: readonly string[] | null;
  readonly priorities?: readonly Priority[] | null;
  readonly causes?: readonly string[] | null;
  readonly reasons?: readonly string[] | null;
  /** At least one of its labels is among them. */
  readonly labelIds?: readonly string[] | null;
}

export interface FactQuestion {
  readonly kind: FactKind;
  /** Which seconds; in opening hours only what has ended is counted, see `lasting`. */
  readonly hours: CountedHours;
  readonly from: Date;
  readonly to: Date;
  readonly asOf: Date;
  /** As of now: nothing is known otherwise than it is. */
  readonly isNow: boolean;
  /** Where the stretches of the answer begin, in order; the first is `from`. */
  readonly starts: readonly Date[];
  readonly filter: FactFilter;
  readonly groupBy: FactDimension | null;
}

/** How much of a question is answered. */
export interface RolledLimits {
  /** Only how many there are, not how long they took. */
  readonly onlyCounts?: boolean;
  /** Only groups with these keys, of a dimension that facts are added up by themselves. */
  readonly keys?: readonly string[];
}

/** A bar of a histogram: so many facts of about one length with one outcome. */
export interface Bar {
  /** Which stretch of the answer, from 0. */
  readonly cell: number;
  readonly group: string | null;
  /** Null: it lasts. `OVERDUE`: it lasts, and its time is over. */
  readonly outcome: string | null;
  readonly bucket: number;
  readonly n: number;
  readonly seconds: number;
  /** Instead of one bucket: many, see the domain's `unpack`. */
  readonly packed?: Uint8Array | null;
}

/** What lasts at an instant: its open time up to then is reckoned by its calendar. */
export interface Lasting {
  readonly cell: number;
  readonly group: string | null;
  readonly outcome: 'OVERDUE' | null;
  /** Open seconds before `runningSince`; null there: it stands still. */
  readonly openSeconds: number;
  readonly runningSince: Date | null;
  readonly calendarId: string | null;
  readonly calendarVersion: number | null;
}

/** A calendar as it stood. */
export interface CalendarVersion extends CalendarWords {
  readonly id: string;
  readonly version: number;
}

/** Facts of a kind that began in a stretch of time. */
export interface FactsCounted {
  readonly kind: FactKind;
  readonly from: Date;
  readonly to: Date;
  readonly filter: FactFilter;
}

/** So many were there at the end of each stretch from `from` up to, not including, `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly group: string | null;
  /** Age at the last instant, as the index of its band; null where it is not alive then. */
  readonly band: number | null;
  readonly n: number;
}

export interface StockQuestion {
  readonly kind: FactKind;
  readonly asOf: Date;
  /** As of now: nothing is known otherwise than it is. */
  readonly isNow: boolean;
  readonly instants: readonly Date[];
  /** Seconds at which an age enters the next band. */
  readonly bands: readonly number[];
  readonly filter: FactFilter;
  readonly groupBy: FactDimension | null;
}

export interface FactRow {
  readonly id: string;
  readonly ticketId: string;
  readonly ticketNumber: number;
  readonly beganAt: Date;
  readonly endedAt: Date | null;
  readonly outcome: string | null;
  readonly seconds: number;
  /** In opening hours; of what lasts only up to `runningSince`. */
  readonly openSeconds: number;
  readonly runningSince: Date | null;
  readonly calendarId: string | null;
  readonly calendarVersion: number | null;
  readonly dueAt: Date | null;
  readonly reason: string | null;
  readonly customerId: string;
  readonly channelId: string;
  readonly queueId: string;
  readonly priority: Priority;
  readonly memberId: string | null;
}

export interface FactRowsQuestion {
  readonly kind: FactKind;
  readonly from: Date;
  readonly to: Date;
  readonly asOf: Date;
  /** Alive at the end of the window, instead of begun in it. */
  readonly stock: boolean;
  /** Only those of them that began then. */
  readonly began?: { readonly from: Date; readonly to: Date };
  /** Only these outcomes; null among them: what still lasts. */
  readonly outcomes: readonly (string | null)[] | null;
  /** As of now. */
  readonly isNow: boolean;
  readonly filter: FactFilter;
  readonly group: { readonly by: FactDimension; readonly key: string | null } | null;
}

/** Figures as the API asks for them; each method is bound to one tenant. */
export interface FactReaders {
  bars(tenantId: string, question: FactQuestion): Promise<readonly Bar[]>;
  /** The same from what was added up; null where that cannot answer, or not soon. */
  rolledBars(
    tenantId: string,
    question: FactQuestion,
    limits?: RolledLimits,
  ): Promise<readonly Bar[] | null>;
  /** About how many of a kind that began then were added up; 0 while nothing is. */
  factsAddedUp(
    tenantId: string,
    kind: FactKind,
    from: Date,
    to: Date,
    customerIds: readonly string[] | null,
  ): Promise<number>;
  /** Stocks from what was added up; null where that cannot answer. */
  rolledSpans(tenantId: string, question: StockQuestion): Promise<readonly Span[] | null>;
  /** Few: what lasts now, and few others were told since; found by indexes, window or no window. */
  lasting(tenantId: string, question: FactQuestion, areFew: boolean): Promise<readonly Lasting[]>;
  /** Where a piece of so many facts ends, a millisecond on at least; null: there are no more. */
  pieceEnd(tenantId: string, facts: FactsCounted, atMost: number): Promise<Date | null>;
  calendarVersions(
    tenantId: string,
    which: readonly { readonly id: string; readonly version: number }[],
  ): Promise<readonly CalendarVersion[]>;
  /**
   * Stocks, counted: of those that began in a stretch of time, or, as of now, of those that were
   * there at the first instant.
   */
  spans(
    tenantId: string,
    question: StockQuestion,
    among: 'THERE' | { readonly from: Date; readonly to: Date },
  ): Promise<readonly Span[]>;
  factRows(tenantId: string, question: FactRowsQuestion, slice: Slice): Promise<Page<FactRow>>;
  /** Ended facts that were told otherwise after `asOf`, and changed tickets not yet counted. */
  factsAside(
    tenantId: string,
    kinds: readonly FactKind[],
    from: Date,
    to: Date,
    asOf: Date,
  ): Promise<{ readonly revised: number; readonly uncounted: number }>;
  /** What people call the keys of groups. */
  labels(
    tenantId: string,
    by: FactDimension,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
}
