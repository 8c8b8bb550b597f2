import {
  GOOD_FROM,
  HEALTH_DAYS,
  HEALTH_PARTS,
  HEALTH_REQUESTS,
  HEALTH_RULES,
  HEALTH_WEIGHT,
  type HealthPart,
  WATCH_FROM,
} from '../../domain/account-health';
import type { MeasureRule } from './measure-rule';

const spelled = HEALTH_PARTS.map((part) => {
  const { weight, days, best, worst, atLeast } = HEALTH_RULES[part];
  const since = part === 'WAITING_LONGEST' ? 'now' : `${days} days, n >= ${atLeast}`;
  return `${part} ${weight} (${since}: none at ${best}, all at ${worst})`;
}).join('; ');

const COUNTED: Readonly<Record<HealthPart, string>> = {
  SLA_ATTAINMENT: 'Share of service targets that were met',
  PROMISES_BROKEN: 'Share of settled promises that were broken',
  REOPEN_RATE: 'Share of solved tickets that came back',
  CSAT: 'Share of ratings that were 4 or 5',
  EFFORT: 'Share of customers who said they had to repeat themselves',
  EARLY_WARNINGS: 'Early warnings for each request',
  WAITING_LONGEST: 'Hours since the oldest question nobody has answered',
};

/** One part in words that can stand beside its figure. */
export const healthPartText = (part: HealthPart): string => {
  const { weight, days, best, worst, atLeast } = HEALTH_RULES[part];
  const inNumbers = part === 'EARLY_WARNINGS' || part === 'WAITING_LONGEST';
  const value = (of: number): string => (inNumbers ? String(of) : `${Math.round(of * 100)} %`);
  const isNow = part === 'WAITING_LONGEST';
  return `${COUNTED[part]}, ${isNow ? 'now' : `over ${days} days`}. Costs nothing at ${value(best)}, all of its ${weight} points at ${value(worst)}, and in proportion between them.${
    isNow ? '' : ` With fewer than ${atLeast} it says nothing and counts neither way.`
  }`;
};

/** How accounts fare: no model, only points for facts that anybody can reckon again. */
export const ACCOUNT_HEALTH: MeasureRule = {
  // The requests behind it are what one clicks through to; its parts are measures of their own.
  kind: 'VOLUME',
  unit: 'POINTS',
  aggregate: { as: 'HEALTH' },
  definition: {
    version: 1,
    text: `100 points less what the parts cost, in proportion between two values: ${spelled}. EARLY_WARNINGS are warnings per request, WAITING_LONGEST hours since the oldest unanswered question. A part with too small a sample costs nothing and weighs nothing: score = 100 x (1 - lost / weight of the other parts). GOOD from ${GOOD_FROM}, WATCH from ${WATCH_FROM}, else AT_RISK.`,
    startsAt: `${HEALTH_DAYS} days before the end of the window, or of its bucket; 30 where a part says so.`,
    stopsAt: 'The end of the window or bucket.',
    excludes: `TOO_LITTLE_TO_SAY: accounts with fewer than ${HEALTH_REQUESTS} requests in ${HEALTH_DAYS} days, or whose telling parts weigh less than ${HEALTH_WEIGHT}. What is no request or was merged.`,
  },
  quality: [],
};
