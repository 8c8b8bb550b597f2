import { addWorkingTime } from '../../domain/business-calendar';
import type { MarkedPromise, PromiseKind } from '../../domain/promise';
import { type PolicyTarget, targetOf } from '../../domain/sla-policy';
import { ACTIVE_STATUSES, type Ticket } from '../../domain/ticket';
import { partWay, type TimeRules } from '../care/time-rules';
import type { MarkedClock } from '../ports/care';
import type { Tx } from '../ports/store';
import { lineSurface } from '../tickets/surfaces';

/** Share of a promise after which a customer who has heard nobody is told a new time. */
const RENEWED_AFTER = 0.8;

/** A word a day at the least, where the policy says nothing of updates. */
const DAILY = { seconds: 86_400, hours: 'CALENDAR' } as const;

/** Does our side owe this customer a word? */
export const owesWord = (ticket: Ticket): boolean =>
  ACTIVE_STATUSES.includes(ticket.status) &&
  (ticket.waitingOn === 'US' || ticket.waitingOn === 'THIRD_PARTY');

const MEASURES = ['FIRST_RESPONSE', 'NEXT_RESPONSE', 'UPDATE'] as const;

const after = (
  { hours: { calendar, zones } }: TimeRules,
  from: Date,
  target: Pick<PolicyTarget, 'seconds' | 'hours'>,
): Date =>
  target.hours === 'CALENDAR'
    ? new Date(from.getTime() + target.seconds * 1000)
    : addWorkingTime(calendar, zones, from, target.seconds);

/** When the policy owes everybody who waits at least a word, counted from now. */
export const cadenceDue = (ticket: Ticket, rules: TimeRules, now: Date): Date =>
  after(rules, now, targetOf(rules.policy, ticket.priority, 'UPDATE') ?? DAILY);

/**
 * When the customer hears next: the due time of the clock that runs. Where it has passed, or the
 * question was found late, the same time counted from now: nobody is told a time that is gone.
 */
export const nextWordDue = (
  ticket: Ticket,
  clocks: readonly MarkedClock[],
  rules: TimeRules,
  now: Date,
): Date => {
  const [running] = MEASURES.flatMap((measure) =>
    clocks.filter(
      (clock) =>
        clock.measure === measure && clock.stoppedAt === null && clock.cancelledAt === null,
    ),
  );
  if (running === undefined) return cadenceDue(ticket, rules, now);
  return running.dueAt !== null && running.dueAt > now
    ? running.dueAt
    : after(rules, now, { seconds: running.targetSec, hours: running.hours });
};

/** Where the customer is told, and whether silence is worth another message. */
interface Telling {
  readonly kind: PromiseKind;
  readonly toldIn: string;
  readonly renewable: boolean;
}

/** Writes down a time the customer is told in this same commit. */
export const promise = async (
  tx: Tx,
  ticket: Ticket,
  dueAt: Date,
  rules: TimeRules,
  now: Date,
  telling: Telling,
): Promise<void> => {
  const { kind, toldIn, renewable } = telling;
  await tx.promises.insert(ticket.id, {
    id: tx.newId(),
    kind,
    dueAt,
    toldAt: now,
    toldIn,
    renewAt: renewable ? partWay(rules, now, dueAt, RENEWED_AFTER) : null,
  });
};

/** The status line names the next word's time, unless it names one already. */
export const promiseNextWord = async (
  tx: Tx,
  ticket: Ticket,
  clocks: readonly MarkedClock[],
  rules: TimeRules,
  now: Date,
  open: readonly MarkedPromise[],
  renewable: boolean,
): Promise<void> => {
  if (!owesWord(ticket) || open.length > 0) return;
  const toldIn = lineSurface(ticket.id);
  // While it sleeps the status line says when somebody comes back to it: that is the promise.
  if (ticket.status === 'SNOOZED' && ticket.snoozedUntil !== null)
    return promise(tx, ticket, ticket.snoozedUntil, rules, now, {
      kind: 'CUSTOM',
      toldIn,
      renewable: false,
    });
  const kind = ticket.firstRespondedAt === null ? 'FIRST_RESPONSE' : 'NEXT_UPDATE';
  const due = nextWordDue(ticket, clocks, rules, now);
  await promise(tx, ticket, due, rules, now, { kind, toldIn, renewable });
};
