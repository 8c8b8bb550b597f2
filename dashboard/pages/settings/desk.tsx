import { useLive } from '../../api/use-live';
import {
  DeskSettingsDocument,
  type DeskSettingsQuery,
  UpdateSettingsDocument,
} from '../../generated/graphql';
import { ChangeDialog } from '../../ui/change-dialog';
import { ChoiceField, TextField } from '../../ui/fields';
import { textOf } from '../../ui/form-dialog';
import { Panel } from '../../ui/panel';
import { Answer } from '../../ui/states';
import { durationWords, inWords } from '../../ui/words';
import { MODES } from './channels';

const EditDesk = ({ settings }: { settings: DeskSettingsQuery['settings'] }) => {
  return (
    <ChangeDialog
      document={UpdateSettingsDocument}
      trigger="Change"
      title="The desk"
      submit="Save"
      inputOf={(form) => ({
        zone: textOf(form, 'zone'),
        defaultIntakeMode:
          MODES.find((one) => one === textOf(form, 'mode')) ?? settings.defaultIntakeMode,
        firstResponseTargetMinutes: Number(textOf(form, 'target')),
        claimLeaseMinutes: Number(textOf(form, 'lease')),
        groupingWindowSeconds: Number(textOf(form, 'window')),
      })}
    >
      <TextField
        name="zone"
        label="Time zone"
        required
        initial={settings.zone}
        help="An IANA name, such as Europe/Berlin."
      />
      <ChoiceField
        name="mode"
        label="What makes tickets, where a channel says nothing"
        initial={settings.defaultIntakeMode}
        choices={MODES.map((one) => ({ value: one, label: inWords(one) }))}
      />
      <TextField
        name="target"
        label="First answer within, minutes"
        type="number"
        min="1"
        required
        initial={String(settings.firstResponseTargetMinutes)}
      />
      <TextField
        name="lease"
        label="A claim holds without activity, minutes"
        type="number"
        min="1"
        required
        initial={String(settings.claimLeaseMinutes)}
      />
      <TextField
        name="window"
        label="A follow-up joins within, seconds"
        type="number"
        min="0"
        required
        initial={String(settings.groupingWindowSeconds)}
      />
    </ChangeDialog>
  );
};

export const DeskForm = () => {
  const live = useLive(DeskSettingsDocument, {}, 'desk');
  return (
    <Panel
      title="The desk"
      aside={live.data !== null && <EditDesk settings={live.data.settings} />}
    >
      <Answer live={live}>
        {({ settings }) => (
          <dl className="facts">
            <dt>Name</dt>
            <dd>{settings.name}</dd>
            <dt>Time zone</dt>
            <dd>{settings.zone}</dd>
            <dt>Default intake</dt>
            <dd>{inWords(settings.defaultIntakeMode)}</dd>
            <dt>First answer within</dt>
            <dd>{durationWords(settings.firstResponseTargetMinutes * 60)}</dd>
            <dt>A claim holds without activity</dt>
            <dd>{durationWords(settings.claimLeaseMinutes * 60)}</dd>
            <dt>A follow-up joins within</dt>
            <dd>{durationWords(settings.groupingWindowSeconds)}</dd>
          </dl>
        )}
      </Answer>
    </Panel>
  );
};
