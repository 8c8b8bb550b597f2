import type { Holiday, OpeningHours } from '../../domain/business-calendar';
import type { Moment } from '../../domain/replay-clocks';
import type { ClockState, SlaClock } from '../../domain/sla-clock';
import type { SlaPolicy } from '../../domain/sla-policy';
import type { Ticket } from '../../domain/ticket';

/** What a calendar says, as its keeper wrote it down. */
export interface CalendarWords {
  readonly zone: string;
  readonly opening: readonly OpeningHours[];
  /** The desk's own days off, beside the public ones of `country`. */
  readonly holidays: readonly Holiday[];
  readonly country: string | null;
  readonly region: string | null;
}

export interface KeptCalendar extends CalendarWords {
  readonly id: string;
  readonly name: string;
  /** Counts every change; a clock that has ended keeps the version it was measured by. */
  readonly version: number;
}

export interface KeptPolicy extends SlaPolicy {
  readonly id: string;
  /** The customers' tier it speaks of; empty for every tier without a policy of its own. */
  readonly tier: string;
  readonly calendarId: string | null;
  /** Counts every change. */
  readonly version: number;
}

/** What its keeper says of a policy. */
export type PolicyWords = Omit<KeptPolicy, 'id' | 'version'>;

/** For whom a calendar counts: one customer, a queue, or the whole desk. */
export interface CalendarScope {
  readonly of: 'DESK' | 'QUEUE' | 'CUSTOMER';
  /** For the desk: the tenant's. */
  readonly id: string;
}

/** A clock as the sweep and the lists find it. */
export interface MarkedClock extends SlaClock {
  readonly state: ClockState;
  readonly dueAt: Date | null;
  /** When it is to be looked at again; null when nothing more happens to it by itself. */
  readonly nextAt: Date | null;
  readonly calendarId: string | null;
  readonly calendarVersion: number | null;
}

/** What happened to a ticket, as far as a policy would have measured it. */
export interface PastTicket {
  readonly number: number;
  readonly customer: string;
  readonly tier: string;
  readonly queue: string;
  /** Its life, oldest first. */
  readonly moments: readonly Moment[];
  /** What its clocks came to by the rules that counted then. */
  readonly kept: readonly KeptOutcome[];
}

/** A clock as it was measured. */
export type KeptOutcome = Pick<MarkedClock, 'measure' | 'state' | 'dueAt'>;

/** A ticket and every clock it ever had, oldest first. */
export interface TimedTicket {
  readonly ticket: Ticket;
  readonly clocks: readonly MarkedClock[];
}

export interface CareStore {
  /** The policy of the customer's tier, else everybody's; null while there is none. */
  policyFor(customerId: string): Promise<KeptPolicy | null>;
  /** The customer's calendar, else the policy's, the queue's, the desk's; null while there is none. */
  calendarFor(
    customerId: string,
    policyCalendarId: string | null,
    queueId: string,
  ): Promise<KeptCalendar | null>;
  /** Both of these, of many: in the order asked for. */
  rulesFor(
    whose: readonly { readonly customerId: string; readonly queueId: string }[],
  ): Promise<
    readonly { readonly policy: KeptPolicy | null; readonly calendar: KeptCalendar | null }[]
  >;
  calendarNamed(name: string): Promise<KeptCalendar | null>;
  calendar(calendarId: string): Promise<KeptCalendar | null>;
  /** As one of its versions said it. */
  calendarAsOf(calendarId: string, version: number): Promise<CalendarWords | null>;
  /** By name; the one of the whole desk first. */
  calendars(limit: number): Promise<readonly (KeptCalendar & { readonly isDefault: boolean })[]>;
  /** The same words make no new version. */
  keepCalendar(name: string, words: CalendarWords, at: Date): Promise<KeptCalendar>;
  /** Null takes the assignment away: the next wider one counts. */
  assignCalendar(scope: CalendarScope, calendarId: string | null): Promise<void>;
  policyNamed(tier: string): Promise<KeptPolicy | null>;
  policyById(policyId: string): Promise<KeptPolicy | null>;
  /** By tier. */
  policies(limit: number): Promise<readonly KeptPolicy[]>;
  /** One policy for each tier: the newest counts. */
  keepPolicy(policy: PolicyWords): Promise<KeptPolicy>;
  customersNamed(name: string): Promise<readonly string[]>;
  /** Has every open ticket reckoned again by the next sweep; returns how many. */
  recountAll(now: Date): Promise<number>;
  /** Open tickets, oldest first, with all their clocks. */
  openTickets(limit: number): Promise<readonly TimedTicket[]>;
  /** Requests of customers opened since then, oldest first. */
  pastTickets(since: Date, limit: number): Promise<readonly PastTicket[]>;
  /** Oldest first. */
  clocksOf(ticketId: string): Promise<readonly MarkedClock[]>;
  saveClocks(ticketId: string, clocks: readonly MarkedClock[]): Promise<void>;
}
