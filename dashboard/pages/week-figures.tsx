import { lazy, Suspense } from 'react';
import { useLive } from '../api/use-live';
import { FiguresDocument, type MetricName } from '../generated/graphql';
import { Download } from '../ui/download';
import { Loading } from '../ui/loading';
import { Panel } from '../ui/panel';
import { Answer, StaleNotice } from '../ui/states';
import { useMinute } from '../ui/time';
import { WhenSeen } from '../ui/when-seen';
import { MeasureCard, type Measured } from './measure-card';
import { ownZone, windowOf } from './measure-window';

const Trend = lazy(() => import('./trend'));

const PARTS = {
  speed: ['FIRST_RESPONSE', 'NEXT_RESPONSE', 'FINAL_RESOLUTION'],
  promises: ['SLA_ATTAINMENT', 'PROMISES_KEPT', 'PROMISES_RENEWED', 'PROMISES_BROKEN'],
  voices: ['CSAT', 'EFFORT', 'REOPEN_RATE', 'FIRST_CONTACT_RESOLUTION'],
  work: ['VOLUME', 'ESCALATIONS', 'TRANSFERS', 'DEFLECTION'],
} as const satisfies Record<string, readonly MetricName[]>;

const MEASURES: MetricName[] = [...PARTS.speed, ...PARTS.promises, ...PARTS.voices, ...PARTS.work];

const Cards = (props: { of: readonly Measured[]; names: readonly MetricName[]; days: number }) => (
  <div className="measures">
    {props.of
      .filter(({ measure }) => props.names.includes(measure))
      .map((one) => (
        <MeasureCard key={one.measure} measured={one} days={props.days} />
      ))}
  </div>
);

/** Figures of some days, each speed beside its quality; for supervisors. */
const WeekFigures = ({ days }: { days: number }) => {
  const window = windowOf(days, useMinute());
  const live = useLive(
    FiguresDocument,
    { input: { measures: MEASURES, window } },
    `figures-${days}`,
  );
  const cards = (names: readonly MetricName[]) => (
    <Answer live={live}>
      {({ metrics }) => <Cards of={metrics.measures} names={names} days={days} />}
    </Answer>
  );
  return (
    <>
      <StaleNotice of={[live]} />
      <Panel
        title={`How fast, and how well, ${days} days`}
        aside={
          <Download
            what="metrics"
            asked={{ input: { measures: MEASURES, window, bucket: 'DAY', zone: ownZone() } }}
            label="CSV"
          />
        }
      >
        {cards(PARTS.speed)}
      </Panel>
      <Panel title="Kept and missed">{cards(PARTS.promises)}</Panel>
      <Panel title="What customers say, and what came back">{cards(PARTS.voices)}</Panel>
      <Panel title="What came">{cards(PARTS.work)}</Panel>
      {live.data !== null && (
        <Panel title={`Day by day, ${days} days`}>
          <WhenSeen>
            <Suspense fallback={<Loading rows={6} />}>
              <Trend days={days} />
            </Suspense>
          </WhenSeen>
        </Panel>
      )}
    </>
  );
};

export default WeekFigures;
