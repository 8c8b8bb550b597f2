import {
  confirmation,
  deflection,
  effort,
  type Rated,
  type Recovery,
  rated,
  recovered,
} from './aftermath';
import type { Fact, FactKind, FactOwner } from './fact';
import { escalations, type Happened, transfers } from './handovers';
import { isActive, lasted, merged, type Standing, standings } from './stretches';
import type { Ticket } from './ticket';
import { length, point, type Told } from './told';

export interface Heard {
  readonly at: Date;
  readonly by: 'contact' | 'member';
  readonly memberId: string | null;
  readonly needsAnswer: boolean;
}

/** Everything figures are made of, of one ticket. */
export interface TicketHistory {
  readonly ticket: Ticket;
  /** In the order it was written. */
  readonly entries: readonly Happened[];
  /** The public words of customers and people of ours, oldest first. */
  readonly words: readonly Heard[];
  readonly promises: readonly {
    readonly toldAt: Date;
    readonly dueAt: Date;
    readonly state: string;
    readonly settledAt: Date | null;
  }[];
  readonly clocks: readonly {
    readonly measure: string;
    readonly startedAt: Date;
    readonly stoppedAt: Date | null;
    readonly cancelledAt: Date | null;
    readonly dueAt: Date | null;
  }[];
  readonly ratings: readonly Rated[];
  readonly recoveries: readonly Recovery[];
  /** What the desk noticed. */
  readonly warnings: readonly { readonly at: Date; readonly kind: string }[];
  readonly labelIds: readonly string[];
  readonly pauseWhile: readonly string[];
  /** Opening hours, by which a length is also counted. */
  readonly hours: {
    readonly calendarId: string | null;
    readonly calendarVersion: number | null;
    readonly openBetween: (from: Date, to: Date) => number;
  };
  /** When a solution that nobody contradicts counts as final. */
  readonly undisputedAt: Date | null;
}

/** When the ticket left our hands for the last time; null while it is in them. */
const endOf = (stretches: readonly Standing[]): Date | null => {
  const last = merged(stretches, (one, other) => isActive(one) === isActive(other)).at(-1);
  return last === undefined || isActive(last) ? null : last.from;
};

const responses = (history: TicketHistory, end: Date | null): readonly Told[] => {
  const told: Told[] = [];
  let since: Date | null = null;
  let answered = false;
  for (const { at, by, memberId, needsAnswer } of history.words) {
    if (by === 'contact') {
      if (needsAnswer) since ??= at;
      continue;
    }
    if (since !== null && answered) told.push({ ...length(since, at, 'DONE'), memberId });
    answered ||= since !== null;
    since = null;
  }
  if (since !== null && answered)
    told.push(length(since, end !== null && end > since ? end : null, 'DROPPED'));
  return told;
};

const resolution = (
  { ticket, pauseWhile }: TicketHistory,
  stretches: readonly Standing[],
  solvedAt: Date | null,
  end: Date | null,
  memberId: string | null,
): Told => {
  const endedAt = solvedAt ?? end;
  const counts = ({ waitingOn }: Standing): boolean =>
    waitingOn !== 'NOBODY' && !pauseWhile.includes(waitingOn);
  return {
    beganAt: ticket.openedAt,
    endedAt,
    outcome: endedAt === null ? null : solvedAt === null ? 'DROPPED' : 'DONE',
    ...lasted(stretches, counts, endedAt),
    memberId,
  };
};

const waited = (
  ticket: Ticket,
  stretches: readonly Standing[],
  on: readonly string[],
  end: Date | null,
): Told => ({
  beganAt: ticket.openedAt,
  endedAt: end,
  outcome: end === null ? null : 'DONE',
  ...lasted(stretches, (one) => isActive(one) && on.includes(one.waitingOn), end),
});

const firstContact = (history: TicketHistory, solvedAt: Date): Told => {
  const { ticket, words, undisputedAt } = history;
  const repliers = new Set(words.filter(({ by }) => by === 'member').map((one) => one.memberId));
  const firstReply = words.find(({ by }) => by === 'member')?.at ?? null;
  const askedAgain = words.some(
    ({ at, by, needsAnswer }) =>
      by === 'contact' && needsAnswer && firstReply !== null && at > firstReply,
  );
  if (ticket.reopenCount > 0 || repliers.size > 1 || askedAgain) return point(solvedAt, 'NO');
  if (ticket.status === 'CONFIRMED') return point(solvedAt, 'YES');
  return { beganAt: solvedAt, dueAt: undisputedAt };
};

const solverOf = ({ entries, ticket }: TicketHistory, which: 'first' | 'last'): string | null => {
  const solved = entries.filter(({ kind }) => kind === 'SOLVED');
  return (which === 'first' ? solved[0] : solved.at(-1))?.memberId ?? ticket.assigneeId;
};

