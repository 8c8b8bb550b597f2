import { type Actor, memberIdOf, type Role } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import type { Tx } from '../ports/store';
import { mayOwn } from '../tickets/change-ticket';
import { assignIn } from '../tickets/team-commands';
import { requireAdministration } from './requirements';

export interface MemberPatch {
  readonly memberId: string;
  /** Null leaves it. */
  readonly role: Role | null;
  readonly active: boolean | null;
  /** The queues a partner is limited to, all of them. */
  readonly queueIds: readonly string[] | null;
}

/** More tickets than this are handed back by several calls. */
const HANDED_BACK = 200;

const requireQueues = async (tx: Tx, queueIds: readonly string[]): Promise<readonly string[]> => {
  for (const id of queueIds) if ((await tx.desk.queue(id)) === null) throw notFound('queue');
  return [...new Set(queueIds)];
};

/**
 * Changes what a member may do. Whoever is switched off hands their open tickets back, and a partner
 * those of the queues that are not theirs any more: the room of each is told.
 */
export const changeMemberIn = async (
  tx: Tx,
  actor: Actor,
  patch: MemberPatch,
  now: Date,
): Promise<void> => {
  requireAdministration(actor, 'administer');
  const member = await tx.people.member(patch.memberId);
  if (member === null) throw notFound('member');
  if (memberIdOf(actor) === member.id)
    throw new DeskError(
      'refused',
      'NOT_YOURSELF',
      'Nobody changes what they may do themselves.',
      'Ask another administrator.',
      ['memberId'],
    );
  const active = patch.active ?? member.active;
  const after = {
    ...member,
    role: patch.role ?? member.role,
    active,
    deactivatedByHand: patch.active === null ? member.deactivatedByHand : !active,
    queueIds: patch.queueIds === null ? member.queueIds : await requireQueues(tx, patch.queueIds),
  };
  await tx.people.saveMember(after);
  for (const ticket of await tx.tickets.assignedTo(member.id, HANDED_BACK))
    if (!active || !mayOwn(after, ticket))
      await assignIn(tx, { ticketId: ticket.id, expectedVersion: null, actor }, null, now);
};
