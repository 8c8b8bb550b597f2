import type { CustomerFactsFragment } from '../generated/graphql';
import { HealthBadge } from '../ui/badge';
import { inWords } from '../ui/words';

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

/** The score with everything it takes to reckon it again. */
export const AccountHealth = ({ health }: { health: Health }) => (
  <section className="account-health" aria-label="Account health">
    <p title={health.definition.text}>
      <HealthBadge state={health.state} score={health.score} />{' '}
      <span className="faint">from {health.requests} requests of 90 days</span>
    </p>
    <table className="plain-table" aria-label="What the health is made of">
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col">Now</th>
          <th scope="col">Sample</th>
          <th scope="col">Points lost</th>
        </tr>
      </thead>
      <tbody>
        {health.parts.map((one) => (
          <tr key={one.part}>
            <td>{PART_WORDS[one.part] ?? inWords(one.part)}</td>
            <td data-label="Now">{valueWords(one)}</td>
            <td data-label="Sample">
              {one.n} in {one.days} days
            </td>
            <td data-label="Points lost">
              {one.lost === null
                ? `too few (under ${one.atLeast})`
                : `${one.lost.toFixed(1)} of ${one.weight}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
