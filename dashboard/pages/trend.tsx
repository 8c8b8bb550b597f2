import { useLive } from '../api/use-live';
import {
  type MetricName,
  TrendDocument,
  type TrendQuery,
  type TrendQueryVariables,
} from '../generated/graphql';
import { Answer, Empty } from '../ui/states';
import { useMinute } from '../ui/time';
import { dayWords, durationWords } from '../ui/words';
import { DayChart } from './day-chart';
import { ownZone, windowOf } from './measure-window';
import { valueWords } from './measure-words';

const MEASURES: readonly MetricName[] = ['VOLUME', 'FIRST_RESPONSE', 'REOPEN_RATE'];

export interface Day {
  readonly from: string;
  readonly to: string;
  readonly day: string;
  readonly tickets: number;
  readonly median: number | null;
  readonly waiting: number;
  /** Share of what was first solved that day and came back; the quality beside the speed. */
  readonly reopened: number | null;
}

const byDay = ({ metrics }: TrendQuery): readonly Day[] => {
  const of = (name: MetricName) =>
    metrics.measures.find(({ measure }) => measure === name)?.buckets ?? [];
  const speeds = of('FIRST_RESPONSE');
  const reopened = of('REOPEN_RATE');
  return of('VOLUME').map(({ from, to, figure }, index) => ({
    from,
    to,
    day: dayWords(from),
    tickets: figure.n,
    median: speeds[index]?.figure.value ?? null,
    waiting: speeds[index]?.figure.stillWaiting ?? 0,
    reopened: reopened[index]?.figure.value ?? null,
  }));
};

const AsTable = ({ days }: { days: readonly Day[] }) => (
  <details className="chart-table">
    <summary>The same as a table</summary>
    <table>
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Tickets</th>
          <th scope="col">Still waiting</th>
          <th scope="col">Median first answer</th>
          <th scope="col">Reopened</th>
        </tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <tr key={day.from}>
            <th scope="row">{day.day}</th>
            <td>{day.tickets}</td>
            <td>{day.waiting}</td>
            <td>{day.median === null ? '–' : durationWords(day.median)}</td>
            <td>{day.reopened === null ? '–' : valueWords('SHARE', day.reopened)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </details>
);

const Trend = ({ days }: { days: number }) => {
  const input: TrendQueryVariables['input'] = {
    measures: [...MEASURES],
    window: windowOf(days, useMinute()),
    bucket: 'DAY',
    zone: ownZone(),
  };
  const live = useLive(TrendDocument, { input }, `trend-${days}`);
  return (
    <Answer live={live} rows={6}>
      {(data) => {
        const shown = byDay(data);
        if (shown.every(({ tickets, median }) => tickets === 0 && median === null))
          return (
            <Empty title="Nothing was asked in these days">
              Each day shows what came and how fast it was answered.
            </Empty>
          );
        return (
          <figure className="chart">
            <DayChart days={shown} />
            <AsTable days={shown} />
          </figure>
        );
      }}
    </Answer>
  );
};

export default Trend;
