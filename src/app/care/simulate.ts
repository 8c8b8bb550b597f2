import { roundTheClock } from '../../domain/business-calendar';
import { bucketOf, curveOf, type HistogramBar } from '../../domain/histogram';
import { elapsedSec, type SlaClock, stateAt } from '../../domain/sla-clock';
import { type Measure, type PolicyTarget, targetOf } from '../../domain/sla-policy';
import { PRIORITIES, type Priority } from '../../domain/ticket';
import { zoneClock } from '../calendar/zone-clock';
import type { PastTicket } from '../ports/care';
import type { CareDocument } from './care-document';
import { pausesOfWaits } from './past-waits';
import { spelledOut } from './time-rules';

/** What would have become of one target, had it stood then. */
export interface Outcome {
  readonly priority: Priority;
  readonly measure: Measure;
  readonly achieved: number;
  readonly breached: number;
  /** Still running and already past its due time. */
  readonly late: number;
  /** Still running in good time: it is in no share. */
  readonly running: number;
  /** Counted seconds that half of them, and nine of ten, needed; null: too many still run. */
  readonly p50: number | null;
  readonly p90: number | null;
}

/** What is kept of a past ticket tells these; the other measures need every single word. */
export const SIMULATED: readonly Measure[] = ['FIRST_RESPONSE', 'TOTAL_RESOLUTION'];

const clockOf = (
  ticket: PastTicket,
  target: PolicyTarget,
  pauseWhile: readonly string[],
  warnPercent: number,
): SlaClock => {
  const isAnswer = target.measure === 'FIRST_RESPONSE';
  return {
    id: String(ticket.number),
    measure: target.measure,
    startedAt: ticket.openedAt,
    targetSec: target.seconds,
    hours: target.hours,
    warnPercent,
    pauses: isAnswer ? [] : pausesOfWaits(ticket.waits, pauseWhile),
    stoppedAt: isAnswer ? ticket.firstRespondedAt : ticket.isOpen ? null : ticket.lastSolvedAt,
    cancelledAt: null,
  };
};

const FIELD = {
  ACHIEVED: 'achieved',
  BREACHED: 'breached',
  BREACHING: 'late',
  PENDING: 'running',
  IMMINENT_BREACH: 'running',
  CANCELLED: 'running',
} as const;

interface Tally extends Omit<Outcome, 'p50' | 'p90'> {
  readonly bars: HistogramBar[];
}

/** Clocks that still run count as at least so long: without them the slowest would go missing. */
const barOf = (clock: SlaClock, used: number): HistogramBar => {
  const isDone = clock.stoppedAt !== null;
  return {
    bucket: bucketOf(used),
    done: isDone ? 1 : 0,
    doneSeconds: isDone ? used : 0,
    cut: isDone ? 0 : 1,
    cutSeconds: isDone ? 0 : used,
  };
};

/** `curveOf` takes each bucket once. */
const gathered = (bars: readonly HistogramBar[]): readonly HistogramBar[] => {
  const heaps = new Map<number, HistogramBar>();
  for (const bar of bars) {
    const heap = heaps.get(bar.bucket);
    heaps.set(
      bar.bucket,
      heap === undefined
        ? bar
        : {
            bucket: bar.bucket,
            done: heap.done + bar.done,
            doneSeconds: heap.doneSeconds + bar.doneSeconds,
            cut: heap.cut + bar.cut,
            cutSeconds: heap.cutSeconds + bar.cutSeconds,
          },
    );
  }
  return [...heaps.values()];
};

const place = ({ measure, priority }: Outcome): number =>
  SIMULATED.indexOf(measure) * 10 - PRIORITIES.indexOf(priority);

/** Replays past or generated tickets under a document that is not kept, on the desk's own clocks. */
export const simulate = async (
  said: CareDocument,
  tickets: readonly PastTicket[],
  now: Date,
): Promise<readonly Outcome[]> => {
  const calendars = new Map(
    await Promise.all(
      said.calendars.map(
        async (one) => [one.name, await spelledOut(one, now.getUTCFullYear())] as const,
      ),
    ),
  );
  const outcomes = new Map<string, Tally>();
  for (const ticket of tickets) {
    const policy =
      said.policies.find(({ tier }) => tier === ticket.tier) ??
      said.policies.find(({ tier }) => tier === '');
    if (policy === undefined) continue;
    const name =
      said.use.find(({ customer }) => customer === ticket.customer)?.calendar ??
      policy.calendar ??
      said.use.find(({ queue }) => queue === ticket.queue)?.calendar ??
      said.use.find(({ customer, queue }) => customer === undefined && queue === undefined)
        ?.calendar ??
      '';
    const hours = { zones: zoneClock, calendar: calendars.get(name) ?? roundTheClock('UTC') };
    for (const measure of SIMULATED) {
      const target = targetOf(policy, ticket.priority, measure);
      if (target === null) continue;
      const clock = clockOf(ticket, target, policy.pauseWhile, policy.warnPercent);
      const key = `${measure} ${ticket.priority}`;
      const none = { achieved: 0, breached: 0, late: 0, running: 0, bars: [] };
      const sum = outcomes.get(key) ?? { priority: ticket.priority, measure, ...none };
      const field = FIELD[stateAt(clock, hours, now)];
      sum.bars.push(barOf(clock, elapsedSec(clock, hours, now)));
      outcomes.set(key, { ...sum, [field]: sum[field] + 1 });
    }
  }
  return [...outcomes.values()]
    .map(({ bars, ...sum }) => {
      const { p50, p90 } = curveOf(gathered(bars));
      return { ...sum, p50, p90 };
    })
    .toSorted((one, other) => place(one) - place(other));
};
