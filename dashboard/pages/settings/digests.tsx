import { isForTheTeam, useFindChannels, useNamed } from '../../api/find';
import { useLive } from '../../api/use-live';
import {
  type DigestPeriod,
  DigestsDocument,
  type DigestsQuery,
  SetDigestDocument,
  StopDigestDocument,
  TellDigestDocument,
} from '../../generated/graphql';
import { ChangeDialog } from '../../ui/change-dialog';
import { ManyField, TextField } from '../../ui/fields';
import { textOf } from '../../ui/form-dialog';
import { Panel } from '../../ui/panel';
import { PickField } from '../../ui/picker';
import { PressButton } from '../../ui/press-button';
import { Answer } from '../../ui/states';
import { instantWords } from '../../ui/words';

type Digest = DigestsQuery['digests'][number];

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map((label, index) => ({
  value: String(index + 1),
  label,
}));
const PERIODS: readonly { readonly period: DigestPeriod; readonly title: string }[] = [
  { period: 'DAILY', title: 'Daily digest' },
  { period: 'WEEKLY', title: 'Weekly digest' },
];
const USUAL: Readonly<Record<DigestPeriod, readonly string[]>> = {
  DAILY: ['1', '2', '3', '4', '5'],
  WEEKLY: ['1'],
};

const DigestForm = (props: {
  period: DigestPeriod;
  digest: Digest | null;
  room: string;
  onDone: () => void;
}) => {
  const { period, digest, room, onDone } = props;
  const find = useFindChannels(isForTheTeam);
  return (
    <ChangeDialog
      document={SetDigestDocument}
      trigger={digest === null ? 'Set it' : 'Change'}
      triggerClass="button small"
      title={period === 'DAILY' ? 'Daily digest' : 'Weekly digest'}
      lead="Who waits longest, promises, targets, and how fast and how well it went."
      submit="Save"
      onDone={onDone}
      inputOf={(form) => ({
        period,
        channelId: textOf(form, 'room'),
        hour: Number(textOf(form, 'hour')),
        weekdays: form.getAll('days').map(Number),
        zone: textOf(form, 'zone') || null,
      })}
    >
      <PickField
        key={room}
        name="room"
        label="In which room"
        none="Type its name"
        find={find}
        help="Rooms that only your team reads."
        required
        initial={digest === null ? null : { value: digest.channelId, label: `#${room}` }}
      />
      <TextField
        name="hour"
        label="At which hour"
        type="number"
        min="0"
        required
        initial={String(digest?.hour ?? 9)}
      />
      <ManyField
        name="days"
        label={period === 'DAILY' ? 'On' : 'On one of'}
        choices={DAYS}
        initial={digest === null ? USUAL[period] : digest.weekdays.map(String)}
      />
      <TextField
        name="zone"
        label="Time zone"
        initial={digest?.zone ?? ''}
        help="Empty: the desk’s own."
      />
    </ChangeDialog>
  );
};

const daysWords = (weekdays: readonly number[]): string =>
  weekdays.map((day) => DAYS[day - 1]?.label ?? '').join(', ');

const DigestBox = (props: {
  period: DigestPeriod;
  title: string;
  digest: Digest | null;
  onDone: () => void;
}) => {
  const { period, title, digest, onDone } = props;
  const room = useNamed(digest?.channelId ?? null)?.label ?? '…';
  return (
    <li>
      <div className="box-head">
        <h3>{title}</h3>
        <DigestForm {...{ period, digest, room, onDone }} />
      </div>
      {digest === null ? (
        <p className="faint">Not told.</p>
      ) : (
        <>
          <p>
            In #{room}, {daysWords(digest.weekdays)} at {digest.hour}:00 ({digest.zone})
          </p>
          <p className="faint">
            Next {instantWords(digest.dueAt)}
            {digest.toldAt !== null && `, last ${instantWords(digest.toldAt)}`}
          </p>
          {digest.trouble !== null && (
            <p className="notice bad">The last one was not told. {digest.trouble}</p>
          )}
          <div className="box-tools">
            <PressButton
              document={TellDigestDocument}
              input={{ period }}
              className="button small"
              onDone={onDone}
            >
              Tell one now
            </PressButton>
            <PressButton
              document={StopDigestDocument}
              input={{ period }}
              className="button small"
              onDone={onDone}
            >
              Stop
            </PressButton>
          </div>
        </>
      )}
    </li>
  );
};

export const DigestSettings = () => {
  const live = useLive(DigestsDocument, {}, 'digests');
  return (
    <Panel title="Digests">
      <Answer live={live}>
        {({ digests }) => (
          <ul className="boxes">
            {PERIODS.map(({ period, title }) => (
              <DigestBox
                key={period}
                {...{ period, title }}
                digest={digests.find((one) => one.period === period) ?? null}
                onDone={live.again}
              />
            ))}
          </ul>
        )}
      </Answer>
    </Panel>
  );
};
