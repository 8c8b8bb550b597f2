import { lazy, Suspense, useId, useState } from 'react';
import { Link } from 'wouter';
import { useIsLive } from '../api/changes';
import { useLive } from '../api/use-live';
import { AttentionDocument, type AttentionQuery, WarningsDocument } from '../generated/graphql';
import { Figure } from '../ui/figure';
import { PageHead, Panel } from '../ui/panel';
import { Answer, Empty, Loading, StaleNotice } from '../ui/states';
import { Ago, Due, useMinute } from '../ui/time';
import { AgeBands } from './age-bands';
import { listHref } from './list-filter';
import { PromiseRow } from './promise-row';
import { ShortList } from './ticket-table';
import { WarningList } from './warning-list';

const WeekFigures = lazy(() => import('./week-figures'));

const WINDOWS = [7, 14, 30, 90];

const RightNow = ({ data, now }: { data: AttentionQuery; now: string }) => (
  <>
    <Figure
      label="First answer late"
      value={data.overdue}
      tone={data.overdue > 0 ? 'bad' : 'good'}
      href={listHref({ view: 'late' })}
      meaning={{
        text: 'Open tickets that no person of ours has answered yet, and whose promised time for the first answer has passed.',
        asOf: now,
      }}
    />
    <Figure
      label="Nobody has it"
      value={data.unowned}
      tone={data.unowned > 0 ? 'warn' : 'good'}
      href={listHref({ view: 'unassigned' })}
      meaning={{
        text: 'Open tickets that wait on us and have no assignee. They wait in their queue.',
        asOf: now,
      }}
    />
    <Figure
      label="Waiting on us"
      value={data.waiting}
      href={listHref({ view: 'waiting' })}
      meaning={{ text: 'New and open tickets whose next step is ours.', asOf: now }}
    />
    <Figure
      label="Open"
      value={data.open}
      href={listHref({ view: 'open' })}
      meaning={{ text: 'Tickets that are new, open or snoozed.', asOf: now }}
    />
  </>
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
  const [days, setDays] = useState(7);
  const minute = useMinute();
  const now = new Date(minute).toISOString();
  const attention = useLive(AttentionDocument, { now }, 'attention');
  const warnings = useLive(WarningsDocument, {}, 'warnings');

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
        <Panel title="Promises due next">
          <Answer live={attention}>
            {({ promisesDue: { nodes } }) =>
              nodes.length === 0 ? (
                <Empty title="No promise is open">Nobody was told a time that still runs.</Empty>
              ) : (
                <PromisesNext promises={nodes} />
              )
            }
          </Answer>
        </Panel>
      </div>

      <Panel title="Early warnings">
        <Answer live={warnings}>
          {({ earlyWarnings: { nodes } }) =>
            nodes.length === 0 ? (
              <Empty title="Nothing is about to go wrong">
                No customer asks again, shouts, or comes back with the same cause.
              </Empty>
            ) : (
              <WarningList warnings={nodes} />
            )
          }
        </Answer>
      </Panel>

      <Suspense fallback={<Loading rows={8} />}>
        <WeekFigures days={days} backlog={<AgeBands />} />
      </Suspense>
    </>
  );
};
