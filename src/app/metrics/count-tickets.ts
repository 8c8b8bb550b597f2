import { addWorkingTime, DAY_MINUTES, workingTimeBetween } from '../../domain/business-calendar';
import { type Fact, fingerprint, hoursOf } from '../../domain/fact';
import { factsOf, type TicketHistory } from '../../domain/measured';
import { openTimeIn } from '../../domain/open-time';
import type { Ticket } from '../../domain/ticket';
import { type TimeRules, timeRulesOfAll } from '../care/time-rules';
import type { Desk } from '../desk';
import type { Counted, FreshFact, StoredFact } from '../ports/facts';
import type { Tx } from '../ports/store';
import { earlier } from './window';

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
  const wanted = new Map(facts.map((fact) => [name(fact), { fact, print: fingerprint(fact) }]));
  const gone: StoredFact[] = [];
  const otherHours: StoredFact[] = [];
  const kept = new Set<Fact>();
  for (const fact of stored) {
    const now = wanted.get(name(fact));
    if (now === undefined || now.print !== fingerprint(fact)) {
      gone.push(fact);
      continue;
    }
    kept.add(now.fact);
    if (hoursOf(now.fact) !== hoursOf(fact)) otherHours.push({ ...now.fact, id: fact.id });
  }
  return { gone, told: facts.filter((fact) => !kept.has(fact)), otherHours };
};

/** Five open days after the first solution: as many days of the calendar in which it opens. */
const undisputedAt = ({ firstSolvedAt }: Ticket, rules: TimeRules): Date | null => {
  if (firstSolvedAt === null) return null;
  if (rules.calendar === null)
    return new Date(firstSolvedAt.getTime() + UNDISPUTED_DAYS * DAY_MINUTES * 60_000);
  const { calendar, zones } = rules.hours;
  const perWeek = calendar.opening.reduce((sum, { from, to }) => sum + (to - from), 0);
  const days = new Set(calendar.opening.map(({ weekday }) => weekday)).size;
  const perDay = days === 0 ? DAY_MINUTES : perWeek / days;
  return addWorkingTime(calendar, zones, firstSolvedAt, UNDISPUTED_DAYS * perDay * 60);
};

type OpenBetween = TicketHistory['hours']['openBetween'];

/** Where every hour is open, open time is time; else the days since then are laid out once. */
const openSince = ({ calendar, hours }: TimeRules, since: Date, now: Date): OpenBetween => {
  if (calendar === null) return (from, to) => Math.max(0, to.getTime() - from.getTime()) / 1000;
  const laidOut = openTimeIn(hours.calendar, hours.zones, since, now);
  return (from, to) =>
    from >= since && to <= now
      ? laidOut(from, to)
      : workingTimeBetween(hours.calendar, hours.zones, from, to);
};

/** The opening hours by which each is counted; tickets of one calendar share one lay-out. */
const openHoursOf = (
  counted: readonly Counted[],
  rules: readonly TimeRules[],
  now: Date,
): ((of: TimeRules) => OpenBetween) => {
  const keyOf = ({ calendar }: TimeRules): string => calendar?.id ?? '';
  const since = new Map<string, Date>();
  for (const [index, { history }] of counted.entries()) {
    const of = rules[index];
    if (of !== undefined)
      since.set(keyOf(of), earlier(since.get(keyOf(of)) ?? now, history.ticket.openedAt));
  }
  const laidOut = new Map<string, OpenBetween>();
  return (of) => {
    const key = keyOf(of);
    const open = laidOut.get(key) ?? openSince(of, since.get(key) ?? now, now);
    laidOut.set(key, open);
    return open;
  };
};

/**
 * Counts tickets again that changed, all of them in a few statements; whoever is faster leaves
 * nothing to do.
 */
export const countTickets = async (
  tx: Tx,
  ticketIds: readonly string[],
  now: Date,
): Promise<number> => {
  const taken = await tx.facts.take(ticketIds);
  if (taken.size === 0) return 0;
  const all = await tx.facts.load([...taken.keys()]);
  const rules = await timeRulesOfAll(
    tx,
    all.map(({ history }) => history.ticket),
    now,
  );
  const openHours = openHoursOf(all, rules, now);
  const gone: StoredFact[] = [];
  const fresh: FreshFact[] = [];
  const filled: StoredFact[] = [];
  for (const [index, { history, facts: stored }] of all.entries()) {
    const { ticket } = history;
    const of = rules[index];
    if (of === undefined) continue;
    const facts = factsOf({
      ...history,
      pauseWhile: of.policy.pauseWhile,
      hours: {
        calendarId: of.calendar?.id ?? null,
        calendarVersion: of.calendar?.version ?? null,
        openBetween: openHours(of),
      },
      undisputedAt: undisputedAt(ticket, of),
    });
    const revision = revisionOf(stored, facts);
    const backfill = taken.get(ticket.id) === true;
    // What was never told of it, when it should have been, counts as told all along.
    const missed = ({ kind }: Fact): boolean =>
      backfill && !stored.some((one) => one.kind === kind);
    gone.push(...revision.gone);
    for (const fact of revision.told)
      fresh.push({ fact, seenAt: missed(fact) ? ticket.openedAt : now });
    // What has ended keeps its hours, but for those it never had.
    if (backfill) filled.push(...revision.otherHours);
  }
  await tx.facts.revise(gone, fresh, now);
  if (filled.length > 0) await tx.facts.fill(filled);
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
