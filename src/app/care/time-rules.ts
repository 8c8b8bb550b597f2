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
import type { CalendarWords, KeptCalendar, KeptPolicy } from '../ports/care';
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

const rulesOf = async (
  tx: Tx,
  policy: KeptPolicy | null,
  kept: KeptCalendar | null,
  spell: () => Promise<BusinessCalendar>,
): Promise<TimeRules> => {
  const tenant = await tx.desk.tenant();
  return {
    policy: policy ?? defaultPolicy(tenant.firstResponseTargetMin * 60),
    hours: { zones: zoneClock, calendar: await spell() },
    calendar: kept,
  };
};

const spelled = (kept: KeptCalendar | null, now: Date): Promise<BusinessCalendar> =>
  kept === null ? Promise.resolve(roundTheClock('UTC')) : spelledOut(kept, now.getUTCFullYear());

type Whose = Pick<Ticket, 'customerId' | 'queueId'>;

/** The rules that count for a ticket now: its customer's, its tier's, its queue's, the desk's. */
export const timeRulesOf = async (tx: Tx, ticket: Whose, now: Date): Promise<TimeRules> => {
  const policy = await tx.care.policyFor(ticket.customerId);
  const kept = await tx.care.calendarFor(
    ticket.customerId,
    policy?.calendarId ?? null,
    ticket.queueId,
  );
  return rulesOf(tx, policy, kept, () => spelled(kept, now));
};

/** The same for many tickets, in their order; a calendar of several is spelled out once. */
export const timeRulesOfAll = async (
  tx: Tx,
  tickets: readonly Whose[],
  now: Date,
): Promise<readonly TimeRules[]> => {
  const keyOf = ({ customerId, queueId }: Whose): string => `${customerId} ${queueId}`;
  const whose = [...new Map(tickets.map((ticket) => [keyOf(ticket), ticket])).values()];
  const calendars = new Map<string | null, Promise<BusinessCalendar>>();
  const rules = new Map<string, TimeRules>();
  for (const [index, { policy, calendar }] of (await tx.care.rulesFor(whose)).entries()) {
    const ticket = whose[index];
    if (ticket === undefined) continue;
    const id = calendar?.id ?? null;
    const words = calendars.get(id) ?? spelled(calendar, now);
    calendars.set(id, words);
    rules.set(keyOf(ticket), await rulesOf(tx, policy, calendar, () => words));
  }
  return tickets.flatMap((ticket) => rules.get(keyOf(ticket)) ?? []);
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
