import { useState } from 'react';
import { useLive } from '../../api/use-live';
import {
  ConnectTrackerDocument,
  DisconnectTrackerDocument,
  type TrackerKind,
  TrackersDocument,
} from '../../generated/graphql';
import { ChangeDialog } from '../../ui/change-dialog';
import { ChoiceField, TextField } from '../../ui/fields';
import { textOf } from '../../ui/form-dialog';
import { Panel } from '../../ui/panel';
import { SecretNotice } from '../../ui/secret-notice';
import { Answer, Empty } from '../../ui/states';
import { Ago } from '../../ui/time';

const KINDS: readonly { readonly value: TrackerKind; readonly label: string }[] = [
  { value: 'GITHUB', label: 'GitHub' },
  { value: 'LINEAR', label: 'Linear' },
  { value: 'JIRA', label: 'Jira' },
];

const kindIn = (form: FormData): TrackerKind | null =>
  KINDS.find(({ value }) => value === textOf(form, 'kind'))?.value ?? null;

/** Who tells what becomes of linked issues and pull requests. */
export const TrackerSettings = () => {
  const live = useLive(TrackersDocument, {}, 'trackers');
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <Panel
      title="Trackers"
      aside={
        <ChangeDialog
          document={ConnectTrackerDocument}
          trigger="Connect a tracker"
          title="Connect a tracker"
          lead="One that is connected already keeps its address and gets another signing key."
          submit="Connect"
          inputOf={(form) => {
            const kind = kindIn(form);
            const site = textOf(form, 'site') || null;
            const signingKey = textOf(form, 'signingKey') || null;
            return kind === null ? null : { kind, site, signingKey };
          }}
          onDone={({ outcome }) => {
            setSecret(outcome.signingKey);
            live.again();
          }}
        >
          <ChoiceField name="kind" label="Which" choices={KINDS} initial="GITHUB" />
          <TextField
            name="site"
            label="Where"
            maxLength={300}
            help="The host of Jira, the workspace of Linear. Empty for github.com."
          />
          <TextField
            name="signingKey"
            label="Signing key"
            maxLength={200}
            help="Linear shows one beside its webhook. Empty: one is made and shown once."
          />
        </ChangeDialog>
      }
    >
      <SecretNotice secret={secret} onDone={() => setSecret(null)} />
      <Answer live={live}>
        {({ trackers: { nodes } }) =>
          nodes.length === 0 ? (
            <Empty title="No tracker yet">
              Connected, it tells by webhook what becomes of linked issues and pull requests.
            </Empty>
          ) : (
            <ul className="boxes wide">
              {nodes.map(({ id, kind, site, webhookPath, heardAt }) => (
                <li key={id}>
                  <div className="box-head">
                    <h3>{site}</h3>
                    <span className="badge">
                      {KINDS.find(({ value }) => value === kind)?.label ?? kind}
                    </span>
                  </div>
                  <p className="faint breakable">
                    Its webhook points to {`${window.location.origin}${webhookPath}`}
                  </p>
                  <p className="faint">
                    {heardAt === null ? (
                      'Nothing heard yet'
                    ) : (
                      <>
                        Last heard <Ago at={heardAt} />
                      </>
                    )}
                  </p>
                  <div className="box-tools">
                    <ChangeDialog
                      document={DisconnectTrackerDocument}
                      trigger="Disconnect"
                      triggerClass="button small"
                      title={`Disconnect ${site}?`}
                      lead="It is not listened to any more. Links and what is known stay."
                      submit="Disconnect"
                      danger
                      inputOf={() => ({ trackerId: id })}
                      onDone={live.again}
                    />
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
