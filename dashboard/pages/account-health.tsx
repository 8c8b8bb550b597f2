import type { CustomerFactsFragment } from '../generated/graphql';
import { HealthBadge } from '../ui/badge';

type Health = CustomerFactsFragment['health'];
type Part = Health['parts'][number];

const PART_WORDS: Readonly<Record<Part['part'], string>> = {
  SLA_ATTAINMENT: 'Targets met',
  PROMISES_BROKEN: 'Promises broken',
  REOPEN_RATE: 'Solved, but came back',
  CSAT: 'Content (4 or 5)',
  EFFORT: 'Had to repeat themselves',
  EARLY_WARNINGS: 'Early warnings a request',
  WAITING_LONGEST: 'Longest wait, hours',
};

const IN_NUMBERS = new Set<Part['part']>(['EARLY_WARNINGS', 'WAITING_LONGEST']);

const valueWords = ({ part, value }: Part): string => {
  if (value === null) return 'none';
  return IN_NUMBERS.has(part) ? value.toFixed(1) : `${Math.round(value * 100)} %`;
};

const costWords = ({ n, days, lost, weight, atLeast }: Part): string =>
  lost === null
    ? `${n} in ${days} days: under ${atLeast}, not counted`
    : `${n} in ${days} days: costs ${lost.toFixed(1)} of ${weight}`;

/** The score with everything it takes to reckon it again. */
export const AccountHealth = ({ health }: { health: Health }) => (
  <section aria-label="Account health">
    <p title={health.definition.text}>
      <HealthBadge state={health.state} score={health.score} />{' '}
      <span className="faint">from {health.requests} requests of 90 days</span>
    </p>
    <dl className="facts wide">
      {health.parts.map((one) => (
        <div key={one.part} className="fact-row">
          <dt>{PART_WORDS[one.part]}</dt>
          <dd>
            {valueWords(one)} <span className="faint">{costWords(one)}</span>
          </dd>
        </div>
      ))}
    </dl>
  </section>
);
