import type { HealthPart, PartOfHealthFragment } from '../generated/graphql';
import { durationWords } from '../ui/words';

const PART_WORDS: Readonly<Record<HealthPart, string>> = {
  SLA_ATTAINMENT: 'Targets met',
  PROMISES_BROKEN: 'Promises broken',
  REOPEN_RATE: 'Solved, then came back',
  CSAT: 'Content (4 or 5)',
  EFFORT: 'Had to repeat themselves',
  EARLY_WARNINGS: 'Early warnings per request',
  WAITING_LONGEST: 'Longest wait',
};

export const partName = (part: HealthPart): string => PART_WORDS[part];

const isPart = (name: string): name is HealthPart => Object.hasOwn(PART_WORDS, name);

/** The part of an address: `promises-broken`. */
export const partNamed = (text: string): HealthPart | null => {
  const name = text.toUpperCase().replaceAll('-', '_');
  return isPart(name) ? name : null;
};

export const partHref = (customerId: string, part: HealthPart): string =>
  `/customers/${customerId}/health/${part.toLowerCase().replaceAll('_', '-')}`;

/** Its value, in its unit; null: there is no sample. */
export const partValue = ({ part, value, n }: PartOfHealthFragment): string | null => {
  if (value === null || n === 0) return null;
  switch (part) {
    case 'WAITING_LONGEST':
      return durationWords(value * 3600);
    case 'EARLY_WARNINGS':
      return value.toFixed(1);
    default:
      return `${Math.round(value * 100)} %`;
  }
};

/** Of what it is. */
export const partSample = ({ part, n, days, atLeast, lost }: PartOfHealthFragment): string => {
  if (part === 'WAITING_LONGEST') return n === 0 ? 'Nobody waits' : `${n} waiting`;
  if (n === 0) return `Nothing in ${days} days`;
  return lost === null ? `${n} in ${days} days, needs ${atLeast}` : `of ${n} in ${days} days`;
};

/** What it costs the account. */
export const partCost = ({ lost, weight }: PartOfHealthFragment): string =>
  lost === null ? 'not counted' : `${lost === 0 ? '0' : `−${lost.toFixed(1)}`} of ${weight}`;