/** All facts of one ticket. What is no request, or continues in another ticket, has none. */
export const factsOf = (history: TicketHistory): readonly Fact[] => {
  const { ticket, words, promises, clocks, entries } = history;
  if (ticket.status === 'NOT_A_REQUEST' || ticket.status === 'MERGED') return [];
  const stretches = standings(ticket, entries);
  const end = endOf(stretches);
  const facts: Fact[] = [];
  const owner: FactOwner = {
    customerId: ticket.customerId,
    channelId: ticket.channelId,
    queueId: ticket.queueId,
    priority: ticket.priority,
    memberId: ticket.assigneeId,
    cause: ticket.cause,
    labelIds: history.labelIds,
  };
  const { openBetween, ...calendar } = history.hours;
  const tell = (kind: FactKind, ...told: readonly Told[]): void => {
    for (const [ordinal, { parts = [], ...one }] of told.entries())
      facts.push({
        endedAt: null,
        outcome: null,
        seconds:
          parts.reduce((sum, { from, to }) => sum + (to.getTime() - from.getTime()), 0) / 1000,
        openSeconds: parts.reduce((sum, { from, to }) => sum + openBetween(from, to), 0),
        runningSince: null,
        dueAt: null,
        reason: null,
        ...calendar,
        ...owner,
        ...one,
        ticketId: ticket.id,
        kind,
        ordinal,
        openedAt: ticket.openedAt,
      });
  };
  tell('VOLUME', point(ticket.openedAt));
  const asked = words.some(({ by, needsAnswer }) => by === 'contact' && needsAnswer);
  if (ticket.openedByContactId !== null || asked) {
    const at = ticket.firstRespondedAt;
    const by = ticket.firstResponderId;
    tell('FIRST_RESPONSE', {
      ...length(ticket.openedAt, at ?? end, at === null ? 'DROPPED' : 'DONE'),
      ...(at === null ? {} : { memberId: by }),
    });
  }
  tell('NEXT_RESPONSE', ...responses(history, end));
  const first = ticket.firstSolvedAt;
  const last = end === null ? null : ticket.lastSolvedAt;
  const [firstSolver, lastSolver] = [solverOf(history, 'first'), solverOf(history, 'last')];
  tell('FIRST_RESOLUTION', resolution(history, stretches, first, end, firstSolver));
  tell('FINAL_RESOLUTION', resolution(history, stretches, last, end, lastSolver));
  tell('REQUESTER_WAIT', waited(ticket, stretches, ['US', 'THIRD_PARTY'], end));
  tell('WORK_TIME', waited(ticket, stretches, ['US'], end));
  tell(
    'SLA',
    ...clocks
      .filter(({ cancelledAt }) => cancelledAt === null)
      .map(({ startedAt, stoppedAt, dueAt, measure }): Told => {
        const kept = stoppedAt !== null && (dueAt === null || stoppedAt <= dueAt);
        return {
          ...length(startedAt, stoppedAt, kept ? 'ACHIEVED' : 'BREACHED'),
          dueAt,
          reason: measure,
        };
      }),
  );
  tell(
    'PROMISE',
    ...promises.map(
      ({ toldAt, dueAt, state, settledAt }): Told => ({
        ...length(toldAt, settledAt, state),
        dueAt,
      }),
    ),
  );
  const queued = ({ status, waitingOn }: Standing): boolean =>
    (status === 'NEW' || status === 'OPEN') && waitingOn === 'US';
  const stretch = ({ from, to, assigneeId }: Standing): Told => ({
    ...length(from, to, 'DONE'),
    memberId: assigneeId,
  });
  const byOwner = merged(
    stretches.filter(queued),
    (one, other) => one.assigneeId === other.assigneeId,
  );
  tell('BACKLOG', ...byOwner.map(stretch));
  const held = stretches.filter((one) => isActive(one) && one.assigneeId !== null);
  tell('LOAD', ...merged(held, (one, other) => one.assigneeId === other.assigneeId).map(stretch));
  if (first !== null) {
    tell('REOPEN', {
      ...point(first, ticket.reopenCount > 0 ? 'YES' : 'NO'),
      memberId: firstSolver,
    });
    tell('FIRST_CONTACT', { ...firstContact(history, first), memberId: firstSolver });
  }
  const { escalated, accepted } = escalations(history.entries, end);
  tell('ESCALATION', ...escalated);
  tell('ACCEPTANCE', ...accepted);
  tell('TRANSFER', ...transfers(stretches));
  const solver = { memberId: lastSolver };
  tell('RATING', ...history.ratings.map((one) => ({ ...rated(one), ...solver })));
  tell('EFFORT', ...history.ratings.map((one) => ({ ...effort(one), ...solver })));
  tell('RECOVERY', ...history.recoveries.map(recovered));
  if (ticket.lastSolvedAt !== null)
    tell('CONFIRMATION', { ...confirmation(ticket, ticket.lastSolvedAt, end), ...solver });
  tell(
    'EARLY_WARNING',
    ...history.warnings.map(({ at, kind }) => ({ ...point(at), reason: kind })),
  );
  const firstWordAt = words.find(({ by }) => by === 'member')?.at ?? null;
  tell('DEFLECTION', deflection(ticket, firstWordAt, end));
  return facts;
};
