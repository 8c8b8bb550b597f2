import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useMembers } from '../api/members';
import { useLive } from '../api/use-live';
import { CustomersDocument } from '../generated/graphql';
import { Avatar } from '../ui/badge';
import { PageHead } from '../ui/panel';
import { Answer, Empty, StaleNotice } from '../ui/states';
import { PromiseBar } from './promise-bar';

const PAGE = 50;

const Customers = () => {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const members = useMembers();
  const after = cursors.at(-1) ?? null;
  const live = useLive(CustomersDocument, { first: PAGE, after }, `customers-${after}`);
  return (
    <>
      <PageHead title="Customers" lead="The companies you support." />
      <StaleNotice of={[live]} />
      <div className="panel flush">
        <Answer live={live} rows={8}>
          {({ customers: { nodes, pageInfo } }) =>
            nodes.length === 0 ? (
              <Empty title="No customer yet">They appear with their first message.</Empty>
            ) : (
              <>
                <table className="plain-table" aria-label="Customers">
                  <thead>
                    <tr>
                      <th scope="col">Customer</th>
                      <th scope="col">Tier</th>
                      <th scope="col">Promises, 90 days</th>
                      <th scope="col">Owner</th>
                      <th scope="col">Time zone</th>
                    </tr>
                  </thead>
                  <tbody>
                    {nodes.map((one) => (
                      <tr key={one.id}>
                        <td>
                          <Link href={`/customers/${one.id}`} className="named">
                            <Avatar name={one.name} side="customer" />
                            <span>{one.name}</span>
                          </Link>
                        </td>
                        <td>{one.tier}</td>
                        <td>
                          <PromiseBar counts={one.promiseStatistics} customerId={one.id} />
                        </td>
                        <td>
                          {members.find(({ id }) => id === one.ownerId)?.name ?? (
                            <span className="faint">nobody</span>
                          )}
                        </td>
                        <td>{one.zone ?? <span className="faint">the desk’s</span>}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
                {(pageInfo.hasNextPage || cursors.length > 0) && (
                  <nav className="pager" aria-label="Pages">
                    <button
                      type="button"
                      className="button"
                      disabled={cursors.length === 0}
                      onClick={() => setCursors(cursors.slice(0, -1))}
                    >
                      Back
                    </button>
                    <button
                      type="button"
                      className="button"
                      disabled={!pageInfo.hasNextPage}
                      onClick={() => setCursors([...cursors, pageInfo.endCursor ?? ''])}
                    >
                      More <ChevronRight size={15} aria-hidden="true" />
                    </button>
                  </nav>
                )}
              </>
            )
          }
        </Answer>
      </div>
    </>
  );
};

export default Customers;
