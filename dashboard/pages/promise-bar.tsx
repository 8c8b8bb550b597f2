import { Link } from 'wouter';
import type { PromiseCountsFragment } from '../generated/graphql';
import { listHref } from './list-filter';

const PARTS = [
  ['kept', 'good'],
  ['renewed', 'warn'],
  ['broken', 'bad'],
] as const;

/** What became of the times a customer was told: a bar, and the same in numbers. */
export const PromiseBar = (props: { counts: PromiseCountsFragment; customerId: string }) => {
  const { counts, customerId } = props;
  if (counts.n === 0) return <span className="faint">none settled</span>;
  return (
    <Link href={listHref({ view: 'all', customer: customerId })} className="promise-bar">
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
