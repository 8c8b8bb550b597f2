import { ChevronLeft } from 'lucide-react';
import { useId, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useLive } from '../api/use-live';
import {
  FigurePageDocument,
  type FigurePageQuery,
  type FigurePart,
  type MetricDimension,
  type MetricName,
} from '../generated/graphql';
import { MeasureDefinition } from '../ui/figure';
import { PageHead, Panel } from '../ui/panel';
import { Answer, Empty, StaleNotice } from '../ui/states';
import { useMinute } from '../ui/time';
import { FigureFacts } from './figure-facts';
import { FigureGroups } from './figure-groups';
import { windowOf } from './measure-window';
import {
  beforeWords,
  figureHref,
  figureWords,
  isLength,
  joined,
  measureName,
  sampleWords,
  twinBefore,
  valueWords,
} from './measure-words';

type Measured = FigurePageQuery['metrics']['measures'][number];

const PAGE = 50;
const WINDOWS = [1, 7, 14, 30, 90];
const DIMENSIONS: readonly MetricDimension[] = [
  'CUSTOMER',
  'TIER',
  'AGENT',
  'QUEUE',
  'CHANNEL',
  'PLATFORM',
  'PRIORITY',
  'REASON',
  'LABEL',
  'CAUSE',
];
const PARTS: readonly {
  readonly part: FigurePart;
  readonly length: string;
  readonly share: string;
}[] = [
  { part: 'ALL', length: 'All', share: 'All' },
  { part: 'DONE', length: 'Ended', share: 'Counted as yes' },
  { part: 'STILL_WAITING', length: 'Still waiting', share: 'Not decided' },
  { part: 'DROPPED', length: 'Ended otherwise', share: 'Counted as no' },
];

const Whole = ({ measured, days }: { measured: Measured; days: number }) => {
  const asked = { days: String(days) };
  const { measure, unit, figure, previous, quality, definition, asOf } = measured;
  const extra = joined(
    sampleWords(unit, figure),
    beforeWords(unit, previous),
    measured.errorBound === 0 || figure.n === 0
      ? ''
      : `percentiles within ${valueWords('SHARE', measured.errorBound)}`,
    measured.revised === 0 ? '' : `${measured.revised} told otherwise later`,
    measured.uncounted === 0 ? '' : `${measured.uncounted} changed, not counted yet`,
  );
  return (
    <Panel
      title={`Over ${days === 1 ? 'one day' : `${days} days`}`}
      aside={<MeasureDefinition of={measureName(measure)} definition={definition} asOf={asOf} />}
    >
      <p className="figure-value">{figureWords(unit, figure)}</p>
      {isLength(unit) && figure.p90 !== null && (
        <p>
          Nine of ten within {valueWords(unit, figure.p90)}
          {figure.mean !== null && <>, mean {valueWords(unit, figure.mean)}</>}
        </p>
      )}
      <p className="faint">{extra}</p>
      <p className="meaning">{definition.text}</p>
      {quality.length > 0 && (
        <>
          <h3 className="sub-title">What it cost</h3>
          <ul className="quality">
            {quality.map((one) => (
              <li key={one.measure}>
                <Link href={figureHref(one.measure, asked)}>
                  <span>{measureName(one.measure)}</span>{' '}
                  <strong>{figureWords(one.unit, one.figure)}</strong>{' '}
                  <span className="faint">
                    {joined(
                      sampleWords(one.unit, one.figure),
                      twinBefore(one.measure, one.unit, previous),
                    )}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
};

/** One figure, what it means, what it is made of, and the tickets behind it. */
const FigurePage = ({ measure }: { measure: MetricName }) => {
  const id = useId();
  const [, go] = useLocation();
  const search = useSearch();
  const given = new URLSearchParams(search);
  const days = WINDOWS.find((one) => String(one) === given.get('days')) ?? 7;
  const part = PARTS.find((one) => one.part === given.get('part'))?.part ?? 'ALL';
  const by = DIMENSIONS.find((one) => one === given.get('by')) ?? null;
  const group = by === null ? null : given.get('group');
  const [cut, setCut] = useState<{ of: string; after: string | null }>({ of: search, after: null });
  const after = cut.of === search ? cut.after : null;
  const window = windowOf(days, useMinute());
  const input = { measures: [measure], window, ...(by === null ? {} : { groupBy: by }) };
  const live = useLive(
    FigurePageDocument,
    { input, part, groupKey: group, first: PAGE, after },
    `${measure} ${search} ${after ?? ''}`,
  );
  const asked = { days: String(days), part: part === 'ALL' ? '' : part, by: by ?? '' };
  const change = (changed: Record<string, string>): void =>
    go(figureHref(measure, { ...asked, group: group ?? '', ...changed }));

  return (
    <>
      <Link href="/" className="back">
        <ChevronLeft size={15} aria-hidden="true" />
        Overview
      </Link>
      <PageHead title={measureName(measure)}>
        <label className="inline-field" htmlFor={id}>
          Over
        </label>
        <select id={id} value={days} onChange={(event) => change({ days: event.target.value })}>
          {WINDOWS.map((one) => (
            <option key={one} value={one}>
              {one === 1 ? '1 day' : `${one} days`}
            </option>
          ))}
        </select>
        <label className="inline-field" htmlFor={`${id}-by`}>
          by
        </label>
        <select
          id={`${id}-by`}
          value={by ?? ''}
          onChange={(event) => change({ by: event.target.value, group: '' })}
        >
          <option value="">nothing</option>
          {DIMENSIONS.map((one) => (
            <option key={one} value={one}>
              {one.toLowerCase()}
            </option>
          ))}
        </select>
      </PageHead>
      <StaleNotice of={[live]} />
      <Answer live={live} rows={8}>
        {({ metrics }) => {
          const [measured] = metrics.measures;
          if (measured === undefined) return <Empty title="There is no such figure" />;
          const { nodes, pageInfo } = measured.facts;
          const isCount = measured.unit === 'TICKETS' || measured.unit === 'TIMES';
          return (
            <>
              <Whole measured={measured} days={days} />
              {by !== null && (
                <FigureGroups
                  measured={measured}
                  by={by}
                  selected={group}
                  onSelect={(key) => change({ group: key ?? '' })}
                />
              )}
              {!isCount && (
                <nav className="views" aria-label="Parts of the figure">
                  {PARTS.map((one) => (
                    <Link
                      key={one.part}
                      href={figureHref(measure, { ...asked, group: group ?? '', part: one.part })}
                      aria-current={one.part === part ? 'page' : undefined}
                    >
                      {isLength(measured.unit) ? one.length : one.share}
                    </Link>
                  ))}
                </nav>
              )}
              <div className="panel flush">
                {nodes.length === 0 ? (
                  <Empty title="No ticket stands behind it">Try another part or more days.</Empty>
                ) : (
                  <FigureFacts facts={nodes} />
                )}
                {(pageInfo.hasNextPage || after !== null) && (
                  <nav className="pager" aria-label="Pages">
                    <button
                      type="button"
                      className="button"
                      disabled={after === null}
                      onClick={() => setCut({ of: search, after: null })}
                    >
                      First page
                    </button>
                    <button
                      type="button"
                      className="button"
                      disabled={!pageInfo.hasNextPage}
                      onClick={() => setCut({ of: search, after: pageInfo.endCursor })}
                    >
                      Next page
                    </button>
                  </nav>
                )}
              </div>
            </>
          );
        }}
      </Answer>
    </>
  );
};

export default FigurePage;
