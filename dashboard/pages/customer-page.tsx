import { ChevronLeft } from 'lucide-react';
import { Link } from 'wouter';
import { useMembers } from '../api/members';
import { useLive } from '../api/use-live';
import { OfferedContext, useMay } from '../api/viewer';
import {
  type CustomerFactsFragment,
  CustomerPageDocument,
  type CustomerPageQuery,
} from '../generated/graphql';
import { PageHead, Panel } from '../ui/panel';
import { Answer, Empty, StaleNotice } from '../ui/states';
import { Due } from '../ui/time';
import { instantWords, inWords } from '../ui/words';
import { AccountHealth } from './account-health';
import { AssignHours } from './assign-hours';
import { CustomerForm } from './customer-form';
import { listHref } from './list-filter';
import { PromiseBar } from './promise-bar';
import { PromiseRow } from './promise-row';
import { SameCustomer } from './same-customer';
import { TicketFigures } from './ticket-figures';
import { TicketTable } from './ticket-table';
import { WarningList } from './warning-list';

const Numbers = ({ id, data }: { id: string; data: CustomerPageQuery }) => (
  <section className="figures" aria-label="Tickets">
    <TicketFigures
      figures={[
        {
          label: 'Open',
          value: data.openCount,
          href: listHref({ view: 'open', customer: id }),
          text: 'Tickets of this customer that are new, open or snoozed.',
        },
        {
          label: 'Waiting on us',
          value: data.waiting,
          href: listHref({ view: 'waiting', customer: id }),
          text: 'Of those, new and open tickets whose next step is ours.',
        },
        {
          label: 'Reopened',
          value: data.reopened,
          href: listHref({ view: 'reopened', customer: id }),
          text: 'Tickets this customer had to open again at least once, ever.',
        },
        {
          label: 'Ever',
          value: data.all,
          href: listHref({ view: 'all', customer: id }),
          text: 'All tickets of this customer, requests and others.',
        },
      ]}
    />
  </section>
);

const Channels = ({ channels }: { channels: CustomerPageQuery['channels'] }) => (
  <Panel title="Channels">
    {channels.nodes.length === 0 ? (
      <Empty title="No shared channel" />
    ) : (
      <dl className="facts">
        {channels.nodes.map((one) => (
          <div key={one.id} className="fact-row">
            <dt>
              <Link href={`/channels/${one.id}`}>#{one.name}</Link>
            </dt>
            <dd>
              {one.platform === 'SLACK' ? 'Slack' : 'Teams'}
              {!one.active && ', left'}
              {one.intakeMode !== null && `, ${inWords(one.intakeMode).toLowerCase()}`}
            </dd>
          </div>
        ))}
      </dl>
    )}
  </Panel>
);

const About = ({ customer }: { customer: CustomerFactsFragment }) => {
  const members = useMembers();
  return (
    <Panel title="About">
      <dl className="facts">
        <dt>Owner</dt>
        <dd>{members.find((one) => one.id === customer.ownerId)?.label ?? 'Nobody'}</dd>
        <dt>Time zone</dt>
        <dd>{customer.zone ?? 'The desk’s own'}</dd>
        <dt>First seen</dt>
        <dd>{instantWords(customer.createdAt)}</dd>
        <dt>Known elsewhere as</dt>
        <dd>{customer.externalId ?? 'Nothing'}</dd>
      </dl>
    </Panel>
  );
};

const CustomerPage = ({ id }: { id: string }) => {
  const may = useMay();
  const live = useLive(CustomerPageDocument, { id, filter: { eq: id } }, `customer-${id}`);
  return (
    <>
      <Link href="/customers" className="back">
        <ChevronLeft size={15} aria-hidden="true" />
        Customers
      </Link>
      <StaleNotice of={[live]} />
      <Answer live={live} rows={8}>
        {(data) => {
          const { node, open, promisesDue, earlyWarnings } = data;
          if (node?.__typename !== 'Customer') return <Empty title="There is no such customer" />;
          return (
            <>
              <PageHead
                title={node.name}
                lead={`${node.tier}${node.domain === null ? '' : ` · ${node.domain}`}`}
              >
                <OfferedContext value={may.configure}>
                  <CustomerForm customer={node} onDone={live.again} />
                  <AssignHours of={{ customerId: id }} name={node.name} />
                  <SameCustomer id={id} name={node.name} onDone={live.again} />
                </OfferedContext>
              </PageHead>
              <Numbers id={id} data={data} />
              <div className="panel flush">
                {open.nodes.length === 0 ? (
                  <Empty title="Nothing is open">Every ticket of theirs has ended.</Empty>
                ) : (
                  <TicketTable tickets={open.nodes} label={`Open tickets of ${node.name}`} />
                )}
              </div>
              <div className="halves">
                <div className="stack">
                  <Panel title="Promises due next">
                    {promisesDue.nodes.length === 0 ? (
                      <Empty title="No promise is open" />
                    ) : (
                      <ul className="short-list">
                        {promisesDue.nodes.map((promise) => (
                          <PromiseRow key={promise.id} promise={promise}>
                            <Due at={promise.dueAt} />
                          </PromiseRow>
                        ))}
                      </ul>
                    )}
                    <p className="sub-head">What became of those of 90 days</p>
                    <PromiseBar counts={node.promiseStatistics} customerId={id} />
                  </Panel>
                  <Channels channels={data.channels} />
                  <About customer={node} />
                </div>
                <div className="stack">
                  <Panel title="Health">
                    <AccountHealth health={node.health} customerId={id} />
                  </Panel>
                  <Panel title="Early warnings">
                    {earlyWarnings.nodes.length === 0 ? (
                      <Empty title="No early warning">
                        Nothing says that a ticket of theirs may go wrong.
                      </Empty>
                    ) : (
                      <WarningList warnings={earlyWarnings.nodes} />
                    )}
                  </Panel>
                </div>
              </div>
            </>
          );
        }}
      </Answer>
    </>
  );
};

export default CustomerPage;
