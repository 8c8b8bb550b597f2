import { useMembers } from '../api/members';
import { useSignedIn } from '../api/session';
import { useChange } from '../api/use-change';
import {
  AssignTicketDocument,
  EscalateTicketDocument,
  MarkNotARequestDocument,
  type Priority,
  ReopenTicketDocument,
  SetTicketPriorityDocument,
  SnoozeTicketDocument,
  SolveTicketDocument,
} from '../generated/graphql';
import { ChoiceField, TextField } from '../ui/fields';
import { FormDialog, textOf } from '../ui/form-dialog';
import { PRIORITY_WORDS } from '../ui/words';
import type { OpenTicket } from './ticket-facts';

interface Props {
  readonly ticket: OpenTicket;
}

const seen = ({ id, version }: OpenTicket) => ({ ticketId: id, expectedVersion: version });

export const AssignForm = ({ ticket }: Props) => {
  const { run, refusals, isRunning, forget } = useChange(AssignTicketDocument);
  const members = useMembers().filter((one) => one.active);
  return (
    <FormDialog
      trigger="Assign"
      title="Assign this ticket"
      submit="Assign"
      {...{ refusals, isRunning }}
      onOpen={forget}
      onSubmit={async (form) =>
        (await run({ ...seen(ticket), memberId: textOf(form, 'member') || null })) !== null
      }
    >
      <ChoiceField
        name="member"
        label="Who gets it"
        initial={ticket.assignee?.id ?? ''}
        choices={[
          { value: '', label: 'Nobody: back to its queue' },
          ...members.map((one) => ({ value: one.id, label: one.name })),
        ]}
      />
    </FormDialog>
  );
};

const PRIORITIES: readonly Priority[] = ['URGENT', 'HIGH', 'NORMAL', 'LOW'];

export const PriorityForm = ({ ticket }: Props) => {
  const { run, refusals, isRunning, forget } = useChange(SetTicketPriorityDocument);
  return (
    <FormDialog
      trigger="Priority"
      title="Set the priority"
      submit="Set"
      {...{ refusals, isRunning }}
      onOpen={forget}
      onSubmit={async (form) => {
        const priority = PRIORITIES.find((one) => one === textOf(form, 'priority'));
        return priority !== undefined && (await run({ ...seen(ticket), priority })) !== null;
      }}
    >
      <ChoiceField
        name="priority"
        label="Priority"
        initial={ticket.priority}
        choices={PRIORITIES.map((one) => ({ value: one, label: PRIORITY_WORDS[one] }))}
      />
    </FormDialog>
  );
};

const HOUR_MS = 3_600_000;

const SNOOZES = [
  { value: '1', label: 'One hour' },
  { value: '4', label: 'Four hours' },
  { value: '24', label: 'One day' },
  { value: '72', label: 'Three days' },
  { value: '168', label: 'One week' },
];

export const SnoozeForm = ({ ticket }: Props) => {
  const { run, refusals, isRunning, forget } = useChange(SnoozeTicketDocument);
  return (
    <FormDialog
      trigger="Snooze"
      title="Snooze this ticket"
      lead="It comes back at that time, or as soon as the customer writes."
      submit="Snooze"
      {...{ refusals, isRunning }}
      onOpen={forget}
      onSubmit={async (form) => {
        // To the minute, so that a repeated press asks for the same thing.
        const minute = Math.ceil(Date.now() / 60_000) * 60_000;
        const until = new Date(minute + Number(textOf(form, 'hours')) * HOUR_MS).toISOString();
        return (await run({ ...seen(ticket), until })) !== null;
      }}
    >
      <ChoiceField name="hours" label="For" choices={SNOOZES} initial="4" />
    </FormDialog>
  );
};

export const EscalateForm = ({ ticket }: Props) => {
  const { run, refusals, isRunning, forget } = useChange(EscalateTicketDocument);
  const higher = ticket.queue?.levels.filter((one) => one.level > ticket.level) ?? [];
  return (
    <FormDialog
      trigger="Escalate"
      title="Escalate this ticket"
      lead="Whoever takes over reads why, and what happened so far."
      submit="Escalate"
      {...{ refusals, isRunning }}
      onOpen={forget}
      onSubmit={async (form) => {
        const level = Number(textOf(form, 'level'));
        const to = level > 0 ? { level } : {};
        return (await run({ ...seen(ticket), reason: textOf(form, 'reason'), ...to })) !== null;
      }}
    >
      <ChoiceField
        name="level"
        label="To"
        choices={[
          { value: '', label: 'The next level' },
          ...higher.map((one) => ({ value: String(one.level), label: one.name })),
        ]}
      />
      <TextField name="reason" label="Why" long required maxLength={2_000} />
    </FormDialog>
  );
};

export const SolveForm = ({ ticket }: Props) => {
  const { memberId } = useSignedIn();
  const { run, refusals, isRunning, forget } = useChange(SolveTicketDocument);
  return (
    <FormDialog
      trigger="Solve"
      title="Solve this ticket"
      lead="The customer reads this in their thread, and says whether it is solved."
      submit="Tell the customer"
      {...{ refusals, isRunning }}
      onOpen={forget}
      onSubmit={async (form) => {
        const speaker = memberId === null ? {} : { memberId };
        const solution = textOf(form, 'solution');
        return (await run({ ...seen(ticket), solution, ...speaker })) !== null;
      }}
    >
      <TextField name="solution" label="What was done" long required maxLength={30_000} />
    </FormDialog>
  );
};

export const ReopenForm = ({ ticket }: Props) => {
  const { run, refusals, isRunning, forget } = useChange(ReopenTicketDocument);
  return (
    <FormDialog
      trigger="Reopen"
      triggerClass="button primary"
      title="Reopen this ticket"
      submit="Reopen"
      {...{ refusals, isRunning }}
      onOpen={forget}
      onSubmit={async (form) =>
        (await run({ ...seen(ticket), reason: textOf(form, 'reason') || null })) !== null
      }
    >
      <TextField name="reason" label="Why (optional)" long maxLength={2_000} />
    </FormDialog>
  );
};

export const NotARequestForm = ({ ticket }: Props) => {
  const { run, refusals, isRunning, forget } = useChange(MarkNotARequestDocument);
  return (
    <FormDialog
      trigger="Not a request"
      triggerClass="button quiet"
      title="Not a request?"
      lead="It leaves the lists and the figures. It can be taken back."
      submit="Not a request"
      danger
      {...{ refusals, isRunning }}
      onOpen={forget}
      onSubmit={async (form) =>
        (await run({ ...seen(ticket), reason: textOf(form, 'reason') || null })) !== null
      }
    >
      <TextField name="reason" label="Why (optional)" long maxLength={2_000} />
    </FormDialog>
  );
};
