import type { MarkedPromise } from '../../domain/promise';
import type { CalendarWords, KeptCalendar, KeptPolicy, MarkedClock } from './care';
import type { Page, Sight, Slice } from './slices';

/** A calendar and for whom it counts. */
export interface CalendarView extends KeptCalendar {
  readonly madeAt: Date;
  readonly customerIds: readonly string[];
  readonly queueIds: readonly string[];
  readonly tiers: readonly string[];
  readonly isDefault: boolean;
}

/** A clock with the version of the calendar it was last reckoned by; null: every hour counts. */
export interface ClockView {
  readonly clock: MarkedClock;
  readonly calendar: CalendarWords | null;
}

export interface PromiseView extends MarkedPromise {
  readonly ticketId: string;
}

/** Which open promises; null asks nothing. */
export interface PromiseFilter {
  readonly customerId: string | null;
  readonly assigneeId: string | null;
  readonly dueBefore: Date | null;
}

/** What became of the times a customer was told, by when they were settled. */
export interface PromiseCount {
  readonly kept: number;
  readonly renewed: number;
  readonly broken: number;
}

/** Hours, service levels, clocks and promises, as the API reads them. */
export interface CareReaders {
  promisesById(sight: Sight, ids: readonly string[]): Promise<readonly (PromiseView | null)[]>;
  calendarsById(
    tenantId: string,
    ids: readonly string[],
  ): Promise<readonly (CalendarView | null)[]>;
  policiesById(tenantId: string, ids: readonly string[]): Promise<readonly (KeptPolicy | null)[]>;
  calendars(tenantId: string, slice: Slice): Promise<Page<CalendarView>>;
  policies(tenantId: string, slice: Slice): Promise<Page<KeptPolicy>>;
  /** Of several tickets at once, each list oldest first. */
  clocks(
    tenantId: string,
    ticketIds: readonly string[],
  ): Promise<readonly (readonly ClockView[])[]>;
  promises(
    tenantId: string,
    ticketIds: readonly string[],
    slice: Slice,
  ): Promise<readonly Page<PromiseView>[]>;
  /** Open promises, the next due first. */
  promisesDue(sight: Sight, filter: PromiseFilter, slice: Slice): Promise<Page<PromiseView>>;
  /** In the order of `customerIds`. */
  promiseCounts(
    tenantId: string,
    customerIds: readonly string[],
    from: Date,
    to: Date,
  ): Promise<readonly PromiseCount[]>;
}
