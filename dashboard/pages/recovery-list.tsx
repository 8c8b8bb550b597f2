import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useMembers } from '../api/members';
import { useLive } from '../api/use-live';
import {
  CompleteRecoveryTaskDocument,
  RecoveryTicketDocument,
  ToMakeGoodDocument,
  type ToMakeGoodQuery,
} from '../generated/graphql';
import { ChangeDialog } from '../ui/change-dialog';
import { TextField } from '../ui/fields';
import { Definition } from '../ui/figure';
import { textOf } from '../ui/form-dialog';
import { Panel } from '../ui/panel';
import { Answer, Empty } from '../ui/states';
import { Due } from '../ui/time';

type Task = ToMakeGoodQuery['recoveryTasks']['nodes'][number];

const SHOWN = 8;

const TaskRow = ({ task, onDone }: { task: Task; onDone: () => void }) => {
  const members = useMembers();
  const [{ data }] = useQuery({ query: RecoveryTicketDocument, variables: { id: task.ticketId } });
  const ticket = data?.ticket ?? null;
  const owner = members.find(({ id }) => id === task.ownerId)?.name ?? 'nobody has it';
  return (
    <li className="short-row">
      <Link href={ticket === null ? '/tickets' : `/tickets/${ticket.number}`}>
        <span className="short-main">
          <span className="short-subject">{ticket?.subject ?? '…'}</span>
          <span className="short-sub">
            {ticket !== null && `#${ticket.number} · ${ticket.customer.name} · `}
            {owner}
          </span>
        </span>
        <span className="short-side">
          <Due at={task.dueAt} />
        </span>
      </Link>
      <ChangeDialog
        document={CompleteRecoveryTaskDocument}
        trigger="Made good"
        triggerClass="button small"
        title="What made it good"
        lead="Only the team reads it; it stands in the history of the ticket."
        submit="Save"
        inputOf={(form) => ({ taskId: task.id, outcome: textOf(form, 'outcome') })}
        onDone={onDone}
      >
        <TextField name="outcome" label="What was done" long required maxLength={2_000} />
      </ChangeDialog>
    </li>
  );
};

/** What bad ratings ask of the team. */
export const RecoveryList = () => {
  const live = useLive(ToMakeGoodDocument, { first: SHOWN }, 'recovery');
  return (
    <Panel
      title="To make good"
      aside={
        <Definition
          of="To make good"
          meaning={{
            text: 'Tickets that the customer rated 1 or 2, and that nobody has made good yet. Their time is counted in open hours.',
          }}
        />
      }
    >
      <Answer live={live}>
        {({ recoveryTasks: { nodes } }) =>
          nodes.length === 0 ? (
            <Empty title="Nothing to make good">No bad rating waits for anybody.</Empty>
          ) : (
            <ul className="short-list">
              {nodes.map((task) => (
                <TaskRow key={task.id} task={task} onDone={live.again} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
};
