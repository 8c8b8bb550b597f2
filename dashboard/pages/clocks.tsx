import { CircleCheck, Clock, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Panel } from '../ui/panel';
import { Ago, Due, secondsUntil, useNow } from '../ui/time';
import { durationWords, instantWords } from '../ui/words';
import type { OpenTicket } from './ticket-facts';

const Line = (props: { tone: 'good' | 'bad' | 'plain'; title: string; children: ReactNode }) => {
  const Icon = props.tone === 'good' ? CircleCheck : props.tone === 'bad' ? TriangleAlert : Clock;
  return (
    <li className={`clock ${props.tone}`}>
      <Icon size={17} aria-hidden="true" />
      <div>
        <h3>{props.title}</h3>
        <p>{props.children}</p>
      </div>
    </li>
  );
};

const between = (from: string, to: string): string =>
  durationWords((new Date(to).getTime() - new Date(from).getTime()) / 1_000);

const isOver = ({ status }: OpenTicket): boolean => status !== 'NEW' && status !== 'OPEN';

const FirstResponse = ({ ticket }: { ticket: OpenTicket }) => {
  const { firstResponseDueAt: due, firstRespondedAt: answered, openedAt } = ticket;
  const now = useNow();
  if (answered !== null) {
    const isLate = due !== null && answered > due;
    return (
      <Line tone={isLate ? 'bad' : 'good'} title="First answer">
        A person answered after {between(openedAt, answered)}
        {due !== null &&
          (isLate
            ? `, ${between(due, answered)} later than promised (${instantWords(due)}).`
            : `, before the promised ${instantWords(due)}.`)}
        {due === null && '.'}
      </Line>
    );
  }
  if (due === null || isOver(ticket))
    return (
      <Line tone="plain" title="First answer">
        No person has answered, and nothing is due.
      </Line>
    );
  return (
    <Line tone={secondsUntil(due, now) < 0 ? 'bad' : 'plain'} title="First answer">
      Due <Due at={due} />. The customer was told {instantWords(due)}. Only a public word of a
      person stops this clock: no acknowledgement, note or emoji does.
    </Line>
  );
};

/** Each time that runs for this ticket, and in words why it stands where it stands. */
export const Clocks = ({ ticket }: { ticket: OpenTicket }) => (
  <Panel title="Clocks">
    <ul className="clocks">
      <FirstResponse ticket={ticket} />
      <Line tone="plain" title="Next answer">
        {ticket.unansweredSince === null ? (
          'Every message of the customer is answered.'
        ) : (
          <>
            The oldest unanswered message waits <Ago at={ticket.unansweredSince} suffix="" />. A
            newer message does not move this.
          </>
        )}
      </Line>
      {ticket.firstSolvedAt !== null && ticket.lastSolvedAt !== null && (
        <Line tone="good" title="Solved">
          First after {between(ticket.openedAt, ticket.firstSolvedAt)}
          {ticket.lastSolvedAt !== ticket.firstSolvedAt &&
            `, last after ${between(ticket.openedAt, ticket.lastSolvedAt)}`}
          .
        </Line>
      )}
    </ul>
  </Panel>
);
