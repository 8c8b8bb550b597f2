import type { TimedFacts } from '../../domain/advance-clocks';
import { addWorkingTime, type BusinessCalendar, weekdayOf } from '../../domain/business-calendar';
import type { Moment } from '../../domain/replay-clocks';
import type { Priority } from '../../domain/ticket';
import { zoneClock } from '../calendar/zone-clock';
import type { PastTicket } from '../ports/care';
import type { CareDocument } from './care-document';

/** What is to be made up. The same order is always answered with the same tickets. */
export interface GeneratedOrder {
  readonly count: number;
  readonly seed: number;
  readonly days: number;
  /** The day, counted from 1970-01-01, at whose beginning the period ends. */
  readonly untilDay: number;
}

interface Habits {
  readonly priority: Priority;
  /** Of a hundred tickets. */
  readonly share: number;
  /** Medians, in minutes in which the team is there. */
  readonly answerMin: number;
  readonly workMin: number;
}

const HABITS: readonly [Habits, ...Habits[]] = [
  { priority: 'NORMAL', share: 55, answerMin: 50, workMin: 480 },
  { priority: 'LOW', share: 20, answerMin: 100, workMin: 960 },
  { priority: 'HIGH', share: 18, answerMin: 25, workMin: 240 },
  { priority: 'URGENT', share: 7, answerMin: 10, workMin: 60 },
];
const CUSTOMER_MIN = 180;
const THIRD_PARTY_MIN = 720;
const WORD_MIN = 480;

/** How many tickets come in an hour of a working day, against the others. */
const HOURLY = [
  1, 1, 1, 1, 1, 1, 3, 8, 18, 28, 30, 26, 18, 24, 28, 24, 18, 10, 5, 3, 2, 2, 1, 1,
] as const;
const WEEKEND = 0.12;

/** What is taken for granted, for whoever reads the answer. */
export const GENERATED_ASSUMPTIONS: readonly string[] = [
  'most tickets come on weekdays between 08:00 and 18:00, few at weekends and at night',
  `priorities: ${HABITS.map(({ priority, share }) => `${share} % ${priority}`).join(', ')}`,
  'the team is there Monday to Friday from 08:00 to 18:00, holidays like other days, whatever the document says',
  `half of the first answers take at most ${HABITS.map(({ priority, answerMin }) => `${answerMin} min (${priority})`).join(', ')} of that time`,
  `half of the work afterwards takes at most ${HABITS.map(({ priority, workMin }) => `${workMin / 60} h (${priority})`).join(', ')} of that time`,
  `40 % wait for the customer (half of these at most ${CUSTOMER_MIN / 60} h, day and night), 10 % for a third party (${THIRD_PARTY_MIN / 60} h)`,
  'whoever comes back is answered as fast as at first; between answer and solution a word comes after 8 h of that time in half of the tickets',
  'no ticket is reopened; tiers, customers and queues are those the document names and one other, each as likely',
];

type Chance = () => number;

/** Mulberry32: short, and the same on every machine. */
const chanceFrom = (seed: number): Chance => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Most lengths are near the median, a few are many times as long. */
const length = (chance: Chance, medianMin: number): number => {
  const bell = Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
  return Math.max(1, Math.round(medianMin * 60 * Math.exp(bell)));
};

const picked = (weights: readonly number[], share: number): number => {
  let left = share * weights.reduce((sum, weight) => sum + weight, 0);
  const found = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return found === -1 ? weights.length - 1 : found;
};

/** The zone of the desk's own calendar, else of the first, else UTC. */
export const zoneOf = ({ calendars, use }: CareDocument): string => {
  const own = use.find(({ customer, queue }) => customer === undefined && queue === undefined);
  return (calendars.find(({ name }) => name === own?.calendar) ?? calendars[0])?.zone ?? 'UTC';
};

/** Where the generated period ends. */
export const endOf = ({ untilDay }: GeneratedOrder, zone: string): Date =>
  zoneClock.reached(zone, { day: untilDay, minute: 0 });

const after = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1000);

const SOONEST_WORD_SEC = 3600;
const MOST_WORDS = 100;

