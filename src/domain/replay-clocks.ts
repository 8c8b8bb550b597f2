import { advanceClocks, type TimedFacts } from './advance-clocks';
import type { SlaClock } from './sla-clock';
import type { SlaPolicy } from './sla-policy';
import {
  type Facts,
  PRIORITIES,
  type Priority,
  STATUSES,
  type TimelineKind,
  WAITING_ON,
} from './ticket';

/** Something that happened to a ticket, and how it stood then. */
export interface Moment {
  readonly at: Date;
  readonly ticket: TimedFacts;
  /** When a person of our side had last spoken publicly, if they did so now. */
  readonly answeredAt: Date | null;
}

/** A line of the history, and when the message it is about was written. */
export interface PastEntry {
  readonly at: Date;
  readonly kind: TimelineKind;
  readonly before: Facts;
  readonly after: Facts;
  readonly saidAt: Date | null;
}

/** A clock as it would have run, and the priority whose target it was measured by. */
export interface ReplayedClock {
  readonly clock: SlaClock;
  readonly priority: Priority;
}

const dateOr = (value: Facts[string] | undefined, before: Date | null): Date | null =>
  value === undefined ? before : typeof value === 'string' ? new Date(value) : null;

const ANSWERS: readonly TimelineKind[] = ['REPLY_SENT', 'SOLVED'];

/** What a history names; a word that nobody knows changes nothing. */
const named = <Name extends string>(
  names: readonly Name[],
  value: Facts[string] | undefined,
  before: Name,
): Name => names.find((one) => one === value) ?? before;

const changedBy = (stood: TimedFacts, facts: Facts): TimedFacts => ({
  ...stood,
  status: named(STATUSES, facts.status, stood.status),
  waitingOn: named(WAITING_ON, facts.waitingOn, stood.waitingOn),
  priority: named(PRIORITIES, facts.priority, stood.priority),
  openedAt: dateOr(facts.openedAt, stood.openedAt) ?? stood.openedAt,
  firstRespondedAt: dateOr(facts.firstRespondedAt, stood.firstRespondedAt),
  unansweredSince: dateOr(facts.unansweredSince, stood.unansweredSince),
});

/**
 * The life of a ticket in moments, oldest first, from its history and how it stands now: a field
 * began as its first change found it.
 */
export const momentsOf = (stands: TimedFacts, entries: readonly PastEntry[]): readonly Moment[] => {
  let ticket: TimedFacts = { ...stands, firstSolvedAt: null, lastSolvedAt: null };
  const later = entries.filter(({ kind }) => kind !== 'TICKET_OPENED');
  for (const { before } of later.toReversed()) ticket = changedBy(ticket, before);
  const moments: Moment[] = [{ at: ticket.openedAt, ticket, answeredAt: null }];
  let lastAnswer: Date | null = null;
  for (const { at, kind, after, saidAt } of later) {
    ticket = changedBy(ticket, after);
    if (kind === 'SOLVED')
      ticket = { ...ticket, firstSolvedAt: ticket.firstSolvedAt ?? at, lastSolvedAt: at };
    const said = saidAt ?? at;
    const answered = ANSWERS.includes(kind);
    if (answered && (lastAnswer === null || said > lastAnswer)) lastAnswer = said;
    const answeredAt = answered ? lastAnswer : null;
    moments.push({
      at: kind === 'MESSAGE_RECEIVED' ? said : (answeredAt ?? at),
      ticket,
      answeredAt,
    });
  }
  return moments;
};

/** The clocks that a policy would have run over the life of a ticket: the engine's own steps. */
export const replayClocks = (
  moments: readonly Moment[],
  policy: SlaPolicy,
): readonly ReplayedClock[] => {
  let clocks: readonly SlaClock[] = [];
  const priorities = new Map<string, Priority>();
  let made = 0;
  const newId = (): string => {
    made += 1;
    return String(made);
  };
  for (const { at, ticket, answeredAt } of moments) {
    const before = clocks;
    clocks = advanceClocks(before, { ticket, at, answeredAt }, { policy, newId });
    for (const { id } of clocks) {
      const kept = before.find((one) => one.id === id);
      // What has stopped keeps the target it was measured by.
      if (kept === undefined || (kept.stoppedAt ?? kept.cancelledAt) === null)
        priorities.set(id, ticket.priority);
    }
  }
  return clocks.map((clock) => ({
    clock,
    priority: priorities.get(clock.id) ?? 'NORMAL',
  }));
};
