import { Link } from 'wouter';
import type { FactRowFragment } from '../generated/graphql';
import { durationWords, instantWords, inWords } from '../ui/words';

/** What stands behind a figure, each with its ticket. */
export const FigureFacts = ({ facts }: { facts: readonly FactRowFragment[] }) => (
  <table className="plain-table" aria-label="What stands behind it">
    <thead>
      <tr>
        <th scope="col">Ticket</th>
        <th scope="col">Began</th>
        <th scope="col">Outcome</th>
        <th scope="col" className="number">
          Length
        </th>
      </tr>
    </thead>
    <tbody>
      {facts.map((fact) => (
        <tr key={`${fact.ticketId} ${fact.beganAt} ${fact.reason ?? ''} ${fact.outcome ?? ''}`}>
          <td>
            <Link href={`/tickets/${fact.ticketNumber}`}>#{fact.ticketNumber}</Link>
          </td>
          <td>{instantWords(fact.beganAt)}</td>
          <td>
            {fact.outcome === null ? 'Still running' : inWords(fact.outcome)}
            {fact.reason !== null && <span className="row-sub">{inWords(fact.reason)}</span>}
          </td>
          <td className="number">{fact.seconds === 0 ? '–' : durationWords(fact.seconds)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
