import { ChevronLeft } from 'lucide-react';
import { Link } from 'wouter';
import { useMembers } from '../api/members';
import { useLive } from '../api/use-live';
import { CustomerPageDocument } from '../generated/graphql';
import { Figure } from '../ui/figure';
import { PageHead, Panel } from '../ui/panel';
import { Answer, Empty, StaleNotice } from '../ui/states';
import { Due } from '../ui/time';
import { instantWords, inWords } from '../ui/words';
import { listHref } from './list-filter';
import { PromiseBar } from './promise-bar';
import { PromiseRow } from './promise-row';
import { TicketTable } from './ticket-table';
import { WarningList } from './warning-list';

const CustomerPage = ({ id }: { id: string }) => {
  const members = useMembers();
  const live = useLive(CustomerPageDocument, { id, filter: { eq: id } }, `customer-${id}`);
  return (
    <>
      <Link href="/customers" className="back">
        <ChevronLeft size={15} aria-hidden="true" />
        Customers
      </Link>
      <StaleNotice of={[live]} />
      <Answer live={live} rows={8}>
        {({
          node,
          open,
          openCount,
          waiting,
          reopened,
          all,
          channels,
          promisesDue,
          earlyWarnings,
        }) => {
          if (node === null || !('name' in node))
            return <Empty title="There is no such customer" />;
          return (
            <>
              <PageHead
                title={node.name}
                lead={`${node.tier}${node.domain === null ? '' : ` · ${node.domain}`}`}
              />
              <section className="figures" aria-label="Tickets">
                <Figure
                  label="Open"
                  value={openCount}
                  href={listHref({ view: 'open', customer: id })}
                  meaning={{
                    text: 'Tickets of this customer that are new, open or snoozed.',
                  }}
                />
                <Figure
                  label="Waiting on us"
                  value={waiting}
                  href={listHref({ view: 'waiting', customer: id })}
                  meaning={{ text: 'Of those, new and open tickets whose next step is ours.' }}
                />
                <Figure
                  label="Reopened"
                  value={reopened}
                  href={listHref({ view: 'reopened', customer: id })}
                  meaning={{
                    text: 'Tickets this customer had to open again at least once, ever.',
                  }}
                />
                <Figure
                  label="Ever"
                  value={all}
                  href={listHref({ view: 'all', customer: id })}
                  meaning={{
                    text: 'All tickets of this customer, requests and others.',
                  }}
                />
              </section>
              <div className="panel flush">
                {open.nodes.length === 0 ? (
                  <Empty title="Nothing is open">Every ticket of theirs has ended.</Empty>
                ) : (
                  <TicketTable tickets={open.nodes} label={`Open tickets of ${node.name}`} />
                )}
              </div>
              <div className="halves">
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
                </Panel>
                <Panel title="Health">
                  <PromiseBar counts={node.promiseStatistics} customerId={id} />
                  {earlyWarnings.nodes.length === 0 ? (
                    <Empty title="No early warning">
                      Nothing says that a ticket of theirs may go wrong.
                    </Empty>
                  ) : (
                    <WarningList warnings={earlyWarnings.nodes} />
                  )}
                </Panel>
              </div>
              <div className="halves">
                <Panel title="Channels">
                  {channels.nodes.length === 0 ? (
                    <Empty title="No shared channel" />
                  ) : (
                    <dl className="facts">
                      {channels.nodes.map((one) => (
                        <div key={one.id} className="fact-row">
                          <dt>#{one.name}</dt>
                          <dd>
                            {one.platform === 'SLACK' ? 'Slack' : 'Teams'}
                            {!one.active && ', left'}
                            {one.intakeMode !== null &&
                              `, ${inWords(one.intakeMode).toLowerCase()}`}
                          </dd>
                        </div>
                      ))}
                    </dl>
                  )}
                </Panel>
                <Panel title="About">
                  <dl className="facts">
                    <dt>Owner</dt>
                    <dd>{members.find((one) => one.id === node.ownerId)?.name ?? 'Nobody'}</dd>
                    <dt>Time zone</dt>
                    <dd>{node.zone ?? 'The desk’s own'}</dd>
                    <dt>First seen</dt>
                    <dd>{instantWords(node.createdAt)}</dd>
                    <dt>Known elsewhere as</dt>
                    <dd>{node.externalId ?? 'Nothing'}</dd>
                  </dl>
                </Panel>
              </div>
            </>
          );
        }}
      </Answer>
    </>
  );
};

export default CustomerPage;
