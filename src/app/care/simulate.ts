import { roundTheClock } from '../../domain/business-calendar';
import { type SlaClock, stateAt } from '../../domain/sla-clock';
import { type Measure, type PolicyTarget, targetOf } from '../../domain/sla-policy';
import type { Priority } from '../../domain/ticket';
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
}

const SIMULATED = ['FIRST_RESPONSE', 'TOTAL_RESOLUTION'] as const;

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

/** Replays past tickets under a document that is not kept. The clocks are the desk's own. */
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
  const outcomes = new Map<string, Outcome>();
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
      const none = { achieved: 0, breached: 0, late: 0, running: 0 };
      const sum = outcomes.get(key) ?? { priority: ticket.priority, measure, ...none };
      const field = FIELD[stateAt(clock, hours, now)];
      outcomes.set(key, { ...sum, [field]: sum[field] + 1 });
    }
  }
  return [...outcomes.values()];
};

/** One line for a person, with the share and what it is a share of. */
export const outcomeLine = (outcome: Outcome): string => {
  const { measure, priority, achieved, breached, late, running } = outcome;
  const n = achieved + breached + late;
  const share = n === 0 ? 'no share' : `${Math.round((achieved / n) * 100)} %`;
  return `${measure} ${priority}: ${share} achieved (${achieved} of ${n}; ${breached} late, ${late} late and still running), ${running} running in time`;
};
