import type { Actor } from './actor';
import type { Ticket } from './ticket';

/**
 * What bounds somebody's sight of the tickets: the queues they were given, or else what is assigned
 * to them.
 */
export type Limit =
  | { readonly by: 'QUEUES'; readonly queueIds: readonly string[] }
  | { readonly by: 'ASSIGNEE'; readonly memberId: string };

/** A partner without a member of their own can be assigned nothing, so nothing matches this. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * The one rule of who sees which tickets; null sees all of the desk. Whoever forgets to say a
 * partner's queues shows them less, never more.
 */
export const limitOf = (actor: Actor): Limit | null => {
  if ((actor.kind !== 'member' && actor.kind !== 'token') || actor.role !== 'PARTNER') return null;
  if (actor.kind === 'token') return { by: 'ASSIGNEE', memberId: NOBODY };
  const { memberId, queueIds = [] } = actor;
  return queueIds.length > 0 ? { by: 'QUEUES', queueIds } : { by: 'ASSIGNEE', memberId };
};

/** Whether a ticket exists at all for whoever is limited so. */
export const isSeen = (
  limit: Limit | null,
  ticket: Pick<Ticket, 'queueId' | 'assigneeId'>,
): boolean => {
  if (limit === null) return true;
  return limit.by === 'QUEUES'
    ? limit.queueIds.includes(ticket.queueId)
    : ticket.assigneeId === limit.memberId;
};

/** Whether somebody may be given a ticket: whoever is limited to queues takes none of another. */
export const mayHave = (limit: Limit | null, ticket: Pick<Ticket, 'queueId'>): boolean =>
  limit?.by !== 'QUEUES' || limit.queueIds.includes(ticket.queueId);
