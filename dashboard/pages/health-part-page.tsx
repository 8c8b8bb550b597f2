import { ChevronLeft } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { usePages } from '../api/pages';
import { useLive } from '../api/use-live';
import { type HealthPart, HealthPartDocument } from '../generated/graphql';
import { Pager } from '../ui/pager';
import { PageHead, Panel } from '../ui/panel';
import { Answer, Empty, StaleNotice } from '../ui/states';
import { FigureFacts } from './figure-facts';
import { partCost, partName, partSample, partValue } from './health-words';

const PAGE = 50;

const CHOICES = [
  { costly: true, label: 'What costs points' },
  { costly: false, label: 'All that is counted' },
] as const;

/** One part of an account's health: what it means, and the tickets it is made of. */
const HealthPartPage = ({ id, part }: { id: string; part: HealthPart }) => {
  const [costly, setCostly] = useState(true);
  const about = `${id} ${part} ${costly}`;
  const pages = usePages(about);
  const { after } = pages;
  const live = useLive(
    HealthPartDocument,
    { id, part, costly, first: PAGE, after },
    `health ${about} ${after}`,
  );
  return (
    <>
      <Link href={`/customers/${id}`} className="back">
        <ChevronLeft size={15} aria-hidden="true" />
        Customer
      </Link>
      <StaleNotice of={[live]} />
      <Answer live={live} rows={8}>
        {({ node }) => {
          if (node?.__typename !== 'Customer') return <Empty title="There is no such customer" />;
          const { healthPart } = node;
          const { nodes, pageInfo } = healthPart.facts;
          return (
            <>
              <PageHead title={partName(part)} lead={`A part of the health of ${node.name}.`} />
              <Panel title="What it is">
                <p className="figure-value">{partValue(healthPart) ?? 'nothing yet'}</p>
                <p className="faint">
                  {partSample(healthPart)}; points: {partCost(healthPart)}
                </p>
                <p className="meaning">{healthPart.text}</p>
              </Panel>
              <fieldset className="views" aria-label="Which of them">
                {CHOICES.map((one) => (
                  <button
                    key={one.label}
                    type="button"
                    aria-pressed={one.costly === costly}
                    onClick={() => setCostly(one.costly)}
                  >
                    {one.label}
                  </button>
                ))}
              </fieldset>
              <div className="panel flush">
                {nodes.length === 0 ? (
                  <Empty title={costly ? 'Nothing costs points yet' : 'Nothing is counted yet'}>
                    {costly ? (
                      <>
                        {healthPart.lost === null ? 'There are too few to say. ' : ''}
                        See all that is counted beside it.
                      </>
                    ) : (
                      'It fills as tickets come and go.'
                    )}
                  </Empty>
                ) : (
                  <FigureFacts facts={nodes} />
                )}
                <Pager pages={pages} info={pageInfo} />
              </div>
            </>
          );
        }}
      </Answer>
    </>
  );
};

export default HealthPartPage;
