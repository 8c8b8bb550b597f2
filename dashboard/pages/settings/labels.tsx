import { useLive } from '../../api/use-live';
import {
  CreateLabelDocument,
  type LabelColour,
  LabelsDocument,
  type LabelsQuery,
  UpdateLabelDocument,
} from '../../generated/graphql';
import { LabelChip } from '../../ui/badge';
import { ChangeDialog } from '../../ui/change-dialog';
import { ChoiceField, TextField } from '../../ui/fields';
import { textOf } from '../../ui/form-dialog';
import { Panel } from '../../ui/panel';
import { PressButton } from '../../ui/press-button';
import { Answer, Empty } from '../../ui/states';
import { inWords } from '../../ui/words';

type Label = LabelsQuery['labels']['nodes'][number];

const COLOURS: readonly LabelColour[] = [
  'GREY',
  'RED',
  'ORANGE',
  'YELLOW',
  'GREEN',
  'TEAL',
  'BLUE',
  'PURPLE',
  'PINK',
];

const factsIn = (form: FormData) => ({
  name: textOf(form, 'name'),
  colour: COLOURS.find((one) => one === textOf(form, 'colour')) ?? null,
});

const Fields = ({ label }: { label: Label | null }) => (
  <>
    <TextField
      name="name"
      label="Name"
      required
      maxLength={40}
      initial={label?.name ?? ''}
      help="Short, without a comma."
    />
    <ChoiceField
      name="colour"
      label="Colour"
      choices={COLOURS.map((value) => ({ value, label: inWords(value) }))}
      initial={label?.colour ?? 'GREY'}
    />
  </>
);

/** The words by which tickets are found and counted together. */
export const LabelSettings = () => {
  const live = useLive(LabelsDocument, { archived: null }, 'labels-all');
  return (
    <Panel
      title="Labels"
      aside={
        <ChangeDialog
          document={CreateLabelDocument}
          trigger="New label"
          title="New label"
          lead="Only the team sees it. Tickets are listed and counted by it."
          submit="Create"
          inputOf={factsIn}
          onDone={live.again}
        >
          <Fields label={null} />
        </ChangeDialog>
      }
    >
      <Answer live={live}>
        {({ labels: { nodes } }) =>
          nodes.length === 0 ? (
            <Empty title="No label yet">With labels, tickets of one kind are found together.</Empty>
          ) : (
            <ul className="boxes">
              {nodes.map((one) => (
                <li key={one.id}>
                  <div className="box-head">
                    <h3>
                      <LabelChip name={one.name} colour={one.colour} />
                    </h3>
                    {one.archivedAt !== null && <span className="badge">archived</span>}
                  </div>
                  <div className="box-tools">
                    <ChangeDialog
                      document={UpdateLabelDocument}
                      trigger="Change"
                      triggerClass="button small"
                      title={`Change ${one.name}`}
                      submit="Save"
                      inputOf={(form) => ({ labelId: one.id, ...factsIn(form) })}
                      onDone={live.again}
                    >
                      <Fields label={one} />
                    </ChangeDialog>
                    <PressButton
                      document={UpdateLabelDocument}
                      input={{ labelId: one.id, archived: one.archivedAt === null }}
                      className="button small"
                      onDone={live.again}
                    >
                      {one.archivedAt === null ? 'Archive' : 'Use again'}
                    </PressButton>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
};
