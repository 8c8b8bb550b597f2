import { X } from 'lucide-react';
import { useLive } from '../api/use-live';
import { useMay } from '../api/viewer';
import { AddLabelsDocument, LabelsDocument, RemoveLabelsDocument } from '../generated/graphql';
import { LabelChip } from '../ui/badge';
import { ChangeDialog } from '../ui/change-dialog';
import { ChoiceField } from '../ui/fields';
import { textOf } from '../ui/form-dialog';
import { Panel } from '../ui/panel';
import { PressButton } from '../ui/press-button';
import { type TicketProps, versionSeen } from './action-parts';

/** The desk's own words for what a ticket is about; the customer sees none of them. */
export const Labels = ({ ticket }: TicketProps) => {
  const may = useMay();
  const { data } = useLive(LabelsDocument, { archived: false }, 'labels');
  const has = new Set(ticket.labels.map(({ id }) => id));
  const others = (data?.labels.nodes ?? []).filter(({ id }) => !has.has(id));
  return (
    <Panel
      title="Labels"
      aside={
        may.work &&
        others.length > 0 && (
          <ChangeDialog
            document={AddLabelsDocument}
            trigger="Add"
            triggerClass="button small"
            title="Add a label"
            submit="Add"
            inputOf={(form) => ({ ...versionSeen(ticket), labelIds: [textOf(form, 'label')] })}
          >
            <ChoiceField
              name="label"
              label="Label"
              choices={others.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </ChangeDialog>
        )
      }
    >
      {ticket.labels.length === 0 ? (
        <p className="faint">
          {data?.labels.nodes.length === 0 ? 'The desk has no labels yet.' : 'None yet.'}
        </p>
      ) : (
        <ul className="label-list">
          {ticket.labels.map(({ id, name, colour }) => (
            <li key={id}>
              <LabelChip name={name} colour={colour} />
              {may.work && (
                <PressButton
                  document={RemoveLabelsDocument}
                  input={{ ...versionSeen(ticket), labelIds: [id] }}
                  className="chip-x"
                >
                  <X size={12} aria-hidden="true" />
                  <span className="unseen">Take away {name}</span>
                </PressButton>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
};
