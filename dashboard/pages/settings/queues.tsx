import { useMembers } from '../../api/members';
import { useLive } from '../../api/use-live';
import {
  CreateQueueDocument,
  QueuesDocument,
  type QueuesQuery,
  UpdateQueueDocument,
} from '../../generated/graphql';
import { ChangeDialog } from '../../ui/change-dialog';
import { TextField } from '../../ui/fields';
import { textOf } from '../../ui/form-dialog';
import { Panel } from '../../ui/panel';
import { Answer, Empty } from '../../ui/states';
import { ASSIGNMENTS, ESCALATE_ON, PathForm } from './path-form';

type Queue = QueuesQuery['queues']['nodes'][number];

const NameField = ({ initial }: { initial?: string }) => (
  <TextField
    name="name"
    label="Name"
    required
    maxLength={120}
    {...(initial === undefined ? {} : { initial })}
  />
);

const Levels = ({ queue, nameOf }: { queue: Queue; nameOf: (id: string) => string }) => (
  <ol className="levels">
    {queue.escalation === null
      ? queue.levels.map((one) => (
          <li key={one.level}>
            <span className="faint">Level {one.level}</span> {one.name}
            {one.ownerId !== null && <span className="faint">, {nameOf(one.ownerId)}</span>}
          </li>
        ))
      : queue.escalation.levels.map((one) => (
          <li key={one.level}>
            <span className="faint">Level {one.level}</span> {one.name}
            <span className="faint">
              {one.askIds.length === 0
                ? ', nobody'
                : `, ${one.askIds.map(nameOf).join(', ')} within ${one.acceptMinutes} min`}
            </span>
          </li>
        ))}
  </ol>
);

export const QueueSettings = () => {
  const live = useLive(QueuesDocument, {}, 'queues');
  const members = useMembers();
  return (
    <Panel
      title="Queues and paths"
      aside={
        <ChangeDialog
          document={CreateQueueDocument}
          trigger="Add a queue"
          title="Add a queue"
          submit="Add"
          inputOf={(form) => ({ name: textOf(form, 'name') })}
          onDone={live.again}
        >
          <NameField />
        </ChangeDialog>
      }
    >
      <Answer live={live}>
        {({ queues, groups }) => {
          const nameOf = (id: string): string =>
            [...members, ...groups.nodes].find((one) => one.id === id)?.name ?? 'somebody';
          return queues.nodes.length === 0 ? (
            <Empty title="No queue yet" />
          ) : (
            <ul className="boxes">
              {queues.nodes.map((queue) => (
                <li key={queue.id}>
                  <div className="box-head">
                    <h3>{queue.name}</h3>
                    <ChangeDialog
                      document={UpdateQueueDocument}
                      trigger="Rename"
                      triggerClass="button small"
                      title={`Rename ${queue.name}`}
                      submit="Save"
                      inputOf={(form) => ({ queueId: queue.id, name: textOf(form, 'name') })}
                      onDone={live.again}
                    >
                      <NameField initial={queue.name} />
                    </ChangeDialog>
                  </div>
                  <Levels queue={queue} nameOf={nameOf} />
                  {queue.escalation !== null && (
                    <p className="faint">
                      Escalates: {ESCALATE_ON[queue.escalation.escalateOn].toLowerCase()}; new
                      tickets: {ASSIGNMENTS[queue.escalation.assignment].toLowerCase()}
                      {queue.escalation.fallbackId !== null &&
                        `; fall-back: ${nameOf(queue.escalation.fallbackId)}`}
                    </p>
                  )}
                  {queue.triageChannelId === null && <p className="faint">No room shows it yet.</p>}
                  <PathForm
                    key={queue.escalation?.version ?? 0}
                    queue={queue}
                    members={members}
                    groups={groups.nodes}
                    onDone={live.again}
                  />
                </li>
              ))}
            </ul>
          );
        }}
      </Answer>
    </Panel>
  );
};
