import { Link } from 'wouter';
import type { FactRowFragment } from '../generated/graphql';
import { durationWords, instantWords, inWords } from '../ui/words';

/** How it ended, as a person would say it; what was only counted has no end. */
const outcomeWords = (outcome: string | null): string => {
  if (outcome === null) return 'Still running';
  if (outcome === '') return 'Counted';
  return /^[1-5]$/.test(outcome) ? `Rated ${outcome} of 5` : inWords(outcome);
};

/** What stands behind a figure, each with its ticket. */
export const FigureFacts = ({ facts }: { facts: readonly FactRowFragment[] }) => {
  // What is only counted has neither a length nor an end.
  const isCounted = facts.every(({ outcome, seconds }) => !outcome && seconds === 0);
  return (
    <table className="plain-table facts-table" aria-label="What stands behind it">
      <thead>
        <tr>
          <th scope="col">Ticket</th>
          <th scope="col">Began</th>
          {!isCounted && (
            <>
              <th scope="col">Outcome</th>
              <th scope="col" className="number">
                Length
              </th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {facts.map((fact) => (
          <tr key={`${fact.ticketId} ${fact.beganAt} ${fact.reason ?? ''} ${fact.outcome ?? ''}`}>
            <td>
              <Link href={`/tickets/${fact.ticketNumber}`} className="fact-ticket">
                {fact.ticket?.subject ?? `#${fact.ticketNumber}`}
              </Link>
              <span className="row-sub">
                #{fact.ticketNumber}
                {fact.ticket !== null && ` · ${fact.ticket.customer.name}`}
              </span>
            </td>
            <td data-label="Began">{instantWords(fact.beganAt)}</td>
            {!isCounted && (
              <>
                <td data-label="Outcome">
                  {outcomeWords(fact.outcome)}
                  {fact.reason !== null && <span className="row-sub">{inWords(fact.reason)}</span>}
                </td>
                <td className="number" data-label="Length">
                  {fact.seconds === 0 ? '–' : durationWords(fact.seconds)}
                </td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
