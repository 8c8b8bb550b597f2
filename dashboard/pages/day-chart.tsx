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
import { durationWords } from '../ui/words';
import { listHref } from './list-filter';
import { valueWords } from './measure-words';
import type { Day } from './trend';

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
        {day.tickets === 1 ? 'One ticket' : `${day.tickets} tickets`}, {day.waiting} still waiting
      </p>
      <p>
        Half answered within{' '}
        {day.median === null ? 'a time not known yet' : durationWords(day.median)};{' '}
        {day.reopened === null
          ? 'nothing solved'
          : `${valueWords('SHARE', day.reopened)} of the solved came back`}
      </p>
    </div>
  );
};

const STEPS = [10, 30, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 172_800, 604_800];

/** At most five marks at lengths people think in, from nothing to the longest. */
const timeMarks = (days: readonly Day[]): readonly number[] => {
  const longest = Math.max(1, ...days.map(({ median }) => median ?? 0));
  const step =
    STEPS.find((one) => longest / one <= 4) ?? Math.ceil(longest / 4 / 604_800) * 604_800;
  return Array.from({ length: Math.ceil(longest / step) + 1 }, (_, index) => index * step);
};

/** How much came each day, and how fast the first answer was. */
export const DayChart = ({ days }: { days: readonly Day[] }) => {
  const [, go] = useLocation();
  const marks = timeMarks(days);
  return (
    <>
      <div className="chart-box">
        <ResponsiveContainer width="100%" height={220}>
          <ComposedChart
            data={[...days]}
            margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
            accessibilityLayer
            onClick={(state) => {
              const day = days[Number(state.activeTooltipIndex)];
              if (day !== undefined)
                go(listHref({ view: 'all', openedFrom: day.from, openedTo: day.to }));
            }}
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis dataKey="day" tickLine={false} axisLine={false} minTickGap={16} />
            <YAxis yAxisId="n" allowDecimals={false} width={32} tickLine={false} axisLine={false} />
            <YAxis
              yAxisId="time"
              orientation="right"
              width={64}
              ticks={[...marks]}
              domain={[0, marks.at(-1) ?? 1]}
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
    </>
  );
};
