import type { FactKind } from './fact';

/** What the health of an account is made of. */
export const HEALTH_PARTS = [
  'SLA_ATTAINMENT',
  'PROMISES_BROKEN',
  'REOPEN_RATE',
  'CSAT',
  'EFFORT',
  'EARLY_WARNINGS',
  'WAITING_LONGEST',
] as const;
export type HealthPart = (typeof HEALTH_PARTS)[number];

export const HEALTH_STATES = ['GOOD', 'WATCH', 'AT_RISK', 'TOO_LITTLE_TO_SAY'] as const;
export type HealthState = (typeof HEALTH_STATES)[number];

export interface HealthRule {
  /** Points it can cost. */
  readonly weight: number;
  /** Over what began in so many days before the instant. */
  readonly days: number;
  /** Costs nothing there and beyond. */
  readonly best: number;
  /** Costs all of its points there and beyond; in between in proportion. */
  readonly worst: number;
  /** With a smaller sample it says nothing and costs nothing. */
  readonly atLeast: number;
}

/** The two looks back: what changes within weeks, and what is rarer. */
export const RECENT_DAYS = 30;
export const HEALTH_DAYS = 90;

/** The whole definition, version 1: whoever changes a number counts the version up. */
export const HEALTH_RULES: Readonly<Record<HealthPart, HealthRule>> = {
  SLA_ATTAINMENT: { weight: 25, days: RECENT_DAYS, best: 0.95, worst: 0.75, atLeast: 5 },
  PROMISES_BROKEN: { weight: 20, days: RECENT_DAYS, best: 0, worst: 0.2, atLeast: 5 },
  REOPEN_RATE: { weight: 15, days: HEALTH_DAYS, best: 0.05, worst: 0.25, atLeast: 5 },
  CSAT: { weight: 15, days: HEALTH_DAYS, best: 0.9, worst: 0.6, atLeast: 5 },
  EFFORT: { weight: 5, days: HEALTH_DAYS, best: 0.1, worst: 0.4, atLeast: 5 },
  /** Warnings for each request of the same days. */
  EARLY_WARNINGS: { weight: 10, days: RECENT_DAYS, best: 0, worst: 0.5, atLeast: 5 },
  /** Hours since the oldest question nobody has answered; nothing waits: 0. */
  WAITING_LONGEST: { weight: 10, days: HEALTH_DAYS, best: 24, worst: 168, atLeast: 0 },
};
/** With fewer requests in those days nothing is said at all. */
export const HEALTH_REQUESTS = 5;
/** Parts that say something must weigh as much, or nothing is said. */
export const HEALTH_WEIGHT = 50;
export const GOOD_FROM = 80;
export const WATCH_FROM = 60;

/** What of an account is counted. */
export interface HealthCounts {
  /** Requests of 90 and of 30 days. */
  readonly requests: number;
  readonly recentRequests: number;
  readonly targets: number;
  readonly targetsMet: number;
  readonly promises: number;
  readonly promisesBroken: number;
  readonly solved: number;
  readonly reopened: number;
  readonly ratings: number;
  readonly goodRatings: number;
  readonly efforts: number;
  readonly repeated: number;
  readonly warnings: number;
  readonly unanswered: number;
  /** Of the oldest of those. */
  readonly waitingSeconds: number;
}

type Counted = Exclude<keyof HealthCounts, 'unanswered' | 'waitingSeconds'>;

/** What each is the number of: facts that began in so many days, with one of these outcomes. */
export const HEALTH_COUNTED: Readonly<
  Record<
    Counted,
    { readonly kind: FactKind; readonly days: number; readonly outcomes: readonly string[] | null }
  >
> = {
  requests: { kind: 'VOLUME', days: HEALTH_DAYS, outcomes: null },
  recentRequests: { kind: 'VOLUME', days: RECENT_DAYS, outcomes: null },
  targets: { kind: 'SLA', days: RECENT_DAYS, outcomes: ['ACHIEVED', 'BREACHED', 'OVERDUE'] },
  targetsMet: { kind: 'SLA', days: RECENT_DAYS, outcomes: ['ACHIEVED'] },
  promises: { kind: 'PROMISE', days: RECENT_DAYS, outcomes: ['KEPT', 'RENEWED', 'BROKEN'] },
  promisesBroken: { kind: 'PROMISE', days: RECENT_DAYS, outcomes: ['BROKEN'] },
  solved: { kind: 'REOPEN', days: HEALTH_DAYS, outcomes: ['YES', 'NO'] },
  reopened: { kind: 'REOPEN', days: HEALTH_DAYS, outcomes: ['YES'] },
  ratings: { kind: 'RATING', days: HEALTH_DAYS, outcomes: ['1', '2', '3', '4', '5'] },
  goodRatings: { kind: 'RATING', days: HEALTH_DAYS, outcomes: ['4', '5'] },
  efforts: { kind: 'EFFORT', days: HEALTH_DAYS, outcomes: ['YES', 'NO'] },
  repeated: { kind: 'EFFORT', days: HEALTH_DAYS, outcomes: ['YES'] },
  warnings: { kind: 'EARLY_WARNING', days: RECENT_DAYS, outcomes: null },
};

