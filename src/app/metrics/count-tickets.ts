import { addWorkingTime, DAY_MINUTES, workingTimeBetween } from '../../domain/business-calendar';
import { type Fact, fingerprint, hoursOf } from '../../domain/fact';
import { factsOf } from '../../domain/measured';
import type { Ticket } from '../../domain/ticket';
import { timeRulesOf } from '../care/time-rules';
import type { Desk } from '../desk';
import type { Counted, StoredFact } from '../ports/facts';
import type { Tx } from '../ports/store';

const UNDISPUTED_DAYS = 5;

interface Revision {
  readonly gone: readonly StoredFact[];
  readonly told: readonly Fact[];
  /** Told as they are now, but for the opening hours they were measured by. */
  readonly otherHours: readonly StoredFact[];
}

/** What has to be closed and what to be told, so that the stored facts are these. */
export const revisionOf = (stored: readonly StoredFact[], facts: readonly Fact[]): Revision => {
  const name = ({ kind, ordinal }: Fact): string => `${kind} ${ordinal}`;
  const kept = new Map(stored.map((fact) => [name(fact), fingerprint(fact)]));
  const wanted = new Map(facts.map((fact) => [name(fact), fact]));
  const matches = (fact: StoredFact): boolean => {
    const now = wanted.get(name(fact));
    return now !== undefined && fingerprint(now) === fingerprint(fact);
  };
  return {
    gone: stored.filter((fact) => !matches(fact)),
    told: facts.filter((fact) => kept.get(name(fact)) !== fingerprint(fact)),
    otherHours: stored.filter(matches).flatMap(({ id, ...fact }) => {
      const now = wanted.get(name(fact));
      return now === undefined || hoursOf(now) === hoursOf(fact) ? [] : [{ ...now, id }];
    }),
  };
};

/** Five open days after the first solution: as many days of the calendar in which it opens. */
const undisputedAt = (
  ticket: Ticket,
  rules: Awaited<ReturnType<typeof timeRulesOf>>,
): Date | null => {
  if (ticket.firstSolvedAt === null) return null;
  const { calendar, zones } = rules.hours;
  const perWeek = calendar.opening.reduce((sum, { from, to }) => sum + (to - from), 0);
  const days = new Set(calendar.opening.map(({ weekday }) => weekday)).size;
  const perDay = days === 0 ? DAY_MINUTES : perWeek / days;
  return addWorkingTime(calendar, zones, ticket.firstSolvedAt, UNDISPUTED_DAYS * perDay * 60);
};

const countOne = async (
  tx: Tx,
  { history, facts: stored }: Counted,
  backfill: boolean,
  now: Date,
): Promise<void> => {
  const { ticket } = history;
  const rules = await timeRulesOf(tx, ticket, now);
  const facts = factsOf({
    ...history,
    pauseWhile: rules.policy.pauseWhile,
    hours: {
      calendarId: rules.calendar?.id ?? null,
      calendarVersion: rules.calendar?.version ?? null,
      openBetween: (from, to) =>
        workingTimeBetween(rules.hours.calendar, rules.hours.zones, from, to),
    },
    undisputedAt: undisputedAt(ticket, rules),
  });
  const { gone, told, otherHours } = revisionOf(stored, facts);
  // What was never told of it, when it should have been, counts as told all along.
  const missed = ({ kind }: Fact): boolean => backfill && !stored.some((one) => one.kind === kind);
  const fresh = told.map((fact) => ({ fact, seenAt: missed(fact) ? ticket.openedAt : now }));
  await tx.facts.revise(gone, fresh, now);
  // What has ended keeps its hours, but for those it never had.
  if (backfill) await tx.facts.fill(otherHours);
};

/** Counts tickets again that changed; whoever is faster leaves nothing to do. */
export const countTickets = async (
  tx: Tx,
  ticketIds: readonly string[],
  now: Date,
): Promise<number> => {
  const taken = await tx.facts.take(ticketIds);
  if (taken.size === 0) return 0;
  for (const counted of await tx.facts.load([...taken.keys()]))
    await countOne(tx, counted, taken.get(counted.history.ticket.id) === true, now);
  return taken.size;
};

/** One round over all desks: tickets that changed since they were counted. Returns how many. */
export const countChanged = async (desk: Desk, limit: number): Promise<number> => {
  const rows = await desk.directory.uncounted(limit);
  const byTenant = new Map<string, string[]>();
  for (const { tenantId, ticketId } of rows)
    byTenant.set(tenantId, [...(byTenant.get(tenantId) ?? []), ticketId]);
  for (const [tenantId, ticketIds] of byTenant) {
    const count = (ids: readonly string[]) =>
      desk.unitOfWork.run(tenantId, (tx) => countTickets(tx, ids, desk.clock.now()));
    try {
      await count(ticketIds);
    } catch {
      // One of them cannot be counted: the others need not wait for it.
      for (const ticket of ticketIds)
        await count([ticket]).catch((error: unknown) =>
          desk.log.error('ticket not counted', { tenant: tenantId, ticket }, error),
        );
    }
  }
  return rows.length;
};
