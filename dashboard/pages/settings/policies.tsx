import { useLive } from '../../api/use-live';
import {
  HoursDocument,
  type HoursQuery,
  type Measure,
  type Priority,
  SetSlaPolicyDocument,
  type SetSlaPolicyInput,
  type WaitingOn,
} from '../../generated/graphql';
import { ChoiceField, ManyField, TextField } from '../../ui/fields';
import { textOf } from '../../ui/form-dialog';
import { Panel } from '../../ui/panel';
import { Answer, Empty } from '../../ui/states';
import { durationWords, PRIORITY_WORDS, WAITING_WORDS } from '../../ui/words';
import { PreviewDialog } from './preview-dialog';

type Policy = HoursQuery['slaPolicies']['nodes'][number];
type Calendar = HoursQuery['calendars']['nodes'][number];

const MEASURES: readonly { readonly measure: Measure; readonly label: string }[] = [
  { measure: 'FIRST_RESPONSE', label: 'First answer' },
  { measure: 'NEXT_RESPONSE', label: 'Next answer' },
  { measure: 'UPDATE', label: 'An update every' },
  { measure: 'FIRST_RESOLUTION', label: 'First solution' },
  { measure: 'TOTAL_RESOLUTION', label: 'Solution' },
];
const PRIORITIES: readonly Priority[] = ['URGENT', 'HIGH', 'NORMAL', 'LOW'];
const PAUSES: readonly WaitingOn[] = ['CUSTOMER', 'THIRD_PARTY'];
const MINUTE = 60;

const targetsOf = (form: FormData): SetSlaPolicyInput['targets'] =>
  MEASURES.flatMap(({ measure }) =>
    PRIORITIES.flatMap((priority) => {
      const minutes = Number(textOf(form, `${measure} ${priority}`));
      if (!(minutes > 0)) return [];
      const hours = textOf(form, `${measure} hours`) === 'CALENDAR' ? 'CALENDAR' : 'BUSINESS';
      return [{ measure, priority, seconds: Math.round(minutes * MINUTE), hours } as const];
    }),
  );

/** A minute each; empty is not promised. */
const Targets = ({ policy }: { policy: Policy | null }) => {
  const of = (measure: Measure, priority: Priority) =>
    policy?.targets.find((one) => one.measure === measure && one.priority === priority);
  return (
    <div className="table-scroll">
      <table className="targets">
        <caption>Minutes; empty is not promised</caption>
        <thead>
          <tr>
            <th scope="col">Within</th>
            {PRIORITIES.map((one) => (
              <th key={one} scope="col">
                {PRIORITY_WORDS[one]}
              </th>
            ))}
            <th scope="col">Hours</th>
          </tr>
        </thead>
        <tbody>
          {MEASURES.map(({ measure, label }) => (
            <tr key={measure}>
              <th scope="row">{label}</th>
              {PRIORITIES.map((priority) => (
                <td key={priority}>
                  <input
                    type="number"
                    min="1"
                    name={`${measure} ${priority}`}
                    aria-label={`${label}, ${PRIORITY_WORDS[priority]}, minutes`}
                    defaultValue={(of(measure, priority)?.seconds ?? 0) / MINUTE || ''}
                  />
                </td>
              ))}
              <td>
                <select
                  name={`${measure} hours`}
                  aria-label={`${label}: which hours count`}
                  defaultValue={
                    policy?.targets.find((one) => one.measure === measure)?.hours ?? 'BUSINESS'
                  }
                >
                  <option value="BUSINESS">open</option>
                  <option value="CALENDAR">all</option>
                </select>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const PolicyForm = (props: {
  policy: Policy | null;
  calendars: readonly Calendar[];
  onDone: () => void;
}) => {
  const { policy, calendars } = props;
  return (
    <PreviewDialog
      document={SetSlaPolicyDocument}
      trigger={policy === null ? 'Add a policy' : 'Change'}
      {...(policy === null ? {} : { triggerClass: 'button small' })}
      title={policy === null ? 'A new policy' : `Policy of ${policy.tier || 'every other tier'}`}
      onDone={props.onDone}
      inputOf={(form) => ({
        tier: policy?.tier ?? textOf(form, 'tier'),
        calendarId: textOf(form, 'calendar') || null,
        warnPercent: Number(textOf(form, 'warn')),
        pauseWhile: PAUSES.filter((one) => form.getAll('pause').includes(one)),
        targets: targetsOf(form),
        ...(policy === null ? {} : { expectedVersion: policy.version }),
      })}
    >
      {policy === null && (
        <TextField
          name="tier"
          label="Tier"
          maxLength={120}
          help="Empty: every tier without a policy of its own."
        />
      )}
      <Targets policy={policy} />
      <ChoiceField
        name="calendar"
        label="Calendar"
        initial={policy?.calendarId ?? ''}
        choices={[
          { value: '', label: 'The one of the queue or the desk' },
          ...calendars.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <TextField
        name="warn"
        label="Warn after, % of a target"
        type="number"
        min="1"
        required
        initial={String(policy?.warnPercent ?? 80)}
      />
      <ManyField
        name="pause"
        label="Solution clocks stand still while it waits on"
        initial={policy?.pauseWhile ?? ['CUSTOMER']}
        choices={PAUSES.map((one) => ({ value: one, label: WAITING_WORDS[one] }))}
      />
    </PreviewDialog>
  );
};

export const PolicySettings = () => {
  const live = useLive(HoursDocument, {}, 'hours');
  const calendars = live.data?.calendars.nodes ?? [];
  return (
    <Panel
      title="Service levels"
      aside={<PolicyForm policy={null} calendars={calendars} onDone={live.again} />}
    >
      <Answer live={live}>
        {({ slaPolicies: { nodes } }) =>
          nodes.length === 0 ? (
            <Empty title="No policy yet">
              The first answer is promised by what the desk’s settings say.
            </Empty>
          ) : (
            <ul className="boxes">
              {nodes.map((one) => (
                <li key={one.id}>
                  <div className="box-head">
                    <h3>{one.tier || 'Every other tier'}</h3>
                    <PolicyForm policy={one} calendars={calendars} onDone={live.again} />
                  </div>
                  <dl className="facts">
                    {MEASURES.map(({ measure, label }) => {
                      const targets = one.targets.filter((target) => target.measure === measure);
                      return targets.length === 0 ? null : (
                        <div key={measure} className="fact-row">
                          <dt>{label}</dt>
                          <dd>
                            {targets
                              .map(
                                ({ priority, seconds }) =>
                                  `${PRIORITY_WORDS[priority].toLowerCase()} ${durationWords(seconds)}`,
                              )
                              .join(', ')}
                          </dd>
                        </div>
                      );
                    })}
                  </dl>
                  <p className="faint">
                    {calendars.find(({ id }) => id === one.calendarId)?.name ??
                      'The calendar of the queue or the desk'}
                    , warns at {one.warnPercent} %, version {one.version}
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
};
