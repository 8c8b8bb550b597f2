import { addWorkingTime, DAY_MINUTES } from '../../domain/business-calendar';
import { type Fact, fingerprint } from '../../domain/fact';
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
}

/** What has to be closed and what to be told, so that the stored facts are these. */
export const revisionOf = (stored: readonly StoredFact[], facts: readonly Fact[]): Revision => {
  const name = ({ kind, ordinal }: Fact): string => `${kind} ${ordinal}`;
  const kept = new Map(stored.map((fact) => [name(fact), fingerprint(fact)]));
  const wanted = new Map(facts.map((fact) => [name(fact), fingerprint(fact)]));
  return {
    gone: stored.filter((fact) => wanted.get(name(fact)) !== kept.get(name(fact))),
    told: facts.filter((fact) => kept.get(name(fact)) !== wanted.get(name(fact))),
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
    undisputedAt: undisputedAt(ticket, rules),
  });
  const { gone, told } = revisionOf(stored, facts);
  const isFirst = backfill && stored.length === 0;
  await tx.facts.revise(gone, told, now, isFirst ? ticket.openedAt : null);
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
