import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useMembers } from '../api/members';
import { usePages } from '../api/pages';
import { useLive } from '../api/use-live';
import { useMay } from '../api/viewer';
import { CustomersDocument } from '../generated/graphql';
import { Avatar, HealthBadge } from '../ui/badge';
import { NameSearch } from '../ui/name-search';
import { Pager } from '../ui/pager';
import { PageHead } from '../ui/panel';
import { Answer, Empty, StaleNotice } from '../ui/states';
import { CustomerForm } from './customer-form';
import { PromiseBar } from './promise-bar';

const PAGE = 50;

const Customers = () => {
  const [named, setNamed] = useState('');
  const [, go] = useLocation();
  const may = useMay();
  const pages = usePages(named);
  const members = useMembers();
  const { after } = pages;
  const live = useLive(
    CustomersDocument,
    { named, first: PAGE, after },
    `customers-${named}-${after}`,
  );
  return (
    <>
      <PageHead title="Customers" lead="The companies you support.">
        {may.configure && <CustomerForm customer={null} onDone={(id) => go(`/customers/${id}`)} />}
        <NameSearch label="Search customers" text={named} onChange={setNamed} />
      </PageHead>
      <StaleNotice of={[live]} />
      <div className="panel flush">
        <Answer live={live} rows={8}>
          {({ customers: { nodes, pageInfo } }) =>
            nodes.length === 0 ? (
              <Empty title={named === '' ? 'No customer yet' : 'Nobody is called so'}>
                {named === ''
                  ? 'They appear with their first message.'
                  : 'Try a shorter part of the name.'}
              </Empty>
            ) : (
              <>
                <table className="plain-table" aria-label="Customers">
                  <thead>
                    <tr>
                      <th scope="col">Customer</th>
                      <th scope="col">Tier</th>
                      <th scope="col">Health</th>
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
                        <td data-label="Tier">{one.tier}</td>
                        <td data-label="Health">
                          <HealthBadge {...one.health} />
                        </td>
                        <td data-label="Promises">
                          <PromiseBar counts={one.promiseStatistics} customerId={one.id} />
                        </td>
                        <td data-label="Owner">
                          {members.find(({ id }) => id === one.ownerId)?.name ?? (
                            <span className="faint">nobody</span>
                          )}
                        </td>
                        <td data-label="Time zone">
                          {one.zone ?? <span className="faint">the desk’s</span>}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
                <Pager pages={pages} info={pageInfo} />
              </>
            )
          }
        </Answer>
      </div>
    </>
  );
};

export default Customers;
