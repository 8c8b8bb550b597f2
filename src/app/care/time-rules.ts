import {
  addWorkingTime,
  type BusinessCalendar,
  nextOpening,
  roundTheClock,
  workingTimeBetween,
} from '../../domain/business-calendar';
import type { Hours } from '../../domain/sla-clock';
import { defaultPolicy, type SlaPolicy } from '../../domain/sla-policy';
import type { Ticket } from '../../domain/ticket';
import { publicHolidays } from '../calendar/public-holidays';
import { zoneClock } from '../calendar/zone-clock';
import type { CalendarWords, KeptCalendar } from '../ports/care';
import type { Tx } from '../ports/store';

/** What a customer may expect, and the hours in which it is counted. */
export interface TimeRules {
  readonly policy: SlaPolicy;
  readonly hours: Hours;
  /** Null: the desk has named no calendar, and every hour counts. */
  readonly calendar: Pick<KeptCalendar, 'id' | 'version'> | null;
}

/** A calendar with the public holidays around a year. Throws `invalid` for a place nobody knows. */
export const spelledOut = async (words: CalendarWords, year: number): Promise<BusinessCalendar> => {
  const { zone, opening, holidays, country, region } = words;
  const open = country === null ? [] : await publicHolidays({ country, region }, year);
  return { zone, opening, holidays: [...holidays, ...open] };
};

/** The rules that count for a ticket now: its customer's, its tier's, its queue's, the desk's. */
export const timeRulesOf = async (
  tx: Tx,
  ticket: Pick<Ticket, 'customerId' | 'queueId'>,
  now: Date,
): Promise<TimeRules> => {
  const policy = await tx.care.policyFor(ticket.customerId);
  const kept = await tx.care.calendarFor(
    ticket.customerId,
    policy?.calendarId ?? null,
    ticket.queueId,
  );
  const tenant = await tx.desk.tenant();
  return {
    policy: policy ?? defaultPolicy(tenant.firstResponseTargetMin * 60),
    hours: {
      zones: zoneClock,
      calendar: kept === null ? roundTheClock('UTC') : await spelledOut(kept, now.getUTCFullYear()),
    },
    calendar: kept,
  };
};

/** Is somebody supposed to be there? */
export const isOpenAt = ({ hours }: TimeRules, at: Date): boolean =>
  nextOpening(hours.calendar, hours.zones, at).getTime() === at.getTime();

/** Part of the way from one instant to a later one, measured in open time where there is any. */
export const partWay = ({ hours }: TimeRules, from: Date, to: Date, share: number): Date => {
  const open = workingTimeBetween(hours.calendar, hours.zones, from, to);
  return open > 0
    ? addWorkingTime(hours.calendar, hours.zones, from, open * share)
    : new Date(from.getTime() + (to.getTime() - from.getTime()) * share);
};
