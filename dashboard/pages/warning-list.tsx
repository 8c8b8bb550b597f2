import { Link } from 'wouter';
import type { WarningFragment } from '../generated/graphql';
import { Ago } from '../ui/time';

/** Tickets that may go wrong, with what says so. */
export const WarningList = ({ warnings }: { warnings: readonly WarningFragment[] }) => (
  <ul className="short-list">
    {warnings.map(({ ticketId, ticket, signals, lastAt }) =>
      ticket === null ? null : (
        <li key={ticketId}>
          <Link href={`/tickets/${ticket.number}`}>
            <span className="short-main">
              <span className="short-subject">{ticket.subject}</span>
              <span className="short-sub">
                #{ticket.number} · {ticket.customer.name} ·{' '}
                {signals.map(({ reason }) => reason).join(' · ') ||
                  'its cause comes again and again'}
              </span>
            </span>
            <span className="short-side">
              <Ago at={lastAt} />
            </span>
          </Link>
        </li>
      ),
    )}
  </ul>
);
