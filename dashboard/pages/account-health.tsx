import { Link } from 'wouter';
import type { CustomerFactsFragment } from '../generated/graphql';
import { HealthBadge } from '../ui/badge';
import { Definition } from '../ui/figure';
import { partCost, partHref, partName, partSample, partValue } from './health-words';

type Health = CustomerFactsFragment['health'];

/** The score with everything it takes to reckon it again, and the way to what each part is made of. */
export const AccountHealth = ({ health, customerId }: { health: Health; customerId: string }) => (
  <section aria-label="Account health">
    <p className="health-score">
      <HealthBadge state={health.state} score={health.score} />
      <span className="faint">
        {health.requests === 1 ? 'one request' : `${health.requests} requests`} in 90 days
      </span>
      <Definition of="Account health" meaning={{ text: health.definition.text }} />
    </p>
    <ul className="health-parts">
      {health.parts.map((one) => (
        <li key={one.part}>
          <Link href={partHref(customerId, one.part)} title={`${one.text} Press for the tickets.`}>
            <span>{partName(one.part)}</span>
            <span className="faint">{partSample(one)}</span>
            <strong>{partValue(one) ?? '–'}</strong>
            <span className={one.lost === null || one.lost === 0 ? 'faint' : 'costs'}>
              {partCost(one)}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  </section>
);
