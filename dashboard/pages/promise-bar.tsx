import { Link } from 'wouter';
import { useMay } from '../api/viewer';
import type { PromiseCountsFragment } from '../generated/graphql';
import { listHref } from './list-filter';
import { figureHref } from './measure-words';

const PARTS = [
  ['kept', 'good'],
  ['renewed', 'warn'],
  ['broken', 'bad'],
] as const;

/** What became of the times a customer was told: a bar, and the same in numbers. */
export const PromiseBar = (props: { counts: PromiseCountsFragment; customerId: string }) => {
  const { counts, customerId } = props;
  const may = useMay();
  if (counts.n === 0) return <span className="faint">none settled</span>;
  return (
    <Link
      href={
        may.isLead
          ? figureHref('PROMISES_BROKEN', { days: '90', by: 'CUSTOMER', group: customerId })
          : listHref({ view: 'all', customer: customerId })
      }
      className="promise-bar"
      title="Times told to them that were settled in 90 days: kept, renewed before they fell due, or broken. Press for the tickets."
    >
      <span className="promise-track" aria-hidden="true">
        {PARTS.map(([part, tone]) => (
          <span
            key={part}
            className={tone}
            style={{ width: `${(counts[part] / counts.n) * 100}%` }}
          />
        ))}
      </span>
      <span>
        {PARTS.filter(([part]) => counts[part] > 0)
          .map(([part]) => `${counts[part]} ${part}`)
          .join(', ')}
      </span>
    </Link>
  );
};
