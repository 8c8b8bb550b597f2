import {
  AcceptEscalationDocument,
  ClaimTicketDocument,
  DeclineEscalationDocument,
  MakeRequestDocument,
  StopWaitingDocument,
  type TicketStatus,
  WakeTicketDocument,
} from '../generated/graphql';
import { PressButton } from '../ui/press-button';
import {
  AssignForm,
  EscalateForm,
  NotARequestForm,
  PriorityForm,
  ReopenForm,
  SnoozeForm,
  SolveForm,
} from './action-forms';
import { type TicketProps, useSpeaker, versionSeen } from './action-parts';
import type { OpenTicket } from './ticket-facts';
import { WaitForm } from './wait-forms';

const ENDED: readonly TicketStatus[] = ['SOLVED', 'CONFIRMED', 'UNCONFIRMED', 'CLOSED'];

const ENDS_A_QUESTION = ['ESCALATION_ACCEPTED', 'ESCALATION_RETURNED'];

/** Whether somebody was asked to take it over and has not said yes, nor everybody no. */
const isAskedToTakeOver = ({ recent }: OpenTicket): boolean =>
  recent.nodes.findLast(({ kind }) => kind === 'ESCALATION_ASKED' || ENDS_A_QUESTION.includes(kind))
    ?.kind === 'ESCALATION_ASKED';

const EscalationAnswer = ({ ticket }: TicketProps) => {
  const speaker = useSpeaker();
  const input = { ...versionSeen(ticket), ...speaker };
  return (
    <div className="notice warn" role="status">
      <span>
        Escalated, and somebody is asked to take it over
        {ticket.escalationReason !== null && <>: “{ticket.escalationReason}”</>}
      </span>
      <PressButton
        document={AcceptEscalationDocument}
        input={input}
        className="button primary small"
      >
        Accept
      </PressButton>
      <PressButton document={DeclineEscalationDocument} input={input} className="button small">
        Decline
      </PressButton>
    </div>
  );
};

/** What this state allows. The desk decides again when a button is pressed, and says why not. */
export const TicketActions = ({ ticket }: TicketProps) => {
  const speaker = useSpeaker();
  const seen = versionSeen(ticket);
  const { status } = ticket;
  if (status === 'MERGED') return null;
  if (status === 'NOT_A_REQUEST')
    return (
      <div className="actions">
        <PressButton document={MakeRequestDocument} input={seen} className="button primary">
          It is a request
        </PressButton>
      </div>
    );
  if (ENDED.includes(status))
    return (
      <div className="actions">
        <ReopenForm ticket={ticket} />
      </div>
    );
  return (
    <>
      {isAskedToTakeOver(ticket) && <EscalationAnswer ticket={ticket} />}
      <div className="actions">
        {ticket.assignee === null && (
          <PressButton
            document={ClaimTicketDocument}
            input={{ ...seen, ...speaker }}
            className="button primary"
          >
            Claim
          </PressButton>
        )}
        {status === 'SNOOZED' ? (
          <PressButton document={WakeTicketDocument} input={seen}>
            Wake
          </PressButton>
        ) : (
          <SnoozeForm ticket={ticket} />
        )}
        {ticket.waitingOn === 'THIRD_PARTY' ? (
          <PressButton document={StopWaitingDocument} input={seen}>
            Waits no more
          </PressButton>
        ) : (
          <WaitForm ticket={ticket} />
        )}
        <AssignForm ticket={ticket} />
        <PriorityForm ticket={ticket} />
        <EscalateForm ticket={ticket} />
        <SolveForm ticket={ticket} />
        <NotARequestForm ticket={ticket} />
      </div>
    </>
  );
};
