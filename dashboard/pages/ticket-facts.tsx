import { Link } from 'wouter';
import type { TicketPageQuery } from '../generated/graphql';
import { Panel } from '../ui/panel';
import { Ago } from '../ui/time';
import { instantWords } from '../ui/words';
import { CustomerName } from './customer-name';
import { listHref } from './list-filter';
import { CauseForm } from './wait-forms';

export type OpenTicket = NonNullable<TicketPageQuery['ticketByNumber']>;

const levelName = ({ queue, level }: OpenTicket): string =>
  queue?.levels.find((one) => one.level === level)?.name ?? `Level ${level}`;

const reopenedWords = (times: number): string =>
  times === 0 ? 'Never' : times === 1 ? 'Once' : `${times} times`;

export const TicketFacts = ({ ticket }: { ticket: OpenTicket }) => (
  <Panel title="About">
    <dl className="facts">
      <dt>Customer</dt>
      <dd>
        <CustomerName of={ticket.customer} />
      </dd>
      <dt>Tier</dt>
      <dd>{ticket.customer.tier}</dd>
      <dt>Assignee</dt>
      <dd>
        {ticket.assignee === null ? (
          'Nobody'
        ) : (
          <Link href={listHref({ view: 'open', assignee: ticket.assignee.id })}>
            {ticket.assignee.name}
          </Link>
        )}
      </dd>
      {ticket.claimedUntil !== null && (
        <>
          <dt>Claim holds until</dt>
          <dd>{instantWords(ticket.claimedUntil)}</dd>
        </>
      )}
      <dt>Channel</dt>
      <dd>
        #{ticket.channel.name}{' '}
        <span className="faint">{ticket.channel.platform === 'SLACK' ? 'Slack' : 'Teams'}</span>
      </dd>
      <dt>Queue</dt>
      <dd>{ticket.queue?.name ?? 'Default'}</dd>
      <dt>Level</dt>
      <dd>
        {levelName(ticket)}
        {ticket.escalationReason !== null && (
          <span className="fact-note">“{ticket.escalationReason}”</span>
        )}
      </dd>
      <dt>Cause</dt>
      <dd>
        {ticket.cause === null ? (
          <span className="faint">not named</span>
        ) : (
          <Link href={listHref({ view: 'all', cause: ticket.cause })}>{ticket.cause}</Link>
        )}{' '}
        <CauseForm ticket={ticket} />
      </dd>
      {ticket.thirdParty !== null && (
        <>
          <dt>Waits for</dt>
          <dd>
            {ticket.thirdParty}
            {ticket.nextCheckAt !== null && (
              <span className="fact-note">look again {instantWords(ticket.nextCheckAt)}</span>
            )}
          </dd>
        </>
      )}
      <dt>Opened</dt>
      <dd>
        <Ago at={ticket.openedAt} />
      </dd>
      {ticket.snoozedUntil !== null && (
        <>
          <dt>Snoozed until</dt>
          <dd>{instantWords(ticket.snoozedUntil)}</dd>
        </>
      )}
      <dt>Reopened</dt>
      <dd>{reopenedWords(ticket.reopenCount)}</dd>
      {ticket.solution !== null && (
        <>
          <dt>Solution</dt>
          <dd className="fact-long">{ticket.solution}</dd>
        </>
      )}
    </dl>
  </Panel>
);
