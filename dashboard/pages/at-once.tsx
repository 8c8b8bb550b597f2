import { useState } from 'react';
import { useFindMembers } from '../api/find';
import {
  type Priority,
  type SeenTicketInput,
  type TicketBulkChangeInput,
  UpdateTicketsDocument,
  type UpdateTicketsMutation,
} from '../generated/graphql';
import { ChangeDialog } from '../ui/change-dialog';
import { ChoiceField, TextField } from '../ui/fields';
import { textOf } from '../ui/form-dialog';
import { PickField } from '../ui/picker';
import { PressButton } from '../ui/press-button';
import { Refusals } from '../ui/refusals';
import { PRIORITY_WORDS } from '../ui/words';
import { PRIORITIES, SNOOZES } from './action-choices';
import { hoursFromNow } from './action-parts';

type Results = UpdateTicketsMutation['outcome']['results'];

const Outcome = ({ results }: { results: Results }) => {
  const refused = results.filter(({ errors }) => errors.length > 0);
  return (
    <div className={`notice ${refused.length === 0 ? 'good' : 'warn'}`} role="status">
      <div>
        {results.length - refused.length} of {results.length} changed.
        {refused.map(({ ticketId, ticket, errors }) => (
          <div key={ticketId}>
            #{ticket?.number} <Refusals of={errors} />
          </div>
        ))}
      </div>
    </div>
  );
};

/**
 * The same for every picked ticket. Each is changed or refused by itself; one that is no more as it
 * is shown here is refused.
 */
export const AtOnce = (props: {
  tickets: readonly SeenTicketInput[];
  onDone: () => void;
  onForget: () => void;
}) => {
  const { onDone, onForget } = props;
  const tickets = [...props.tickets];
  const find = useFindMembers();
  const [results, setResults] = useState<Results>([]);
  const done = ({ outcome }: UpdateTicketsMutation): void => {
    setResults(outcome.results);
    onDone();
  };
  const shared = {
    document: UpdateTicketsDocument,
    triggerClass: 'button small',
    onDone: done,
  };
  const change = (asked: TicketBulkChangeInput) => ({ tickets, change: asked });
  if (tickets.length === 0) return results.length === 0 ? null : <Outcome results={results} />;
  return (
    <section className="at-once" aria-label="Picked tickets">
      <strong>{tickets.length === 1 ? 'One picked' : `${tickets.length} picked`}</strong>
      <ChangeDialog
        {...shared}
        trigger="Assign"
        title="Assign them"
        submit="Assign"
        inputOf={(form) => {
          const assignTo = textOf(form, 'member');
          return change(assignTo === '' ? { unassign: true } : { assignTo });
        }}
      >
        <PickField
          name="member"
          label="Who gets them"
          none="Nobody: back to their queue"
          find={find}
        />
      </ChangeDialog>
      <ChangeDialog
        {...shared}
        trigger="Priority"
        title="Set their priority"
        submit="Set"
        inputOf={(form) => {
          const priority = PRIORITIES.find((one: Priority) => one === textOf(form, 'priority'));
          return priority === undefined ? null : change({ priority });
        }}
      >
        <ChoiceField
          name="priority"
          label="Priority"
          initial="NORMAL"
          choices={PRIORITIES.map((one) => ({ value: one, label: PRIORITY_WORDS[one] }))}
        />
      </ChangeDialog>
      <ChangeDialog
        {...shared}
        trigger="Snooze"
        title="Snooze them"
        lead="Each comes back at that time, or as soon as its customer writes."
        submit="Snooze"
        inputOf={(form) => change({ snoozeUntil: hoursFromNow(Number(textOf(form, 'hours'))) })}
      >
        <ChoiceField name="hours" label="For" choices={SNOOZES} initial="4" />
      </ChangeDialog>
      <PressButton
        document={UpdateTicketsDocument}
        input={change({ wake: true })}
        className="button small"
        onDone={done}
      >
        Wake
      </PressButton>
      <ChangeDialog
        {...shared}
        trigger="Not a request"
        title="None of them a request?"
        lead="They leave the lists and the figures. It can be taken back, one by one."
        submit="Not a request"
        danger
        inputOf={(form) => change({ notARequest: textOf(form, 'reason') })}
      >
        <TextField name="reason" label="Why" required maxLength={2_000} />
      </ChangeDialog>
      <button type="button" className="link" onClick={onForget}>
        Pick none
      </button>
    </section>
  );
};
