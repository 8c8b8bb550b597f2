import { useQuery } from 'urql';
import { isForTheTeam, useFindChannels, useNamed } from '../../api/find';
import { useMembers } from '../../api/members';
import { usePages } from '../../api/pages';
import { useLive } from '../../api/use-live';
import {
  CreateQueueDocument,
  GroupsDocument,
  type GroupsQuery,
  QueuesDocument,
  type QueuesQuery,
  UpdateQueueDocument,
} from '../../generated/graphql';
import { ChangeDialog } from '../../ui/change-dialog';
import { type Choice, TextField } from '../../ui/fields';
import { textOf } from '../../ui/form-dialog';
import { Pager } from '../../ui/pager';
import { Panel } from '../../ui/panel';
import { PickField } from '../../ui/picker';
import { Answer, Empty } from '../../ui/states';
import { AssignHours } from '../assign-hours';
import { ASSIGNMENTS, ESCALATE_ON, PathForm } from './path-form';

type Queue = QueuesQuery['queues']['nodes'][number];

const NO_GROUPS: GroupsQuery['groups']['nodes'] = [];

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

/** The room of ours that shows what waits in a queue. */
const useRoomOf = ({ triageChannelId }: Queue): Choice | null => {
  const named = useNamed(triageChannelId);
  return named === null ? null : { ...named, label: `#${named.label}` };
};

const Room = ({ queue }: { queue: Queue }) => {
  const room = useRoomOf(queue);
  return (
    <p className="faint">
      {queue.triageChannelId === null ? 'No room shows it yet.' : `Shown in ${room?.label ?? '…'}`}
    </p>
  );
};

const QueueForm = ({ queue, onDone }: { queue: Queue; onDone: () => void }) => {
  const find = useFindChannels(isForTheTeam);
  const room = useRoomOf(queue);
  return (
    <ChangeDialog
      document={UpdateQueueDocument}
      trigger="Name and room"
      triggerClass="button small"
      title={queue.name}
      submit="Save"
      inputOf={(form) => ({
        queueId: queue.id,
        name: textOf(form, 'name'),
        triageChannelId: textOf(form, 'room') || null,
      })}
      onDone={onDone}
    >
      <NameField initial={queue.name} />
      <PickField
        key={room?.label ?? ''}
        name="room"
        label="Room that shows it"
        none="As it is"
        find={find}
        initial={room}
        help="A room that only your team reads. The cards of its tickets stand there."
      />
    </ChangeDialog>
  );
};

export const QueueSettings = () => {
  const pages = usePages();
  const live = useLive(QueuesDocument, { after: pages.after }, `queues-${pages.after}`);
  const [{ data }] = useQuery({ query: GroupsDocument, variables: { after: null } });
  const groups = data?.groups.nodes ?? NO_GROUPS;
  const members = useMembers();
  const nameOf = (id: string): string =>
    members.find((one) => one.id === id)?.label ??
    groups.find((one) => one.id === id)?.name ??
    'somebody';
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
        {({ queues: { nodes, pageInfo } }) =>
          nodes.length === 0 ? (
            <Empty title="No queue yet" />
          ) : (
            <>
              <ul className="boxes roomy">
                {nodes.map((queue) => (
                  <li key={queue.id}>
                    <div className="box-head">
                      <h3>{queue.name}</h3>
                    </div>
                    <Levels queue={queue} nameOf={nameOf} />
                    <Room queue={queue} />
                    {queue.escalation !== null && (
                      <p className="faint">
                        Escalates: {ESCALATE_ON[queue.escalation.escalateOn].toLowerCase()}. New
                        tickets: {ASSIGNMENTS[queue.escalation.assignment].toLowerCase()}.
                        {queue.escalation.fallbackId !== null &&
                          ` Fall-back: ${nameOf(queue.escalation.fallbackId)}.`}
                      </p>
                    )}
                    <div className="box-tools">
                      <PathForm
                        key={`${queue.escalation?.version ?? 0} ${members.length} ${groups.length}`}
                        queue={queue}
                        groups={groups}
                        nameOf={nameOf}
                        onDone={live.again}
                      />
                      <AssignHours
                        of={{ queueId: queue.id }}
                        name={queue.name}
                        className="button small"
                      />
                      <QueueForm queue={queue} onDone={live.again} />
                    </div>
                  </li>
                ))}
              </ul>
              <Pager pages={pages} info={pageInfo} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
};
