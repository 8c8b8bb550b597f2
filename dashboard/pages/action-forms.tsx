import { useFindMembers } from '../api/find';
import {
  AssignTicketDocument,
  EscalateTicketDocument,
  MarkNotARequestDocument,
  ReopenTicketDocument,
  SetTicketPriorityDocument,
  SnoozeTicketDocument,
  SolveTicketDocument,
} from '../generated/graphql';
import { ChangeDialog } from '../ui/change-dialog';
import { ChoiceField, TextField } from '../ui/fields';
import { textOf } from '../ui/form-dialog';
import { PickField } from '../ui/picker';
import { PRIORITY_WORDS } from '../ui/words';
import { PRIORITIES, SNOOZES } from './action-choices';
import { hoursFromNow, type TicketProps, useSpeaker, versionSeen } from './action-parts';

export const AssignForm = ({ ticket }: TicketProps) => {
  const find = useFindMembers();
  const { assignee } = ticket;
  return (
    <ChangeDialog
      document={AssignTicketDocument}
      trigger="Assign"
      shortcut="a"
      title="Assign this ticket"
      submit="Assign"
      inputOf={(form) => ({ ...versionSeen(ticket), memberId: textOf(form, 'member') || null })}
    >
      <PickField
        name="member"
        label="Who gets it"
        none="Nobody: back to its queue"
        find={find}
        initial={assignee === null ? null : { value: assignee.id, label: assignee.name }}
      />
    </ChangeDialog>
  );
};

export const PriorityForm = ({ ticket }: TicketProps) => (
  <ChangeDialog
    document={SetTicketPriorityDocument}
    trigger="Priority"
    shortcut="p"
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

export const SnoozeForm = ({ ticket }: TicketProps) => (
  <ChangeDialog
    document={SnoozeTicketDocument}
    trigger="Snooze"
    shortcut="z"
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
      shortcut="e"
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
      shortcut="s"
      title="Solve this ticket"
      lead="The customer reads this in their thread, and says whether it is solved."
      submit="Tell the customer"
      inputOf={(form) => ({
        ...versionSeen(ticket),
        solution: textOf(form, 'solution'),
        cause: textOf(form, 'cause') || null,
        ...speaker,
      })}
    >
      <TextField name="solution" label="What was done" long required maxLength={30_000} />
      <TextField
        name="cause"
        label="Cause (optional)"
        maxLength={60}
        initial={ticket.cause ?? ''}
        help="Only the team reads it. Tickets of one cause are counted together."
      />
    </ChangeDialog>
  );
};

const Why = () => <TextField name="reason" label="Why (optional)" long maxLength={2_000} />;

export const ReopenForm = ({ ticket }: TicketProps) => (
  <ChangeDialog
    document={ReopenTicketDocument}
    trigger="Reopen"
    shortcut="s"
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
