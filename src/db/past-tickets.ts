import type { KeptOutcome, PastTicket } from '../app/ports/care';
import type { TimedFacts } from '../domain/advance-clocks';
import { momentsOf, type PastEntry } from '../domain/replay-clocks';
import type { Desk } from './shelves';

interface Row extends Omit<PastTicket, 'moments' | 'kept'>, TimedFacts {
  readonly entries: (Omit<PastEntry, 'at' | 'saidAt'> & { at: string; saidAt: string | null })[];
  readonly kept: (Omit<KeptOutcome, 'dueAt'> & { dueAt: string | null })[];
}

/** Entries that change nothing of what clocks look at are left on the shelf. */
const PAST = `
  select ticket.number, customer.name as customer, customer.tier, queue.name as queue,
    ticket.status, ticket.waiting_on as "waitingOn", ticket.priority,
    ticket.opened_at as "openedAt", ticket.first_responded_at as "firstRespondedAt",
    ticket.unanswered_since as "unansweredSince", ticket.first_solved_at as "firstSolvedAt",
    ticket.last_solved_at as "lastSolvedAt", coalesce((
      select jsonb_agg(jsonb_build_object('at', entry.at, 'kind', entry.kind,
          'before', entry.before, 'after', entry.after, 'saidAt', message.occurred_at)
        order by entry.position)
      from timeline_entry entry
      left join message on message.tenant_id = entry.tenant_id and message.id = entry.message_id
      where entry.tenant_id = ticket.tenant_id and entry.ticket_id = ticket.id
        and (entry.kind in ('REPLY_SENT', 'SOLVED') or entry.after ?| array['status', 'waitingOn',
          'priority', 'openedAt', 'firstRespondedAt', 'unansweredSince'])
    ), '[]'::jsonb) as entries, coalesce((
      select jsonb_agg(jsonb_build_object('measure', clock.measure, 'state', clock.state,
        'dueAt', clock.due_at))
      from clock where clock.tenant_id = ticket.tenant_id and clock.ticket_id = ticket.id
    ), '[]'::jsonb) as kept
  from ticket
  join customer on customer.tenant_id = ticket.tenant_id and customer.id = ticket.customer_id
  join queue on queue.tenant_id = ticket.tenant_id and queue.id = ticket.queue_id
  where ticket.tenant_id = $1 and ticket.opened_at >= $2
    and ticket.status not in ('NOT_A_REQUEST', 'MERGED')
    and ticket.first_response_due_at is not null
  order by ticket.opened_at, ticket.id limit $3`;

const dated = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** What happened to requests of customers, oldest first. */
export const pastTickets = async (
  desk: Desk,
  since: Date,
  limit: number,
): Promise<readonly PastTicket[]> => {
  const { rows } = await desk.sql<Row>(PAST, [desk.tenantId, since, limit]);
  return rows.map(({ entries, kept, number, customer, tier, queue, ...stands }) => ({
    number,
    customer,
    tier,
    queue,
    moments: momentsOf(
      stands,
      entries.map((one) => ({ ...one, at: new Date(one.at), saidAt: dated(one.saidAt) })),
    ),
    kept: kept.map((one) => ({ ...one, dueAt: dated(one.dueAt) })),
  }));
};
