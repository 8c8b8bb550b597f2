import { useState } from 'react';
import { Link } from 'wouter';
import { useFindCustomers, useFindQueues, useNamed } from '../../api/find';
import { usePages } from '../../api/pages';
import { useLive } from '../../api/use-live';
import {
  ChannelsDocument,
  type ChannelsQuery,
  type IntakeMode,
  type OrdinaryChannelKind,
  UpdateChannelDocument,
} from '../../generated/graphql';
import { ChangeDialog } from '../../ui/change-dialog';
import { ChoiceField } from '../../ui/fields';
import { textOf } from '../../ui/form-dialog';
import { NameSearch } from '../../ui/name-search';
import { Pager } from '../../ui/pager';
import { PickField } from '../../ui/picker';
import { Answer, Empty } from '../../ui/states';
import { inWords } from '../../ui/words';

type Channel = ChannelsQuery['channels']['nodes'][number];

export const MODES: readonly IntakeMode[] = [
  'EVERY_MESSAGE',
  'MENTION',
  'EMOJI',
  'SHORTCUT',
  'OFF',
];

const KINDS: readonly OrdinaryChannelKind[] = ['CUSTOMER', 'INTERNAL'];

const EditChannel = (props: { channel: Channel; byDefault: IntakeMode; onDone: () => void }) => {
  const { channel, byDefault, onDone } = props;
  const findQueues = useFindQueues();
  const findCustomers = useFindCustomers();
  const queue = useNamed(channel.queueId);
  const customer = useNamed(channel.customerId);
  return (
    <ChangeDialog
      document={UpdateChannelDocument}
      trigger="Change"
      triggerClass="button small"
      title={`#${channel.name}`}
      submit="Save"
      onDone={onDone}
      inputOf={(form) => ({
        channelId: channel.id,
        intakeMode: MODES.find((one) => one === textOf(form, 'mode')) ?? null,
        queueId: textOf(form, 'queue') || null,
        kind: KINDS.find((one) => one === textOf(form, 'kind')) ?? null,
        ...(textOf(form, 'customer') === '' ? {} : { customerId: textOf(form, 'customer') }),
      })}
    >
      <ChoiceField
        name="mode"
        label="What makes tickets here"
        initial={channel.intakeMode ?? ''}
        choices={[
          { value: '', label: `The desk’s default: ${inWords(byDefault).toLowerCase()}` },
          ...MODES.map((one) => ({ value: one, label: inWords(one) })),
        ]}
      />
      <PickField
        key={queue?.label ?? ''}
        name="queue"
        label="Where its tickets wait"
        none="The default queue"
        find={findQueues}
        initial={queue}
      />
      <ChoiceField
        name="kind"
        label="What it is for"
        initial={channel.kind}
        choices={[
          { value: 'CUSTOMER', label: 'Shared with a customer' },
          { value: 'INTERNAL', label: 'Ours alone' },
        ]}
      />
      <PickField
        key={`of ${customer?.label ?? ''}`}
        name="customer"
        label="Whose customer channel it is"
        none="As the desk found it"
        find={findCustomers}
        initial={customer}
      />
    </ChangeDialog>
  );
};

export const ChannelSettings = () => {
  const [named, setNamed] = useState('');
  const pages = usePages(named);
  const { after } = pages;
  const live = useLive(ChannelsDocument, { named, first: 50, after }, `channels-${named}-${after}`);
  return (
    <div className="panel flush">
      <div className="table-tools">
        <NameSearch label="Search channels" text={named} onChange={setNamed} />
      </div>
      <Answer live={live} rows={8}>
        {({ settings: { defaultIntakeMode }, channels: { nodes, pageInfo } }) =>
          nodes.length === 0 ? (
            <Empty title={named === '' ? 'No channel yet' : 'No channel is called so'}>
              Invite the desk into one.
            </Empty>
          ) : (
            <>
              <table className="plain-table" aria-label="Channels">
                <thead>
                  <tr>
                    <th scope="col">Channel</th>
                    <th scope="col">Kind</th>
                    <th scope="col">Intake</th>
                    <th scope="col">Comes from</th>
                    <th scope="col">
                      <span className="unseen">Change</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {nodes.map((one) => (
                    <tr key={one.id}>
                      <td>
                        <Link href={`/channels/${one.id}`}>
                          <strong>#{one.name}</strong>
                        </Link>
                        <span className="row-sub">
                          {one.platform === 'SLACK' ? 'Slack' : 'Teams'}
                          {one.isExternallyShared && ', shared'}
                          {!one.active && ', left'}
                        </span>
                      </td>
                      <td data-label="Kind">{inWords(one.kind)}</td>
                      <td data-label="Intake">
                        {one.kind === 'CUSTOMER' ? (
                          inWords(one.intakeMode ?? defaultIntakeMode)
                        ) : (
                          <span className="faint">none</span>
                        )}
                      </td>
                      <td className="faint" data-label="Comes from">
                        {one.kind !== 'CUSTOMER'
                          ? '–'
                          : one.intakeMode === null
                            ? 'the desk’s default'
                            : 'set here'}
                      </td>
                      <td className="number">
                        {one.kind !== 'TRIAGE' && (
                          <EditChannel
                            channel={one}
                            byDefault={defaultIntakeMode}
                            onDone={live.again}
                          />
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <Pager pages={pages} info={pageInfo} />
            </>
          )
        }
      </Answer>
    </div>
  );
};
