import type { CareDocument } from './care-document';
import { type Outcome, SIMULATED } from './simulate';
import { targetText } from './target-text';

const used = (seconds: number | null): string =>
  seconds === null ? 'not reached' : targetText({ seconds, hours: 'BUSINESS' });

/** One line for a person, with the share and what it is a share of. */
export const outcomeLine = (outcome: Outcome): string => {
  const { measure, priority, achieved, breached, late, running, p50, p90 } = outcome;
  const judged = achieved + breached + late;
  const share = judged === 0 ? 'no share' : `${Math.round((achieved / judged) * 100)} %`;
  return `${measure} ${priority}: n ${judged + running}: ${share} achieved (${achieved} of ${judged}; ${breached} late, ${late} late and still running), ${running} running in time; used time p50 ${used(p50)}, p90 ${used(p90)}`;
};

/** What is taken for granted of tickets that did happen. */
export const PAST_ASSUMPTIONS: readonly string[] = [
  'priority, tier and queue are what they are now, from the beginning on',
  'a ticket that was reopened ends with its last solution',
  'everybody would have worked as they did',
];

const COUNTED: readonly string[] = [
  'used time is what the clock counted; one that still runs counts as at least so long',
];

/** The answer in lines: what was replayed, what came of it, what was assumed. */
export const simulationLines = (
  said: CareDocument,
  replayed: { readonly tickets: number; readonly what: string; readonly none: string },
  outcomes: readonly Outcome[],
  assumed: readonly string[],
): readonly string[] => {
  if (replayed.tickets === 0) return [replayed.none];
  const left = new Set(
    said.policies
      .flatMap(({ targets }) => targets.map(({ measure }) => measure))
      .filter((measure) => !SIMULATED.includes(measure)),
  );
  return [
    replayed.what,
    ...(outcomes.length === 0
      ? ['No policy of the document promises these tickets a first answer or a solution.']
      : outcomes.map(outcomeLine)),
    ...(left.size === 0 ? [] : [`Not replayed: ${[...left].join(', ')}.`]),
    'Assumed:',
    ...[...assumed, ...COUNTED].map((line) => `- ${line}`),
  ];
};
