import type { AccountHealth, HealthPart, PartOfHealth } from '../../domain/account-health';
import { lengthWords } from './digest-words';

type Said = (value: number, n: number) => string;
const share =
  (what: string): Said =>
  (value, n) =>
    `${Math.round(value * n)} of ${n} ${what}`;

const WORDS: Readonly<Record<HealthPart, Said>> = {
  SLA_ATTAINMENT: share('targets met'),
  PROMISES_BROKEN: share('promises broken'),
  REOPEN_RATE: share('solved came back'),
  CSAT: share('ratings were 4 or 5'),
  EFFORT: share('had to repeat themselves'),
  EARLY_WARNINGS: (value, n) => `${Math.round(value * n)} warnings on ${n} requests`,
  WAITING_LONGEST: (hours) => `waits ${lengthWords(hours * 3600)} for a word`,
};

const costs = (part: PartOfHealth): boolean => part.lost !== null && part.lost > 0;

/** What cost an account most, in words; at most three. */
export const healthReasons = ({ parts }: AccountHealth): string =>
  parts
    .filter(costs)
    .toSorted((one, other) => (other.lost ?? 0) - (one.lost ?? 0))
    .slice(0, 3)
    .map(({ part, value, n, lost }) => `${WORDS[part](value ?? 0, n)} (-${lost})`)
    .join(', ');
