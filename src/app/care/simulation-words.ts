import type { Comparison, Outcome, Standings } from './simulate';
import { targetText } from './target-text';

const used = (seconds: number | null): string =>
  seconds === null ? 'not reached' : targetText({ seconds, hours: 'BUSINESS' });

const judgedOf = ({ achieved, breached, late }: Standings): number => achieved + breached + late;

const isEmpty = (standings: Standings): boolean => judgedOf(standings) + standings.running === 0;

/** The share with what it is a share of. */
const shareOf = (standings: Standings): string => {
  const judged = judgedOf(standings);
  return judged === 0
    ? 'no share'
    : `${Math.round((standings.achieved / judged) * 100)} % achieved (${standings.achieved} of ${judged})`;
};

/** One line for a person about one target. */
export const outcomeLine = (outcome: Outcome): string => {
  const { measure, priority, achieved, breached, late, running, p50, p90 } = outcome;
  const judged = judgedOf(outcome);
  const share = judged === 0 ? 'no share' : `${Math.round((achieved / judged) * 100)} %`;
  return `${measure} ${priority}: n ${judged + running}: ${share} achieved (${achieved} of ${judged}; ${breached} late, ${late} late and still running), ${running} running in time; used time p50 ${used(p50)}, p90 ${used(p90)}`;
};

/** One line about a measure: under the document, and as it was measured by what counted then. */
const comparisonLine = ({ measure, before, after }: Comparison): string => {
  const told = isEmpty(after) ? 'not promised' : shareOf(after);
  return isEmpty(before)
    ? `${measure}: ${told}`
    : `${measure}: ${told}; as measured: ${shareOf(before)}`;
};

/** What is taken for granted of tickets that did happen. */
export const PAST_ASSUMPTIONS: readonly string[] = [
  'tier, customer and queue are what they are now, from the beginning on',
  'everybody would have worked as they did',
];

const COUNTED: readonly string[] = [
  'used time is what the clock counted; one that still runs counts as at least so long',
  'a ticket has one clock for each wait of its customer and each update, so these count more often than tickets',
];

/** The answer in lines: what was replayed, what came of it, what was assumed. */
export const simulationLines = (
  replayed: { readonly tickets: number; readonly what: string; readonly none: string },
  outcomes: readonly Outcome[],
  comparisons: readonly Comparison[],
  assumed: readonly string[],
): readonly string[] => {
  if (replayed.tickets === 0) return [replayed.none];
  const told = comparisons.filter(({ before, after }) => !isEmpty(before) || !isEmpty(after));
  return [
    replayed.what,
    ...(outcomes.length === 0
      ? ['No policy of the document promises these tickets anything.']
      : outcomes.map(outcomeLine)),
    ...(told.length === 0 ? [] : ['By measure:', ...told.map(comparisonLine)]),
    'Assumed:',
    ...[...assumed, ...COUNTED].map((line) => `- ${line}`),
  ];
};
