import { pauseClock, resumeClock, type SlaClock } from './sla-clock';
import { type Measure, type SlaPolicy, targetOf } from './sla-policy';
import { ACTIVE_STATUSES, type Ticket } from './ticket';

/** What clocks look at of a ticket. */
export type TimedFacts = Pick<
  Ticket,
  | 'status'
  | 'waitingOn'
  | 'priority'
  | 'openedAt'
  | 'firstRespondedAt'
  | 'unansweredSince'
  | 'firstSolvedAt'
  | 'lastSolvedAt'
>;

/** A change of a ticket, as far as clocks care. */
export interface ClockChange {
  readonly ticket: TimedFacts;
  /** When it happened: the customer's own time for a message of theirs. */
  readonly at: Date;
  /** A public message by a person of our side is part of the change, said then. */
  readonly answeredAt: Date | null;
}

interface Rules {
  readonly policy: SlaPolicy;
  readonly newId: () => string;
}

type Facts = Pick<SlaClock, 'startedAt' | 'stoppedAt' | 'cancelledAt'>;

const isRunning = (clock: SlaClock): boolean =>
  clock.stoppedAt === null && clock.cancelledAt === null;

/** A clock with these facts, and today's target while it runs; none without a target. */
const withFacts = (
  clock: SlaClock | null,
  measure: Measure,
  ticket: TimedFacts,
  facts: Facts,
  { policy, newId }: Rules,
): SlaClock | null => {
  const target = targetOf(policy, ticket.priority, measure);
  if (clock === null)
    return target === null
      ? null
      : {
          id: newId(),
          measure,
          targetSec: target.seconds,
          hours: target.hours,
          warnPercent: policy.warnPercent,
          pauses: [],
          ...facts,
        };
  // What has stopped keeps the target it was measured by.
  if (target === null || !isRunning(clock)) return { ...clock, ...facts };
  return {
    ...clock,
    ...facts,
    targetSec: target.seconds,
    hours: target.hours,
    warnPercent: policy.warnPercent,
  };
};

const running = (startedAt: Date): Facts => ({ startedAt, stoppedAt: null, cancelledAt: null });

const isActive = (ticket: TimedFacts): boolean => ACTIVE_STATUSES.includes(ticket.status);

type Step = (clock: SlaClock | null, change: ClockChange, rules: Rules) => SlaClock | null;

/** From the oldest unanswered word to the first human one; a later reopening moves nothing. */
const firstResponse: Step = (clock, { ticket, at }, rules) => {
  const { firstRespondedAt, unansweredSince } = ticket;
  if (firstRespondedAt !== null) {
    const facts = { startedAt: ticket.openedAt, stoppedAt: firstRespondedAt, cancelledAt: null };
    return withFacts(clock, 'FIRST_RESPONSE', ticket, facts, rules);
  }
  if (unansweredSince === null || !isActive(ticket))
    return clock === null || !isRunning(clock) ? clock : { ...clock, cancelledAt: at };
  return withFacts(clock, 'FIRST_RESPONSE', ticket, running(unansweredSince), rules);
};

/** Each wait after the first answer, from its oldest unanswered word. */
const nextResponse: Step = (clock, { ticket, at, answeredAt }, rules) => {
  const { unansweredSince } = ticket;
  const waits = ticket.firstRespondedAt !== null && isActive(ticket) && unansweredSince !== null;
  const standing = clock !== null && isRunning(clock) ? clock : null;
  // An answer between the old wait and a new one ends the old wait.
  if (
    standing !== null &&
    answeredAt !== null &&
    answeredAt >= standing.startedAt &&
    (!waits || unansweredSince > answeredAt)
  )
    return { ...standing, stoppedAt: answeredAt };
  if (waits) return withFacts(standing, 'NEXT_RESPONSE', ticket, running(unansweredSince), rules);
  return standing === null ? clock : { ...standing, cancelledAt: at };
};

/** Once answered, a human word at least so often while somebody else than the customer is awaited. */
const update: Step = (clock, { ticket, at, answeredAt }, rules) => {
  const owed =
    isActive(ticket) &&
    ticket.firstRespondedAt !== null &&
    (ticket.waitingOn === 'US' || ticket.waitingOn === 'THIRD_PARTY');
  const standing = clock !== null && isRunning(clock) ? clock : null;
  if (standing !== null && answeredAt !== null && answeredAt >= standing.startedAt)
    return { ...standing, stoppedAt: answeredAt };
  if (owed)
    return withFacts(
      standing,
      'UPDATE',
      ticket,
      running(standing?.startedAt ?? answeredAt ?? ticket.unansweredSince ?? at),
      rules,
    );
  return standing === null ? clock : { ...standing, cancelledAt: at };
};

const SOLVED_REASON = 'solved';

const resolution =
  (measure: 'FIRST_RESOLUTION' | 'TOTAL_RESOLUTION'): Step =>
  (clock, { ticket, at }, rules) => {
    const { status, waitingOn } = ticket;
    if (status === 'NOT_A_REQUEST' || status === 'MERGED')
      return clock === null ? null : { ...clock, cancelledAt: clock.cancelledAt ?? at };
    const solvedAt = measure === 'FIRST_RESOLUTION' ? ticket.firstSolvedAt : ticket.lastSolvedAt;
    const ends = solvedAt !== null && (measure === 'FIRST_RESOLUTION' || !isActive(ticket));
    if (!isActive(ticket) && !ends) return clock;
    const facts = { ...running(ticket.openedAt), stoppedAt: ends ? solvedAt : null };
    const told = withFacts(clock, measure, ticket, facts, rules);
    if (told === null || ends) return told;
    // Solved and open again: the time in between was nobody's work.
    const reopened =
      clock?.stoppedAt == null ? told : pauseClock(told, clock.stoppedAt, SOLVED_REASON);
    return rules.policy.pauseWhile.includes(waitingOn)
      ? pauseClock(reopened, at, `waiting on ${waitingOn.toLowerCase().replace('_', ' ')}`)
      : resumeClock(reopened, at);
  };

const STEPS: readonly (readonly [Measure, Step])[] = [
  ['FIRST_RESPONSE', firstResponse],
  ['NEXT_RESPONSE', nextResponse],
  ['UPDATE', update],
  ['FIRST_RESOLUTION', resolution('FIRST_RESOLUTION')],
  ['TOTAL_RESOLUTION', resolution('TOTAL_RESOLUTION')],
];

const put = (clocks: readonly SlaClock[], clock: SlaClock): readonly SlaClock[] =>
  clocks.some(({ id }) => id === clock.id)
    ? clocks.map((one) => (one.id === clock.id ? clock : one))
    : [...clocks, clock];

/**
 * The ticket's clocks after a change, oldest first: started, paused, stopped or cancelled by what
 * is known of the ticket now, so that the order in which messages arrive does not matter.
 */
export const advanceClocks = (
  clocks: readonly SlaClock[],
  change: ClockChange,
  rules: Rules,
): readonly SlaClock[] => {
  let after = clocks;
  for (const [measure, step] of STEPS) {
    const before = after.filter((clock) => clock.measure === measure).at(-1) ?? null;
    const next = step(before, change, rules);
    if (next === null) continue;
    after = put(after, next);
    // The answer that ends one wait may leave the next one standing.
    if (before === null || !isRunning(before) || isRunning(next)) continue;
    const following = step(next, change, rules);
    if (following !== null) after = put(after, following);
  }
  return after;
};
