import { SetTicketCauseDocument, WaitForThirdPartyDocument } from '../generated/graphql';
import { ChangeDialog } from '../ui/change-dialog';
import { ChoiceField, TextField } from '../ui/fields';
import { textOf } from '../ui/form-dialog';
import { hoursFromNow, type TicketProps, useSpeaker, versionSeen } from './action-parts';

const CHECKS = [
  { value: '4', label: 'In four hours' },
  { value: '24', label: 'In a day' },
  { value: '48', label: 'In two days' },
  { value: '72', label: 'In three days' },
  { value: '168', label: 'In a week' },
];

export const WaitForm = ({ ticket }: TicketProps) => {
  const speaker = useSpeaker();
  return (
    <ChangeDialog
      document={WaitForThirdPartyDocument}
      trigger="Third party"
      shortcut="t"
      title="It waits for somebody else"
      lead="The customer reads only that somebody outside the team is awaited, and gets updates."
      submit="Wait"
      inputOf={(form) => ({
        ...versionSeen(ticket),
        ...speaker,
        party: textOf(form, 'party'),
        nextCheckAt: hoursFromNow(Number(textOf(form, 'hours'))),
      })}
    >
      <TextField
        name="party"
        label="Whom do we wait for"
        required
        maxLength={200}
        initial={ticket.thirdParty ?? ''}
      />
      <ChoiceField name="hours" label="Look again" choices={CHECKS} initial="24" />
    </ChangeDialog>
  );
};

export const CauseForm = ({ ticket }: TicketProps) => (
  <ChangeDialog
    document={SetTicketCauseDocument}
    trigger={ticket.cause === null ? 'Name the cause' : 'Change'}
    triggerClass="button small"
    title="What caused it"
    lead="Tickets of the same cause are counted together, and a cause that comes again is noticed."
    submit="Save"
    inputOf={(form) => ({ ...versionSeen(ticket), cause: textOf(form, 'cause') || null })}
  >
    <TextField
      name="cause"
      label="Cause"
      maxLength={60}
      initial={ticket.cause ?? ''}
      help="A few words. Empty takes it away."
    />
  </ChangeDialog>
);
