import { Link } from 'wouter';
import type { AttentionQuery } from '../generated/graphql';
import { Empty } from '../ui/states';
import { Due } from '../ui/time';
import { CLOCK_NAMES } from './clock-names';

type Breach = AttentionQuery['breaches']['nodes'][number];

/** What is owed the longest on a ticket. */
const owed = ({ clocks }: Breach) =>
  clocks
    .filter(({ state, dueAt }) => state === 'BREACHING' && dueAt !== null)
    .toSorted((one, other) => (one.dueAt ?? '').localeCompare(other.dueAt ?? ''))
    .at(0) ?? null;

/** Open tickets whose clock has run out. */
export const BreachList = ({ tickets }: { tickets: readonly Breach[] }) =>
  tickets.length === 0 ? (
    <Empty title="Nothing is late">Every clock that runs is still in time.</Empty>
  ) : (
    <ul className="short-list">
      {tickets.map((ticket) => {
        const clock = owed(ticket);
        return (
          <li key={ticket.id}>
            <Link href={`/tickets/${ticket.number}`}>
              <span className="short-main">
                <span className="short-subject">{ticket.subject}</span>
                <span className="short-sub">
                  #{ticket.number} · {ticket.customer.name}
                  {clock !== null && ` · ${CLOCK_NAMES[clock.measure].toLowerCase()}`} ·{' '}
                  {ticket.assignee?.name ?? 'nobody has it'}
                </span>
              </span>
              <span className="short-side">{clock?.dueAt && <Due at={clock.dueAt} />}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
