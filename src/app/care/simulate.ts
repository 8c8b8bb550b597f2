import { roundTheClock } from '../../domain/business-calendar';
import { bucketOf, Histogram } from '../../domain/histogram';
import { replayClocks } from '../../domain/replay-clocks';
import { type ClockState, elapsedSec, stateAt } from '../../domain/sla-clock';
import { MEASURES, type Measure } from '../../domain/sla-policy';
import { PRIORITIES, type Priority } from '../../domain/ticket';
import { zoneClock } from '../calendar/zone-clock';
import type { KeptOutcome, PastTicket } from '../ports/care';
import type { CareDocument } from './care-document';
import { spelledOut } from './time-rules';

/** How clocks ended, and how many still run. Cancelled ones measured nothing. */
export interface Standings {
  readonly achieved: number;
  readonly breached: number;
  /** Still running and already past its due time. */
  readonly late: number;
  /** Still running in good time: it is in no share. */
  readonly running: number;
}

/** What would have become of one target, had it stood then. */
export interface Outcome extends Standings {
  readonly priority: Priority;
  readonly measure: Measure;
  /** Counted seconds that half of them, and nine of ten, needed; null: too many still run. */
  readonly p50: number | null;
  readonly p90: number | null;
}

const FIELD: Readonly<Record<ClockState, keyof Standings | null>> = {
  ACHIEVED: 'achieved',
  BREACHED: 'breached',
  BREACHING: 'late',
  PENDING: 'running',
  IMMINENT_BREACH: 'running',
  CANCELLED: null,
};

const NONE: Standings = { achieved: 0, breached: 0, late: 0, running: 0 };

const counted = (sum: Standings, field: keyof Standings): Standings => ({
  ...sum,
  [field]: sum[field] + 1,
});

interface Tally extends Omit<Outcome, 'p50' | 'p90'> {
  readonly lengths: Histogram;
}

const place = ({ measure, priority }: Outcome): number =>
  MEASURES.indexOf(measure) * 10 - PRIORITIES.indexOf(priority);

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
    for (const { clock, priority } of replayClocks(ticket.moments, policy)) {
      const field = FIELD[stateAt(clock, hours, now)];
      if (field === null) continue;
      const { measure } = clock;
      const key = `${measure} ${priority}`;
      const sum = outcomes.get(key) ?? { priority, measure, ...NONE, lengths: new Histogram() };
      const used = elapsedSec(clock, hours, now);
      // What still runs counts as at least so long: without it the slowest would go missing.
      sum.lengths.add(bucketOf(used), clock.stoppedAt !== null, 1, used);
      outcomes.set(key, { ...sum, ...counted(sum, field) });
    }
  }
  return [...outcomes.values()]
    .map(({ lengths, ...sum }) => {
      const { p50, p90 } = lengths.curve;
      return { ...sum, p50, p90 };
    })
    .toSorted((one, other) => place(one) - place(other));
};

/** A measure over all priorities: as it would have been, and as it was measured then. */
export interface Comparison {
  readonly measure: Measure;
  readonly after: Standings;
  readonly before: Standings;
}

const stood = ({ state, dueAt }: KeptOutcome, now: Date): keyof Standings | null =>
  FIELD[state] === 'running' && dueAt !== null && dueAt < now ? 'late' : FIELD[state];

/** What the document would have changed, measure by measure. */
export const compared = (
  outcomes: readonly Outcome[],
  tickets: readonly PastTicket[],
  now: Date,
): readonly Comparison[] =>
  MEASURES.map((measure) => {
    const own = outcomes.filter((one) => one.measure === measure);
    const sum = (field: keyof Standings): number =>
      own.reduce((total, one) => total + one[field], 0);
    let before = NONE;
    for (const { kept } of tickets)
      for (const one of kept) {
        const field = one.measure === measure ? stood(one, now) : null;
        if (field !== null) before = counted(before, field);
      }
    const after = {
      achieved: sum('achieved'),
      breached: sum('breached'),
      late: sum('late'),
      running: sum('running'),
    };
    return { measure, after, before };
  });