/** Each life takes the same number of draws, so that no ticket moves the next. */
const livedFrom = (
  openedAt: Date,
  habits: Habits,
  zone: string,
  chance: Chance,
): readonly Moment[] => {
  const team: BusinessCalendar = {
    zone,
    opening: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: 480, to: 1080 })),
    holidays: [],
  };
  const worked = (from: Date, seconds: number) => addWorkingTime(team, zoneClock, from, seconds);
  const answeredAt = worked(openedAt, length(chance, habits.answerMin));
  const whom = chance();
  const customerSec = length(chance, CUSTOMER_MIN);
  const thirdPartySec = length(chance, THIRD_PARTY_MIN);
  const workSec = length(chance, habits.workMin);
  const nextAnswerSec = length(chance, habits.answerMin);
  const rhythmSec = Math.max(SOONEST_WORD_SEC, length(chance, WORD_MIN));
  const awaited = whom < 0.4 ? 'CUSTOMER' : whom < 0.5 ? 'THIRD_PARTY' : 'US';
  const awaySec = { CUSTOMER: customerSec, THIRD_PARTY: thirdPartySec, US: 0 }[awaited];
  const resumedAt = after(answeredAt, awaySec);
  const solvedAt = worked(resumedAt, workSec);

  let ticket: TimedFacts = {
    status: 'NEW',
    waitingOn: 'US',
    priority: habits.priority,
    openedAt,
    firstRespondedAt: null,
    unansweredSince: openedAt,
    firstSolvedAt: null,
    lastSolvedAt: null,
  };
  const moments: Moment[] = [{ at: openedAt, ticket, answeredAt: null }];
  const happens = (at: Date, change: Partial<TimedFacts>, isAnswer: boolean): void => {
    ticket = { ...ticket, ...change };
    moments.push({ at, ticket, answeredAt: isAnswer ? at : null });
  };
  const answered = { unansweredSince: null, status: 'OPEN' } as const;
  happens(answeredAt, { ...answered, waitingOn: awaited, firstRespondedAt: answeredAt }, true);
  let wordsFrom = answeredAt;
  if (awaited === 'CUSTOMER') {
    happens(resumedAt, { waitingOn: 'US', unansweredSince: resumedAt }, false);
    wordsFrom = worked(resumedAt, nextAnswerSec);
    if (wordsFrom < solvedAt) happens(wordsFrom, answered, true);
  }
  const words: Date[] = [];
  for (let at = worked(wordsFrom, rhythmSec); at < solvedAt; at = worked(at, rhythmSec)) {
    if (words.length === MOST_WORDS) break;
    words.push(at);
  }
  if (awaited === 'THIRD_PARTY') {
    for (const at of words.filter((one) => one < resumedAt)) happens(at, {}, true);
    happens(resumedAt, { waitingOn: 'US' }, false);
  }
  for (const at of words.filter((one) => awaited !== 'THIRD_PARTY' || one >= resumedAt))
    happens(at, {}, true);
  const solved = { status: 'SOLVED', waitingOn: 'CUSTOMER', unansweredSince: null } as const;
  happens(solvedAt, { ...solved, firstSolvedAt: solvedAt, lastSolvedAt: solvedAt }, true);
  return moments;
};

const namesIn = (said: CareDocument) => ({
  tiers: [...new Set([...said.policies.map(({ tier }) => tier), ''])],
  customers: [...new Set(said.use.flatMap(({ customer }) => customer ?? [])), 'Another customer'],
  queues: [...new Set(said.use.flatMap(({ queue }) => queue ?? [])), 'Another queue'],
});

const oneOf = (names: readonly string[], share: number): string =>
  names[Math.floor(share * names.length)] ?? '';

/** Plausible tickets as they would have been kept, oldest first, seen from the period's end. */
export const generateTickets = (
  said: CareDocument,
  order: GeneratedOrder,
): readonly PastTicket[] => {
  const zone = zoneOf(said);
  const end = endOf(order, zone);
  const chance = chanceFrom(order.seed);
  const firstDay = order.untilDay - order.days;
  const weights = Array.from({ length: order.days }, (_, index) =>
    weekdayOf(firstDay + index) > 5 ? WEEKEND : 1,
  );
  const opened = Array.from({ length: order.count }, () => {
    const day = firstDay + picked(weights, chance());
    const minute = picked(HOURLY, chance()) * 60 + Math.floor(chance() * 60);
    return zoneClock.reached(zone, { day, minute });
  }).toSorted((one, other) => one.getTime() - other.getTime());
  const { tiers, customers, queues } = namesIn(said);
  const shares = HABITS.map(({ share }) => share);
  return opened.map((openedAt, index) => {
    const habits = HABITS[picked(shares, chance())] ?? HABITS[0];
    const moments = livedFrom(openedAt, habits, zone, chance);
    return {
      number: index + 1,
      customer: oneOf(customers, chance()),
      tier: oneOf(tiers, chance()),
      queue: oneOf(queues, chance()),
      moments: moments.filter(({ at }) => at <= end),
      kept: [],
    };
  });
};
