import { useState } from 'react';
import { useLive } from '../../api/use-live';
import {
  CreateWebhookDocument,
  DeleteWebhookDocument,
  ReplayWebhookDocument,
  RotateWebhookSecretDocument,
  UpdateWebhookDocument,
  WebhooksDocument,
  type WebhooksQuery,
} from '../../generated/graphql';
import { ChangeDialog } from '../../ui/change-dialog';
import { ChoiceField, TextField } from '../../ui/fields';
import { textOf } from '../../ui/form-dialog';
import { Panel } from '../../ui/panel';
import { PressButton } from '../../ui/press-button';
import { SecretNotice } from '../../ui/secret-notice';
import { Answer, Empty } from '../../ui/states';
import { inWords } from '../../ui/words';
import { WebhookDeliveries } from './webhook-deliveries';

type Webhook = WebhooksQuery['webhooks']['nodes'][number];

type Versions = WebhooksQuery['webhookVersions'];

const Address = ({ webhook, versions }: { webhook: Webhook | null; versions: Versions }) => (
  <>
    <TextField
      name="name"
      label="What it is for"
      required
      maxLength={120}
      initial={webhook?.name ?? ''}
    />
    <TextField
      name="url"
      label="Address"
      required
      initial={webhook?.url ?? ''}
      help="https, on the public internet. It is told of everything that happens to tickets."
    />
    <ChoiceField
      name="apiVersion"
      label="Version of what it is told"
      choices={versions.map((value) => ({ value, label: value }))}
      initial={webhook?.apiVersion ?? versions.at(-1) ?? ''}
      help="It stays until it is changed here. What is told again is told in this version, too."
    />
  </>
);

const standing = ({ disabledAt, disabledBecause, failingSince }: Webhook) => {
  if (disabledAt !== null)
    return (
      <span className="badge">{`off: ${inWords(disabledBecause ?? 'BY_HAND').toLowerCase()}`}</span>
    );
  return failingSince === null ? (
    <span className="badge good">on</span>
  ) : (
    <span className="badge bad">fails</span>
  );
};

const said = (form: FormData) => {
  const apiVersion = textOf(form, 'apiVersion');
  const [name, url] = [textOf(form, 'name'), textOf(form, 'url')];
  return { name, url, ...(apiVersion !== '' && { apiVersion }) };
};

const Tools = (props: {
  webhook: Webhook;
  versions: Versions;
  onSecret: (secret: string | null) => void;
  onDone: () => void;
}) => {
  const { webhook, versions, onSecret, onDone } = props;
  const webhookId = webhook.id;
  const shared = { triggerClass: 'button small', onDone } as const;
  return (
    <div className="box-tools">
      <ChangeDialog
        {...shared}
        document={UpdateWebhookDocument}
        trigger="Change"
        title={webhook.name}
        submit="Save"
        inputOf={(form) => ({ webhookId, ...said(form) })}
      >
        <Address webhook={webhook} versions={versions} />
      </ChangeDialog>
      <PressButton
        document={UpdateWebhookDocument}
        input={{ webhookId, enabled: webhook.disabledAt !== null }}
        className="button small"
        onDone={onDone}
      >
        {webhook.disabledAt === null ? 'Switch off' : 'Switch on'}
      </PressButton>
      <ChangeDialog
        document={RotateWebhookSecretDocument}
        trigger="New key"
        triggerClass="button small"
        title="Make a new signing key?"
        lead="For a day both keys sign, so that nothing is lost while you change it over."
        submit="Make it"
        inputOf={() => ({ webhookId })}
        onDone={({ outcome }) => {
          onSecret(outcome.signingKey);
          onDone();
        }}
      />
      <ChangeDialog
        {...shared}
        document={ReplayWebhookDocument}
        trigger="Tell again"
        title="Tell it again what happened"
        lead="At most 10,000 events. Each keeps its id, so that a receiver knows what it has."
        submit="Tell again"
        inputOf={(form) => {
          const since = new Date(textOf(form, 'since'));
          return Number.isNaN(since.getTime()) ? null : { webhookId, since: since.toISOString() };
        }}
      >
        <TextField name="since" label="Since" type="datetime-local" required />
      </ChangeDialog>
      <ChangeDialog
        {...shared}
        document={DeleteWebhookDocument}
        trigger="Delete"
        title={`Delete “${webhook.name}”?`}
        lead="Its deliveries go with it. This cannot be taken back."
        submit="Delete"
        danger
        inputOf={() => ({ webhookId })}
      />
    </div>
  );
};

export const WebhookSettings = () => {
  const live = useLive(WebhooksDocument, {}, 'webhooks');
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <Panel
      title="Webhooks"
      aside={
        <ChangeDialog
          document={CreateWebhookDocument}
          trigger="Add a webhook"
          title="Add a webhook"
          submit="Add"
          inputOf={said}
          onDone={({ outcome }) => {
            setSecret(outcome.signingKey);
            live.again();
          }}
        >
          <Address webhook={null} versions={live.data?.webhookVersions ?? []} />
        </ChangeDialog>
      }
    >
      <SecretNotice secret={secret} onDone={() => setSecret(null)} />
      <Answer live={live}>
        {({ webhooks: { nodes }, webhookVersions: versions }) =>
          nodes.length === 0 ? (
            <Empty title="No webhook yet">Your own programs can be told of every change.</Empty>
          ) : (
            <ul className="boxes wide">
              {nodes.map((one) => (
                <li key={one.id}>
                  <div className="box-head">
                    <h3>{one.name}</h3>
                    {standing(one)}
                  </div>
                  <p className="faint breakable">{one.url}</p>
                  <p className="faint">{`Version ${one.apiVersion}`}</p>
                  <Tools
                    webhook={one}
                    versions={versions}
                    onSecret={setSecret}
                    onDone={live.again}
                  />
                  <WebhookDeliveries webhookId={one.id} />
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
};
