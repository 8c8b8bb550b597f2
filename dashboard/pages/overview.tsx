import { lazy, Suspense, useId, useState } from 'react';
import { Link } from 'wouter';
import { useIsLive } from '../api/changes';
import { useLive } from '../api/use-live';
import { useMay } from '../api/viewer';
import { AttentionDocument, type AttentionQuery } from '../generated/graphql';
import { Loading } from '../ui/loading';
import { PageHead, Panel } from '../ui/panel';
import { Answer, Empty, StaleNotice } from '../ui/states';
import { Ago, Due, useMinute } from '../ui/time';
import { AgeBands } from './age-bands';
import { BreachList } from './breach-list';
import { EarlyWarnings } from './early-warnings';
import { listHref } from './list-filter';
import { PromiseRow } from './promise-row';
import { RecoveryList } from './recovery-list';
import { TicketFigures } from './ticket-figures';
import { ShortList } from './ticket-table';

const WeekFigures = lazy(() => import('./week-figures'));

const WINDOWS = [7, 14, 30, 90];

const RightNow = ({ data, now }: { data: AttentionQuery; now: string }) => (
  <TicketFigures
    asOf={now}
    figures={[
      {
        label: 'Late',
        value: data.late,
        tone: data.late > 0 ? 'bad' : 'good',
        href: listHref({ view: 'breaching' }),
        text: 'Open tickets with a clock that is past its due time and still runs: an answer, an update or a solution that is owed.',
      },
      {
        label: 'First answer late',
        value: data.overdue,
        tone: data.overdue > 0 ? 'bad' : 'good',
        href: listHref({ view: 'late' }),
        text: 'Open tickets that no person of ours has answered yet, and whose promised time for the first answer has passed.',
      },
      {
        label: 'Nobody has it',
        value: data.unowned,
        tone: data.unowned > 0 ? 'warn' : 'good',
        href: listHref({ view: 'unassigned' }),
        text: 'Open tickets that wait on us and have no assignee. They wait in their queue.',
      },
      {
        label: 'Waiting on us',
        value: data.waiting,
        href: listHref({ view: 'waiting' }),
        text: 'New and open tickets whose next step is ours.',
      },
      {
        label: 'Open',
        value: data.open,
        href: listHref({ view: 'open' }),
        text: 'Tickets that are new, open or snoozed.',
      },
    ]}
  />
);

const PromisesNext = ({ promises }: { promises: AttentionQuery['promisesDue']['nodes'] }) => (
  <ul className="short-list">
    {promises.map((promise) => (
      <PromiseRow key={promise.id} promise={promise}>
        <Due at={promise.dueAt} />
      </PromiseRow>
    ))}
  </ul>
);

export const Overview = () => {
  const id = useId();
  const isLive = useIsLive();
  const may = useMay();
  const [days, setDays] = useState(7);
  const minute = useMinute();
  const now = new Date(minute).toISOString();
  const attention = useLive(AttentionDocument, { now }, 'attention');

  // What stands below comes once it is known how much stands above: so nothing is pushed away.
  const isKnown = attention.data !== null || attention.error !== null;

  return (
    <>
      <PageHead
        title="Overview"
        lead={
          attention.updatedAt !== null && !attention.isStale ? (
            <>
              <span className={isLive ? 'live-dot' : 'live-dot off'} aria-hidden="true" />{' '}
              {isLive ? 'Live' : 'Not live'}, asked <Ago at={attention.updatedAt.toISOString()} />
            </>
          ) : (
            'Who waits, and for how long.'
          )
        }
      >
        {may.isLead && (
          <>
            <label className="inline-field" htmlFor={id}>
              Figures over
            </label>
            <select id={id} value={days} onChange={(event) => setDays(Number(event.target.value))}>
              {WINDOWS.map((one) => (
                <option key={one} value={one}>
                  {one} days
                </option>
              ))}
            </select>
          </>
        )}
      </PageHead>
      <StaleNotice of={[attention]} />

      <section className="figures" aria-label="Right now">
        <Answer live={attention} rows={2}>
          {(data) => <RightNow data={data} now={now} />}
        </Answer>
      </section>

      <div className="halves">
        <Panel
          title="Waiting longest"
          aside={<Link href={listHref({ view: 'waiting' })}>All</Link>}
        >
          <Answer live={attention}>
            {({ longest }) =>
              longest.nodes.length === 0 ? (
                <Empty title="Nobody waits">Every customer has an answer.</Empty>
              ) : (
                <ShortList tickets={longest.nodes} />
              )
            }
          </Answer>
        </Panel>
        <Panel title="Late now" aside={<Link href={listHref({ view: 'breaching' })}>All</Link>}>
          <Answer live={attention}>
            {({ breaches }) => <BreachList tickets={breaches.nodes} />}
          </Answer>
        </Panel>
        {isKnown && (
          <>
            <Panel title="Promises due next">
              <Answer live={attention}>
                {({ promisesDue: { nodes } }) =>
                  nodes.length === 0 ? (
                    <Empty title="No promise is open">
                      Nobody was told a time that still runs.
                    </Empty>
                  ) : (
                    <PromisesNext promises={nodes} />
                  )
                }
              </Answer>
            </Panel>
            {may.isStaff && <EarlyWarnings />}
            {may.isStaff && <RecoveryList />}
            <Panel title="How long the backlog waits">
              <AgeBands />
            </Panel>
          </>
        )}
      </div>

      {may.isLead && isKnown && (
        <Suspense fallback={<Loading rows={8} />}>
          <WeekFigures days={days} />
        </Suspense>
      )}
    </>
  );
};
