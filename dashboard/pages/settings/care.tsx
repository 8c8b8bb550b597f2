import { useLive } from '../../api/use-live';
import {
  CareSettingsDocument,
  type CareSettingsQuery,
  UpdateCareSettingsDocument,
  type WordList,
} from '../../generated/graphql';
import { ChangeDialog } from '../../ui/change-dialog';
import { TextField } from '../../ui/fields';
import { textOf } from '../../ui/form-dialog';
import { Panel } from '../../ui/panel';
import { Answer } from '../../ui/states';

type Care = CareSettingsQuery['careSettings'];
type Words = Care['words'][number];

const NUMBERS = [
  { name: 'checkInDays', label: 'After a solution, silence is asked about once, days' },
  { name: 'unconfirmedDays', label: 'Silence after that makes it unconfirmed, days' },
  { name: 'ratingCooldownDays', label: 'Nobody is asked to rate again within, days' },
  { name: 'recoveryHours', label: 'A bad rating is made good within, open hours' },
] as const;

const LISTS: Readonly<Record<WordList, { readonly title: string; readonly what: string }>> = {
  SOLVED: { title: 'It is solved', what: 'A customer who answers so confirms the solution.' },
  NOT_YET: { title: 'Not yet', what: 'A customer who answers so opens the ticket again.' },
  ASKS_FOR_NEWS: { title: 'Asks for news', what: 'A sign that they have waited too long.' },
  CALLS_EVERYBODY: { title: 'Calls everybody', what: 'A sign that they are getting louder.' },
};

const NumbersForm = ({ care, onDone }: { care: Care; onDone: () => void }) => (
  <ChangeDialog
    document={UpdateCareSettingsDocument}
    trigger="Change"
    title="Follow-up"
    submit="Save"
    inputOf={(form) => ({
      checkInDays: Number(textOf(form, 'checkInDays')),
      unconfirmedDays: Number(textOf(form, 'unconfirmedDays')),
      ratingCooldownDays: Number(textOf(form, 'ratingCooldownDays')),
      recoveryHours: Number(textOf(form, 'recoveryHours')),
    })}
    onDone={onDone}
  >
    {NUMBERS.map(({ name, label }) => (
      <TextField
        key={name}
        name={name}
        label={label}
        type="number"
        min="0"
        required
        initial={String(care[name])}
      />
    ))}
  </ChangeDialog>
);

const WordsForm = ({ words, onDone }: { words: Words; onDone: () => void }) => (
  <ChangeDialog
    document={UpdateCareSettingsDocument}
    trigger="Change"
    triggerClass="button small"
    title={LISTS[words.list].title}
    lead={LISTS[words.list].what}
    submit="Save"
    inputOf={(form) => ({
      words: [
        {
          list: words.list,
          words: textOf(form, 'words')
            .split('\n')
            .map((line) => line.trim())
            .filter((line) => line !== ''),
        },
      ],
    })}
    onDone={onDone}
  >
    <TextField
      name="words"
      label="Words and phrases"
      long
      initial={words.words.join('\n')}
      help="A line each, at most 100. Empty: the built-in list again."
    />
  </ChangeDialog>
);

/** How the desk follows up by itself, and which words tell it what. */
export const CareSettings = () => {
  const live = useLive(CareSettingsDocument, {}, 'care');
  return (
    <>
      <Panel
        title="Follow-up"
        aside={
          live.data !== null && <NumbersForm care={live.data.careSettings} onDone={live.again} />
        }
      >
        <Answer live={live}>
          {({ careSettings }) => (
            <dl className="facts wide">
              {NUMBERS.map(({ name, label }) => (
                <div key={name} className="fact-row">
                  <dt>{label}</dt>
                  <dd>{careSettings[name]}</dd>
                </div>
              ))}
            </dl>
          )}
        </Answer>
      </Panel>
      <Panel title="Words and signals">
        <Answer live={live}>
          {({ careSettings }) => (
            <ul className="boxes">
              {careSettings.words.map((one) => (
                <li key={one.list}>
                  <div className="box-head">
                    <h3>{LISTS[one.list].title}</h3>
                    <span className={one.isOwn ? 'badge good' : 'badge'}>
                      {one.isOwn ? 'your own' : 'built in'}
                    </span>
                  </div>
                  <p className="faint">{LISTS[one.list].what}</p>
                  <p className="word-list">{one.words.join(' · ')}</p>
                  <div className="box-tools">
                    <WordsForm words={one} onDone={live.again} />
                  </div>
                </li>
              ))}
            </ul>
          )}
        </Answer>
      </Panel>
    </>
  );
};
