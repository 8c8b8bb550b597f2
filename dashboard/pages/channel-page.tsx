import { ChevronLeft } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { usePages } from '../api/pages';
import { useLive } from '../api/use-live';
import {
  ChannelPageDocument,
  type ChannelPageQuery,
  type IntakeReason,
  type IntakeVerdict,
  MakeTicketFromMessageDocument,
} from '../generated/graphql';
import { Pager } from '../ui/pager';
import { PageHead } from '../ui/panel';
import { PressButton } from '../ui/press-button';
import { Answer, Empty, StaleNotice } from '../ui/states';
import { Ago } from '../ui/time';
import { inWords } from '../ui/words';

type Decision = ChannelPageQuery['intakeDecisions']['nodes'][number];

const REASONS: Readonly<Record<IntakeReason, string>> = {
  BOT: 'a bot wrote it',
  EMOJI_ONLY: 'emoji only',
  EMPTY: 'no text and no file',
  FOLLOW_UP_IN_WINDOW: 'the same person wrote again shortly after',
  GREETING: 'a greeting only',
  INTAKE_OFF: 'nothing makes tickets in this channel',
  IN_TICKET_THREAD: 'it stands in the thread of a ticket',
  LIST_ASKED: 'they asked for their tickets',
  MEMBER_SPOKE: 'one of us wrote it',
  NEW_REQUEST: 'a customer asked something new',
  NOT_A_CUSTOMER: 'its author is no customer',
  NOT_MENTIONED: 'the desk was not mentioned',
  ON_DEMAND: 'somebody asked for a ticket',
  ON_DEMAND_ONLY: 'tickets are made on demand only here',
  REVERSED: 'a person decided otherwise',
  THANKS: 'thanks only',
};
const VERDICT_TONES: Readonly<Partial<Record<IntakeVerdict, string>>> = {
  TICKET: 'accent',
  JOINED: 'info',
};

const DecisionRow = ({ decision, onMade }: { decision: Decision; onMade: (n: number) => void }) => {
  const { message, verdict, reason, ticketId, at } = decision;
  return (
    <li className="decision">
      <div className="said-main">
        <p className="said-head">
          <strong>{message.author.name}</strong>
          <span className="faint">
            <Ago at={at} />
          </span>
        </p>
        <p className={message.deletedAt === null ? 'said-text' : 'said-text gone'}>
          {message.deletedAt === null ? message.text : 'Deleted'}
        </p>
        <p className="faint">
          <span className={`badge ${VERDICT_TONES[verdict] ?? ''}`}>{inWords(verdict)}</span>{' '}
          {REASONS[reason]}
        </p>
      </div>
      {ticketId === null && message.deletedAt === null && (
        <PressButton
          document={MakeTicketFromMessageDocument}
          input={{ messageId: message.id }}
          className="button small"
          onDone={({ outcome }) => onMade(outcome.ticket?.number ?? 0)}
        >
          Make a ticket
        </PressButton>
      )}
    </li>
  );
};

/** What became of each message in a channel, and why; a person may decide otherwise. */
const ChannelPage = ({ id }: { id: string }) => {
  const pages = usePages();
  const [made, setMade] = useState(0);
  const { after } = pages;
  const live = useLive(ChannelPageDocument, { id, after }, `channel-${id}-${after}`);
  return (
    <>
      <StaleNotice of={[live]} />
      <Answer live={live} rows={8}>
        {({ node, intakeDecisions: { nodes, pageInfo } }) => {
          if (node === null || !('name' in node)) return <Empty title="There is no such channel" />;
          return (
            <>
              {node.customerId !== null && (
                <Link href={`/customers/${node.customerId}`} className="back">
                  <ChevronLeft size={15} aria-hidden="true" />
                  Its customer
                </Link>
              )}
              <PageHead
                title={`#${node.name}`}
                lead="What became of each message, and why. A message that made nothing can still become a ticket."
              />
              {made > 0 && (
                <p className="notice good" role="status">
                  <Link href={`/tickets/${made}`}>Ticket #{made}</Link> was made, with its whole
                  thread.
                </p>
              )}
              <div className="panel flush">
                {nodes.length === 0 ? (
                  <Empty title="Nothing was written here yet" />
                ) : (
                  <ul className="decisions">
                    {nodes.map((one) => (
                      <DecisionRow
                        key={one.id}
                        decision={one}
                        onMade={(number) => {
                          setMade(number);
                          live.again();
                        }}
                      />
                    ))}
                  </ul>
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

export default ChannelPage;
