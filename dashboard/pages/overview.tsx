import { lazy, Suspense, useId, useState } from 'react';
import { Link } from 'wouter';
import { useLive } from '../api/use-live';
import { AttentionDocument, FiguresDocument } from '../generated/graphql';
import { Figure, tallyWords } from '../ui/figure';
import { PageHead, Panel } from '../ui/panel';
import { Answer, Empty, Loading, StaleNotice } from '../ui/states';
import { Ago, useMinute } from '../ui/time';
import { AgeBands } from './age-bands';
import { listHref } from './list-filter';
import { ResponseFigures } from './response-figures';
import { ShortList } from './ticket-table';

const Trend = lazy(() => import('./trend'));

const DAY_MS = 86_400_000;
const WINDOWS = [7, 14, 30, 90];

export const Overview = () => {
  const id = useId();
  const [days, setDays] = useState(7);
  const minute = useMinute();
  const now = new Date(minute).toISOString();
  const from = new Date(minute - days * DAY_MS).toISOString();
  const to = new Date(minute + 60_000).toISOString();
  const attention = useLive(AttentionDocument, { now, from }, `attention-${days}`);
  const figures = useLive(FiguresDocument, { window: { from, to } }, `figures-${days}`);

  return (
    <>
      <PageHead
        title="Overview"
        lead={
          attention.updatedAt !== null && !attention.isStale ? (
            <>
              <span className="live-dot" aria-hidden="true" /> Live, asked{' '}
              <Ago at={attention.updatedAt.toISOString()} />
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
      <StaleNotice of={[attention, figures]} />

      <section className="figures" aria-label="Right now">
        <Answer live={attention} rows={2}>
          {(data) => (
            <>
              <Figure
                label="First answer late"
                value={tallyWords(data.overdue)}
                tone={data.overdue.nodes.length > 0 ? 'bad' : 'good'}
                href={listHref({ view: 'late' })}
                meaning={{
                  text: 'Open tickets that no person of ours has answered yet, and whose promised time for the first answer has passed.',
                  asOf: now,
                }}
              />
              <Figure
                label="Nobody has it"
                value={tallyWords(data.unowned)}
                tone={data.unowned.nodes.length > 0 ? 'warn' : 'good'}
                href={listHref({ view: 'unassigned' })}
                meaning={{
                  text: 'Open tickets that wait on us and have no assignee. They wait in their queue.',
                  asOf: now,
                }}
              />
            </>
          )}
        </Answer>
        {figures.data !== null && (
          <>
            <Figure
              label="Waiting on us"
              value={figures.data.metrics.waitingOnUs.value}
              href={listHref({ view: 'waiting' })}
              meaning={{
                text: figures.data.metrics.waitingOnUs.definition,
                asOf: figures.data.metrics.waitingOnUs.asOf,
              }}
            />
            <Figure
              label="Open"
              value={figures.data.metrics.open.value}
              href={listHref({ view: 'open' })}
              meaning={{
                text: figures.data.metrics.open.definition,
                asOf: figures.data.metrics.open.asOf,
              }}
            />
          </>
        )}
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
                <ShortList tickets={longest.nodes} time="since" />
              )
            }
          </Answer>
        </Panel>
        <Panel title="Promises due next" aside={<Link href={listHref({ view: 'due' })}>All</Link>}>
          <Answer live={attention}>
            {({ dueNext }) =>
              dueNext.nodes.length === 0 ? (
                <Empty title="No promise is open">No first answer is due at the moment.</Empty>
              ) : (
                <ShortList tickets={dueNext.nodes} time="due" />
              )
            }
          </Answer>
        </Panel>
      </div>

      <div className="halves">
        <Panel title={`First answer and quality, ${days} days`}>
          <Answer live={figures}>
            {(data) => (
              <ResponseFigures
                figure={data.metrics.firstResponse}
                quality={attention.data}
                from={from}
                to={to}
              />
            )}
          </Answer>
        </Panel>
        <Panel title="How long the backlog waits">
          <AgeBands />
        </Panel>
      </div>

      {figures.data !== null && (
        <Panel title="First answer by day, 14 days">
          <Suspense fallback={<Loading rows={6} />}>
            <Trend />
          </Suspense>
        </Panel>
      )}
    </>
  );
};
