import { useMembers } from '../../api/members';
import { useChange } from '../../api/use-change';
import { useLive } from '../../api/use-live';
import {
  CreateQueueDocument,
  QueuesDocument,
  type QueuesQuery,
  UpdateQueueDocument,
} from '../../generated/graphql';
import { TextField } from '../../ui/fields';
import { FormDialog, textOf } from '../../ui/form-dialog';
import { Panel } from '../../ui/panel';
import { Answer, Empty } from '../../ui/states';

type Queue = QueuesQuery['queues']['nodes'][number];

const AddQueue = ({ onDone }: { onDone: () => void }) => {
  const { run, refusals, isRunning, forget } = useChange(CreateQueueDocument);
  return (
    <FormDialog
      trigger="Add a queue"
      title="Add a queue"
      submit="Add"
      {...{ refusals, isRunning }}
      onOpen={forget}
      onSubmit={async (form) => {
        const made = await run({ name: textOf(form, 'name') });
        if (made !== null) onDone();
        return made !== null;
      }}
    >
      <TextField name="name" label="Name" required maxLength={120} />
    </FormDialog>
  );
};

const RenameQueue = ({ queue, onDone }: { queue: Queue; onDone: () => void }) => {
  const { run, refusals, isRunning, forget } = useChange(UpdateQueueDocument);
  return (
    <FormDialog
      trigger="Rename"
      triggerClass="button small"
      title={`Rename ${queue.name}`}
      submit="Save"
      {...{ refusals, isRunning }}
      onOpen={forget}
      onSubmit={async (form) => {
        const saved = await run({ queueId: queue.id, name: textOf(form, 'name') });
        if (saved !== null) onDone();
        return saved !== null;
      }}
    >
      <TextField name="name" label="Name" required maxLength={120} initial={queue.name} />
    </FormDialog>
  );
};

export const QueueSettings = () => {
  const live = useLive(QueuesDocument, {}, 'queues');
  const members = useMembers();
  return (
    <Panel title="Queues" aside={<AddQueue onDone={live.again} />}>
      <Answer live={live}>
        {({ queues: { nodes } }) =>
          nodes.length === 0 ? (
            <Empty title="No queue yet" />
          ) : (
            <ul className="boxes">
              {nodes.map((queue) => (
                <li key={queue.id}>
                  <div className="box-head">
                    <h3>{queue.name}</h3>
                    <RenameQueue queue={queue} onDone={live.again} />
                  </div>
                  <ol className="levels">
                    {queue.levels.map((one) => (
                      <li key={one.level}>
                        <span className="faint">Level {one.level}</span> {one.name}
                        {one.ownerId !== null && (
                          <span className="faint">
                            , {members.find(({ id }) => id === one.ownerId)?.name ?? 'somebody'}
                          </span>
                        )}
                      </li>
                    ))}
                  </ol>
                  {queue.triageChannelId === null && <p className="faint">No room shows it yet.</p>}
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
};
