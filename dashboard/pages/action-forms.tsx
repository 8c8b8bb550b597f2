import { useMembers } from '../api/members';
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
import { ChangeDialog } from '../ui/change-dialog';
import { ChoiceField, TextField } from '../ui/fields';
import { textOf } from '../ui/form-dialog';
import { PRIORITY_WORDS } from '../ui/words';
import { hoursFromNow, type TicketProps, useSpeaker, versionSeen } from './action-parts';

export const AssignForm = ({ ticket }: TicketProps) => {
  const members = useMembers().filter((one) => one.active);
  return (
    <ChangeDialog
      document={AssignTicketDocument}
      trigger="Assign"
      title="Assign this ticket"
      submit="Assign"
      inputOf={(form) => ({ ...versionSeen(ticket), memberId: textOf(form, 'member') || null })}
    >
      <ChoiceField
        name="member"
        label="Who gets it"
        initial={ticket.assignee?.id ?? ''}
        choices={[
          { value: '', label: 'Nobody: back to its queue' },
          ...members.map((one) => ({
            value: one.id,
            label: `${one.name}${one.duty?.onShift === false ? ' (off shift)' : ''}${one.duty?.full === true ? ' (full)' : ''}`,
          })),
        ]}
      />
    </ChangeDialog>
  );
};

const PRIORITIES: readonly Priority[] = ['URGENT', 'HIGH', 'NORMAL', 'LOW'];

export const PriorityForm = ({ ticket }: TicketProps) => (
  <ChangeDialog
    document={SetTicketPriorityDocument}
    trigger="Priority"
    title="Set the priority"
    submit="Set"
    inputOf={(form) => {
      const priority = PRIORITIES.find((one) => one === textOf(form, 'priority'));
      return priority === undefined ? null : { ...versionSeen(ticket), priority };
    }}
  >
    <ChoiceField
      name="priority"
      label="Priority"
      initial={ticket.priority}
      choices={PRIORITIES.map((one) => ({ value: one, label: PRIORITY_WORDS[one] }))}
    />
  </ChangeDialog>
);

const SNOOZES = [
  { value: '1', label: 'One hour' },
  { value: '4', label: 'Four hours' },
  { value: '24', label: 'One day' },
  { value: '72', label: 'Three days' },
  { value: '168', label: 'One week' },
];

export const SnoozeForm = ({ ticket }: TicketProps) => (
  <ChangeDialog
    document={SnoozeTicketDocument}
    trigger="Snooze"
    title="Snooze this ticket"
    lead="It comes back at that time, or as soon as the customer writes."
    submit="Snooze"
    inputOf={(form) => ({
      ...versionSeen(ticket),
      until: hoursFromNow(Number(textOf(form, 'hours'))),
    })}
  >
    <ChoiceField name="hours" label="For" choices={SNOOZES} initial="4" />
  </ChangeDialog>
);

export const EscalateForm = ({ ticket }: TicketProps) => {
  const higher = ticket.queue?.levels.filter((one) => one.level > ticket.level) ?? [];
  return (
    <ChangeDialog
      document={EscalateTicketDocument}
      trigger="Escalate"
      title="Escalate this ticket"
      lead="Whoever takes over reads why, and what happened so far."
      submit="Escalate"
      inputOf={(form) => {
        const level = Number(textOf(form, 'level'));
        const to = level > 0 ? { level } : {};
        return { ...versionSeen(ticket), reason: textOf(form, 'reason'), ...to };
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
    </ChangeDialog>
  );
};

export const SolveForm = ({ ticket }: TicketProps) => {
  const speaker = useSpeaker();
  return (
    <ChangeDialog
      document={SolveTicketDocument}
      trigger="Solve"
      title="Solve this ticket"
      lead="The customer reads this in their thread, and says whether it is solved."
      submit="Tell the customer"
      inputOf={(form) => ({
        ...versionSeen(ticket),
        solution: textOf(form, 'solution'),
        ...speaker,
      })}
    >
      <TextField name="solution" label="What was done" long required maxLength={30_000} />
    </ChangeDialog>
  );
};

const Why = () => <TextField name="reason" label="Why (optional)" long maxLength={2_000} />;

export const ReopenForm = ({ ticket }: TicketProps) => (
  <ChangeDialog
    document={ReopenTicketDocument}
    trigger="Reopen"
    triggerClass="button primary"
    title="Reopen this ticket"
    submit="Reopen"
    inputOf={(form) => ({ ...versionSeen(ticket), reason: textOf(form, 'reason') || null })}
  >
    <Why />
  </ChangeDialog>
);

export const NotARequestForm = ({ ticket }: TicketProps) => (
  <ChangeDialog
    document={MarkNotARequestDocument}
    trigger="Not a request"
    triggerClass="button quiet"
    title="Not a request?"
    lead="It leaves the lists and the figures. It can be taken back."
    submit="Not a request"
    danger
    inputOf={(form) => ({ ...versionSeen(ticket), reason: textOf(form, 'reason') || null })}
  >
    <Why />
  </ChangeDialog>
);
