import { ChevronLeft, ChevronRight, Search, X } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useMembers } from '../api/members';
import { useLive } from '../api/use-live';
import { TicketsDocument } from '../generated/graphql';
import { Download } from '../ui/download';
import { PageHead } from '../ui/panel';
import { Answer, Empty, StaleNotice } from '../ui/states';
import { useMinute } from '../ui/time';
import { dayWords, PRIORITY_WORDS } from '../ui/words';
import {
  askedFrom,
  filterOf,
  type ListAsked,
  listHref,
  SORTS,
  sortName,
  VIEWS,
} from './list-filter';
import { MoreFilters } from './more-filters';
import { TicketTable } from './ticket-table';
import { useListKeys } from './use-list-keys';

const PAGE = 25;
const TYPING_MS = 300;

type Cut =
  | { readonly first: number; readonly after?: string }
  | { readonly last: number; readonly before: string };

const SearchBox = (props: { text: string; onChange: (text: string) => void }) => {
  const { onChange } = props;
  const [typed, setTyped] = useState(props.text);
  const told = useRef(props.text);
  useEffect(() => {
    if (typed === told.current) return;
    const timer = setTimeout(() => {
      told.current = typed;
      onChange(typed.trim());
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, onChange]);
  return (
    <div className="search">
      <Search size={16} aria-hidden="true" />
      <input
        type="search"
        id="ticket-search"
        aria-label="Search tickets"
        placeholder="Search what was written"
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <kbd>/</kbd>
    </div>
  );
};

const Extra = ({
  asked,
  change,
}: {
  asked: ListAsked;
  change: (part: Partial<ListAsked>) => void;
}) => {
  const chips: { label: string; without: Partial<ListAsked> }[] = [];
  if (asked.openedFrom !== '')
    chips.push({
      label: `Opened ${dayWords(asked.openedFrom)}${asked.openedTo === '' ? ' or later' : ` to ${dayWords(asked.openedTo)}`}`,
      without: { openedFrom: '', openedTo: '' },
    });
  if (asked.since !== '')
    chips.push({ label: `Solved since ${dayWords(asked.since)}`, without: { since: '' } });
  if (asked.after !== '' || asked.before !== '')
    chips.push({ label: 'One band of waiting time', without: { after: '', before: '' } });
  if (asked.answered !== '')
    chips.push({ label: 'All messages answered', without: { answered: '' } });
  if (chips.length === 0) return null;
  return (
    <div className="chips">
      {chips.map((chip) => (
        <button
          key={chip.label}
          type="button"
          className="chip"
          onClick={() => change(chip.without)}
        >
          {chip.label}
          <X size={13} aria-hidden="true" />
          <span className="unseen">Remove this filter</span>
        </button>
      ))}
    </div>
  );
};

export const TicketList = () => {
  const id = useId();
  const search = useSearch();
  const [, go] = useLocation();
  const members = useMembers();
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

  const change = (part: Partial<ListAsked>): void => go(listHref({ ...asked, ...part }));
  const turn = (to: Cut): void => {
    setCut({ of: search, cut: to });
    window.scrollTo({ top: 0 });
  };

  return (
    <>
      <PageHead title="Tickets">
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
        <label htmlFor={`${id}-assignee`} className="unseen">
          Assignee
        </label>
        <select
          id={`${id}-assignee`}
          value={asked.assignee}
          onChange={(event) => change({ assignee: event.target.value })}
        >
          <option value="">Anybody’s</option>
          <option value="none">Nobody’s</option>
          {members.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
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
      <div className="panel flush">
        <Answer live={live} rows={8}>
          {({ tickets: { nodes, pageInfo }, ticketCount }) => (
            <>
              <p className="list-count" aria-live="polite">
                {ticketCount === 1 ? 'One ticket' : `${ticketCount} tickets`}
              </p>
              {nodes.length === 0 ? (
                <Empty title="No ticket fits">
                  {asked.text === '' ? 'Nothing is in this view.' : 'Try fewer or other words.'}
                </Empty>
              ) : (
                <TicketTable tickets={nodes} label="Tickets" />
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
