import { useMembers } from '../api/members';
import { useMay } from '../api/viewer';
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
import { Due } from '../ui/time';
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
import { WaitForm } from './wait-forms';

const ENDED: readonly TicketStatus[] = ['SOLVED', 'CONFIRMED', 'UNCONFIRMED', 'CLOSED'];

/** Somebody is asked to take it over: whom, until when, why, and the two answers. */
const RunningEscalation = ({ ticket }: TicketProps) => {
  const members = useMembers();
  const speaker = useSpeaker();
  const { escalation } = ticket;
  if (escalation === null) return null;
  const input = { ...versionSeen(ticket), ...speaker };
  const names = escalation.memberIds.flatMap(
    (id) => members.find((one) => one.id === id)?.name ?? [],
  );
  return (
    <div className="notice warn asked" role="status">
      <div>
        <p>
          <strong>{escalation.byName}</strong> asked{' '}
          {names.length === 0 ? `level ${escalation.level}` : names.join(', ')}
          {escalation.isFallback && ' (the fall-back)'} to take it over: “{escalation.reason}”
        </p>
        <p className="faint">
          An answer is due <Due at={escalation.dueAt} />; then the next are asked.
        </p>
      </div>
      <div className="asked-answers">
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
    </div>
  );
};

/** What this state allows. The desk decides again when a button is pressed, and says why not. */
export const TicketActions = ({ ticket }: TicketProps) => {
  const speaker = useSpeaker();
  const { isStaff } = useMay();
  const seen = versionSeen(ticket);
  const { status } = ticket;
  if (status === 'MERGED') return null;
  if (status === 'NOT_A_REQUEST')
    return (
      <div className="actions">
        {isStaff && (
          <PressButton document={MakeRequestDocument} input={seen} className="button primary">
            It is a request
          </PressButton>
        )}
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
      <div className="actions">
        {ticket.assignee === null && (
          <PressButton
            document={ClaimTicketDocument}
            input={{ ...seen, ...speaker }}
            className="button primary"
            shortcut="c"
          >
            Claim
          </PressButton>
        )}
        {isStaff && <AssignForm ticket={ticket} />}
        {isStaff && <PriorityForm ticket={ticket} />}
        {status === 'SNOOZED' ? (
          <PressButton document={WakeTicketDocument} input={seen} shortcut="z">
            Wake
          </PressButton>
        ) : (
          <SnoozeForm ticket={ticket} />
        )}
        {ticket.waitingOn === 'THIRD_PARTY' ? (
          <PressButton document={StopWaitingDocument} input={seen} shortcut="t">
            Waits no more
          </PressButton>
        ) : (
          <WaitForm ticket={ticket} />
        )}
        <EscalateForm ticket={ticket} />
        <SolveForm ticket={ticket} />
        {isStaff && <NotARequestForm ticket={ticket} />}
      </div>
      <RunningEscalation ticket={ticket} />
    </>
  );
};