export interface PartOfHealth extends HealthRule {
  readonly part: HealthPart;
  /** A share, warnings for each request, or hours; null: there is no sample. */
  readonly value: number | null;
  readonly n: number;
  /** Null: too small a sample, so it counts neither way. */
  readonly lost: number | null;
}

export interface AccountHealth {
  /** Of 100; null: too little to say. */
  readonly score: number | null;
  readonly state: HealthState;
  readonly parts: readonly PartOfHealth[];
  readonly requests: number;
}

/** Two desks together, such as two channels of one account. */
export const addedUp = (one: HealthCounts, other: HealthCounts): HealthCounts => ({
  requests: one.requests + other.requests,
  recentRequests: one.recentRequests + other.recentRequests,
  targets: one.targets + other.targets,
  targetsMet: one.targetsMet + other.targetsMet,
  promises: one.promises + other.promises,
  promisesBroken: one.promisesBroken + other.promisesBroken,
  solved: one.solved + other.solved,
  reopened: one.reopened + other.reopened,
  ratings: one.ratings + other.ratings,
  goodRatings: one.goodRatings + other.goodRatings,
  efforts: one.efforts + other.efforts,
  repeated: one.repeated + other.repeated,
  warnings: one.warnings + other.warnings,
  unanswered: one.unanswered + other.unanswered,
  waitingSeconds: Math.max(one.waitingSeconds, other.waitingSeconds),
});

export const NO_COUNTS: HealthCounts = {
  requests: 0,
  recentRequests: 0,
  targets: 0,
  targetsMet: 0,
  promises: 0,
  promisesBroken: 0,
  solved: 0,
  reopened: 0,
  ratings: 0,
  goodRatings: 0,
  efforts: 0,
  repeated: 0,
  warnings: 0,
  unanswered: 0,
  waitingSeconds: 0,
};

const share = (some: number, n: number) => ({ n, value: n === 0 ? null : some / n });

const measured = (
  part: HealthPart,
  counts: HealthCounts,
): { readonly n: number; readonly value: number | null } => {
  switch (part) {
    case 'SLA_ATTAINMENT':
      return share(counts.targetsMet, counts.targets);
    case 'PROMISES_BROKEN':
      return share(counts.promisesBroken, counts.promises);
    case 'REOPEN_RATE':
      return share(counts.reopened, counts.solved);
    case 'CSAT':
      return share(counts.goodRatings, counts.ratings);
    case 'EFFORT':
      return share(counts.repeated, counts.efforts);
    case 'EARLY_WARNINGS':
      return share(counts.warnings, counts.recentRequests);
    case 'WAITING_LONGEST':
      return { n: counts.unanswered, value: counts.waitingSeconds / 3600 };
    default:
      return part satisfies never;
  }
};

/** Halves go up, as by hand: 6.25 is 6.3, whatever is left over of fractions of two. */
const tenths = (points: number): number => Math.round(points * 10 + 1e-9) / 10;

/** How an account fares, by facts alone; each part says what it cost, so it can be reckoned again. */
export const healthOf = (counts: HealthCounts): AccountHealth => {
  const parts = HEALTH_PARTS.map((part): PartOfHealth => {
    const rule = HEALTH_RULES[part];
    const { n, value } = measured(part, counts);
    if (value === null || n < rule.atLeast) return { ...rule, part, value, n, lost: null };
    const badness = (value - rule.best) / (rule.worst - rule.best);
    const lost = tenths(rule.weight * Math.min(1, Math.max(0, badness)));
    return { ...rule, part, value, n, lost };
  });
  const telling = parts.filter(({ lost }) => lost !== null);
  const weight = telling.reduce((sum, part) => sum + part.weight, 0);
  const { requests } = counts;
  if (requests < HEALTH_REQUESTS || weight < HEALTH_WEIGHT)
    return { score: null, state: 'TOO_LITTLE_TO_SAY', parts, requests };
  const lost = telling.reduce((sum, part) => sum + (part.lost ?? 0), 0);
  const score = tenths(100 * (1 - lost / weight));
  const state = score >= GOOD_FROM ? 'GOOD' : score >= WATCH_FROM ? 'WATCH' : 'AT_RISK';
  return { score, state, parts, requests };
};
