import { CircleCheck, Clock, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useLive } from '../api/use-live';
import {
  type ClockState,
  ClockWhyDocument,
  type ClockWhyQuery,
  type Measure,
} from '../generated/graphql';
import { Panel } from '../ui/panel';
import { Answer, Empty } from '../ui/states';
import { Due } from '../ui/time';
import { durationWords, instantWords } from '../ui/words';
import type { TicketProps } from './action-parts';
import { CLOCK_NAMES } from './clock-names';

const STATES: Readonly<Record<ClockState, { tone: 'good' | 'bad' | 'plain'; words: string }>> = {
  PENDING: { tone: 'plain', words: 'Due' },
  IMMINENT_BREACH: { tone: 'bad', words: 'Nearly over: due' },
  BREACHING: { tone: 'bad', words: 'Still runs,' },
  BREACHED: { tone: 'bad', words: 'Stopped too late.' },
  ACHIEVED: { tone: 'good', words: 'Stopped in time.' },
  CANCELLED: { tone: 'plain', words: 'Called off.' },
};

const ICONS = { good: CircleCheck, bad: TriangleAlert, plain: Clock };

type ClockWhy = NonNullable<ClockWhyQuery['ticketByNumber']>['clocks'][number];
type Stretch = ClockWhy['explain']['counted'][number];

const Stretches = ({ title, of }: { title: string; of: readonly Stretch[] }) =>
  of.length === 0 ? null : (
    <>
      <h4>{title}</h4>
      <ul className="stretches">
        {of.map((one) => (
          <li key={`${one.from} ${one.reason}`}>
            {instantWords(one.from)} to {instantWords(one.to)}{' '}
            <span className="faint">
              {durationWords(one.seconds)}, {one.reason}
            </span>
          </li>
        ))}
      </ul>
    </>
  );

/** Which hours were counted and which were not, asked for when somebody wants to know. */
const Why = ({
  number,
  measure,
  startedAt,
}: {
  number: number;
  measure: Measure;
  startedAt: string;
}) => {
  const live = useLive(
    ClockWhyDocument,
    { number },
    `why-${number}`,
    ({ ticketByNumber }) => ticketByNumber?.id ?? null,
  );
  return (
    <Answer live={live} rows={3}>
      {({ ticketByNumber }) => {
        const clock = ticketByNumber?.clocks.find(
          (one) => one.measure === measure && one.startedAt === startedAt,
        );
        if (clock === undefined) return <Empty title="This clock is gone" />;
        const { explain, targetSeconds, calendarVersion } = clock;
        return (
          <div className="why">
            <p>
              {durationWords(explain.countedSeconds)} of {durationWords(targetSeconds)} counted,{' '}
              {explain.skippedSeconds === 0
                ? 'nothing left out'
                : `${durationWords(explain.skippedSeconds)} left out`}
              {calendarVersion === null
                ? '; every hour counts.'
                : `, by version ${calendarVersion} of its calendar.`}
            </p>
            <Stretches title="Counted" of={explain.counted} />
            <Stretches title="Left out" of={explain.skipped} />
            {explain.truncated && <p className="faint">The rest is not shown.</p>}
          </div>
        );
      }}
    </Answer>
  );
};

const OneClock = ({
  number,
  clock,
}: {
  number: number;
  clock: TicketProps['ticket']['clocks'][number];
}) => {
  const [isOpen, setOpen] = useState(false);
  const { tone, words } = STATES[clock.state];
  const Icon = ICONS[tone];
  const runs = clock.stoppedAt === null && clock.dueAt !== null && clock.state !== 'CANCELLED';
  return (
    <li className={`clock ${tone}`}>
      <Icon size={17} aria-hidden="true" />
      <div>
        <h3>{CLOCK_NAMES[clock.measure]}</h3>
        <p>
          {words} {runs && clock.dueAt !== null && <Due at={clock.dueAt} />}{' '}
          <span className="faint clock-from">
            {durationWords(clock.targetSeconds)} {clock.hours === 'BUSINESS' ? 'of open hours' : ''}{' '}
            from {instantWords(clock.startedAt)}
          </span>
        </p>
        <details className="opens" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
          <summary>Why</summary>
          {isOpen && <Why number={number} measure={clock.measure} startedAt={clock.startedAt} />}
        </details>
      </div>
    </li>
  );
};

/** Each time that runs for this ticket, and why it stands where it stands. */
export const Clocks = ({ ticket }: TicketProps) => (
  <Panel title="Clocks">
    {ticket.clocks.length === 0 ? (
      <p className="faint">No service level counts for this ticket.</p>
    ) : (
      <ul className="clocks">
        {ticket.clocks.map((clock) => (
          <OneClock
            key={`${clock.measure} ${clock.startedAt}`}
            number={ticket.number}
            clock={clock}
          />
        ))}
      </ul>
    )}
  </Panel>
);
