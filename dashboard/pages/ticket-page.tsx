import { Tabs } from '@base-ui/react/tabs';
import { ChevronLeft } from 'lucide-react';
import { Link } from 'wouter';
import { useLive } from '../api/use-live';
import { useMay } from '../api/viewer';
import { TicketPageDocument } from '../generated/graphql';
import { PriorityMark, StatusBadge } from '../ui/badge';
import { Answer, Empty, StaleNotice } from '../ui/states';
import { WAITING_WORDS } from '../ui/words';
import { Brief } from './brief';
import { Clocks } from './clocks';
import { Composer } from './composer';
import { Conversation } from './conversation';
import { CustomerName } from './customer-name';
import { Labels } from './labels';
import { Promises } from './promises';
import { Signals } from './signals';
import { TicketActions } from './ticket-actions';
import { TicketFacts } from './ticket-facts';
import { Timeline } from './timeline';
import { WorkItems } from './work-items';

const TicketPage = ({ number }: { number: number }) => {
  const may = useMay();
  const live = useLive(
    TicketPageDocument,
    { number },
    `ticket-${number}`,
    ({ ticketByNumber }) => ticketByNumber?.id ?? null,
  );
  return (
    <>
      <Link href="/tickets" className="back" aria-keyshortcuts="u">
        <ChevronLeft size={15} aria-hidden="true" />
        Tickets
      </Link>
      <StaleNotice of={[live]} />
      <Answer live={live} rows={8}>
        {({ ticketByNumber: ticket }) =>
          ticket === null ? (
            <Empty title="There is no such ticket">Its number may be mistyped.</Empty>
          ) : (
            <article className="ticket">
              <header className="ticket-head">
                <h1>{ticket.subject}</h1>
                <p className="ticket-line">
                  <span className="faint">#{ticket.number}</span>
                  <StatusBadge status={ticket.status} />
                  <PriorityMark priority={ticket.priority} />
                  <span>
                    Waiting on <strong>{WAITING_WORDS[ticket.waitingOn].toLowerCase()}</strong>
                  </span>
                  <CustomerName of={ticket.customer} />
                </p>
                <TicketActions ticket={ticket} />
              </header>
              <div className="ticket-body">
                <div className="panel flush">
                  <Tabs.Root defaultValue="conversation">
                    <Tabs.List className="tabs">
                      <Tabs.Tab value="conversation" className="tab">
                        Conversation
                      </Tabs.Tab>
                      <Tabs.Tab value="timeline" className="tab">
                        Timeline
                      </Tabs.Tab>
                      <Tabs.Tab value="brief" className="tab">
                        Brief
                      </Tabs.Tab>
                    </Tabs.List>
                    <Tabs.Panel value="conversation">
                      <Conversation number={number}>
                        {may.work && <Composer ticketId={ticket.id} onDone={live.again} />}
                      </Conversation>
                    </Tabs.Panel>
                    <Tabs.Panel value="timeline">
                      <Timeline number={number} />
                    </Tabs.Panel>
                    <Tabs.Panel value="brief">
                      <Brief number={number} />
                    </Tabs.Panel>
                  </Tabs.Root>
                </div>
                <div className="ticket-aside">
                  <Signals ticket={ticket} />
                  <Clocks ticket={ticket} />
                  <Promises ticket={ticket} />
                  <Labels ticket={ticket} />
                  <WorkItems ticket={ticket} />
                  <TicketFacts ticket={ticket} />
                </div>
              </div>
            </article>
          )
        }
      </Answer>
    </>
  );
};

export default TicketPage;
