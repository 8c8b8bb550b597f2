import type { Priority } from './ticket';

/** What is measured of a ticket. A figure is one of these, counted, timed or shared out. */
export const FACT_KINDS = [
  'VOLUME',
  'FIRST_RESPONSE',
  'NEXT_RESPONSE',
  'FIRST_RESOLUTION',
  'FINAL_RESOLUTION',
  'REQUESTER_WAIT',
  'WORK_TIME',
  'SLA',
  'PROMISE',
  'BACKLOG',
  'REOPEN',
  'FIRST_CONTACT',
  'ESCALATION',
  'ACCEPTANCE',
  'TRANSFER',
  'LOAD',
  'RATING',
  'EFFORT',
  'RECOVERY',
  'CONFIRMATION',
  'DEFLECTION',
  'EARLY_WARNING',
] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** Those whose length is told; of the others only that they were, and how they ended. */
export const LENGTH_KINDS: readonly FactKind[] = [
  'FIRST_RESPONSE',
  'NEXT_RESPONSE',
  'FIRST_RESOLUTION',
  'FINAL_RESOLUTION',
  'REQUESTER_WAIT',
  'WORK_TIME',
  'ACCEPTANCE',
  'RECOVERY',
];

/** Whose it was. */
export interface FactOwner {
  readonly customerId: string;
  readonly channelId: string;
  readonly queueId: string;
  readonly priority: Priority;
  readonly memberId: string | null;
  readonly cause: string | null;
  /** All of its labels. */
  readonly labelIds: readonly string[];
}

/** Those that are counted at an instant, by who is there just before it. */
export const STOCK_KINDS: readonly FactKind[] = ['BACKLOG', 'LOAD'];

/**
 * Of a stock fact that has ended, the whole logarithm of its seconds: who was there at an instant
 * began at most so long before it. Null of all others.
 */
export const reachOf = ({ kind, beganAt, endedAt }: Pick<Fact, 'kind' | 'beganAt' | 'endedAt'>) =>
  endedAt === null || !STOCK_KINDS.includes(kind)
    ? null
    : Math.floor(Math.log1p(Math.max(0, endedAt.getTime() - beganAt.getTime()) / 1000));

/**
 * One thing that happened to one ticket, with its length. While it lasts, its seconds are those up
 * to `runningSince` and the time since then; null there: it stands still.
 */
export interface Fact extends FactOwner {
  readonly ticketId: string;
  readonly kind: FactKind;
  /** Which of its kind on this ticket. */
  readonly ordinal: number;
  readonly openedAt: Date;
  readonly beganAt: Date;
  readonly endedAt: Date | null;
  /** How it ended: `DONE` or `DROPPED` for a length, else the word of its kind. */
  readonly outcome: string | null;
  readonly seconds: number;
  /** The same in opening hours. */
  readonly openSeconds: number;
  /** By which calendar, as it stood; null: every hour is open. */
  readonly calendarId: string | null;
  readonly calendarVersion: number | null;
  readonly runningSince: Date | null;
  readonly dueAt: Date | null;
  readonly reason: string | null;
}

const instant = (at: Date | null): number => at?.getTime() ?? -1;

/** How long it was open, and by which calendar. */
export const hoursOf = (fact: Fact): string =>
  JSON.stringify([fact.openSeconds, fact.calendarId, fact.calendarVersion]);

/**
 * Equal for two tellings of the same fact, and only then. What has ended keeps the opening hours
 * it was measured by; what lasts is told anew when they change.
 */
export const fingerprint = (fact: Fact): string =>
  JSON.stringify([
    fact.customerId,
    fact.channelId,
    fact.queueId,
    fact.priority,
    fact.memberId,
    fact.cause,
    fact.labelIds.toSorted(),
    instant(fact.openedAt),
    instant(fact.beganAt),
    instant(fact.endedAt),
    fact.outcome,
    fact.seconds,
    instant(fact.runningSince),
    instant(fact.dueAt),
    fact.reason,
    fact.endedAt === null ? hoursOf(fact) : null,
  ]);
