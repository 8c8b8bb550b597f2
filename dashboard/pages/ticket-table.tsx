import { Link } from 'wouter';
import type { TicketRowFragment } from '../generated/graphql';
import { PriorityMark, StatusBadge, WaitingBadge } from '../ui/badge';
import { Ago, Due } from '../ui/time';

/** The next time that matters for a ticket: the first answer's, or since when they wait. */
export const NextTime = ({ ticket }: { ticket: TicketRowFragment }) => {
  if (ticket.firstRespondedAt === null && ticket.firstResponseDueAt !== null)
    return <Due at={ticket.firstResponseDueAt} />;
  if (ticket.unansweredSince !== null)
    return (
      <span>
        waits <Ago at={ticket.unansweredSince} suffix="" soon="a moment" />
      </span>
    );
  return <span className="faint">answered</span>;
};

/** A few tickets: subject, whose, since when. */
export const ShortList = (props: { tickets: readonly TicketRowFragment[] }) => (
  <ul className="short-list">
    {props.tickets.map((ticket) => (
      <li key={ticket.id}>
        <Link href={`/tickets/${ticket.number}`}>
          <span className="short-main">
            <span className="short-subject">{ticket.subject}</span>
            <span className="short-sub">
              #{ticket.number} · {ticket.customer.name} · {ticket.assignee?.name ?? 'nobody has it'}
            </span>
          </span>
          <span className="short-side">
            {ticket.priority !== 'NORMAL' && <PriorityMark priority={ticket.priority} />}
            {ticket.unansweredSince !== null && <Ago at={ticket.unansweredSince} suffix="" />}
          </span>
        </Link>
      </li>
    ))}
  </ul>
);

/** Takes a ticket into what is done to several at once. */
const Pick = (props: {
  ticket: TicketRowFragment;
  picked?: readonly string[];
  onPick?: (picked: readonly string[]) => void;
}) => {
  const { ticket, picked = [], onPick } = props;
  if (onPick === undefined) return null;
  return (
    <input
      type="checkbox"
      className="pick"
      aria-label={`Pick #${ticket.number}`}
      checked={picked.includes(ticket.id)}
      onChange={({ target }) =>
        onPick(target.checked ? [...picked, ticket.id] : picked.filter((one) => one !== ticket.id))
      }
    />
  );
};

/** The whole row of a list; on a phone it becomes a card. */
export const TicketTable = (props: {
  tickets: readonly (TicketRowFragment & {
    readonly lastMessage?: {
      readonly text: string;
      readonly author: { readonly name: string };
    } | null;
  })[];
  label: string;
  picked?: readonly string[];
  onPick?: (picked: readonly string[]) => void;
}) => (
  <table
    className={props.onPick === undefined ? 'tickets' : 'tickets pickable'}
    aria-label={props.label}
  >
    <thead>
      <tr>
        <th scope="col">Ticket</th>
        <th scope="col">Status</th>
        <th scope="col">Waiting on</th>
        <th scope="col">Priority</th>
        <th scope="col">Assignee</th>
        <th scope="col">Next</th>
        <th scope="col">Updated</th>
      </tr>
    </thead>
    <tbody>
      {props.tickets.map((ticket) => (
        <tr key={ticket.id}>
          <td className="cell-subject">
            <Pick {...props} ticket={ticket} />
            <Link href={`/tickets/${ticket.number}`} className="row-link">
              {ticket.subject}
            </Link>
            <span className="row-sub">
              #{ticket.number} · {ticket.customer.name}
              {ticket.lastMessage &&
                ` · ${ticket.lastMessage.author.name}: ${ticket.lastMessage.text}`}
            </span>
          </td>
          <td>
            <StatusBadge status={ticket.status} />
          </td>
          <td>
            <WaitingBadge waitingOn={ticket.waitingOn} />
          </td>
          <td>
            <PriorityMark priority={ticket.priority} />
          </td>
          <td className={`cell-name ${ticket.assignee === null ? 'faint' : ''}`}>
            {ticket.assignee?.name ?? 'Nobody'}
          </td>
          <td className="number">
            <NextTime ticket={ticket} />
          </td>
          <td className="number faint">
            <Ago at={ticket.updatedAt} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
