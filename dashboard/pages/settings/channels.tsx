import { useQuery } from 'urql';
import { useLive } from '../../api/use-live';
import {
  ChannelsDocument,
  type ChannelsQuery,
  type IntakeMode,
  QueuesDocument,
  UpdateChannelDocument,
} from '../../generated/graphql';
import { ChangeDialog } from '../../ui/change-dialog';
import { ChoiceField } from '../../ui/fields';
import { textOf } from '../../ui/form-dialog';
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

const EditChannel = ({ channel, byDefault }: { channel: Channel; byDefault: IntakeMode }) => {
  const [{ data }] = useQuery({ query: QueuesDocument });
  return (
    <ChangeDialog
      document={UpdateChannelDocument}
      trigger="Change"
      triggerClass="button small"
      title={`#${channel.name}`}
      submit="Save"
      inputOf={(form) => ({
        channelId: channel.id,
        intakeMode: MODES.find((one) => one === textOf(form, 'mode')) ?? null,
        queueId: textOf(form, 'queue') || null,
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
      <ChoiceField
        name="queue"
        label="Where its tickets wait"
        initial={channel.queueId ?? ''}
        choices={[
          { value: '', label: 'The default queue' },
          ...(data?.queues.nodes ?? []).map((one) => ({ value: one.id, label: one.name })),
        ]}
      />
    </ChangeDialog>
  );
};

export const ChannelSettings = () => {
  const live = useLive(ChannelsDocument, {}, 'channels');
  return (
    <div className="panel flush">
      <Answer live={live} rows={8}>
        {({ settings: { defaultIntakeMode }, channels: { nodes, pageInfo } }) =>
          nodes.length === 0 ? (
            <Empty title="No channel yet">Invite the desk into one.</Empty>
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
                        <strong>#{one.name}</strong>
                        <span className="row-sub">
                          {one.platform === 'SLACK' ? 'Slack' : 'Teams'}
                          {one.isExternallyShared && ', shared'}
                          {!one.active && ', left'}
                        </span>
                      </td>
                      <td>{inWords(one.kind)}</td>
                      <td>
                        {one.kind === 'CUSTOMER' ? (
                          inWords(one.intakeMode ?? defaultIntakeMode)
                        ) : (
                          <span className="faint">none</span>
                        )}
                      </td>
                      <td className="faint">
                        {one.kind !== 'CUSTOMER'
                          ? '–'
                          : one.intakeMode === null
                            ? 'the desk’s default'
                            : 'set here'}
                      </td>
                      <td className="number">
                        {one.kind === 'CUSTOMER' && (
                          <EditChannel channel={one} byDefault={defaultIntakeMode} />
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {pageInfo.hasNextPage && (
                <p className="faint earlier">The first 100. The API has the others.</p>
              )}
            </>
          )
        }
      </Answer>
    </div>
  );
};
