import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useLocation } from 'wouter';
import { useLive } from '../api/use-live';
import { TrendDocument, type TrendQuery, type TrendQueryVariables } from '../generated/graphql';
import { Answer } from '../ui/states';
import { useMinute } from '../ui/time';
import { dayWords, durationWords } from '../ui/words';
import { listHref } from './list-filter';

const DAY_MS = 86_400_000;
const DAYS = 14;

/** Fourteen calendar days in the reader's own zone, the last one today. */
const windowsUntil = (minute: number): TrendQueryVariables => {
  const today = new Date(minute);
  const start = (back: number): string =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() - back).toISOString();
  const day = (index: number) => ({ from: start(DAYS - 1 - index), to: start(DAYS - 2 - index) });
  return {
    d0: day(0),
    d1: day(1),
    d2: day(2),
    d3: day(3),
    d4: day(4),
    d5: day(5),
    d6: day(6),
    d7: day(7),
    d8: day(8),
    d9: day(9),
    d10: day(10),
    d11: day(11),
    d12: day(12),
    d13: day(13),
  };
};

const byDay = ({ metrics }: TrendQuery) =>
  Object.entries(metrics)
    // The client's cache adds the name of the type.
    .filter(([name]) => name.startsWith('d'))
    .map(([, figure]) => ({
      from: figure.from,
      day: dayWords(figure.from),
      tickets: figure.n,
      waiting: figure.stillWaiting,
      median: figure.p50,
    }));

type Day = ReturnType<typeof byDay>[number];

const Reading = ({
  active,
  payload,
}: {
  active?: boolean;
  payload?: readonly { payload?: Day }[];
}) => {
  const day = payload?.[0]?.payload;
  if (active !== true || day === undefined) return null;
  return (
    <div className="popup chart-tip">
      <p className="popup-title">{day.day}</p>
      <p>
        {day.tickets} tickets, {day.waiting} still waiting
      </p>
      <p>
        Half answered within{' '}
        {day.median === null ? 'a time not known yet' : durationWords(day.median)}
      </p>
    </div>
  );
};

const Trend = () => {
  const [, go] = useLocation();
  const live = useLive(TrendDocument, windowsUntil(useMinute()), 'trend');
  return (
    <Answer live={live} rows={6}>
      {(data) => {
        const days = byDay(data);
        return (
          <figure className="chart">
            <div className="chart-box">
              <ResponsiveContainer width="100%" height={220}>
                <ComposedChart
                  data={days}
                  margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
                  accessibilityLayer
                  onClick={(state) => {
                    const day = days[Number(state.activeTooltipIndex)];
                    if (day === undefined) return;
                    const to = new Date(new Date(day.from).getTime() + DAY_MS).toISOString();
                    go(listHref({ view: 'all', openedFrom: day.from, openedTo: to }));
                  }}
                >
                  <CartesianGrid vertical={false} stroke="var(--line)" />
                  <XAxis dataKey="day" tickLine={false} axisLine={false} minTickGap={16} />
                  <YAxis
                    yAxisId="n"
                    allowDecimals={false}
                    width={32}
                    tickLine={false}
                    axisLine={false}
                  />
                  <YAxis
                    yAxisId="time"
                    orientation="right"
                    width={64}
                    tickLine={false}
                    axisLine={false}
                    tickFormatter={(value: number) => (value === 0 ? '0' : durationWords(value))}
                  />
                  <Tooltip content={<Reading />} cursor={{ fill: 'var(--hover)' }} />
                  <Bar
                    yAxisId="n"
                    dataKey="tickets"
                    fill="var(--bar)"
                    radius={[4, 4, 0, 0]}
                    maxBarSize={28}
                    isAnimationActive={false}
                  />
                  <Line
                    yAxisId="time"
                    dataKey="median"
                    stroke="var(--accent)"
                    strokeWidth={2}
                    dot={{ r: 3, fill: 'var(--accent)' }}
                    connectNulls
                    isAnimationActive={false}
                  />
                </ComposedChart>
              </ResponsiveContainer>
            </div>
            <figcaption>
              <span className="key bar">Tickets opened (left)</span>
              <span className="key line">Median first answer (right)</span>
              <span className="faint">Press a day to see its tickets.</span>
            </figcaption>
            <details className="chart-table">
              <summary>The same as a table</summary>
              <table>
                <thead>
                  <tr>
                    <th scope="col">Day</th>
                    <th scope="col">Tickets</th>
                    <th scope="col">Still waiting</th>
                    <th scope="col">Median</th>
                  </tr>
                </thead>
                <tbody>
                  {days.map((day) => (
                    <tr key={day.from}>
                      <th scope="row">{day.day}</th>
                      <td>{day.tickets}</td>
                      <td>{day.waiting}</td>
                      <td>{day.median === null ? '–' : durationWords(day.median)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </details>
          </figure>
        );
      }}
    </Answer>
  );
};

export default Trend;
