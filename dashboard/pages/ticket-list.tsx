import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useLive } from '../api/use-live';
import { useMay } from '../api/viewer';
import { TicketsDocument } from '../generated/graphql';
import { Download } from '../ui/download';
import { PageHead } from '../ui/panel';
import { Answer, Empty, StaleNotice } from '../ui/states';
import { useMinute } from '../ui/time';
import { PRIORITY_WORDS } from '../ui/words';
import { AtOnce } from './at-once';
import {
  askedFrom,
  filterOf,
  type ListAsked,
  listHref,
  SORTS,
  sortName,
  VIEWS,
} from './list-filter';
import { Extra, SearchBox } from './list-parts';
import { MoreFilters } from './more-filters';
import { NewTicket } from './new-ticket';
import { TicketTable } from './ticket-table';
import { useListKeys } from './use-list-keys';

const PAGE = 25;

type Cut =
  | { readonly first: number; readonly after?: string }
  | { readonly last: number; readonly before: string };

const EMPTY_VIEWS: Readonly<Record<string, readonly [string, string]>> = {
  waiting: ['Nobody waits for us', 'Every open ticket has our answer.'],
  unassigned: ['Somebody has each of them', 'Nothing that waits on us is without an owner.'],
  breaching: ['Nothing is late', 'Every clock that runs is still in time.'],
  late: ['No first answer is late', 'Everybody heard from a person in time.'],
  due: ['No first answer is due', 'Everybody has heard from a person.'],
  all: ['No ticket yet', 'They appear when a customer writes in a shared channel.'],
};

/** Why nothing is shown: the view has nothing, or what narrows it leaves nothing. */
const NoTicket = ({ asked }: { asked: ListAsked }) => {
  const { view, sort: _, ...narrowing } = asked;
  const [title, words] = EMPTY_VIEWS[view] ?? ['Nothing is in this view', 'Look at another one.'];
  if (Object.values(narrowing).every((value) => value === ''))
    return <Empty title={title}>{words}</Empty>;
  return (
    <Empty title="No ticket fits">
      {asked.text === '' ? (
        <Link href={listHref({ view })}>Take the filters away</Link>
      ) : (
        'Try fewer or other words.'
      )}
    </Empty>
  );
};

const TicketList = () => {
  const id = useId();
  const search = useSearch();
  const [, go] = useLocation();
  const may = useMay();
  const [kept, keep] = useState<{ of: string; ids: readonly string[] }>({ of: search, ids: [] });
  // What is no longer listed is not changed unseen.
  const picked = kept.of === search ? kept.ids : [];
  const pick = (ids: readonly string[]): void => keep({ of: search, ids });
  const asked = askedFrom(search);
  const now = new Date(useMinute()).toISOString();
  const [cut, setCut] = useState<{ of: string; cut: Cut }>({ of: search, cut: { first: PAGE } });
  const slice: Cut = cut.of === search ? cut.cut : { first: PAGE };
  const sort = sortName(asked);
  const live = useLive(
    TicketsDocument,
    { filter: filterOf(asked, now), sort: SORTS[sort].by, ...slice },
    `${search} ${JSON.stringify(slice)}`,
  );
  useListKeys();
  const seen = (live.data?.tickets.nodes ?? []).flatMap(({ id: ticketId, version }) =>
    picked.includes(ticketId) ? [{ ticketId, expectedVersion: version }] : [],
  );

  const change = (part: Partial<ListAsked>): void => go(listHref({ ...asked, ...part }));
  const turn = (to: Cut): void => {
    pick([]);
    setCut({ of: search, cut: to });
    window.scrollTo({ top: 0 });
  };

  return (
    <>
      <PageHead title="Tickets">
        {may.isStaff && <NewTicket />}
        <SearchBox key={asked.view} text={asked.text} onChange={(text) => change({ text })} />
      </PageHead>
      <StaleNotice of={[live]} />
      <nav className="views" aria-label="Views">
        {VIEWS.map(({ name, label }) => (
          <Link
            key={name}
            href={listHref({ view: name })}
            aria-current={asked.view === name ? 'page' : undefined}
          >
            {label}
          </Link>
        ))}
      </nav>
      <div className="filters">
        <label htmlFor={`${id}-priority`} className="unseen">
          Priority
        </label>
        <select
          id={`${id}-priority`}
          value={asked.priority}
          onChange={(event) => change({ priority: event.target.value })}
        >
          <option value="">Any priority</option>
          {Object.entries(PRIORITY_WORDS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
        <label htmlFor={`${id}-sort`} className="unseen">
          Order
        </label>
        <select
          id={`${id}-sort`}
          value={sort}
          onChange={(event) => change({ sort: event.target.value })}
        >
          {Object.entries(SORTS).map(([name, { label }]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
        <MoreFilters asked={asked} change={change} />
        <Extra asked={asked} change={change} />
        <Download
          what="tickets"
          asked={{ filter: filterOf(asked, now), sort: SORTS[sort].by }}
          label="CSV"
        />
        <span className="keys faint">
          <kbd>j</kbd> <kbd>k</kbd> move, <kbd>Enter</kbd> open
        </span>
      </div>
      {may.isStaff && may.work && (
        <AtOnce
          tickets={seen}
          onDone={() => {
            pick([]);
            live.again();
          }}
          onForget={() => pick([])}
        />
      )}
      <div className="panel flush">
        <Answer live={live} rows={8}>
          {({ tickets: { nodes, pageInfo }, ticketCount }) => (
            <>
              <p className="list-count" aria-live="polite">
                {ticketCount === 1 ? 'One ticket' : `${ticketCount} tickets`}
              </p>
              {nodes.length === 0 ? (
                <NoTicket asked={asked} />
              ) : (
                <TicketTable
                  tickets={nodes}
                  label="Tickets"
                  {...(may.isStaff && may.work ? { picked, onPick: pick } : {})}
                />
              )}
              {(pageInfo.hasNextPage || pageInfo.hasPreviousPage) && (
                <nav className="pager" aria-label="Pages">
                  <button
                    type="button"
                    className="button"
                    disabled={!pageInfo.hasPreviousPage}
                    onClick={() => turn({ last: PAGE, before: pageInfo.startCursor ?? '' })}
                  >
                    <ChevronLeft size={15} aria-hidden="true" /> Earlier
                  </button>
                  <button
                    type="button"
                    className="button"
                    disabled={!pageInfo.hasNextPage}
                    onClick={() => turn({ first: PAGE, after: pageInfo.endCursor ?? '' })}
                  >
                    Later <ChevronRight size={15} aria-hidden="true" />
                  </button>
                </nav>
              )}
            </>
          )}
        </Answer>
      </div>
    </>
  );
};

export default TicketList;
