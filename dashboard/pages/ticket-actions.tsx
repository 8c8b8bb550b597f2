import type { TypedDocumentNode } from '@urql/core';
import type { ReactNode } from 'react';
import { useSignedIn } from '../api/session';
import { type Outcome, useChange } from '../api/use-change';
import {
  ClaimTicketDocument,
  MakeRequestDocument,
  type TicketStatus,
  WakeTicketDocument,
} from '../generated/graphql';
import { Refusals } from '../ui/refusals';
import {
  AssignForm,
  EscalateForm,
  NotARequestForm,
  PriorityForm,
  ReopenForm,
  SnoozeForm,
  SolveForm,
} from './action-forms';
import type { OpenTicket } from './ticket-facts';

interface Plain {
  readonly ticketId: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey?: string | null;
}

/** One press, no form. */
const PressButton = <Data extends Outcome, Input extends Plain>(props: {
  document: TypedDocumentNode<Data, { input: Input }>;
  input: Input;
  primary?: boolean;
  children: ReactNode;
}) => {
  const change = useChange(props.document);
  return (
    <>
      <button
        type="button"
        className={`button ${props.primary === true ? 'primary' : ''}`}
        disabled={change.isRunning}
        onClick={() => void change.run(props.input)}
      >
        {props.children}
      </button>
      <Refusals of={change.refusals} />
    </>
  );
};

const ENDED: readonly TicketStatus[] = ['SOLVED', 'CONFIRMED', 'UNCONFIRMED', 'CLOSED'];

/** What this state allows. The desk decides again when a button is pressed, and says why not. */
export const TicketActions = ({ ticket }: { ticket: OpenTicket }) => {
  const { memberId } = useSignedIn();
  const seen = { ticketId: ticket.id, expectedVersion: ticket.version };
  const { status } = ticket;
  if (status === 'MERGED') return null;
  if (status === 'NOT_A_REQUEST')
    return (
      <div className="actions">
        <PressButton document={MakeRequestDocument} input={seen} primary>
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
  const speaker = memberId === null ? {} : { memberId };
  return (
    <div className="actions">
      {ticket.assignee === null && (
        <PressButton document={ClaimTicketDocument} input={{ ...seen, ...speaker }} primary>
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
      <AssignForm ticket={ticket} />
      <PriorityForm ticket={ticket} />
      <EscalateForm ticket={ticket} />
      <SolveForm ticket={ticket} />
      <NotARequestForm ticket={ticket} />
    </div>
  );
};
