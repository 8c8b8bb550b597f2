import { type Actor, memberIdOf, type Role } from '../../domain/actor';
import { DeskError, notFound } from '../../domain/errors';
import type { Tx } from '../ports/store';
import { assignIn } from '../tickets/team-commands';
import { requireAdministration } from './requirements';

export interface MemberPatch {
  readonly memberId: string;
  /** Null leaves it. */
  readonly role: Role | null;
  readonly active: boolean | null;
}

/** More tickets than this are handed back by several calls. */
const HANDED_BACK = 200;

/** Changes what a member may do. Whoever is switched off hands their open tickets back. */
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
  await tx.people.saveMember({
    ...member,
    role: patch.role ?? member.role,
    active,
    deactivatedByHand: patch.active === null ? member.deactivatedByHand : !active,
  });
  if (active || !member.active) return;
  for (const ticket of await tx.tickets.assignedTo(member.id, HANDED_BACK))
    await assignIn(tx, { ticketId: ticket.id, expectedVersion: null, actor }, null, now);
};
